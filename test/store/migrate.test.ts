import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openWritable } from '../../main/store/database.ts'
import { migrate } from '../../main/store/migrate.ts'
import { migrations } from '../../main/store/migrations/index.ts'
import { seenMessages } from '../../main/store/seen-messages.ts'
import { temporaryFolder } from '../harness/desk.ts'
import { alarmDelivery, openTestStore, someIntegration } from '../harness/store.ts'

const newest = migrations.length
const next = {
  number: newest + 1,
  name: 'one-more',
  sql: 'ALTER TABLE incident ADD COLUMN mood TEXT; CREATE TABLE mood (name TEXT) STRICT;',
}
const broken = { number: newest + 2, name: 'broken', sql: 'CREATE TABLE half (a TEXT) STRICT; CREATE TABLE nonsense (' }

/** A file of the newest version with what a desk puts in it. */
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

/** The same rows in a file as an earlier version left it: its own tables and columns, nothing newer. */
async function filledAt(version: number): Promise<string> {
  const source = await filled()
  const file = join(temporaryFolder(), 'tocsin.db')
  const db = openWritable(file)
  migrate(db, file, migrations.slice(0, version))
  db.prepare('ATTACH ? AS newer').run(source)
  db.pragma('foreign_keys = OFF')
  const tables = db.prepare("SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").pluck().all()
  for (const table of tables) {
    const columns = db.prepare('SELECT name FROM pragma_table_info(?)').pluck().all(table).join(', ')
    db.exec(`DELETE FROM main."${table}"; INSERT INTO main."${table}" (${columns}) SELECT ${columns} FROM newer."${table}"`)
  }
  db.exec('DETACH newer')
  db.close()
  return file
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

  it('bring a filled file on, losing nothing, and keep a copy of what it was', async () => {
    const file = await filled()
    const before = rowsIn(file)
    const db = openWritable(file)
    expect(migrate(db, file, [...migrations, next])).toEqual({ from: newest, to: newest + 1 })
    expect(db.prepare('SELECT id, status, mood FROM incident ORDER BY short_number').all()).toMatchObject(before.incidents)
    db.close()
    expect(rowsIn(file)).toEqual({ ...before, version: newest + 1 })
    expect(rowsIn(`${file}.before-${newest + 1}`)).toEqual(before)
    expect(existsSync(`${file}.before-${newest + 1}.half`)).toBe(false)
  })

  it.each(migrations.slice(0, -1))('bring a filled file of version $number ($name) to the newest, losing nothing', async ({ number }) => {
    const file = await filledAt(number)
    const before = rowsIn(file)
    expect(before).toMatchObject({ version: number, deliveries: 3 })
    const db = openWritable(file)
    expect(migrate(db, file)).toEqual({ from: number, to: newest })
    expect(db.pragma('foreign_key_check')).toEqual([])
    db.close()
    expect(rowsIn(file)).toEqual({ ...before, version: newest })
    const store = openTestStore({ folder: dirname(file) })
    expect(store.integrations()).toHaveLength(1)
  })

  it('stay on the newest whole version where one fails, and go on from there once it can', async () => {
    const file = await filled()
    const before = rowsIn(file)
    const db = openWritable(file)
    expect(() => migrate(db, file, [...migrations, next, broken])).toThrow()
    expect(db.inTransaction).toBe(false)
    db.close()
    expect(rowsIn(file)).toEqual({ ...before, version: newest + 1 })
    expect(rowsIn(`${file}.before-${newest + 2}`)).toEqual(before)
    const again = openWritable(file)
    const mended = { ...broken, sql: 'CREATE TABLE half (a TEXT) STRICT;' }
    expect(migrate(again, file, [...migrations, next, mended])).toEqual({ from: newest + 1, to: newest + 2 })
    again.close()
  })

  it('do not take what a kill left of a copy for the copy', async () => {
    const file = await filled()
    const before = rowsIn(file)
    writeFileSync(`${file}.before-${newest + 1}.half`, 'half of a copy')
    const db = openWritable(file)
    migrate(db, file, [...migrations, next])
    db.close()
    expect(rowsIn(`${file}.before-${newest + 1}`)).toEqual(before)
  })

  it('refuse a newer file, byte for byte untouched, also one that a kill left with its log', async () => {
    const file = await filled()
    const newer = openWritable(file)
    newer.pragma('user_version = 700')
    newer.exec('CREATE TABLE of_a_newer_tocsin (a TEXT)')
    // Copied while it is open: the write-ahead log is still there, as after a kill.
    const folder = temporaryFolder()
    for (const part of ['', '-wal']) writeFileSync(join(folder, `tocsin.db${part}`), readFileSync(`${file}${part}`))
    newer.close()
    const bytes = () => ['', '-wal'].map((part) => readFileSync(join(folder, `tocsin.db${part}`)).toString('base64'))
    const before = bytes()
    expect(() => openTestStore({ folder })).toThrow(new RegExp(`newer Tocsin \\(its version is 700, this program knows ${newest}\\)`))
    expect(bytes()).toEqual(before)
    // And it gives the folder back.
    expect(() => openTestStore({ folder })).toThrow(/newer/)
  })

  it('2 keeps what was taken a duplicate, in the order of arrival', () => {
    const file = join(temporaryFolder(), 'tocsin.db')
    const db = openWritable(file)
    migrate(db, file, migrations.slice(0, 1))
    const see = db.prepare(
      'INSERT INTO seen_message (integration_id, topic_arn, message_id, delivery_id, at, copies) VALUES (1, ?, ?, ?, ?, ?)',
    )
    see.run('arn:aws:sns:eu-west-1:123456789012:a', 'b-id', 2, 2_000, 3)
    see.run('arn:aws:sns:eu-west-1:123456789012:a', 'z-id', 1, 1_000, 0)
    see.run('arn:aws:sns:eu-west-1:123456789012:b', 'a-id', 3, 3_000, 0)
    migrate(db, file, migrations.slice(0, 2))
    expect(db.prepare('SELECT delivery_id, message_id, copies FROM seen_message').raw().all()).toEqual([
      [1, 'z-id', 0],
      [2, 'b-id', 3],
      [3, 'a-id', 0],
    ])
    const seen = seenMessages(db)
    expect(seen.find(1, 'arn:aws:sns:eu-west-1:123456789012:a', 'b-id')).toBe(2)
    expect(seen.find(1, 'arn:aws:sns:eu-west-1:123456789012:b', 'b-id')).toBeNull()
    expect(seen.find(2, 'arn:aws:sns:eu-west-1:123456789012:a', 'b-id')).toBeNull()
    seen.forgetBefore(2_000)
    expect(seen.find(1, 'arn:aws:sns:eu-west-1:123456789012:a', 'z-id')).toBeNull()
    expect(seen.seeAgain(2)).toBe(4)
    db.close()
  })
})
