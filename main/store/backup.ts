import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import type { WritableDb } from './database.ts'

/** How many backups are kept. */
const kept = 3
const halfName = '.half'
const named = /^tocsin-\d{8}T\d{6}\.db$/

/** The backups in a folder, newest first. */
export function backupsIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => named.test(name))
      .sort()
      .reverse()
      .map((name) => join(folder, name))
  } catch {
    return []
  }
}

/** When the newest backup was made, in epoch milliseconds; 0 where there is none. */
export function newestBackupAt(folder: string): number {
  const newest = backupsIn(folder)[0]
  return newest === undefined ? 0 : statSync(newest).mtimeMs
}

/**
 * Writes a backup. The oldest beyond those kept go.
 * @returns the copy's path
 */
export function backupInto(db: WritableDb, folder: string, now: number): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // What a kill left in the middle of a copy.
  for (const name of readdirSync(folder)) if (name.endsWith(halfName)) rmSync(join(folder, name), { force: true })
  const stamp = new Date(now).toISOString().replace(/[-:]/g, '').slice(0, 15)
  const file = join(folder, `tocsin-${stamp}.db`)
  copyInto(db, file)
  for (const old of backupsIn(folder).slice(kept)) rmSync(old, { force: true })
  return file
}

/**
 * Writes a checked copy: under another name, checked, synced, then renamed, so that no half copy ever has the name of a
 * whole one. Where that fails nothing of it is left.
 */
export function copyInto(db: WritableDb, file: string): void {
  const half = `${file}${halfName}`
  try {
    rmSync(half, { force: true })
    db.prepare('VACUUM INTO ?').run(half)
    if (!isSound(half)) throw new Error('The copy did not pass its check.')
    sync(half)
    renameSync(half, file)
    sync(dirname(file))
  } finally {
    rmSync(half, { force: true })
  }
}

/** Whether a file opens and passes SQLite's quick check. */
export function isSound(file: string): boolean {
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true })
    try {
      return db.pragma('quick_check(1)', { simple: true }) === 'ok'
    } finally {
      db.close()
    }
  } catch {
    return false
  }
}

function sync(path: string): void {
  const handle = openSync(path, 'r')
  try {
    fsyncSync(handle)
  } catch {
    // Windows syncs no folder.
  } finally {
    closeSync(handle)
  }
}
