import { copyFileSync, existsSync, mkdirSync, renameSync } from 'node:fs'
import { basename, join } from 'node:path'
import { backupsIn, isSound } from './backup.ts'
import { diskFault, openWritable, StoreError, type WritableDb } from './database.ts'
import { migrate } from './migrate.ts'

/** A damaged file that was set aside, and the backup that stands in its place, if there was a good one. */
export interface Recovery {
  aside: string
  restoredFrom: string | null
}

/**
 * Opens the store's file. A damaged one is set aside whole, never deleted, and the newest good backup takes its place.
 * @throws StoreError `newer`, or a fault of the disk
 */
export function openOrRecover(file: string, backupFolder: string, now: number): { db: WritableDb; recovery: Recovery | null } {
  try {
    return { db: openChecked(file), recovery: null }
  } catch (error) {
    const fault = error instanceof StoreError ? error.fault : diskFault(error)
    if (fault !== 'corrupt') throw error instanceof StoreError ? error : new StoreError(fault ?? 'io', sentenceFor(file, error), error)
  }
  const recovery = setAside(file, backupFolder, now)
  return { db: openChecked(file), recovery }
}

function openChecked(file: string): WritableDb {
  const db = openWritable(file)
  try {
    migrate(db, file)
    // Reads every table's root, so that a file whose pages were lost shows it now and not at the first delivery.
    for (const { name } of db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[]) {
      db.prepare(`SELECT * FROM "${name}" LIMIT 1`).get()
    }
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

function setAside(file: string, backupFolder: string, now: number): Recovery {
  const aside = join(file, '..', `damaged-${new Date(now).toISOString().replace(/[-:]/g, '').slice(0, 15)}`)
  mkdirSync(aside, { recursive: true, mode: 0o700 })
  for (const part of [file, `${file}-wal`, `${file}-shm`]) {
    if (existsSync(part)) renameSync(part, join(aside, basename(part)))
  }
  const good = backupsIn(backupFolder).find(isSound) ?? null
  if (good !== null) copyFileSync(good, file)
  return { aside, restoredFrom: good }
}

const sentenceFor = (file: string, error: unknown): string =>
  `The store ${file} can't be opened: ${error instanceof Error ? error.message : String(error)}.`
