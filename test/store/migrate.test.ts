import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openWritable } from '../../main/store/database.ts'
import { migrate } from '../../main/store/migrate.ts'
import { migrations } from '../../main/store/migrations/index.ts'
import { temporaryFolder } from '../harness/desk.ts'
import { alarmDelivery, openTestStore, someIntegration } from '../harness/store.ts'

const next = { number: 2, name: 'one-more', sql: 'ALTER TABLE incident ADD COLUMN mood TEXT; CREATE TABLE mood (name TEXT) STRICT;' }
const broken = { number: 3, name: 'broken', sql: 'CREATE TABLE half (a TEXT) STRICT; CREATE TABLE nonsense (' }

/** A file of version 1 with what a desk puts in it. */
async function filled(): Promise<string> {
  const store = openTestStore()
  const integration = await someIntegration(store)
  const at = store.clock.now() - 60_000
  await store.recordDelivery(alarmDelivery(store, integration, { state: 'ALARM', at }))
  await store.recordDelivery(alarmDelivery(store, integration, { state: 'OK', at: at + 1_000 }))
  await store.recordDelivery(alarmDelivery(store, integration, { state: 'ALARM', at, name: 'Other' }))
  await store.close()
  return join(store.folder, 'tocsin.db')
}

const rowsIn = (file: string) => {
  const db = new Database(file, { readonly: true })
  try {
    return {
      version: db.pragma('user_version', { simple: true }),
      incidents: db.prepare('SELECT id, status FROM incident ORDER BY short_number').all(),
      deliveries: db.prepare('SELECT COUNT(*) FROM delivery').pluck().get(),
    }
  } finally {
    db.close()
  }
}

describe('migrations', () => {
  it('are numbered from 1 without a gap, each named once', () => {
    expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, at) => at + 1))
    expect(new Set(migrations.map(({ name }) => name)).size).toBe(migrations.length)
  })

  it('make a fresh file of the newest version, with no copy of nothing', () => {
    const folder = temporaryFolder()
    const db = openWritable(join(folder, 'tocsin.db'))
    expect(migrate(db, join(folder, 'tocsin.db'))).toEqual({ from: 0, to: migrations.length })
    expect(migrate(db, join(folder, 'tocsin.db'))).toEqual({ from: migrations.length, to: migrations.length })
    db.close()
    expect(readdirSync(folder)).toEqual(['tocsin.db'])
  })

  it('bring a filled file of version 1 on, losing nothing, and keep a copy of what it was', async () => {
    const file = await filled()
    const before = rowsIn(file)
    const db = openWritable(file)
    expect(migrate(db, file, [...migrations, next])).toEqual({ from: 1, to: 2 })
    expect(db.prepare('SELECT id, status, mood FROM incident ORDER BY short_number').all()).toMatchObject(before.incidents)
    db.close()
    expect(rowsIn(file)).toEqual({ ...before, version: 2 })
    expect(rowsIn(`${file}.before-2`)).toEqual(before)
    expect(existsSync(`${file}.before-2.half`)).toBe(false)
  })

  it('stay on the newest whole version where one fails, and go on from there once it can', async () => {
    const file = await filled()
    const before = rowsIn(file)
    const db = openWritable(file)
    expect(() => migrate(db, file, [...migrations, next, broken])).toThrow()
    expect(db.inTransaction).toBe(false)
    db.close()
    expect(rowsIn(file)).toEqual({ ...before, version: 2 })
    expect(rowsIn(`${file}.before-3`)).toEqual(before)
    const again = openWritable(file)
    const mended = { ...broken, sql: 'CREATE TABLE half (a TEXT) STRICT;' }
    expect(migrate(again, file, [...migrations, next, mended])).toEqual({ from: 2, to: 3 })
    again.close()
  })

  it('do not take what a kill left of a copy for the copy', async () => {
    const file = await filled()
    const before = rowsIn(file)
    writeFileSync(`${file}.before-2.half`, 'half of a copy')
    const db = openWritable(file)
    migrate(db, file, [...migrations, next])
    db.close()
    expect(rowsIn(`${file}.before-2`)).toEqual(before)
  })

  it('refuse a newer file, byte for byte untouched, also one that a kill left with its log', async () => {
    const file = await filled()
    const newer = openWritable(file)
    newer.pragma('user_version = 7')
    newer.exec('CREATE TABLE of_a_newer_tocsin (a TEXT)')
    // Copied while it is open: the write-ahead log is still there, as after a kill.
    const folder = temporaryFolder()
    for (const part of ['', '-wal']) writeFileSync(join(folder, `tocsin.db${part}`), readFileSync(`${file}${part}`))
    newer.close()
    const bytes = () => ['', '-wal'].map((part) => readFileSync(join(folder, `tocsin.db${part}`)).toString('base64'))
    const before = bytes()
    expect(() => openTestStore({ folder })).toThrow(/newer Tocsin \(its version is 7, this program knows 1\)/)
    expect(bytes()).toEqual(before)
    // And it gives the folder back.
    expect(() => openTestStore({ folder })).toThrow(/newer/)
  })
})
