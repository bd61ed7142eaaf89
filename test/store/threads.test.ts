import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isSound } from '../../main/store/backup.ts'
import { openWritable } from '../../main/store/database.ts'
import { type KeeperPace, type KeeperReply, openKeeper } from '../../main/store/keeper.ts'
import { migrate } from '../../main/store/migrate.ts'
import { openReader } from '../../main/store/reader.ts'
import { temporaryFolder, workers } from '../harness/desk.ts'
import { eventually } from '../harness/eventually.ts'

function newFile() {
  const folder = temporaryFolder()
  const file = join(folder, 'tocsin.db')
  const db = openWritable(file)
  migrate(db, file)
  onTestFinished(() => void db.close())
  return { folder, file, db }
}

function newReader(worker = workers.reader) {
  const { file, db } = newFile()
  const slow: string[] = []
  const thread = openReader(file, worker, { slow: (query) => slow.push(query), damaged: () => undefined })
  onTestFinished(thread.close)
  return { file, db, slow, ...thread }
}

describe('the reader', () => {
  it('answers while a transaction of the writer is open, with what was committed before', async () => {
    const { db, reader } = newReader()
    db.exec("BEGIN IMMEDIATE; UPDATE counter SET value = 7 WHERE name = 'rev'")
    expect((await reader.counts(0)).rev).toBe(0)
    db.exec('COMMIT')
    expect((await reader.counts(0)).rev).toBe(7)
  })

  it('answers while the main thread is busy: the answers are there when it is free again', async () => {
    const { reader } = newReader()
    await reader.counts(0)
    const asked = Promise.all([reader.counts(0), reader.subscriptions(), reader.lastDeliveryAt()])
    const until = performance.now() + 60
    while (performance.now() < until) JSON.stringify({ busy: true })
    expect(await asked).toMatchObject([{ open: 0 }, [], null])
  })

  it('that dies fails what was asked of it, and the next question finds another one', async () => {
    const { file, reader } = newReader(new URL('./crashing-reader.worker.ts', import.meta.url))
    expect(await reader.counts(0)).toMatchObject({ open: 0 })
    writeFileSync(`${file}.crash`, '')
    const asked = [reader.counts(0), reader.counts(0)]
    await Promise.all(asked.map((one) => expect(one).rejects.toMatchObject({ name: 'StoreError', fault: 'io' })))
    expect(await reader.counts(0)).toMatchObject({ open: 0 })
  })

  it('can write nothing', async () => {
    const { reader } = newReader()
    // A question that is none: the thread answers with the fault and goes on.
    const ask = (reader as unknown as { incident(id: unknown): Promise<unknown> }).incident
    await expect(ask({ not: 'bindable' })).rejects.toMatchObject({ name: 'StoreError' })
    expect(await reader.incident('nobody')).toBeNull()
  })

  it('that is closed leaves nobody waiting', async () => {
    const { reader, close } = newReader()
    const asked = reader.counts(0).catch((error: Error) => error.name)
    await close()
    expect(['StoreError', 'object']).toContain(typeof (await asked) === 'string' ? await asked : 'object')
    await expect(reader.counts(0)).rejects.toMatchObject({ name: 'StoreError' })
  })
})

describe('the keeper', () => {
  const pace: KeeperPace = { lookEveryMs: 20, sayEveryMs: 0, firstBackupAfterMs: 0, backupEveryMs: 3_600_000, failedWaitMs: 3_600_000 }

  function newKeeper(wish: Partial<KeeperPace> = {}) {
    const made = newFile()
    const heard: KeeperReply[] = []
    const backupFolder = join(made.folder, 'backups')
    const open = () =>
      openKeeper({
        file: made.file,
        backupFolder,
        workerUrl: workers.keeper,
        hear: (reply) => heard.push(reply),
        pace: { ...pace, ...wish },
      })
    return { ...made, heard, backupFolder, open }
  }

  it('checkpoints what the writer leaves in its log', async () => {
    const { file, db, open } = newKeeper({ firstBackupAfterMs: 3_600_000 })
    const insert = db.prepare('INSERT INTO setting VALUES (?, ?)')
    for (let n = 0; n < 50; n++) insert.run(`n${n}`, JSON.stringify('x'.repeat(2_000)))
    const before = statSync(file).size
    onTestFinished(open().close)
    await eventually(() => expect(statSync(file).size).toBeGreaterThan(before + 100_000))
  })

  it('makes whole backups, and no second one while the newest is young', async () => {
    const { db, heard, backupFolder, open } = newKeeper()
    db.prepare('INSERT INTO setting VALUES (?, ?)').run('kept', '1')
    onTestFinished(open().close)
    await eventually(() => expect(heard.filter(({ kind }) => kind === 'alive').length).toBeGreaterThan(5))
    expect(heard.filter(({ kind }) => kind === 'backed-up')).toHaveLength(1)
    const [name = ''] = readdirSync(backupFolder)
    expect(isSound(join(backupFolder, name))).toBe(true)
    const copy = openWritable(join(backupFolder, name))
    expect(copy.prepare("SELECT value FROM setting WHERE name = 'kept'").pluck().get()).toBe('1')
    copy.close()
  })

  it('says what failed, and leaves it alone for a while', async () => {
    const { folder, heard, open } = newKeeper()
    writeFileSync(join(folder, 'backups'), 'a file stands where the folder should be')
    onTestFinished(open().close)
    await eventually(() => expect(heard.filter(({ kind }) => kind === 'alive').length).toBeGreaterThan(5))
    expect(heard.filter(({ kind }) => kind === 'failed')).toHaveLength(1)
    expect(existsSync(join(folder, 'backups'))).toBe(true)
  })
})
