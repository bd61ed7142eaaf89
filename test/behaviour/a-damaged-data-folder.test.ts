import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { backupInto } from '../../main/store/backup.ts'
import { openWritable } from '../../main/store/database.ts'
import { connect } from '../harness/deliveries.ts'
import { startDesk, type TestDesk } from '../harness/desk.ts'
import { damageLeaves } from '../harness/disk.ts'
import { eventually } from '../harness/eventually.ts'
import { openProxy } from '../harness/proxy.ts'

const fileOf = (desk: TestDesk) => join(desk.dataDir, 'tocsin.db')

function backUp(desk: TestDesk): void {
  const db = openWritable(fileOf(desk))
  backupInto(db, join(desk.dataDir, 'backups'), Date.now())
  db.close()
}

describe('a desk whose store is damaged', () => {
  it('starts on its backup, whose URLs still answer, and says so until it is restarted', async () => {
    const desk = await startDesk()
    const source = await connect(desk)
    await source.alarm('ALARM', desk.clock.now(), { name: 'before' })
    backUp(desk)
    await desk.stop()
    writeFileSync(fileOf(desk), 'nonsense '.repeat(2_000))
    const again = await startDesk({ dataDir: desk.dataDir, clock: desk.clock })
    expect((await source.alarm('ALARM', again.clock.now(), { name: 'after' })).status).toBe(200)
    expect((await again.api.incidents.list({})).items.map(({ alarmName }) => alarmName)).toEqual(['after', 'before'])
    const { links, state } = await again.api.coverage.get()
    expect(state).toBe('degraded')
    expect(links.find(({ link }) => link === 'store')).toMatchObject({
      state: 'stale',
      detail: expect.stringMatching(/was damaged.*set aside in .*damaged-.*backup/),
    })
    expect(again.logged).toContainEqual(expect.objectContaining({ level: 'error', event: 'store.recovered' }))
  })

  it('and has no backup begins an empty one, and does not call that well', async () => {
    const desk = await startDesk()
    await connect(desk)
    await desk.stop()
    writeFileSync(fileOf(desk), 'nonsense '.repeat(2_000))
    const again = await startDesk({ dataDir: desk.dataDir, clock: desk.clock })
    expect(await again.api.coverage.get()).toMatchObject({ state: 'degraded', said: expect.stringContaining('an empty one was begun') })
    const source = await connect(again)
    expect((await source.alarm('ALARM', again.clock.now())).status).toBe(200)
  })

  it('while it runs goes on with the backup: its URLs answer, its followers read again', async () => {
    const desk = await startDesk({ channel: null })
    const source = await connect(desk)
    const at = desk.clock.now() - 60_000
    await Promise.all(Array.from({ length: 150 }, (_, n) => source.alarm('ALARM', at, { name: `before-${n}` })))
    await desk.stop()
    backUp(desk)
    const again = await startDesk({ dataDir: desk.dataDir, clock: desk.clock, channel: null })
    const late = await connect(again, { name: 'made after the backup' })
    const stop = new AbortController()
    const kinds: string[] = []
    const following = (async () => {
      for await (const change of await again.api.changes(undefined, { signal: stop.signal })) kinds.push(change.kind)
    })().catch(() => undefined)
    await eventually(() => expect(kinds).toContain('hello'))

    damageLeaves(fileOf(again))
    // Whoever reads there next finds it: here, or coverage before.
    await again.api.deliveries
      .list({ limit: 200, q: 'nowhere' })
      .catch((error: unknown) => expect(error).toMatchObject({ code: 'store-unavailable', status: 503 }))
    // One that comes just then is answered 503, and SNS sends it again.
    await eventually(async () => expect((await source.alarm('ALARM', at, { name: 'after' })).status).toBe(200))
    await eventually(() => expect(kinds).toContain('snapshot-needed'))
    expect((await again.api.incidents.list({ limit: 200 })).items).toHaveLength(151)
    expect((await again.api.deliveries.list({ q: 'nowhere' })).items).toEqual([])
    // What was made after the backup is not in it; the console's list says so too.
    await eventually(async () => expect((await late.alarm('ALARM', at)).status).toBe(404))
    expect((await again.api.integrations.list()).items.map(({ id }) => id)).toEqual([source.integration.id])
    expect((await again.api.coverage.get()).links.find(({ link }) => link === 'store')).toMatchObject({ state: 'stale' })
    stop.abort()
    await following
  })
})

describe('a desk whose folder goes away while it runs', () => {
  it('answers 503, is deaf and says so, and goes on when it is back', async () => {
    const proxy = await openProxy()
    const desk = await startDesk()
    proxy.state.target = desk.receiverUrl
    await desk.api.settings.update({ publicUrl: proxy.url })
    const source = await connect(desk)
    await source.alarm('ALARM', desk.clock.now(), { name: 'before' })
    renameSync(desk.dataDir, `${desk.dataDir}-unmounted`)
    for (let n = 0; n < 3; n++) expect((await source.alarm('ALARM', desk.clock.now(), { name: 'meanwhile' })).status).toBe(503)
    // Whatever looks by itself looks on, and takes nothing down.
    for (let minutes = 0; minutes < 12; minutes++) await desk.clock.advance(60_000)
    expect(await desk.api.coverage.get()).toMatchObject({ state: 'deaf' })
    expect((await source.alarm('ALARM', desk.clock.now(), { name: 'meanwhile' })).status).toBe(503)
    renameSync(`${desk.dataDir}-unmounted`, desk.dataDir)
    expect((await source.alarm('ALARM', desk.clock.now(), { name: 'after' })).status).toBe(200)
    expect((await desk.api.incidents.list({})).items.map(({ alarmName }) => alarmName)).toEqual(['after', 'before'])
    // The keeper finds it too, at its next look.
    await eventually(async () =>
      expect((await desk.api.coverage.get()).links.find(({ link }) => link === 'store')).toMatchObject({ state: 'ok' }),
    )
  })
})

describe('a desk whose key to its secrets is lost', () => {
  it('does not start: it would answer 404 to all, which SNS does not send again; and says what to do', async () => {
    const desk = await startDesk()
    await connect(desk)
    await desk.stop()
    rmSync(join(desk.dataDir, 'secret-key'))
    await expect(startDesk({ dataDir: desk.dataDir, clock: desk.clock })).rejects.toThrow(/can’t be opened.*--new-secrets/)
    // And it gave the folder back: the second try says the same.
    await expect(startDesk({ dataDir: desk.dataDir, clock: desk.clock })).rejects.toThrow(/--new-secrets/)
  })
})
