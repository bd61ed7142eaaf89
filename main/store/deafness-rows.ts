import type { DeafnessCause } from '../../preload/contract/words.ts'
import type { Book } from '../core/coverage/ledger.ts'
import type { ReadableDb, WritableDb } from './database.ts'

/** An interval in which nothing could be heard. Instants are epoch milliseconds; `endedAt` is null while it is not over. */
export interface DeafnessRow {
  id: number
  rev: number
  beganAt: number
  endedAt: number | null
  cause: DeafnessCause
  said: string
  /** The desk's own incident that told of it. */
  incidentId: string | null
  askedAt: number | null
  dismissedAt: number | null
}

interface Stored {
  id: number
  rev: number
  began_at: number
  ended_at: number | null
  cause: string
  said: string
  incident_id: string | null
  asked_at: number | null
  dismissed_at: number | null
}

/** What is read back was written by us: trusted here, where rows become values. */
const fromStored = (row: Stored): DeafnessRow => ({
  id: row.id,
  rev: row.rev,
  beganAt: row.began_at,
  endedAt: row.ended_at,
  cause: row.cause as DeafnessCause,
  said: row.said,
  incidentId: row.incident_id,
  askedAt: row.asked_at,
  dismissedAt: row.dismissed_at,
})

/** The statements of the deafness ledger and of the desk's sign of life. */
export function deafnessRows(db: WritableDb) {
  const notOver = db.prepare<[], Stored>('SELECT * FROM deafness WHERE ended_at IS NULL')
  const newest = db.prepare<[], Stored>('SELECT * FROM deafness WHERE incident_id IS NOT NULL ORDER BY id DESC LIMIT 1')
  const lastEnded = db.prepare<[], { at: number | null }>('SELECT MAX(ended_at) AS at FROM deafness')
  const unasked = db.prepare<[], { at: number | null }>('SELECT MIN(ended_at) AS at FROM deafness WHERE asked_at IS NULL')
  const insert = db.prepare('INSERT INTO deafness (rev, began_at, cause, said) VALUES (?, ?, ?, ?)')
  const told = db.prepare('UPDATE deafness SET rev = ?, incident_id = ? WHERE ended_at IS NULL')
  const end = db.prepare('UPDATE deafness SET rev = ?, ended_at = ? WHERE ended_at IS NULL')
  const asked = db.prepare('UPDATE deafness SET rev = ?, asked_at = ? WHERE asked_at IS NULL AND ended_at <= ?')
  const dismiss = db.prepare('UPDATE deafness SET rev = ?, dismissed_at = ? WHERE dismissed_at IS NULL AND ended_at <= ?')
  const life = db.prepare<[], { at: number }>('SELECT at FROM sign_of_life')
  const live = db.prepare('INSERT INTO sign_of_life (id, at) VALUES (1, ?) ON CONFLICT DO UPDATE SET at = excluded.at')
  const rowOf = (row: Stored | undefined): DeafnessRow | null => (row === undefined ? null : fromStored(row))
  return {
    notOver: (): DeafnessRow | null => rowOf(notOver.get()),
    /** What the ledger's next steps depend on. */
    book(): Book {
      const row = rowOf(notOver.get())
      return {
        notOver: row === null ? null : { beganAt: row.beganAt, told: row.incidentId !== null },
        lastEndedAt: lastEnded.get()?.at ?? null,
        unaskedSince: unasked.get()?.at ?? null,
      }
    },
    /** The newest of which somebody was told. */
    newestTold: (): DeafnessRow | null => rowOf(newest.get()),
    begin: (rev: number, at: number, cause: DeafnessCause, said: string): void => void insert.run(rev, at, cause, said),
    told: (rev: number, incidentId: string): void => void told.run(rev, incidentId),
    end: (rev: number, at: number): void => void end.run(rev, at),
    /** @returns how many intervals were not asked for before */
    asked: (rev: number, at: number, endedBy: number): number => asked.run(rev, at, endedBy).changes,
    /** @returns how many were not seen before */
    dismiss: (rev: number, at: number): number => dismiss.run(rev, at, at).changes,
    lastSignOfLife: (): number | null => life.get()?.at ?? null,
    signOfLife: (at: number): void => void live.run(at),
  }
}

/** The ledger as it is read. */
export function deafnessReader(db: ReadableDb) {
  const page = db.prepare('SELECT * FROM deafness WHERE id < ? ORDER BY id DESC LIMIT ?')
  const unseen = db.prepare(
    'SELECT * FROM deafness WHERE dismissed_at IS NULL AND ended_at IS NOT NULL AND ended_at - began_at >= ? ORDER BY id',
  )
  return {
    page: (before: number, limit: number): DeafnessRow[] => (page.all(before, limit) as Stored[]).map(fromStored),
    /** What is over, lasted at least so long, and was not seen by the operator. */
    unseen: (leastMs: number): DeafnessRow[] => (unseen.all(leastMs) as Stored[]).map(fromStored),
  }
}
