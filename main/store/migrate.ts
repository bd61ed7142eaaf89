import { existsSync } from 'node:fs'
import { copyInto } from './backup.ts'
import { type ReadableDb, StoreError, type WritableDb } from './database.ts'
import { type Migration, migrations } from './migrations/index.ts'

/**
 * Brings a file to the newest version, one transaction a migration, with a copy kept before the first.
 * @returns the version it had, and the one it has now
 * @throws StoreError `newer` where the file was written by a newer Tocsin: it is left untouched
 */
export function migrate(db: WritableDb, file: string, all: readonly Migration[] = migrations): { from: number; to: number } {
  const from = knownVersionOf(db, all)
  const to = all.at(-1)?.number ?? 0
  const due = all.filter((migration) => migration.number > from)
  if (due.length > 0 && from > 0) {
    const copy = `${file}.before-${to}`
    if (!existsSync(copy)) copyInto(db, copy)
  }
  for (const migration of due) {
    db.exec('BEGIN IMMEDIATE')
    try {
      db.exec(migration.sql)
      db.pragma(`user_version = ${migration.number}`)
      db.exec('COMMIT')
    } catch (error) {
      if (db.inTransaction) db.exec('ROLLBACK')
      throw error
    }
  }
  return { from, to }
}

/** The version of a file. @throws StoreError `newer` where this program doesn't know it */
export function knownVersionOf(db: ReadableDb, all: readonly Migration[] = migrations): number {
  const version = Number(db.pragma('user_version', { simple: true }))
  const newest = all.at(-1)?.number ?? 0
  if (version <= newest) return version
  throw new StoreError(
    'newer',
    `This data folder was written by a newer Tocsin (its version is ${version}, this program knows ${newest}). Start the newer Tocsin, or choose another folder with --data.`,
  )
}
