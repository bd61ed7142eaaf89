import { describe, expect, it } from 'vitest'
import { post } from '../harness/deliveries.ts'
import { startDesk } from '../harness/desk.ts'
import { eventually } from '../harness/eventually.ts'

describe('a practice integration', () => {
  it('answers the connections of its own SNS alone: whoever has its URL finds nothing', async () => {
    const desk = await startDesk()
    const drill = await desk.api.practice.run()
    const integration = await desk.api.integrations.get({ id: drill.integrationId })
    expect(integration).toMatchObject({ practice: true, inboundUrl: null, trust: { kind: 'custom' } })
    const deliveries = (await desk.api.deliveries.list({})).items
    const genuine = await desk.api.deliveries.get({ id: deliveries[0]?.id ?? '' })
    // A message that it took, word for word, from another connection.
    expect(await post(desk.receiverUrl + integration.inboundPath, genuine.body)).toEqual({ status: 404, text: 'Nothing is here.\n' })
    expect((await desk.api.deliveries.list({})).items).toHaveLength(deliveries.length)
    for (const row of deliveries) expect(row.practice).toBe(true)
    expect(await desk.api.incidents.get({ id: drill.incidentId ?? '' })).toMatchObject({ practice: true, status: 'open' })
    await eventually(() => expect(desk.shown.map(({ title }) => title)).toEqual([expect.stringMatching(/^Practice: /)]))
  })

  it('is the running one for whoever asks again, and gone when it is over', async () => {
    const desk = await startDesk()
    const drill = await desk.api.practice.run()
    expect(await desk.api.practice.run()).toEqual(drill)
    await desk.api.incidents.acknowledge({ id: drill.incidentId ?? '' })
    for (let second = 0; second < 10; second++) await desk.clock.advance(1_000)
    await eventually(async () => expect(await desk.api.incidents.get({ id: drill.incidentId ?? '' })).toMatchObject({ status: 'closed' }))
    await eventually(async () => expect((await desk.api.integrations.list()).items).toEqual([]))
    const { timeline } = await desk.api.incidents.get({ id: drill.incidentId ?? '' })
    expect(timeline.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['opened', 'appended', 'acknowledged', 'closed']))
    expect((await desk.api.practice.run()).integrationId).not.toBe(drill.integrationId)
  })

  it('does not outlive a stop, nor does what it opened stay live', async () => {
    const desk = await startDesk()
    const drill = await desk.api.practice.run()
    await desk.stop()
    const again = await startDesk({ dataDir: desk.dataDir, clock: desk.clock })
    expect((await again.api.integrations.list()).items).toEqual([])
    expect((await again.api.incidents.list({ status: 'live' })).items.filter(({ id }) => id !== drill.incidentId)).toEqual([])
  })
})
