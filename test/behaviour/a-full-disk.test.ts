import { describe, expect, it } from 'vitest'
import { connect } from '../harness/deliveries.ts'
import { startDesk, type TestDesk } from '../harness/desk.ts'
import { smallDisk } from '../harness/disk.ts'
import { eventually, inTime } from '../harness/eventually.ts'

const storeLink = async (desk: TestDesk) => (await desk.api.coverage.get()).links.find(({ link }) => link === 'store')?.state

/** More than the free bytes of the pages that are there. */
const large = { fields: { AlarmDescription: 'x'.repeat(60_000) } }

describe('a full disk', () => {
  it('is answered 503, falls in coverage, and is over with the first delivery that can be stored', async () => {
    const disk = smallDisk()
    const desk = await startDesk({ onOpen: disk.onOpen })
    const source = await connect(desk)
    const at = desk.clock.now() - 60_000
    expect((await source.alarm('ALARM', at, { name: 'before' })).status).toBe(200)
    expect(await storeLink(desk)).toBe('ok')

    disk.fill()
    const refused = await Promise.all(['a', 'b', 'c', 'd'].map((name) => source.alarm('ALARM', at, { name, ...large })))
    for (const answer of refused) expect(answer).toMatchObject({ status: 503, text: expect.stringContaining('not now') })
    const fallen = await desk.api.coverage.get()
    expect(fallen.state).toBe('deaf')
    expect(fallen.said).toContain('The disk is full')
    // What is there can be read.
    expect((await desk.api.incidents.list({})).items).toMatchObject([{ alarmName: 'before' }])

    disk.mend()
    expect((await source.alarm('ALARM', at, { name: 'a', ...large })).status).toBe(200)
    expect(await storeLink(desk)).toBe('ok')
    expect((await desk.api.incidents.list({})).items.map(({ alarmName }) => alarmName)).toEqual(['a', 'before'])
  })

  it('that has room again is seen without a delivery', async () => {
    const disk = smallDisk()
    const desk = await startDesk({ onOpen: disk.onOpen })
    const source = await connect(desk)
    disk.fill()
    expect((await source.alarm('ALARM', desk.clock.now(), large)).status).toBe(503)
    disk.mend()
    await inTime(desk.clock, 20_000, async () => expect(await storeLink(desk)).toBe('ok'))
  })

  it('is told to the console as 503 with what to do, and its acts work again afterwards', async () => {
    const disk = smallDisk()
    const desk = await startDesk({ onOpen: disk.onOpen })
    const source = await connect(desk)
    await source.alarm('ALARM', desk.clock.now())
    const [incident] = (await desk.api.incidents.list({})).items
    const id = incident?.id ?? ''
    disk.fill()
    const note = desk.api.incidents.note({ id, text: 'x'.repeat(10_000) })
    await expect(note).rejects.toMatchObject({ code: 'store-unavailable', status: 503 })
    disk.mend()
    expect(await desk.api.incidents.note({ id, text: 'now' })).toMatchObject({
      timeline: expect.arrayContaining([expect.objectContaining({ kind: 'noted' })]),
    })
  })

  it('pages nobody twice for what was sent and could not be written down', async () => {
    const disk = smallDisk()
    const shown: string[] = []
    const desk = await startDesk({
      onOpen: disk.onOpen,
      channel: {
        name: 'desktop',
        send: ({ title }) => {
          shown.push(title)
          // While it is shown the disk stops taking anything.
          disk.takeNothing()
          return Promise.resolve({ ok: true })
        },
      },
    })
    const source = await connect(desk)
    await source.alarm('ALARM', desk.clock.now())
    await eventually(() => expect(shown).toHaveLength(1))
    await eventually(() => expect(desk.logged.some(({ event }) => event === 'outbox.failed')).toBe(true))
    for (let second = 0; second < 5; second++) await desk.clock.advance(1_000)
    expect(shown).toHaveLength(1)
    disk.mend()
    const [incident] = (await desk.api.incidents.list({})).items
    await inTime(desk.clock, 1_000, async () => {
      const { timeline } = await desk.api.incidents.get({ id: incident?.id ?? '' })
      expect(timeline.filter(({ kind }) => kind === 'notified')).toHaveLength(1)
    })
    expect(shown).toHaveLength(1)
  })
})
