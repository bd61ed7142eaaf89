import { describe, expect, it, vi } from 'vitest'
import { confirmationEndpoint, connect } from '../harness/deliveries.ts'
import { startDesk } from '../harness/desk.ts'
import { subscriptionConfirmation } from '../harness/signing.ts'

describe('the main job', () => {
  it('confirms a signed subscription, opens on ALARM, appends ALARM and closes on OK', async () => {
    const aws = await confirmationEndpoint()
    const desk = await startDesk()
    const source = await connect(desk, { topics: [], confirm: 'automatic', endpoint: aws.url })
    const asking = subscriptionConfirmation()
    expect(await source.send(asking)).toMatchObject({ status: 200 })
    await vi.waitFor(async () => expect(await source.newest()).toMatchObject({ disposition: 'confirmed', dispositionLabel: 'Confirmed' }))
    expect(aws.asked.map((form) => form.get('Token'))).toEqual([asking.Token])

    const t = desk.clock.now() - 60_000
    expect(await source.alarm('ALARM', t)).toMatchObject({ status: 200, text: 'opened\n' })
    expect(await source.alarm('ALARM', t + 10_000)).toMatchObject({ status: 200, text: 'appended\n' })
    expect(await source.newest()).toMatchObject({
      dispositionLabel: 'Mapped Appended',
      alarm: { state: 'alarm', accountId: '123456789012', region: 'eu-west-1' },
    })
    expect(await source.alarm('OK', t + 20_000)).toMatchObject({ status: 200, text: 'closed\n' })

    const { items } = await desk.api.incidents.list({})
    expect(items).toMatchObject([{ shortId: 'INC-1', status: 'closed', alarmName: 'HighCPU', severity: 'error', appendedCount: 1 }])
    const detail = await desk.api.incidents.get({ id: items[0]?.id ?? '' })
    expect(detail.timeline.map((event) => event.kind)).toEqual(expect.arrayContaining(['opened', 'appended', 'closed']))
    expect(detail.datapoints).toMatchObject([{ at: '2026-11-24T10:00:00.000Z', value: 97.4 }])
  })
})
