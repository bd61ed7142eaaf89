import Database from 'better-sqlite3'

declare const writable: unique symbol

/** A handle that only reads. What may write is another type, so that no reader can. */
export type ReadableDb = Pick<Database.Database, 'prepare' | 'close' | 'pragma'>
export type WritableDb = Database.Database & { [writable]: true }

/** Why the store can't do what it should, as the operator needs to hear it. */
export type StoreFault = 'full' | 'io' | 'corrupt' | 'newer' | 'locked' | 'read-only' | 'sealed'

export class StoreError extends Error {
  readonly fault: StoreFault
  constructor(fault: StoreFault, message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'StoreError'
    this.fault = fault
  }
}

/** What a fault is called to the operator. */
export const faultSaid: Record<StoreFault, string> = {
  full: 'The disk is full.',
  io: 'The disk failed.',
  corrupt: 'The store is damaged.',
  newer: 'The store was written by a newer Tocsin.',
  locked: 'The store is held by another process.',
  'read-only': 'The data folder can’t be written.',
  sealed: 'The secrets of the data folder can’t be opened.',
}

const faultOf: [RegExp, StoreFault][] = [
  [/^SQLITE_FULL/, 'full'],
  [/^SQLITE_(CORRUPT|NOTADB)/, 'corrupt'],
  [/^SQLITE_READONLY/, 'read-only'],
  [/^SQLITE_(IOERR|CANTOPEN|PROTOCOL|NOMEM)/, 'io'],
  [/^SQLITE_(BUSY|LOCKED)/, 'locked'],
]

/** The disk's fault in an error of SQLite's, or null where the error is of our own making. */
export function diskFault(error: unknown): StoreFault | null {
  const code = error instanceof Database.SqliteError ? error.code : ''
  return faultOf.find(([pattern]) => pattern.test(code))?.[1] ?? null
}

/** The one writing handle: WAL, a sync for each commit (on macOS down to the platter), checkpoints left to the keeper. */
export function openWritable(file: string): WritableDb {
  const db = new Database(file, { timeout: 5_000 }) as WritableDb
  try {
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    if (process.platform === 'darwin') {
      db.pragma('fullfsync = ON')
      db.pragma('checkpoint_fullfsync = ON')
    }
    db.pragma('wal_autocheckpoint = 0')
    db.pragma('foreign_keys = ON')
    db.pragma('cache_size = -16000')
    db.pragma('temp_store = MEMORY')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

export function openReadable(file: string): ReadableDb {
  const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 5_000 })
  db.pragma('cache_size = -16000')
  db.pragma('query_only = ON')
  return db
}
