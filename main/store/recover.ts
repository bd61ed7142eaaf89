import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { backupsIn, isSound } from './backup.ts'
import { diskFault, openReadable, openWritable, StoreError, type WritableDb } from './database.ts'
import { knownVersionOf, migrate } from './migrate.ts'

/** Beside the damaged file: what stands in its place. */
const told = 'recovery.json'

/** A damaged file that was set aside, and the backup that stands in its place, if there was a good one. */
export interface Recovery {
  aside: string
  restoredFrom: string | null
}

export interface Opening {
  file: string
  backupFolder: string
  now: number
  /** It is known to be damaged somewhere: every page is looked at. */
  suspect: boolean
}

/**
 * Opens the store's file for `use`. A damaged one is set aside whole, never deleted, and the newest good backup takes its place.
 * @param use reads what it needs of the file; where it finds it damaged, the file is
 * @throws StoreError `newer`, or a fault of the disk
 */
export function openOrRecover<T>(opening: Opening, use: (db: WritableDb) => T): { value: T; recovery: Recovery | null } {
  const { file, backupFolder, now } = opening
  refuseNewer(file)
  try {
    return { value: openChecked(opening, use), recovery: null }
  } catch (error) {
    const fault = error instanceof StoreError ? error.fault : diskFault(error)
    if (fault !== 'corrupt') throw error instanceof StoreError ? error : new StoreError(fault ?? 'io', sentenceFor(file, error), error)
  }
  const recovery = recover(file, backupFolder, now)
  return { value: openChecked({ ...opening, suspect: false }, use), recovery }
}

function openChecked<T>({ file, backupFolder, suspect }: Opening, use: (db: WritableDb) => T): T {
  const empty = (statSync(file, { throwIfNoEntry: false })?.size ?? 0) === 0
  if (empty && (suspect || backupsIn(backupFolder).length > 0)) throw new StoreError('corrupt', 'The file is gone or empty, and was not.')
  const db = openWritable(file)
  try {
    if (suspect && db.pragma('quick_check(1)', { simple: true }) !== 'ok') throw new StoreError('corrupt', 'The file is damaged.')
    migrate(db, file)
    // Reads every table's root, so that a file whose pages were lost shows it now and not at the first delivery.
    for (const { name } of db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all() as { name: string }[]) {
      db.prepare(`SELECT * FROM "${name}" LIMIT 1`).get()
    }
    return use(db)
  } catch (error) {
    db.close()
    throw error
  }
}

/** Looks at the version before anything that could write: opening for writing already changes a file. */
function refuseNewer(file: string): void {
  if (!existsSync(file)) return
  try {
    const db = openReadable(file)
    try {
      knownVersionOf(db)
    } finally {
      db.close()
    }
  } catch (error) {
    // Whatever else is wrong with it shows when it is opened.
    if (error instanceof StoreError) throw error
  }
}

function recover(file: string, backupFolder: string, now: number): Recovery {
  try {
    return setAside(file, backupFolder, now)
  } catch (error) {
    throw new StoreError(diskFault(error) ?? 'io', sentenceFor(file, error), error)
  }
}

function setAside(file: string, backupFolder: string, now: number): Recovery {
  const aside = join(file, '..', `damaged-${new Date(now).toISOString().replace(/[-:]/g, '').slice(0, 15)}`)
  // The data folder itself is not made anew: where it is gone, so is everything.
  if (!existsSync(aside)) mkdirSync(aside, { mode: 0o700 })
  for (const part of [file, `${file}-wal`, `${file}-shm`]) {
    if (existsSync(part)) renameSync(part, join(aside, basename(part)))
  }
  const good = backupsIn(backupFolder).find(isSound) ?? null
  if (good !== null) copyFileSync(good, file)
  writeFileSync(join(aside, told), `${JSON.stringify({ restoredFrom: good })}\n`, { mode: 0o600 })
  return { aside, restoredFrom: good }
}

/** The newest recovery that nobody has seen to yet: its folder still stands in the data folder. */
export function standingRecovery(folder: string): Recovery | null {
  const newest = readdirSync(folder)
    .filter((name) => name.startsWith('damaged-') && existsSync(join(folder, name, told)))
    .sort()
    .at(-1)
  if (newest === undefined) return null
  return { aside: join(folder, newest), restoredFrom: restoredFromIn(join(folder, newest, told)) }
}

function restoredFromIn(file: string): string | null {
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof kept === 'object' && kept !== null && 'restoredFrom' in kept && typeof kept.restoredFrom === 'string'
      ? kept.restoredFrom
      : null
  } catch {
    return null
  }
}

const sentenceFor = (file: string, error: unknown): string =>
  `The store ${file} can't be opened: ${error instanceof Error ? error.message : String(error)}.`
