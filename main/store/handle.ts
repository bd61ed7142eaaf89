import { statSync } from 'node:fs'
import { StoreError, type StoreFault, type WritableDb } from './database.ts'
import { openOrRecover, type Recovery } from './recover.ts'
import { openSession, type Session } from './session.ts'

export interface Handle {
  /** The session of the open file; opens it, and recovers it where it is damaged. @throws StoreError where it can't */
  session(): Session
  /** The session, where one is open. */
  held(): Session | null
  /** Whether the file that is open is still the one that stands there: SQLite would go on writing to one that was removed. */
  inPlace(): boolean
  /** Gives the file up after a fault: a failed sync may have dropped what the cache took for written, so only a new handle reads the truth. */
  drop(fault: StoreFault): void
  close(): void
}

export interface HandleDeps {
  file: string
  backupFolder: string
  now: () => number
  /** Each writing handle as it is opened. */
  onOpen: (db: WritableDb) => void
  /** The file was damaged and another stands in its place: whoever looks at the old one must let go of it. */
  recovered: (how: Recovery, session: Session) => void
}

/** The one writing handle, opened when it is needed and anew after a fault of the disk. */
export function openHandle({ file, backupFolder, now, onOpen, recovered }: HandleDeps): Handle {
  let session: Session | null = null
  let opened: number | null = null
  let suspect = false
  let closed = false

  function close(): void {
    const open = session
    session = null
    open?.db.close()
  }

  return {
    session() {
      if (closed) throw new StoreError('io', 'The store is closed.')
      if (session !== null) return session
      const { value, recovery } = openOrRecover({ file, backupFolder, now: now(), suspect }, openSession)
      session = value
      opened = inodeOf(file)
      suspect = false
      onOpen(value.db)
      if (recovery !== null) {
        value.skipRevs()
        recovered(recovery, value)
      }
      return value
    },
    held: () => session,
    inPlace: () => opened !== null && inodeOf(file) === opened,
    drop(fault) {
      // A damaged page may be one that opening does not look at: the next opening looks at all of them.
      if (fault === 'corrupt') suspect = true
      close()
    },
    close() {
      closed = true
      close()
    },
  }
}

const inodeOf = (file: string): number | null => statSync(file, { throwIfNoEntry: false })?.ino ?? null
