import type { ReadableDb } from '../database.ts'

/** Reads `rev` before the rows it vouches for: they may be newer than it says, never older. */
export function revReader(db: ReadableDb): () => number {
  const select = db.prepare("SELECT value FROM counter WHERE name = 'rev'")
  return () => (select.get() as { value: number }).value
}
