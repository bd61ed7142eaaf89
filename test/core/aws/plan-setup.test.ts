import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AlarmLook, withActions } from '../../../main/core/aws/alarm-definition.ts'
import type { SubscriptionSettings, TopicLook } from '../../../main/core/aws/look.ts'
import { deadLetterArnOf, planSetup, queueArnOf, type SetupThere } from '../../../main/core/aws/plan-setup.ts'
import { withPublisher, withSenders } from '../../../main/core/aws/resource-policy.ts'
import type { PlannedStep } from '../../../main/core/aws/setup-step.ts'
import type { SetupWish } from '../../../main/core/aws/setup-wish.ts'
import { account, alarmLook, topicArn } from './alarms.ts'

const region = 'eu-west-1'
const topic = (arn: string, more: Record<string, unknown> = {}): TopicLook => ({
  topicArn: arn,
  name: arn.split(':').at(-1) ?? '',
  region,
  accountId: arn.split(':')[4] ?? '',
  ours: arn.includes(account),
  attributes: { seen: true, value: { signatureVersion: '1', kmsKeyId: null, policy: null, displayName: '', ...more } },
  subscriptions: { seen: true, value: [] },
  rules: { seen: true, value: [] },
})
const nothing: SetupThere = {
  accountId: account,
  partition: 'aws',
  queueName: 'tocsin-1-abc',
  inboundUrl: 'https://desk.example/in/secret',
  topics: {},
  subscriptions: {},
  queues: {},
  alarms: {},
  watched: [],
  trusted: [topicArn, `${topicArn}-2`, 'arn:aws:sns:eu-west-1:999999999999:theirs', `${topicArn.replace('alarms', 'made')}`],
}
const wish: SetupWish = {
  integrationId: 1,
  region,
  way: 'push',
  topicArns: [topicArn],
  createTopic: null,
  deadLetterQueue: false,
  fixes: [],
  test: true,
}
const short = (steps: readonly PlannedStep[]) => steps.map(({ effect, act }) => `${effect} ${act.kind}`)

/** What is there after a step was done, as AWS would have it. */
function after(there: SetupThere, { effect, act }: PlannedStep): SetupThere {
  if (effect === 'leave') return there
  const setTopic = (arn: string, more: Record<string, unknown>): SetupThere => {
    const before = there.topics[arn]?.attributes
    return { ...there, topics: { ...there.topics, [arn]: topic(arn, { ...(before?.seen ? before.value : {}), ...more }) } }
  }
  const setSubscription = (arn: string, more: Partial<SubscriptionSettings>): SetupThere => {
    const known = there.subscriptions[arn]
    const fresh = { subscriptionArn: `${arn}:1`, pending: true, deliveryPolicy: null, redrivePolicy: null, raw: false, authenticated: true }
    const value = { ...fresh, ...(known?.seen ? known.value : {}), ...more }
    return { ...there, subscriptions: { ...there.subscriptions, [arn]: { seen: true, value } } }
  }
  const setAlarm = (name: string, change: (alarm: AlarmLook) => AlarmLook): SetupThere => {
    const known = there.alarms[name]
    return known?.seen && known.value !== null
      ? { ...there, alarms: { ...there.alarms, [name]: { seen: true, value: change(known.value) } } }
      : there
  }
  switch (act.kind) {
    case 'create-topic':
      return setTopic(act.topicArn, {})
    case 'topic-attribute':
      return setTopic(
        act.topicArn,
        act.name === 'SignatureVersion' ? { signatureVersion: act.value } : { kmsKeyId: act.value === '' ? null : act.value },
      )
    case 'allow-publisher':
      return setTopic(act.topicArn, { policy: withPublisher(null, act.service, act.topicArn, act.accountId) })
    case 'create-queue':
      return { ...there, queues: { ...there.queues, [act.queueArn]: { seen: true, value: { policy: null } } } }
    case 'queue-policy':
      return {
        ...there,
        queues: { ...there.queues, [act.queueArn]: { seen: true, value: { policy: withSenders(null, act.queueArn, act.topicArns) } } },
      }
    case 'watch-queue':
      return { ...there, watched: [...(there.watched ?? []), act.queueArn] }
    case 'subscribe':
      // One that is pending is asked for again, and stays as it is.
      if (JSON.stringify(there.subscriptions[act.topicArn] ?? null).includes('"pending":true')) return setSubscription(act.topicArn, {})
      return setSubscription(act.topicArn, {
        deliveryPolicy:
          act.end.protocol === 'push'
            ? '{"healthyRetryPolicy":{"minDelayTarget":5,"maxDelayTarget":44,"numRetries":95,"numNoDelayRetries":0,"numMinDelayRetries":15,"numMaxDelayRetries":80,"backoffFunction":"linear"}}'
            : null,
        redrivePolicy: act.deadLetterArn === null ? null : JSON.stringify({ deadLetterTargetArn: act.deadLetterArn }),
      })
    case 'await-confirmation':
      return setSubscription(act.topicArn, { pending: false })
    case 'subscription-attribute':
      return setSubscription(
        act.topicArn,
        act.name === 'DeliveryPolicy'
          ? { deliveryPolicy: act.value }
          : act.name === 'RedrivePolicy'
            ? { redrivePolicy: act.value }
            : { raw: false },
      )
    case 'alarm-actions':
      return setAlarm(act.alarmName, (alarm) => {
        const put = withActions({ ...alarm.answered }, act.states, act.topicArn)
        return alarmLook(alarm.alarmName, {
          alarm: put.AlarmActions as string[],
          ok: put.OKActions as string[],
          enabled: alarm.actionsEnabled,
        })
      })
    case 'enable-actions':
      return setAlarm(act.alarmName, (alarm) => alarmLook(alarm.alarmName, { ...alarm.actions, enabled: true }))
    case 'test':
      return there
  }
}

describe('a plan', () => {
  it('subscribes the URL to a topic of the account, and proves it', () => {
    const plan = planSetup(wish, { ...nothing, topics: { [topicArn]: topic(topicArn) } })
    expect(plan.problems).toEqual([])
    expect(short(plan.steps)).toEqual(['change topic-attribute', 'add subscribe', 'add await-confirmation', 'add test'])
    expect(JSON.stringify(plan)).not.toContain('secret')
  })

  it('leaves the signature of somebody else’s topic alone', () => {
    const foreign = 'arn:aws:sns:eu-west-1:999999999999:theirs'
    expect(short(planSetup({ ...wish, topicArns: [foreign], test: false }, nothing).steps)).toEqual([
      'add subscribe',
      'add await-confirmation',
    ])
  })

  it('makes a topic and a dead-letter queue where they are wished', () => {
    const { steps } = planSetup({ ...wish, topicArns: [], createTopic: 'alarms', deadLetterQueue: true, test: false }, nothing)
    expect(short(steps)).toEqual([
      'create create-topic',
      'create create-queue',
      'add queue-policy',
      'add watch-queue',
      'change topic-attribute',
      'add subscribe',
      'add await-confirmation',
    ])
    expect(steps.find(({ act }) => act.kind === 'subscribe')?.act).toMatchObject({ deadLetterArn: deadLetterArnOf(nothing, region) })
  })

  it('takes the queue instead where there is no public address, and says so', () => {
    const without = { ...nothing, inboundUrl: null }
    expect(planSetup(wish, without)).toMatchObject({
      steps: [],
      problems: [{ code: 'no-public-url', said: expect.stringContaining('queue') }],
    })
    const queued = planSetup({ ...wish, way: 'queue', test: false }, without)
    expect(short(queued.steps)).toEqual([
      'create create-queue',
      'add queue-policy',
      'add watch-queue',
      'change topic-attribute',
      'add subscribe',
      'add await-confirmation',
    ])
    expect(queued.steps.find(({ act }) => act.kind === 'subscribe')?.act).toMatchObject({
      end: { protocol: 'sqs', queueArn: queueArnOf(nothing, region) },
    })
  })

  it('reads no queue where this desk reads none, and says so where one is wished', () => {
    const blind = { ...nothing, watched: null }
    expect(planSetup({ ...wish, way: 'queue' }, blind)).toMatchObject({ steps: [], problems: [{ code: 'no-queues' }] })
    expect(short(planSetup({ ...wish, deadLetterQueue: true }, blind).steps)).not.toContain('add watch-queue')
  })

  it('trusts the topic of a subscription that somebody made by hand', () => {
    const settings = {
      subscriptionArn: `${topicArn}:1`,
      pending: false,
      deliveryPolicy: null,
      redrivePolicy: null,
      raw: false,
      authenticated: true,
    }
    const there = { ...nothing, trusted: [], subscriptions: { [topicArn]: { seen: true as const, value: settings } } }
    expect(short(planSetup({ ...wish, test: false }, there).steps)).toContain('add subscribe')
  })

  it('sets right what an earlier subscription lacks', () => {
    const settings = {
      subscriptionArn: `${topicArn}:1`,
      pending: false,
      deliveryPolicy: null,
      redrivePolicy: null,
      raw: true,
      authenticated: true,
    }
    const plan = planSetup(
      { ...wish, deadLetterQueue: true, test: false },
      {
        ...nothing,
        topics: { [topicArn]: topic(topicArn, { signatureVersion: '2' }) },
        subscriptions: { [topicArn]: { seen: true, value: settings } },
      },
    )
    expect(short(plan.steps).slice(3)).toEqual([
      'leave topic-attribute',
      'leave subscribe',
      'change subscription-attribute',
      'change subscription-attribute',
      'change subscription-attribute',
    ])
  })

  it('refuses what can’t be', () => {
    const topicArns = ['nonsense', 'arn:aws:sns:us-east-1:123456789012:there', `${topicArn}.fifo`]
    expect(planSetup({ ...wish, topicArns }, nothing).problems.map(({ code }) => code)).toEqual(['not-a-topic', 'other-region', 'fifo'])
    const there = { ...nothing, alarms: { logs: { seen: true as const, value: alarmLook('logs', { type: 'log', ok: [] }) } } }
    const fixes = [{ kind: 'add-action' as const, alarmName: 'logs', topicArn, states: ['ok' as const] }]
    expect(planSetup({ ...wish, topicArns: [], fixes }, there)).toMatchObject({ steps: [], problems: [{ code: 'unchangeable' }] })
  })

  it('changes nothing when it is made again after it was applied, whatever was wished', () => {
    const names = ['cpu', 'disk']
    const topicArns = fc.uniqueArray(fc.constantFrom(topicArn, `${topicArn}-2`, 'arn:aws:sns:eu-west-1:999999999999:theirs'))
    const fix = fc.oneof(
      fc.record({ kind: fc.constant('enable-actions' as const), alarmName: fc.constantFrom(...names) }),
      fc.record({
        kind: fc.constant('add-action' as const),
        alarmName: fc.constantFrom(...names),
        topicArn: fc.constant(topicArn),
        states: fc.subarray(['alarm' as const, 'ok' as const], { minLength: 1 }),
      }),
      fc.record({
        kind: fc.constant('allow-publisher' as const),
        topicArn: fc.constant(topicArn),
        service: fc.constantFrom('cloudwatch.amazonaws.com' as const, 'events.amazonaws.com' as const),
      }),
      fc.record({ kind: fc.constant('topic-key' as const), topicArn: fc.constant(topicArn), keyId: fc.constantFrom('', 'alias/mine') }),
    )
    const wishes = fc.record({
      integrationId: fc.constant(1),
      region: fc.constant(region),
      way: fc.constantFrom('push' as const, 'queue' as const),
      topicArns,
      createTopic: fc.constantFrom(null, 'made'),
      deadLetterQueue: fc.boolean(),
      // One fix of each thing: two that want different of it are no plan.
      fixes: fc.uniqueArray(fix, { selector: (one) => `${one.kind} ${'alarmName' in one ? one.alarmName : ''}` }),
      test: fc.constant(false),
    })
    const settings = fc.record({
      subscriptionArn: fc.constant(`${topicArn}:1`),
      pending: fc.boolean(),
      deliveryPolicy: fc.constantFrom(null, '{}'),
      redrivePolicy: fc.constantFrom(null, '{}'),
      raw: fc.boolean(),
      authenticated: fc.boolean(),
    })
    const there = fc.record({
      subscribed: fc.option(settings),
      enabled: fc.boolean(),
      ok: fc.constantFrom<string[]>([], [topicArn]),
      kmsKeyId: fc.constantFrom(null, 'alias/aws/sns'),
    })
    fc.assert(
      fc.property(wishes, there, (wished, { subscribed, enabled, ok, kmsKeyId }) => {
        const before: SetupThere = {
          ...nothing,
          topics: { [topicArn]: topic(topicArn, { kmsKeyId }) },
          subscriptions: { [topicArn]: { seen: true, value: subscribed } },
          alarms: Object.fromEntries(names.map((name) => [name, { seen: true as const, value: alarmLook(name, { enabled, ok }) }])),
        }
        const now = planSetup(wished, before).steps.reduce(after, before)
        const again = planSetup(wished, now)
        expect(again.steps.filter(({ effect }) => effect !== 'leave')).toEqual([])
      }),
    )
  })
})
