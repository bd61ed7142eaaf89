import { describe, expect, it } from 'vitest'
import { confirmationEndpoint, connect } from '../harness/deliveries.ts'
import { startDesk, type TestDesk } from '../harness/desk.ts'
import { eventually, inTime } from '../harness/eventually.ts'
import { notification, subscriptionConfirmation, topicArn, unsubscribeConfirmation } from '../harness/signing.ts'

const further = `${topicArn}-2`
const hourMs = 3_600_000

const subscriptionsOf = async (desk: TestDesk) => (await desk.api.integrations.list()).items.flatMap(({ subscriptions }) => subscriptions)
const subscriptionLink = async (desk: TestDesk) => (await desk.api.coverage.get()).links.find(({ link }) => link === 'subscription')

/** A desk whose only integration trusts no topic yet, and the service that answers its confirmations. */
async function setUp(confirm: 'automatic' | 'manual', desk?: TestDesk) {
  const aws = await confirmationEndpoint()
  const started = desk ?? (await startDesk())
  const source = await connect(started, { topics: [], confirm, endpoint: aws.url })
  const asks = async (fields: Record<string, unknown> = {}) => {
    const envelope = subscriptionConfirmation({ Timestamp: new Date(started.clock.now()).toISOString(), ...fields })
    return { envelope, answer: await source.send(envelope) }
  }
  return { aws, desk: started, source, asks }
}

describe('automatically', () => {
  it('is confirmed at once, and the list is that topic from the transaction that takes it on', async () => {
    const { aws, desk, source, asks } = await setUp('automatic')
    aws.state.status = 500
    const { answer } = await asks()
    expect(answer).toMatchObject({ status: 200, text: 'confirming\n' })
    // Not confirmed yet, and trusted already.
    expect((await desk.api.integrations.get({ id: source.integration.id })).topics).toEqual([topicArn])
    expect((await source.alarm('ALARM', desk.clock.now())).status).toBe(200)
    aws.state.status = 200
    await inTime(desk.clock, 60_000, async () =>
      expect(await subscriptionsOf(desk)).toMatchObject([{ state: 'confirmed', topicArn, authenticated: false }]),
    )
    expect(await subscriptionLink(desk)).toMatchObject({ state: 'ok' })
    // Somebody who holds a message can end it, and nothing is told of a subscription that was taken by itself.
    expect(desk.shown.filter(({ title }) => title.includes('waits'))).toEqual([])
  })

  it('leaves a further topic waiting for a click all the same', async () => {
    const { aws, desk, source, asks } = await setUp('automatic')
    await asks()
    await eventually(async () => expect(await subscriptionsOf(desk)).toMatchObject([{ state: 'confirmed' }]))
    expect((await asks({ TopicArn: further })).answer.text).toBe('awaiting-confirmation\n')
    expect(await subscriptionsOf(desk)).toMatchObject([
      { topicArn, state: 'confirmed' },
      { topicArn: further, state: 'awaiting-confirmation' },
    ])
    expect(aws.asked).toHaveLength(1)
    expect((await source.send(notification({ TopicArn: further }))).status).toBe(403)
    await eventually(() => expect(desk.shown).toMatchObject([{ title: '«prod-alarms»: a subscription waits' }]))
  })
})

describe('by one click', () => {
  it('waits, says so everywhere, and is confirmed with the token of its message', async () => {
    const { aws, desk, source, asks } = await setUp('manual')
    const { envelope, answer } = await asks()
    expect(answer.text).toBe('awaiting-confirmation\n')
    expect(await subscriptionLink(desk)).toMatchObject({ state: 'unproven', detail: 'alarms waits for Confirm at «prod-alarms».' })
    await eventually(() => expect(desk.shown).toMatchObject([{ title: '«prod-alarms»: a subscription waits' }]))
    expect(aws.asked).toEqual([])
    const { id } = await source.newest()
    expect(await desk.api.deliveries.confirm({ id })).toMatchObject({ disposition: 'confirming' })
    await eventually(async () => expect(await source.newest()).toMatchObject({ disposition: 'confirmed' }))
    expect(aws.asked.map((form) => [form.get('Action'), form.get('TopicArn'), form.get('Token')])).toEqual([
      ['ConfirmSubscription', topicArn, envelope.Token],
    ])
    await expect(desk.api.deliveries.confirm({ id })).rejects.toMatchObject({ code: 'not-possible', status: 409 })
    await expect(desk.api.deliveries.refuse({ id })).rejects.toMatchObject({ code: 'not-possible' })
  })

  it('may be refused: nothing goes out, its topic stays a stranger, and a second thought is possible', async () => {
    const { aws, desk, source, asks } = await setUp('manual')
    await asks()
    const { id } = await source.newest()
    expect(await desk.api.deliveries.refuse({ id })).toMatchObject({ disposition: 'ignored', reason: 'refused' })
    expect((await source.alarm('ALARM', desk.clock.now())).status).toBe(403)
    expect(aws.asked).toEqual([])
    // It proves nothing of a subscription.
    expect(await subscriptionLink(desk)).toMatchObject({ state: 'unproven' })
    await expect(desk.api.deliveries.replay({ id })).rejects.toMatchObject({ code: 'not-possible' })
    await desk.api.deliveries.confirm({ id })
    await eventually(async () => expect(await subscriptionsOf(desk)).toMatchObject([{ state: 'confirmed' }]))
  })

  it('is not possible once its token ended', async () => {
    const { desk, source, asks } = await setUp('manual')
    await asks()
    desk.clock.skip(48 * hourMs)
    await expect(desk.api.deliveries.confirm({ id: (await source.newest()).id })).rejects.toMatchObject({
      code: 'not-possible',
      message: expect.stringContaining('subscribe the topic again'),
    })
  })

  it('is shown with its token, which leaves with nothing that is shared', async () => {
    const { desk, source, asks } = await setUp('manual')
    const { envelope } = await asks()
    const { id } = await source.newest()
    const shown = await desk.api.deliveries.get({ id })
    expect(JSON.parse(shown.body)).toMatchObject({ Token: envelope.Token })
    expect(JSON.stringify(shown.shareable)).not.toContain(String(envelope.Token))
    expect(shown.bodyBytes).toBe(Buffer.byteLength(shown.body))
  })
})

describe('a confirmation that fails', () => {
  it('is tried again across restarts, with what is wrong shown, and succeeds', async () => {
    const { aws, desk, source, asks } = await setUp('automatic')
    aws.state.status = 500
    await asks()
    await eventually(async () =>
      expect(await subscriptionsOf(desk)).toMatchObject([{ state: 'confirming', reason: expect.stringContaining('SNS has trouble') }]),
    )
    await inTime(desk.clock, 30_000, () => expect(aws.asked.length).toBeGreaterThan(2))
    const tried = aws.asked.length
    await desk.stop()
    const again = await startDesk({ dataDir: desk.dataDir, clock: desk.clock })
    await inTime(again.clock, 60_000, () => expect(aws.asked.length).toBeGreaterThan(tried))
    aws.state.status = 200
    await inTime(again.clock, 60_000, async () => expect(await subscriptionsOf(again)).toMatchObject([{ state: 'confirmed' }]))
    expect((await again.api.deliveries.list({ disposition: 'confirmed' })).items).toHaveLength(1)
    expect((await source.alarm('ALARM', again.clock.now())).status).toBe(200)
  })

  it('is given up when its token ends, coverage falls, and a new one makes it well', async () => {
    const { aws, desk, source, asks } = await setUp('automatic')
    aws.state.status = 503
    await asks()
    await eventually(() => expect(aws.asked.length).toBeGreaterThan(0))
    // Asleep for two days, then awake: one try, and its end.
    desk.clock.skip(48 * hourMs - 60_000)
    await inTime(desk.clock, 60_000, async () => expect(await source.newest()).toMatchObject({ disposition: 'confirmation-failed' }))
    expect(await subscriptionLink(desk)).toMatchObject({ state: 'failing', detail: expect.stringContaining('could not be confirmed') })
    expect((await desk.api.coverage.get()).state).toBe('deaf')
    aws.state.status = 200
    expect((await asks()).answer.text).toBe('confirming\n')
    await eventually(async () => expect(await subscriptionLink(desk)).toMatchObject({ state: 'ok' }))
  })

  it('whose token AWS does not know is not tried again, and says what to do', async () => {
    const { aws, desk, source, asks } = await setUp('automatic')
    Object.assign(aws.state, { status: 400, code: 'InvalidParameter', message: 'Invalid parameter: Token' })
    await asks()
    await eventually(async () =>
      expect(await source.newest()).toMatchObject({
        disposition: 'confirmation-failed',
        reason: expect.stringContaining('Request confirmation'),
      }),
    )
    await desk.clock.advance(30 * 60_000)
    expect(aws.asked).toHaveLength(1)
  })
})

describe('the end of a subscription', () => {
  it('is shown, answered by nobody, told, and coverage falls until it is subscribed again', async () => {
    const { aws, desk, source, asks } = await setUp('automatic')
    await asks()
    await eventually(async () => expect(await subscriptionLink(desk)).toMatchObject({ state: 'ok' }))
    const ended = await source.send(unsubscribeConfirmation({ Timestamp: new Date(desk.clock.now()).toISOString() }))
    expect(ended).toMatchObject({ status: 200, text: 'unsubscribed\n' })
    expect(await subscriptionLink(desk)).toMatchObject({ state: 'failing', detail: expect.stringContaining('was ended') })
    expect(await desk.api.coverage.get()).toMatchObject({ state: 'deaf' })
    await eventually(() => expect(desk.shown.map(({ title }) => title)).toEqual(['«prod-alarms» hears alarms no more']))
    await desk.clock.advance(hourMs)
    expect(aws.asked).toHaveLength(1)
    await expect(desk.api.deliveries.confirm({ id: (await source.newest()).id })).rejects.toMatchObject({ code: 'not-possible' })
    await asks()
    await eventually(async () => expect(await subscriptionLink(desk)).toMatchObject({ state: 'ok' }))
  })

  it('is nobody’s loss once its topic is taken off the list', async () => {
    const { desk, source, asks } = await setUp('automatic')
    await asks()
    await eventually(async () => expect(await subscriptionLink(desk)).toMatchObject({ state: 'ok' }))
    await source.send(unsubscribeConfirmation({ Timestamp: new Date(desk.clock.now()).toISOString() }))
    await desk.api.integrations.update({ id: source.integration.id, topics: [further] })
    expect(await subscriptionLink(desk)).toMatchObject({ state: 'unproven' })
  })
})
