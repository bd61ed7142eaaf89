import { ConfirmSubscriptionCommand, CreateTopicCommand } from '@aws-sdk/client-sns'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { SetupWish } from '../../../main/core/aws/setup-wish.ts'
import { topicAllowed } from '../../../main/core/sns/topic-list.ts'
import { openAwsAccess } from '../../../main/edge/aws/access.ts'
import { openSetups, type Setups } from '../../../main/edge/aws/setups.ts'
import type { QueueWatch, SetupPorts, WatchedQueue } from '../../../main/edge/aws/step-work.ts'
import type { Store } from '../../../main/store/open.ts'
import { withAwsProfile } from '../../harness/aws-profile.ts'
import type { HandClock } from '../../harness/clock.ts'
import { eventually, inTime } from '../../harness/eventually.ts'
import { openEar, startPracticeAws } from '../../harness/practice-aws.ts'
import { topicArn } from '../../harness/signing.ts'
import { openTestStore, someIntegration } from '../../harness/store.ts'

const region = 'eu-west-1'
const quiet = { info() {}, warn() {}, error() {} }

/** A store, an AWS, an endpoint that confirms as the receiver does, and set-ups that may be opened again and again over them. */
async function setUp(accounts: Record<string, string> = {}) {
  const store = openTestStore()
  const { clock } = store
  const ear = await openEar()
  const practice = await startPracticeAws({ clock, accounts, reach: () => new URL(ear.url) })
  withAwsProfile(practice.aws.url)
  const { sns, aws } = practice
  await sns.send(new CreateTopicCommand({ Name: 'alarms' }))
  const integration = await someIntegration(store)
  await store.updateIntegration(integration.id, { topics: [] })
  const account = await store.addAccount({
    profile: 'default',
    accountId: aws.accountId,
    partition: 'aws',
    alias: null,
    callerArn: 'arn:aws:iam::123456789012:user/operator',
    regions: [region],
  })
  const watched: WatchedQueue[] = []
  const queues: QueueWatch = {
    watched: () => watched.map(({ queueArn }) => queueArn),
    watchQueue: (queue) => Promise.resolve(void watched.push(queue)),
    unwatchQueue: (_id, arn) =>
      Promise.resolve(void watched.splice(0, watched.length, ...watched.filter(({ queueArn }) => queueArn !== arn))),
  }
  const ports: SetupPorts = {
    inboundUrl: () => 'https://desk.example/in/a-secret',
    trusts: (id, arn) => topicAllowed(arn, store.integration(id)?.topics ?? []),
    confirmationFault: () => Promise.resolve(null),
    arrived: (_id, _arn, messageId) =>
      ear.heard.some(({ json }) => json.MessageId === messageId) ? { deliveryId: 1, at: clock.now() } : null,
    queues,
  }
  const access = openAwsAccess({ clock })
  onTestFinished(access.close)
  const open = (over: Store = store) => openSetups({ store: over, access, ports, clock, timers: clock, log: quiet })
  async function confirm(): Promise<void> {
    for (const { json } of ear.heard.splice(0)) {
      if (json.Type !== 'SubscriptionConfirmation') ear.heard.push({ headers: {}, body: '', json })
      else
        await sns.send(
          new ConfirmSubscriptionCommand({ TopicArn: String(json.TopicArn), Token: String(json.Token), AuthenticateOnUnsubscribe: 'true' }),
        )
    }
  }
  const wish: SetupWish = {
    integrationId: integration.id,
    region,
    way: 'push',
    topicArns: [topicArn],
    createTopic: 'made',
    deadLetterQueue: true,
    fixes: [],
    test: true,
  }
  /** What AWS lists now, without what is new each time. */
  const listed = () => {
    const { topics, queues: made } = aws.places.at(aws.accountId, region)
    return {
      topics: [...topics].map(([name, { attributes }]) => [name, attributes.get('Policy'), attributes.get('SignatureVersion') ?? '1']),
      queues: [...made.values()].map(({ name, attributes }) => [name, attributes.get('Policy'), attributes.get('MessageRetentionPeriod')]),
      subscriptions: aws
        .subscriptions()
        .filter(({ state }) => state !== 'unsubscribed')
        .map(({ topicArn: of, protocol, endpoint, state, attributes }) => [of, protocol, endpoint, state, ...attributes]),
    }
  }
  const ended = (id: number) =>
    inTime(clock, 1_000, async () => {
      await confirm()
      const setup = store.setup(id)
      expect(['applied', 'failed', 'undone', 'undo-failed']).toContain(setup?.state)
      return setup
    })
  return { ...practice, store, open, wish, account, integration, listed, ended, watched, confirm, clock }
}

/** A store whose process dies at one of its writes: before that is committed, or after. */
function dying(store: Store, at: number, when: 'before' | 'after'): { store: Store; died: () => boolean } {
  let writes = 0
  let dead = false
  const never = new Promise<never>(() => undefined)
  return {
    died: () => dead,
    store: {
      ...store,
      async updateSetup(id, change) {
        writes += 1
        if (dead || (writes === at && when === 'before')) {
          dead = true
          return never
        }
        const done = await store.updateSetup(id, change)
        if (writes !== at) return done
        dead = true
        return never
      },
    },
  }
}

/** Moves the clock on in small steps until something holds. */
async function until(world: { clock: HandClock; confirm(): Promise<void> }, holds: () => boolean): Promise<void> {
  for (let looks = 0; !holds(); looks++) {
    if (looks > 2_000) throw new Error('It never came to hold.')
    await world.confirm()
    await world.clock.advance(500)
  }
}

it('a set-up ends the same wherever it is killed and started again, done and undone', async () => {
  const world = await setUp()
  const { store, open, account, listed, watched, integration, clock } = world
  const wish = { ...world.wish, createTopic: null, test: false }
  const begin = async (setups: Setups) => {
    // AWS makes no queue within a minute of deleting one of the same name.
    clock.skip(61_000)
    const begun = await setups.apply(wish, account.id)
    return begun.ok ? begun.setup.id : 0
  }
  const clean = listed()
  let setups = open()
  const first = await begin(setups)
  await until(world, () => store.setup(first)?.state === 'applied')
  const whole = listed()
  expect(whole).toMatchObject({ queues: [expect.anything()], subscriptions: [expect.arrayContaining(['confirmed'])] })
  await setups.undo(first)
  await until(world, () => store.setup(first)?.state === 'undone')
  expect([listed(), watched, store.integration(integration.id)?.topics]).toEqual([clean, [], []])
  await setups.close()

  // Every write takes long: with TOCSIN_EVERY_KILL each of them, else every third, before and after it in turns.
  const stride = process.env.TOCSIN_EVERY_KILL ? 1 : 3
  let deaths = 0
  for (let at = 1, died = true; died; at += stride) {
    died = false
    for (const when of stride === 1 ? (['before', 'after'] as const) : [at % 2 === 1 ? ('before' as const) : ('after' as const)]) {
      const applying = dying(store, at, when)
      const killed = open(applying.store)
      const id = await begin(killed)
      await until(world, () => applying.died() || store.setup(id)?.state === 'applied')
      if (applying.died()) died = true
      else await killed.close()
      setups = open()
      await until(world, () => store.setup(id)?.state === 'applied')
      expect([listed(), watched.length], `killed ${when} write ${at}`).toEqual([whole, 1])
      await setups.close()

      await store.updateSetup(id, { state: 'undoing' })
      const undoing = dying(store, at, when)
      const killedAgain = open(undoing.store)
      await until(world, () => undoing.died() || store.setup(id)?.state === 'undone')
      if (undoing.died()) deaths += 1
      else await killedAgain.close()
      setups = open()
      await until(world, () => store.setup(id)?.state === 'undone')
      expect([listed(), watched, store.integration(integration.id)?.topics], `undoing killed ${when} write ${at}`).toEqual([clean, [], []])
      await setups.close()
    }
  }
  expect(deaths).toBeGreaterThan(stride === 1 ? 10 : 3)
}, 60_000)

describe('a queue', () => {
  it('is made, subscribed and read where that is the way, and goes again', async () => {
    const { open, wish, account, listed, ended, watched, aws } = await setUp()
    const clean = listed()
    const setups = open()
    const begun = await setups.apply({ ...wish, way: 'queue', createTopic: null, deadLetterQueue: false, test: false }, account.id)
    const id = begun.ok ? begun.setup.id : 0
    expect(await ended(id)).toMatchObject({ state: 'applied' })
    expect(watched).toMatchObject([{ kind: 'queue', region, queueUrl: expect.stringContaining('/123456789012/tocsin-') }])
    expect(aws.subscriptions()).toMatchObject([{ protocol: 'sqs', state: 'confirmed', endpoint: watched[0]?.queueArn }])
    await setups.undo(id)
    expect(await ended(id)).toMatchObject({ state: 'undone' })
    expect([listed(), watched]).toEqual([clean, []])
    await setups.close()
  })
})

it('somebody else’s topic is subscribed where its policy lets us, though it lets us read nothing', async () => {
  const { open, wish, account, ended, aws, clients } = await setUp({ AKIAOTHER00000000001: '999999999999' })
  const { sns } = clients({ accessKeyId: 'AKIAOTHER00000000001' })
  const Policy = JSON.stringify({
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: aws.accountId },
        Action: 'SNS:Subscribe',
        Resource: 'arn:aws:sns:eu-west-1:999999999999:theirs',
      },
    ],
  })
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'theirs', Attributes: { Policy } }))
  const setups = open()
  const theirs = { ...wish, topicArns: [TopicArn], createTopic: null, deadLetterQueue: false, test: false }
  const begun = await setups.apply(theirs, account.id)
  const id = begun.ok ? begun.setup.id : 0
  const applied = await ended(id)
  expect(applied).toMatchObject({ state: 'applied', steps: [{ state: 'done', before: { subscription: 'unknown' } }, { state: 'done' }] })
  expect(aws.places.topic(TopicArn)?.attributes.get('SignatureVersion')).toBeUndefined()
  await setups.undo(id)
  expect(await ended(id)).toMatchObject({ state: 'undone' })
  expect(aws.subscriptions().filter(({ state }) => state !== 'unsubscribed')).toEqual([])
  await setups.close()
})

describe('what goes wrong on the way', () => {
  it.each([
    'sqs:CreateQueue',
    'sqs:SetQueueAttributes',
    'sns:SetTopicAttributes',
    'sns:Subscribe',
    'sns:Publish',
    'sns:GetSubscriptionAttributes',
  ])('%s denied stops it there, and undoing leaves nothing', async (operation) => {
    const { open, wish, account, listed, ended, aws } = await setUp()
    const clean = listed()
    const setups = open()
    const allow = aws.faults.deny(operation)
    const begun = await setups.apply({ ...wish, createTopic: null }, account.id)
    const id = begun.ok ? begun.setup.id : 0
    expect(await ended(id)).toMatchObject({ state: 'failed', said: expect.stringContaining('not authorized') })
    allow()
    await setups.undo(id)
    expect(await ended(id)).toMatchObject({ state: 'undone' })
    expect(listed()).toEqual(clean)
    await setups.close()
  })

  it('throttled calls are tried again by themselves', async () => {
    const { open, wish, account, ended, aws } = await setUp()
    const setups = open()
    // Three in a row: all that the SDK tries in one call.
    aws.faults.throttle('sns:Subscribe', { times: 3 })
    const begun = await setups.apply({ ...wish, createTopic: null }, account.id)
    expect(await ended(begun.ok ? begun.setup.id : 0)).toMatchObject({ state: 'applied' })
    await setups.close()
  }, 20_000)

  it('a confirmation that never comes is said, and what was asked for is left to AWS', async () => {
    const { open, wish, account, store, clock } = await setUp()
    const setups = open()
    const begun = await setups.apply({ ...wish, createTopic: null, deadLetterQueue: false }, account.id)
    const id = begun.ok ? begun.setup.id : 0
    await inTime(clock, 20_000, () =>
      expect(store.setup(id)).toMatchObject({ state: 'failed', said: expect.stringContaining('three minutes') }),
    )
    await setups.undo(id)
    await eventually(() => expect(store.setup(id)?.state).toBe('undone'))
    expect(store.setup(id)?.steps.find(({ planned }) => planned.act.kind === 'subscribe')).toMatchObject({
      state: 'undone',
      said: expect.stringContaining('never confirmed'),
    })
    await setups.close()
  })

  it('what somebody else changed meanwhile is left alone by an undo', async () => {
    const { open, wish, account, ended, aws } = await setUp()
    const setups = open()
    const begun = await setups.apply({ ...wish, createTopic: null, test: false }, account.id)
    const id = begun.ok ? begun.setup.id : 0
    await ended(id)
    const topic = aws.places.topic(topicArn)
    topic?.attributes.set('SignatureVersion', '1')
    await setups.undo(id)
    expect(await ended(id)).toMatchObject({ state: 'undone' })
    expect(topic?.attributes.get('SignatureVersion')).toBe('1')
    await setups.close()
  })
})
