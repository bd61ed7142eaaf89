import { appendFileSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backupInto } from '../../main/store/backup.ts'
import { openReadable, openWritable } from '../../main/store/database.ts'
import { temporaryFolder } from '../harness/desk.ts'
import { damageLeaves } from '../harness/disk.ts'
import { eventually } from '../harness/eventually.ts'
import { alarmDelivery, openTestStore, someIntegration, type TestStore } from '../harness/store.ts'

const list = { integrationId: null, disposition: null, source: null, q: null, before: null, limit: 200 }

/** A closed data folder with so many deliveries. */
async function filledFolder(deliveries = 3): Promise<string> {
  const store = openTestStore()
  const integration = await someIntegration(store)
  await fill(store, integration.id, deliveries)
  await store.close()
  return store.folder
}

async function fill(store: TestStore, integrationId: number, deliveries: number): Promise<void> {
  const integration = store.integration(integrationId)
  if (integration === null) throw new Error('no integration')
  const at = store.clock.now() - 3_600_000
  await Promise.all(
    Array.from({ length: deliveries }, (_, n) =>
      store.recordDelivery(alarmDelivery(store, integration, { state: 'ALARM', at: at + n, name: `alarm-${n}` })),
    ),
  )
}

const fileIn = (folder: string) => join(folder, 'tocsin.db')

function backUp(folder: string, at = Date.now()): string {
  const db = openWritable(fileIn(folder))
  try {
    return backupInto(db, join(folder, 'backups'), at)
  } finally {
    db.close()
  }
}

describe('a damaged store', () => {
  it('is set aside whole, and the newest good backup stands in its place, which is said aloud', async () => {
    const folder = await filledFolder()
    const backup = backUp(folder)
    const damaged = Buffer.alloc(20_000, 'not a database ')
    writeFileSync(fileIn(folder), damaged)
    const store = openTestStore({ folder })
    expect((await store.reader.deliveries(list)).items).toHaveLength(3)
    const { recovery } = store.health()
    expect(recovery).toMatchObject({ restoredFrom: backup, aside: expect.stringContaining('damaged-') })
    expect(readFileSync(join(recovery?.aside ?? '', 'tocsin.db')).equals(damaged)).toBe(true)
    expect(store.logged.map(({ event }) => event)).toContain('store.recovered')
  })

  it('is begun empty where there is no backup, and says that too', async () => {
    const folder = await filledFolder()
    writeFileSync(fileIn(folder), 'x'.repeat(10_000))
    const store = openTestStore({ folder })
    expect(store.integrations()).toEqual([])
    expect(store.health().recovery).toMatchObject({ restoredFrom: null })
    await someIntegration(store)
  })

  it('passes over a backup that is damaged itself', async () => {
    const folder = await filledFolder()
    const good = backUp(folder, Date.parse('2026-11-20T00:00:00Z'))
    const bad = backUp(folder, Date.parse('2026-11-21T00:00:00Z'))
    writeFileSync(bad, 'x'.repeat(10_000))
    writeFileSync(fileIn(folder), 'x'.repeat(10_000))
    expect(openTestStore({ folder }).health().recovery?.restoredFrom).toBe(good)
  })

  it('is also one that was cut to nothing', async () => {
    const folder = await filledFolder()
    backUp(folder)
    truncateSync(fileIn(folder), 0)
    rmSync(`${fileIn(folder)}-wal`, { force: true })
    const store = openTestStore({ folder })
    expect(store.integrations()).toHaveLength(1)
    expect(store.health().recovery).not.toBeNull()
  })

  it('is not one whose log was torn: its tail is dropped and what was committed is there', async () => {
    const folder = temporaryFolder()
    const file = fileIn(folder)
    const source = openTestStore()
    const integration = await someIntegration(source)
    await fill(source, integration.id, 2)
    // As a kill leaves it: the file, and a log that was never checkpointed.
    for (const part of ['', '-wal']) writeFileSync(`${file}${part}`, readFileSync(`${fileIn(source.folder)}${part}`))
    appendFileSync(`${file}-wal`, Buffer.alloc(3_000, 0x17))
    const store = openTestStore({ folder })
    expect((await store.reader.deliveries(list)).items).toHaveLength(2)
    expect(store.health().recovery).toBeNull()
  })

  it('found while running is replaced while running: whoever looked at it looks at the backup', async () => {
    const folder = await filledFolder(250)
    backUp(folder)
    const store = openTestStore({ folder })
    const heard: string[] = []
    store.changes.subscribe((changes) => heard.push(...changes.map(({ kind }) => kind)))
    const revBefore = (await store.reader.counts(store.clock.now())).rev
    const place = store.changes.rev()
    damageLeaves(fileIn(folder))
    await expect(readEverything(store)).rejects.toMatchObject({ name: 'StoreError', fault: 'corrupt' })
    // The next act finds the backup in its place.
    await fill(store, 1, 1)
    expect(await readEverything(store)).toBe(251)
    expect(store.health().recovery).toMatchObject({ restoredFrom: expect.stringContaining('backups') })
    await eventually(() => expect(heard).toContain('recovered'))
    expect((await store.reader.counts(store.clock.now())).rev).toBeGreaterThan(revBefore)
    expect(store.changes.since(place)).toBeNull()
    expect(readdirSync(folder).filter((name) => name.startsWith('damaged-'))).toHaveLength(1)
  })

  it('is also one whose file was removed or replaced while it was open: what is written there would be lost', async () => {
    const folder = await filledFolder()
    backUp(folder)
    const store = openTestStore({ folder })
    renameSync(fileIn(folder), join(folder, 'moved-away'))
    await expect(fill(store, 1, 1)).rejects.toMatchObject({ name: 'StoreError' })
    expect(store.health().fault).not.toBeNull()
    await fill(store, 1, 1)
    expect(await readEverything(store)).toBe(4)
    expect(store.health()).toMatchObject({ fault: null, recovery: { restoredFrom: expect.stringContaining('backups') } })
  })

  it('is not made anew where the whole folder is gone: it can not be written, and says so', async () => {
    const folder = await filledFolder()
    const store = openTestStore({ folder })
    renameSync(folder, `${folder}-moved`)
    for (let n = 0; n < 2; n++)
      await expect(store.updateSettings({ soundPaused: true })).rejects.toMatchObject({
        name: 'StoreError',
        fault: n === 0 ? 'corrupt' : 'io',
      })
    expect(existsSync(folder)).toBe(false)
    // Back in its place, as a disk that is mounted again, it goes on.
    renameSync(`${folder}-moved`, folder)
    await store.updateSettings({ soundPaused: true })
    expect(await readEverything(store)).toBe(3)
    expect(store.health()).toMatchObject({ fault: null, recovery: null })
  })

  it('is restored at a start where its file is missing and a backup is there', async () => {
    const folder = await filledFolder()
    backUp(folder)
    rmSync(fileIn(folder))
    expect(openTestStore({ folder }).integrations()).toHaveLength(1)
  })

  it('has numbers far above any that were told before', async () => {
    const folder = await filledFolder()
    backUp(folder)
    const later = openTestStore({ folder })
    await fill(later, 1, 5)
    const told = later.changes.rev()
    await later.close()
    writeFileSync(fileIn(folder), 'x'.repeat(10_000))
    const store = openTestStore({ folder })
    expect(store.changes.rev()).toBeGreaterThan(told)
    await fill(store, 1, 1)
    await store.close()
    expect(openTestStore({ folder }).changes.rev()).toBeGreaterThan(told)
  })
})

async function readEverything(store: TestStore): Promise<number> {
  let read = 0
  for (let before: number | null = null; ; ) {
    const page = await store.reader.deliveries({ ...list, before })
    read += page.items.length
    before = page.next
    if (before === null) return read
  }
}

describe('a backup', () => {
  it('is a whole file of the same rows, and only the newest three are kept', async () => {
    const folder = await filledFolder()
    const made = [1, 2, 3, 4, 5].map((day) => backUp(folder, Date.parse(`2026-11-0${day}T12:00:00Z`)))
    expect(readdirSync(join(folder, 'backups'))).toEqual([
      'tocsin-20261103T120000.db',
      'tocsin-20261104T120000.db',
      'tocsin-20261105T120000.db',
    ])
    const db = openReadable(made.at(-1) ?? '')
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok')
    expect(db.prepare('SELECT COUNT(*) FROM delivery').pluck().get()).toBe(3)
    db.close()
  })

  it('that can not be made leaves nothing behind, and what a kill left is cleared away', async () => {
    const folder = await filledFolder()
    const backups = join(folder, 'backups')
    backUp(folder)
    writeFileSync(join(backups, 'tocsin-20200101T000000.db.half'), 'left by a kill')
    const db = openWritable(fileIn(folder))
    db.exec('BEGIN IMMEDIATE')
    expect(() => backupInto(db, backups, Date.now() + 5_000)).toThrow()
    db.exec('ROLLBACK')
    db.close()
    expect(readdirSync(backups)).toHaveLength(1)
  })
})
