import { existsSync } from 'node:fs'
import type { WritableDb } from './database.ts'
import { StoreError } from './database.ts'
import { type Migration, migrations } from './migrations/index.ts'

/**
 * Brings a file to the newest version, one transaction a migration, with a copy kept before the first.
 * @returns the version it had, and the one it has now
 * @throws StoreError `newer` where the file was written by a newer Tocsin: it is left untouched
 */
export function migrate(db: WritableDb, file: string, all: readonly Migration[] = migrations): { from: number; to: number } {
  const from = versionOf(db)
  const to = all.at(-1)?.number ?? 0
  if (from > to) {
    throw new StoreError(
      'newer',
      `This data folder was written by a newer Tocsin (its version is ${from}, this program knows ${to}). Start the newer Tocsin, or choose another folder with --data.`,
    )
  }
  const due = all.filter((migration) => migration.number > from)
  if (due.length > 0 && from > 0) {
    const copy = `${file}.before-${to}`
    if (!existsSync(copy)) db.prepare('VACUUM INTO ?').run(copy)
  }
  for (const migration of due) {
    db.exec('BEGIN IMMEDIATE')
    try {
      db.exec(migration.sql)
      db.pragma(`user_version = ${migration.number}`)
      db.exec('COMMIT')
    } catch (error) {
      db.exec('ROLLBACK')
      throw error
    }
  }
  return { from, to }
}

export const versionOf = (db: WritableDb): number => Number(db.pragma('user_version', { simple: true }))
