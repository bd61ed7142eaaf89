import { describe, expect, it } from 'vitest'
import { decide } from '../../main/core/incidents/decide.ts'
import type { Decide } from '../../main/store/record-delivery.ts'
import { connect } from '../harness/deliveries.ts'
import { startDesk } from '../harness/desk.ts'
import { eventually } from '../harness/eventually.ts'

/** Decides as ever, but for alarms that are called so. */
const throwing =
  (name: string): Decide =>
  (mapping, heard, ...rest) => {
    if (heard.alarmName === name) throw new Error('a promise of our own was broken')
    return decide(mapping, heard, ...rest)
  }

describe('one delivery whose decision throws', () => {
  it('amid 63 good ones gives 64 times 200, 63 incidents, and one of the desk’s own', async () => {
    const desk = await startDesk({ decide: throwing('bad') })
    const source = await connect(desk)
    const at = desk.clock.now() - 60_000
    const names = Array.from({ length: 64 }, (_, n) => (n === 31 ? 'bad' : `good-${n}`))
    const answers = await Promise.all(names.map((name) => source.alarm('ALARM', at, { name })))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 64 }, () => 200))

    const { items } = await desk.api.incidents.list({ limit: 200 })
    expect(items).toHaveLength(64)
    expect(new Set(items.map(({ shortId }) => shortId)).size).toBe(64)
    const own = items.filter(({ warnings }) => warnings.includes('own-fault'))
    expect(own).toMatchObject([{ title: 'Tocsin could not decide a delivery of «prod-alarms»', severity: 'error', alarmName: null }])
    const good = items.filter(({ id }) => id !== own[0]?.id)
    expect(new Set(good.map(({ alarmName }) => alarmName))).toEqual(new Set(names.filter((name) => name !== 'bad')))

    const [kept] = (await desk.api.deliveries.list({ disposition: 'unmapped' })).items
    expect(kept).toMatchObject({ reason: 'internal-error', incidentId: own[0]?.id, alarm: { alarmName: 'bad' } })
    expect((await desk.api.deliveries.get({ id: kept?.id ?? '' })).body).toContain('\\"AlarmName\\":\\"bad\\"')
    // Nobody is left in the dark about it.
    await eventually(() => expect(desk.shown.map(({ title }) => title)).toContainEqual(expect.stringContaining('could not decide')))
    expect(desk.logged).toContainEqual(expect.objectContaining({ event: 'delivery.internal-error' }))
  })

  it('is appended to the desk’s own incident, and closing that by hand is a plain close', async () => {
    const desk = await startDesk({ decide: throwing('bad') })
    const source = await connect(desk)
    const at = desk.clock.now() - 60_000
    for (let n = 0; n < 3; n++) expect((await source.alarm('ALARM', at + n, { name: 'bad' })).status).toBe(200)
    const { items } = await desk.api.incidents.list({})
    expect(items).toMatchObject([{ appendedCount: 2 }])
    const closed = await desk.api.incidents.close({ id: items[0]?.id ?? '' })
    expect(closed).toMatchObject({ status: 'closed', warnings: ['own-fault'] })
    await source.alarm('ALARM', at + 9, { name: 'bad' })
    expect((await desk.api.incidents.list({ status: 'live' })).items).toHaveLength(1)
  })

  it('is decided again by a replay, once it can be', async () => {
    let broken = true
    const desk = await startDesk({ decide: (...facts) => (broken ? throwing('bad') : decide)(...facts) })
    const source = await connect(desk)
    await source.alarm('ALARM', desk.clock.now(), { name: 'bad' })
    broken = false
    const kept = await source.newest()
    expect(await desk.api.deliveries.replay({ id: kept.id })).toMatchObject({ disposition: 'opened', source: 'replay' })
    expect((await desk.api.incidents.list({})).items).toMatchObject([{ alarmName: 'bad', status: 'open' }, { warnings: ['own-fault'] }])
  })
})
