import { GetSubscriptionAttributesCommand, SubscribeCommand } from '@aws-sdk/client-sns'
import { describe, expect, it, vi } from 'vitest'
import { startDesk } from '../harness/desk.ts'
import { eventually } from '../harness/eventually.ts'
import { startPracticeAws } from '../harness/practice-aws.ts'

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:oncall-alarms'
const elsewhere = 'https://somebody.example/in/not-ours'

/** A desk whose topic speaks to its address of before: another name for the same receiver, so that both can be heard. */
async function setUp() {
  const account = await startPracticeAws()
  await account.aws.seed()
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_ENDPOINT_URL', account.aws.url)
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAPRACTICE00000001')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'practice')
  const desk = await startDesk({ channel: null })
  const trust = { kind: 'custom' as const, certificatePem: account.aws.certificatePem, endpoint: account.aws.url }
  const { inboundPath } = await desk.api.integrations.create({ name: 'shop', template: 'aws-cloudwatch', topics: [topicArn], trust })
  const now = desk.receiverUrl
  const old = now.replace('127.0.0.1', 'localhost')
  await desk.api.settings.update({ publicUrl: now })
  const connected = await desk.api.accounts.connect({ profile: null, regions: ['eu-west-1'] })
  const subscribe = (Endpoint: string, Attributes = {}) =>
    account.sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: new URL(Endpoint).protocol.slice(0, -1), Endpoint, Attributes }))
  const at = (endpoint: string) => account.aws.subscriptions().find((one) => one.endpoint === endpoint && one.state !== 'unsubscribed')
  const until = (step: string) =>
    eventually(async () => {
      await desk.clock.advance(1_000)
      await account.clock.advance(1_000)
      expect((await desk.api.moves.get()).moves.map((move) => move.step)).toEqual([step])
    })
  /** The old one, confirmed as by the operator. */
  async function begin(Attributes = {}) {
    await subscribe(old + inboundPath, Attributes)
    await eventually(async () => {
      await desk.clock.advance(100)
      await account.clock.advance(100)
      const [waiting] = (await desk.api.deliveries.list({ disposition: 'awaiting-confirmation' })).items
      if (waiting !== undefined) await desk.api.deliveries.confirm({ id: waiting.id })
      expect(at(old + inboundPath)?.state).toBe('confirmed')
    })
  }
  return { account, desk, connected, now: now + inboundPath, old: old + inboundPath, subscribe, at, until, begin }
}

describe('a public address that changed', () => {
  it('is followed by its subscriptions on a yes: subscribed anew as it was, confirmed, and only then the old one ended', async () => {
    const { account, desk, now, old, at, until, begin } = await setUp()
    await begin({ FilterPolicy: '{"team":["a"]}' })
    expect(await desk.api.moves.read()).toMatchObject({
      at: expect.any(String),
      moves: [
        { topicArn, region: 'eu-west-1', step: 'subscribe', from: [expect.stringMatching(/^http:\/\/localhost:\d+\/in\/…$/)], said: null },
      ],
      stale: [],
      unread: [],
    })
    expect(at(now)).toBeUndefined()
    await desk.api.moves.apply()
    await until('done')
    expect(at(now)).toMatchObject({ state: 'confirmed' })
    expect(at(old)).toBeUndefined()
    const { Attributes } = await account.sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: at(now)?.arn }))
    expect(Attributes).toMatchObject({ FilterPolicy: '{"team":["a"]}' })
    expect(desk.logged.filter(({ event }) => event === 'move.step').map(({ data }) => data?.step)).toEqual([
      'await-confirmation',
      'unsubscribe',
      'done',
    ])
    expect(await desk.api.moves.read()).toMatchObject({ moves: [], stale: [] })
  })

  it('keeps the old one where the new one is refused, and says why; done again, it goes on', async () => {
    const { account, desk, now, old, at, until, begin } = await setUp()
    await begin()
    const permit = account.aws.faults.deny('sns:Subscribe')
    await desk.api.moves.apply()
    await eventually(async () => {
      expect((await desk.api.moves.get()).moves).toMatchObject([{ step: 'subscribe', said: expect.stringContaining('denied') }])
    })
    expect(at(old)?.state).toBe('confirmed')
    permit()
    await desk.api.moves.apply()
    await until('done')
    expect([at(now)?.state, at(old)]).toEqual(['confirmed', undefined])
  })

  it('sweeps what is stale only as far as it is named, and never what is not its own', async () => {
    const { desk, now, old, subscribe, at, begin, account } = await setUp()
    await begin()
    await subscribe(now)
    await subscribe(elsewhere).catch(() => undefined)
    await eventually(async () => {
      await desk.clock.advance(100)
      await account.clock.advance(100)
      const [waiting] = (await desk.api.deliveries.list({ disposition: 'awaiting-confirmation' })).items
      if (waiting !== undefined) await desk.api.deliveries.confirm({ id: waiting.id })
      expect(at(now)?.state).toBe('confirmed')
    })
    const { stale, moves } = await desk.api.moves.read()
    expect(moves).toEqual([])
    expect(stale).toMatchObject([{ why: 'moved', topicArn }])
    expect(at(old)?.state).toBe('confirmed')
    const here = at(now)?.arn ?? ''
    await desk.api.moves.sweep({ subscriptionArns: [here] })
    expect([at(now)?.state, at(old)?.state]).toEqual(['confirmed', 'confirmed'])
    expect(await desk.api.moves.sweep({ subscriptionArns: stale.map(({ subscriptionArn }) => subscriptionArn) })).toMatchObject({
      stale: [],
    })
    expect([at(now)?.state, at(old)]).toEqual(['confirmed', undefined])
  })

  it('says what it could not read, and needs an account and an address', async () => {
    const { account, desk } = await setUp()
    account.aws.faults.deny('sns:ListSubscriptions')
    expect(await desk.api.moves.read()).toMatchObject({ unread: [{ region: 'eu-west-1', said: expect.stringContaining('denied') }] })
    await desk.api.settings.update({ publicUrl: null })
    await expect(desk.api.moves.read()).rejects.toMatchObject({ code: 'not-possible' })
  })
})
