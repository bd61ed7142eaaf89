import { join } from 'node:path'
import Database from 'better-sqlite3'
import { diskFault, StoreError } from './database.ts'

/** How long a holder that is stopping is waited for. */
const waitMs = 5_000

/**
 * Holds a data folder for this process alone. The lock is SQLite's own on `lock.db`: it dies with the process, so a
 * kill leaves nothing to clear away.
 * @returns what gives the folder back
 * @throws StoreError `locked` where another process holds it
 */
export function lockFolder(folder: string, timeoutMs = waitMs): () => void {
  const db = openLock(folder, timeoutMs)
  try {
    db.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    db.close()
    throw diskFault(error) === 'locked'
      ? new StoreError('locked', `Another Tocsin is running on ${folder}. Stop it, or choose another folder with --data.`, error)
      : notWritable(folder, error)
  }
  return () => {
    db.exec('ROLLBACK')
    db.close()
  }
}

function openLock(folder: string, timeout: number): Database.Database {
  try {
    return new Database(join(folder, 'lock.db'), { timeout })
  } catch (error) {
    throw notWritable(folder, error)
  }
}

const notWritable = (folder: string, error: unknown): StoreError =>
  new StoreError(
    diskFault(error) ?? 'io',
    `The data folder ${folder} can't be written (${error instanceof Error ? error.message : String(error)}). Make it writable, or choose another with --data.`,
    error,
  )
