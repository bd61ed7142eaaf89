import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { openWritable, StoreError } from '../../main/store/database.ts'
import { openWriter } from '../../main/store/writer.ts'
import { temporaryFolder } from '../harness/desk.ts'

/** A writer on a real file with one table, and what it told. */
function setUp() {
  const db = openWritable(join(temporaryFolder(), 'w.db'))
  db.exec('CREATE TABLE line (text TEXT UNIQUE)')
  const told: string[] = []
  const writer = openWriter({
    db: () => db,
    mark: () => () => told.push('taken back'),
    beforeCommit: () => told.push('before commit'),
    settled: (committed) => told.push(committed ? 'committed' : 'not committed'),
    failed: (error) => told.push(`failed: ${error.fault}`),
  })
  const insert = db.prepare('INSERT INTO line VALUES (?)')
  const lines = () => db.prepare('SELECT text FROM line ORDER BY rowid').pluck().all()
  return { db, writer, told, lines, put: (text: string) => () => insert.run(text).lastInsertRowid }
}

describe('the writer', () => {
  it('commits what waits together in one transaction', async () => {
    const { writer, told, lines, put } = setUp()
    await Promise.all(['a', 'b', 'c'].map((text) => writer.record(put(text))))
    expect(lines()).toEqual(['a', 'b', 'c'])
    expect(told).toEqual(['before commit', 'committed'])
  })

  it('resolves no job before its commit', async () => {
    const { writer, told, put } = setUp()
    const first = writer.record(put('a')).then(() => told.push('answered'))
    await first
    expect(told).toEqual(['before commit', 'committed', 'answered'])
  })

  it('lets what is in no hurry share the next transaction', async () => {
    const { writer, told, lines, put } = setUp()
    const unhurried = writer.recordSoon(put('a'))
    await writer.record(put('b'))
    await unhurried
    expect(lines()).toEqual(['a', 'b'])
    expect(told).toEqual(['before commit', 'committed'])
  })

  it('commits what is in no hurry by itself where nothing else comes, and at the latest when it closes', async () => {
    const { writer, lines, put } = setUp()
    await writer.recordSoon(put('a'))
    expect(lines()).toEqual(['a'])
    const last = writer.recordSoon(put('b'))
    writer.close()
    await last
    expect(lines()).toEqual(['a', 'b'])
  })

  it('takes back a job that throws, alone, and records the other thing in its place', async () => {
    const { writer, told, lines, put } = setUp()
    const broken = () => {
      put('half of it')()
      throw new Error('a fault of our own')
    }
    const jobs = [
      writer.record(put('a')),
      writer.record(broken, () => put('instead')()),
      writer.record<unknown>(broken).catch((error: Error) => error.message),
      writer.record(put('b')),
    ]
    expect((await Promise.all(jobs))[2]).toBe('a fault of our own')
    expect(lines()).toEqual(['a', 'instead', 'b'])
    expect(told).toEqual(['taken back', 'taken back', 'before commit', 'committed'])
  })

  it('harms no other job where what is recorded instead throws too', async () => {
    const { writer, lines, put } = setUp()
    const broken = () => {
      throw new Error('first')
    }
    const twice = writer
      .record<unknown>(broken, () => {
        throw new Error('second')
      })
      .catch((error: Error) => error.message)
    await writer.record(put('b'))
    expect(await twice).toBe('second')
    expect(lines()).toEqual(['b'])
  })

  it('fails the whole group where the disk is full, stores nothing of it, and works again when there is room', async () => {
    const { db, writer, told, lines, put } = setUp()
    await writer.record(put('a'))
    db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`)
    const group = ['b', 'x'.repeat(100_000), 'c'].map((text) => writer.record<unknown>(put(text)).catch((error: unknown) => error))
    for (const outcome of await Promise.all(group)) expect(outcome).toMatchObject({ name: 'StoreError', fault: 'full' })
    expect(told.slice(-2)).toEqual(['not committed', 'failed: full'])
    expect(lines()).toEqual(['a'])
    db.pragma('max_page_count = 1000000')
    await writer.record(put('d'))
    expect(lines()).toEqual(['a', 'd'])
  })

  it('fails the group where the file can not be opened at all', async () => {
    const told: string[] = []
    const writer = openWriter({
      db: () => {
        throw new StoreError('io', 'no file')
      },
      mark: () => () => undefined,
      beforeCommit: () => undefined,
      settled: (committed) => told.push(String(committed)),
      failed: (error) => told.push(error.fault),
    })
    await expect(writer.record(() => 1)).rejects.toMatchObject({ fault: 'io' })
    expect(told).toEqual(['false', 'io'])
  })

  it('harms no other job where a statement ends the whole transaction', async () => {
    const { db, writer, lines, put } = setUp()
    db.exec("CREATE TRIGGER bomb BEFORE INSERT ON line WHEN new.text = 'bomb' BEGIN SELECT RAISE(ROLLBACK, 'boom'); END")
    const outcomes = await Promise.allSettled(['a', 'bomb', 'b'].map((text) => writer.record(put(text))))
    const stored = lines()
    // Whatever was answered as stored is stored.
    expect(outcomes.map(({ status }, at) => status === 'fulfilled' && !stored.includes(['a', 'bomb', 'b'][at]))).not.toContain(true)
    await writer.record(put('later'))
    expect(lines()).toContain('later')
  })

  it('commits what is queued when it closes, and takes no more', async () => {
    const { writer, lines, put } = setUp()
    const queued = writer.record(put('a'))
    writer.close()
    expect(lines()).toEqual(['a'])
    await queued
    await expect(writer.record(put('b'))).rejects.toMatchObject({ name: 'StoreError' })
  })

  it('takes a constraint for a fault of our own, not of the disk', async () => {
    const { writer, told, put } = setUp()
    await writer.record(put('a'))
    await expect(writer.record(put('a'))).rejects.toBeInstanceOf(Database.SqliteError)
    expect(told.at(-1)).toBe('committed')
  })
})
