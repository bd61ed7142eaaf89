import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DescribeAlarmsCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch'
import { CreateTopicCommand, PublishCommand } from '@aws-sdk/client-sns'
import { safe } from '@orpc/client'
import { expect, it } from 'vitest'
import { longestRetries } from '../../main/core/aws/delivery-policy.ts'
import { withAwsProfile } from '../harness/aws-profile.ts'
import { handClock } from '../harness/clock.ts'
import { alarmText } from '../harness/deliveries.ts'
import { startDesk, type TestDesk, temporaryFolder } from '../harness/desk.ts'
import { inTime } from '../harness/eventually.ts'
import { startPracticeAws } from '../harness/practice-aws.ts'
import { certificateFile, certificateUrl, createSigner, topicArn } from '../harness/signing.ts'

const region = 'eu-west-1'
const publicUrl = 'https://desk.example'

/** A desk behind a public name, and an AWS that signs with what passes for AWS's own certificate. */
async function setUp() {
  const clock = handClock()
  const signer = await createSigner()
  const dataDir = temporaryFolder()
  const folder = join(dataDir, 'signing-certificates', 'sns.eu-west-1.amazonaws.com')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(join(folder, certificateFile), signer.certificatePem)
  let desk: TestDesk | null = null
  const practice = await startPracticeAws({
    clock,
    identity: { privateKey: signer.privateKey, certificatePem: signer.certificatePem, signingCertUrl: certificateUrl },
    reach: (url) => new URL(`${desk?.receiverUrl ?? 'http://127.0.0.1:9'}${url.pathname}`),
  })
  withAwsProfile(practice.aws.url)
  await practice.sns.send(new CreateTopicCommand({ Name: 'alarms' }))
  desk = await startDesk({ dataDir, clock, channel: null, publicUrl })
  const account = await desk.api.accounts.connect({ profile: 'default', regions: [region] })
  const integration = await desk.api.integrations.create({ name: 'prod', template: 'aws-cloudwatch' })
  const { api } = desk
  const ended = (id: string) =>
    inTime(clock, 500, async () => {
      const setup = await api.setups.get({ id })
      expect(['applied', 'failed', 'undone', 'undo-failed']).toContain(setup.state)
      return setup
    })
  const wish = { integrationId: integration.id, account: account.id, region, topicArns: [topicArn] }
  const live = () => practice.aws.subscriptions().filter(({ state }) => state !== 'unsubscribed')
  return { ...practice, desk, api, account, integration, wish, ended, live }
}

const kinds = (steps: readonly { kind: string; state?: string; effect: string }[]) =>
  steps.map(({ kind, effect, state }) => `${state ?? effect} ${kind}`)

it('a topic is subscribed on a click: confirmed, protected, tried again for an hour, and proven by a message', async () => {
  const { api, wish, ended, live, integration, sns, desk } = await setUp()
  const plan = await api.setups.plan({ ...wish, deadLetterQueue: true })
  expect(plan).toMatchObject({ problems: [], changes: plan.steps.length - 2 }) // it waits for the confirmation, and proves
  const begun = await api.setups.apply({ ...wish, deadLetterQueue: true })
  const setup = await ended(begun.id)
  expect(setup).toMatchObject({ state: 'applied', said: null })
  expect(kinds(setup.steps)).toEqual([
    'done create-queue',
    'done queue-policy',
    'done watch-queue',
    'done topic-attribute',
    'done subscribe',
    'done await-confirmation',
    'done test',
  ])
  const [subscription] = live()
  expect(subscription).toMatchObject({ state: 'confirmed', authenticated: true, protocol: 'https' })
  expect(JSON.parse(subscription?.attributes.get('DeliveryPolicy') ?? '')).toEqual({ healthyRetryPolicy: longestRetries })
  expect(subscription?.attributes.get('RedrivePolicy')).toMatch(/arn:aws:sqs:eu-west-1:123456789012:tocsin-.*-dead-letter/)

  // The proof is a delivery like any other; it opens nothing.
  const proof = setup.steps.at(-1)
  expect(proof?.tookMs).toBeGreaterThanOrEqual(0)
  expect(await api.deliveries.get({ id: proof?.deliveryId ?? '' })).toMatchObject({ disposition: 'ignored', topicArn, source: 'push' })
  expect((await api.incidents.list({})).items).toEqual([])
  expect((await api.integrations.get({ id: integration.id })).topics).toEqual([topicArn])

  // And what CloudWatch sends opens an incident.
  await sns.send(new PublishCommand({ TopicArn: topicArn, Message: alarmText({ state: 'ALARM', at: desk.clock.now() }) }))
  await inTime(desk.clock, 100, async () => expect((await api.incidents.list({})).items).toHaveLength(1))
})

it('applied again it changes nothing, and undone the account lists what it listed before', async () => {
  const { api, aws, wish, ended, live, integration } = await setUp()
  const listed = () => {
    const { topics, queues } = aws.places.at('123456789012', region)
    return {
      topics: [...topics.keys()],
      queues: [...queues.keys()],
      policy: topics.get('alarms')?.attributes.get('Policy'),
      subscriptions: live(),
    }
  }
  const before = listed()
  const full = { ...wish, createTopic: 'made', deadLetterQueue: true, test: false }
  const first = await ended((await api.setups.apply(full)).id)
  expect(first.state).toBe('applied')
  const after = listed()
  expect(after).toMatchObject({ topics: ['alarms', 'made'], subscriptions: [{ state: 'confirmed' }, { state: 'confirmed' }] })

  expect((await api.setups.plan({ ...full, test: true })).changes).toBe(0)
  const calls = aws.calls().length
  const again = await ended((await api.setups.apply(full)).id)
  expect(again.steps.every(({ state }) => state === 'left')).toBe(true)
  expect(listed()).toEqual(after)
  const changing = /^(sns|sqs|cloudwatch):(Create|Set|Put|Subscribe|Unsubscribe|Delete|Publish|Enable|Disable)/
  expect(
    aws
      .calls()
      .slice(calls)
      .filter(({ operation }) => changing.test(operation)),
  ).toEqual([])
  // Undoing what changed nothing undoes nothing.
  expect((await ended((await api.setups.undo({ id: again.id })).id)).state).toBe('undone')
  expect(listed()).toEqual(after)

  const undone = await ended((await api.setups.undo({ id: first.id })).id)
  expect(undone.state).toBe('undone')
  expect(listed()).toEqual(before)
  expect((await api.integrations.get({ id: integration.id })).topics).toEqual([])
  // Doing so twice is no harm.
  expect(await api.setups.undo({ id: first.id })).toMatchObject({ state: 'undone' })
})

it('what is wrong with topics and alarms is found, mended on a click, and put back as it was', async () => {
  const { api, cloudWatch, wish, ended, account } = await setUp()
  const alarm = (AlarmName: string, more: Record<string, unknown>) =>
    cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName,
        MetricName: 'CPUUtilization',
        Namespace: 'AWS/EC2',
        Statistic: 'Average',
        Dimensions: [{ Name: 'InstanceId', Value: 'i-1' }],
        Period: 60,
        EvaluationPeriods: 3,
        DatapointsToAlarm: 2,
        Threshold: 80,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'notBreaching',
        ...more,
      }),
    )
  await alarm('no-ok', { AlarmActions: [topicArn] })
  await alarm('off', { AlarmActions: [topicArn], OKActions: [topicArn], ActionsEnabled: false })
  await alarm('nobody', {})
  const definitions = async () => {
    const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({}))
    return MetricAlarms.map(({ AlarmConfigurationUpdatedTimestamp: _at, ...definition }) => definition)
  }
  const before = await definitions()

  const looked = await api.setups.look({ account: account.id, region, topicArns: [topicArn] })
  expect(looked.topics).toMatchObject({
    seen: true,
    value: [
      {
        name: 'alarms',
        ours: true,
        alarms: { seen: true, value: [{ alarmName: 'no-ok' }, { alarmName: 'off' }] },
        subscribed: { seen: true, value: [] },
      },
    ],
  })
  expect(looked.findingCounts).toEqual({ 'no-ok-action': 1, 'actions-disabled': 1, 'notifies-nobody': 1 })
  const fixes = looked.findings.flatMap(({ fix }) => (fix === null ? [] : [fix]))
  const mend = {
    ...wish,
    topicArns: [],
    fixes: [...fixes, { kind: 'add-action' as const, alarmName: 'nobody', topicArn, states: ['alarm' as const, 'ok' as const] }],
  }
  expect((await api.setups.plan(mend)).cli).toContain("aws cloudwatch put-metric-alarm --cli-input-json '{")
  const setup = await ended((await api.setups.apply(mend)).id)
  expect(kinds(setup.steps).toSorted()).toEqual(['done alarm-actions', 'done alarm-actions', 'done enable-actions'])
  const mended = await api.setups.look({ account: account.id, region, topicArns: [topicArn] })
  expect(mended.findingCounts).toEqual({})
  const wished = before.find(({ AlarmName }) => AlarmName === 'no-ok')
  expect((await definitions()).find(({ AlarmName }) => AlarmName === 'no-ok')).toEqual({ ...wished, OKActions: [topicArn] })

  expect((await ended((await api.setups.undo({ id: setup.id })).id)).state).toBe('undone')
  const back = await api.setups.look({ account: account.id, region, topicArns: [topicArn] })
  expect(back.findingCounts).toEqual(looked.findingCounts)
  expect(await definitions()).toEqual(before)
})

it('says what may not be read, and goes on with the rest', async () => {
  const { api, aws, account, wish } = await setUp()
  aws.faults.deny('cloudwatch:DescribeAlarms')
  aws.faults.deny('events:ListRuleNamesByTarget')
  aws.faults.deny('sns:ListSubscriptionsByTopic')
  const looked = await api.setups.look({ account: account.id, region })
  const no = { seen: false, said: expect.stringContaining('not authorized') }
  expect(looked).toMatchObject({
    alarms: no,
    topics: { seen: true, value: [{ name: 'alarms', rules: no, alarms: no, subscribed: no, signatureVersion: { seen: true } }] },
  })
  aws.faults.deny('sns:ListTopics')
  expect((await api.setups.look({ account: account.id, region })).topics).toMatchObject(no)
  // A topic that is named is looked at all the same.
  expect((await api.setups.look({ account: account.id, region, topicArns: [topicArn] })).topics).toMatchObject({
    seen: true,
    value: [{ topicArn }],
  })
  // Without an account the plan is there to be copied.
  const copied = await api.setups.plan({ ...wish, account: null, deadLetterQueue: true })
  expect(copied.cli).toContain(`aws sns subscribe --topic-arn ${topicArn} --protocol https`)
  expect(copied.terraform).toContain('resource "aws_sns_topic_subscription" "alarms"')
  expect((await safe(api.setups.apply({ ...wish, account: null }))).error).toMatchObject({ code: 'not-possible' })
})

it('stops where AWS denies a step, goes on after a retry, and undoes what was done by then', async () => {
  const { api, aws, wish, ended, live } = await setUp()
  const allow = aws.faults.deny('sns:Subscribe')
  const failed = await ended((await api.setups.apply({ ...wish, deadLetterQueue: true })).id)
  expect(failed).toMatchObject({ state: 'failed', said: expect.stringContaining('not authorized') })
  expect(kinds(failed.steps).slice(0, 6)).toEqual([
    'done create-queue',
    'done queue-policy',
    'done watch-queue',
    'done topic-attribute',
    'failed subscribe',
    'waiting await-confirmation',
  ])
  allow()
  expect((await ended((await api.setups.retry({ id: failed.id })).id)).state).toBe('applied')
  expect((await safe(api.setups.retry({ id: failed.id }))).error).toMatchObject({ code: 'not-possible' })

  const allowEnd = aws.faults.deny('sns:Unsubscribe')
  expect((await ended((await api.setups.undo({ id: failed.id })).id)).state).toBe('undo-failed')
  allowEnd()
  expect((await ended((await api.setups.retry({ id: failed.id })).id)).state).toBe('undone')
  expect(live()).toEqual([])
  expect([...aws.places.at('123456789012', region).queues.keys()]).toEqual([])
})

it('a confirmation that nobody here asked for waits for its click, as ever', async () => {
  const { api, wish, ended, sns, integration, desk } = await setUp()
  await ended((await api.setups.apply({ ...wish, test: false })).id)
  const { SubscribeCommand } = await import('@aws-sdk/client-sns')
  await sns.send(new CreateTopicCommand({ Name: 'other' }))
  const other = topicArn.replace('alarms', 'other')
  await sns.send(new SubscribeCommand({ TopicArn: other, Protocol: 'https', Endpoint: integration.inboundUrl ?? '' }))
  await inTime(desk.clock, 100, async () => {
    const { items } = await api.deliveries.list({})
    expect(items.find(({ topicArn: arn }) => arn === other)?.disposition).toBe('awaiting-confirmation')
  })
})
