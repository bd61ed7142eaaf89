import { describe, expect, it } from 'vitest'
import { connect } from '../harness/deliveries.ts'
import { startDesk, type TestDesk } from '../harness/desk.ts'
import { smallDisk } from '../harness/disk.ts'
import { eventually, inTime } from '../harness/eventually.ts'
import { openProxy } from '../harness/proxy.ts'

const minuteMs = 60_000
const ledgerOf = async (desk: TestDesk) => (await desk.api.coverage.ledger({})).items
const own = async (desk: TestDesk) => (await desk.api.incidents.list({})).items.filter(({ dedupKey }) => dedupKey === 'tocsin:deaf')

/** A desk with a public address that works. */
async function reachable(options: Parameters<typeof startDesk>[0] = {}) {
  const proxy = await openProxy()
  const desk = await startDesk({ publicUrl: proxy.url, ...options })
  proxy.state.target = desk.receiverUrl
  const source = await connect(desk)
  await desk.api.settings.checkPublicAddress()
  return { desk, proxy, source }
}

describe('losing coverage', () => {
  it('is written down, alarms like an incident once it lasts, and is over when it hears again', async () => {
    const { desk, proxy } = await reachable()
    expect(await ledgerOf(desk)).toEqual([])
    proxy.state.up = false
    await desk.api.settings.checkPublicAddress()
    await eventually(async () => expect(await ledgerOf(desk)).toMatchObject([{ endedAt: null, cause: 'public-address', incidentId: null }]))
    expect(await own(desk)).toEqual([])
    for (let look = 0; look < 8; look++) await desk.clock.advance(20_000)
    await eventually(async () => expect(await own(desk)).toMatchObject([{ status: 'open', severity: 'critical' }]))
    await eventually(() => expect(desk.shown.map(({ title }) => title)).toEqual([expect.stringContaining('Tocsin can’t hear AWS')]))
    expect(await ledgerOf(desk)).toMatchObject([{ incidentId: (await own(desk))[0]?.id }])

    proxy.state.up = true
    // What fails is looked at twice a minute.
    await inTime(desk.clock, 30_000, async () => expect(await own(desk)).toMatchObject([{ status: 'closed' }]))
    const [row] = await ledgerOf(desk)
    expect(row?.endedAt).not.toBeNull()
    // It was this desk's own; no alarm of AWS's happened in it.
    expect(row?.happened).toEqual({ opened: 0, closed: 0 })
    expect(desk.shown).toHaveLength(1)
  })

  it('for a moment is written down and wakes nobody; soon after another it reopens the same incident', async () => {
    const { desk, proxy } = await reachable()
    const fall = async (ms: number) => {
      proxy.state.up = false
      await desk.api.settings.checkPublicAddress()
      for (let passed = 0; passed < ms; passed += 20_000) await desk.clock.advance(20_000)
      proxy.state.up = true
      await inTime(desk.clock, 30_000, async () => expect((await ledgerOf(desk))[0]?.endedAt).not.toBeNull())
    }
    await fall(40_000)
    expect(await own(desk)).toEqual([])
    await fall(3 * minuteMs)
    await fall(3 * minuteMs)
    expect(await ledgerOf(desk)).toHaveLength(3)
    expect(await own(desk)).toMatchObject([{ status: 'closed', reopenedCount: 1 }])
  })

  it('by a disk that takes nothing is told without the store, and made up for in the ledger', async () => {
    const disk = smallDisk()
    const { desk, source } = await reachable({ onOpen: disk.onOpen })
    disk.takeNothing()
    const beganAt = desk.clock.now()
    expect((await source.alarm('ALARM', desk.clock.now())).status).toBe(503)
    await inTime(desk.clock, 20_000, () => expect(desk.shown).toMatchObject([{ incidentId: null, title: 'Tocsin can’t hear AWS' }]))
    disk.mend()
    await inTime(desk.clock, 40_000, async () =>
      expect(await ledgerOf(desk)).toMatchObject([{ cause: 'store', endedAt: expect.any(String) }]),
    )
    const [row] = await ledgerOf(desk)
    expect(Math.abs(Date.parse(row?.beganAt ?? '') - beganAt)).toBeLessThan(minuteMs)
    expect(desk.shown).toHaveLength(1)
  })
})

describe('a desk that was not there', () => {
  it('has been deaf from its stop to the look after its start, and tells what happened while it was away', async () => {
    const { desk, proxy, source } = await reachable()
    await source.alarm('ALARM', desk.clock.now(), { name: 'Before' })
    const stoppedAt = desk.clock.now()
    await desk.stop()
    desk.clock.skip(10 * minuteMs)
    const again = await startDesk({ dataDir: desk.dataDir, clock: desk.clock, publicUrl: proxy.url })
    await eventually(async () =>
      expect(await ledgerOf(again)).toMatchObject([
        { cause: 'off', beganAt: new Date(stoppedAt).toISOString(), endedAt: expect.any(String) },
      ]),
    )
    expect(await own(again)).toEqual([])

    // SNS brings what it kept: one alarm that opened meanwhile, one that closed.
    await source.alarm('OK', stoppedAt + 2 * minuteMs, { name: 'Before' })
    await source.alarm('ALARM', stoppedAt + 3 * minuteMs, { name: 'Meanwhile' })
    await source.alarm('ALARM', again.clock.now() + 1, { name: 'Afterwards' })
    const { away } = await again.api.coverage.away()
    expect(away).toMatchObject({ deafMs: expect.any(Number), causes: ['off'], asked: false })
    expect(away?.incidents.map(({ alarmName, status }) => `${alarmName} ${status}`)).toEqual(['Meanwhile open', 'Before closed'])
    expect(await ledgerOf(again)).toMatchObject([{ happened: { opened: 1, closed: 1 } }])

    await again.api.coverage.dismissAway()
    expect((await again.api.coverage.away()).away).toBeNull()
    expect(await ledgerOf(again)).toHaveLength(1)
  })

  it('since its computer slept has been deaf as well', async () => {
    const { desk } = await reachable()
    await desk.clock.advance(20_000)
    desk.clock.skip(40 * minuteMs)
    await desk.clock.advance(20_000)
    await eventually(async () => expect(await ledgerOf(desk)).toMatchObject([{ cause: 'asleep', endedAt: expect.any(String) }]))
    expect(await own(desk)).toEqual([])
    expect((await desk.api.coverage.away()).away).toMatchObject({ causes: ['asleep'], incidents: [] })
  })

  it('and had nothing connected has missed nothing', async () => {
    const desk = await startDesk()
    await desk.clock.advance(20_000)
    desk.clock.skip(40 * minuteMs)
    await desk.clock.advance(20_000)
    expect(await ledgerOf(desk)).toEqual([])
  })
})

describe('a lack of proof', () => {
  it('is accepted until a date, and no failure is', async () => {
    const { desk, proxy } = await reachable()
    const linkOf = async (name: string) => (await desk.api.coverage.get()).links.find(({ link }) => link === name)
    expect(await linkOf('certificate')).toMatchObject({ state: 'unproven', acceptedUntil: null })
    const until = new Date(desk.clock.now() + 60 * minuteMs).toISOString()
    for (const link of ['certificate', 'clock', 'subscription'] as const) await desk.api.coverage.accept({ link, until })
    expect(await linkOf('certificate')).toMatchObject({ state: 'unproven', acceptedUntil: until })
    expect(await desk.api.coverage.get()).toMatchObject({
      state: 'covered',
      said: expect.stringContaining('as far as you asked for proof'),
    })

    await desk.api.coverage.accept({ link: 'public-address', until })
    proxy.state.up = false
    await desk.api.settings.checkPublicAddress()
    expect((await desk.api.coverage.get()).state).toBe('deaf')
    proxy.state.up = true
    await desk.api.settings.checkPublicAddress()

    await desk.api.coverage.accept({ link: 'clock', until: null })
    expect((await desk.api.coverage.get()).state).toBe('unproven')
    await expect(desk.api.coverage.accept({ link: 'clock', until: new Date(desk.clock.now()).toISOString() })).rejects.toMatchObject({
      code: 'not-possible',
    })
  })
})
