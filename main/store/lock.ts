import { join } from 'node:path'
import Database from 'better-sqlite3'
import { StoreError } from './database.ts'

/** How long a holder that is stopping is waited for. */
const waitMs = 5_000

/**
 * Holds a data folder for this process alone. The lock is SQLite's own on `lock.db`: it dies with the process, so a
 * kill leaves nothing to clear away.
 * @returns what gives the folder back
 * @throws StoreError `locked` where another process holds it
 */
export function lockFolder(folder: string, timeoutMs = waitMs): () => void {
  const db = new Database(join(folder, 'lock.db'), { timeout: timeoutMs })
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    throw new StoreError('locked', `Another Tocsin is running on ${folder}. Stop it, or choose another folder with --data.`, error)
  }
  return () => {
    db.exec('ROLLBACK')
    db.close()
  }
}
