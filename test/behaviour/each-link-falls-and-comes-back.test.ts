import { PutMetricAlarmCommand, SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch'
import { CreateTopicCommand, SubscribeCommand, UnsubscribeCommand } from '@aws-sdk/client-sns'
import { CreateQueueCommand, DeleteQueueCommand } from '@aws-sdk/client-sqs'
import { describe, expect, it } from 'vitest'
import type { CoverageLink } from '../../preload/contract/words.ts'
import { startDesk } from '../harness/desk.ts'
import { eventually } from '../harness/eventually.ts'
import { withPracticeAws } from '../harness/with-aws.ts'

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:alarms'
const queueArn = 'arn:aws:sqs:eu-west-1:123456789012:desk'
const Policy = JSON.stringify({
  Statement: { Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:*', Resource: queueArn },
})

/** A desk with a connected account, all of it in the practice AWS. */
async function setUp() {
  const started = await withPracticeAws()
  const { aws, sns, clock } = started
  await sns.send(new CreateTopicCommand({ Name: 'alarms' }))
  const desk = await startDesk()
  const { api } = desk
  await api.settings.update({ publicUrl: desk.receiverUrl })
  const account = await api.accounts.connect({ profile: 'default', regions: ['eu-west-1'] })
  const integration = await api.integrations.create({
    name: 'prod',
    template: 'aws-cloudwatch',
    topics: [topicArn],
    confirm: 'automatic',
    trust: { kind: 'custom', certificatePem: aws.certificatePem, endpoint: aws.url },
  })
  const pass = async (ms: number) => {
    await clock.advance(ms)
    await desk.clock.advance(ms)
  }
  const linkOf = async (name: CoverageLink) => (await api.coverage.get()).links.find(({ link }) => link === name)
  /** Looks again and again, a step of time between, until the link is so. */
  const becomes = (name: CoverageLink, state: string, said: RegExp, stepMs = 20_000) =>
    eventually(async () => {
      await pass(stepMs)
      expect(await linkOf(name)).toMatchObject({ state, detail: expect.stringMatching(said) })
    })
  const subscribe = (Endpoint: string, Protocol = 'http') => sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol, Endpoint }))
  const url = desk.receiverUrl + integration.inboundPath
  return { ...started, desk, api, account, integration, pass, linkOf, becomes, subscribe, url }
}

describe('a link of coverage', () => {
  it('subscription: falls when AWS has it no more, though nobody said so, and comes back with another', async () => {
    const { sns, aws, becomes, subscribe, url, api } = await setUp()
    await subscribe(url)
    // Proven through an endpoint override, it is well and never ok.
    await becomes('subscription', 'unproven', /1 of 1 confirmed still stands/, 5 * 60_000)
    const [held] = aws.subscriptions()
    await sns.send(new UnsubscribeCommand({ SubscriptionArn: held?.arn ?? '' }))
    // AWS says goodbye as well; that it is gone is seen on its own list all the same.
    await becomes('subscription', 'failing', /subscribe it again/, 5 * 60_000)
    expect((await api.coverage.get()).state).toBe('deaf')
    await subscribe(url)
    await becomes('subscription', 'unproven', /still stands/, 5 * 60_000)
  })

  it('queue: falls when the queue is gone, and comes back with it; while it is read no way in is needed', async () => {
    const { sqs, api, account, integration, becomes, linkOf, pass } = await setUp()
    const create = () => sqs.send(new CreateQueueCommand({ QueueName: 'desk', Attributes: { Policy } }))
    const { QueueUrl: url = '' } = await create()
    expect(await linkOf('queue')).toBeUndefined()
    await api.queues.add({ integrationId: integration.id, accountId: account.id, url })
    await becomes('queue', 'unproven', /endpoint override/)
    await api.settings.update({ publicUrl: 'http://127.0.0.1:1' })
    await becomes('public-address', 'failing', /could not be reached/)
    expect((await api.coverage.get()).state).toBe('degraded')
    await api.settings.update({ publicUrl: null })
    await pass(20_000)
    expect(await linkOf('public-address')).toBeUndefined()

    await sqs.send(new DeleteQueueCommand({ QueueUrl: url }))
    await becomes('queue', 'failing', /desk: /)
    expect(await linkOf('public-address')).toMatchObject({ state: 'unproven' })
    await pass(60_000)
    await create()
    await becomes('queue', 'unproven', /endpoint override/)
  })

  it('catch-up: falls when AWS refuses it for long, and comes back; the ledger knows that AWS was asked', async () => {
    const { aws, api, cloudWatch, desk, becomes, pass } = await setUp()
    await cloudWatch.send(
      new PutMetricAlarmCommand({
        AlarmName: 'disk',
        AlarmActions: [topicArn],
        OKActions: [topicArn],
        MetricName: 'Free',
        Namespace: 'Host',
        Statistic: 'Average',
        Period: 60,
        Threshold: 1,
        EvaluationPeriods: 1,
        ComparisonOperator: 'LessThanThreshold',
      }),
    )
    await becomes('catch-up', 'unproven', /endpoint override/)
    await becomes('credentials', 'unproven', /endpoint override/)
    const mend = aws.faults.breakDown('cloudwatch:DescribeAlarms')
    await becomes('catch-up', 'failing', /123456789012 eu-west-1: /, 5 * 60_000)
    mend()
    await becomes('catch-up', 'unproven', /endpoint override/, 5 * 60_000)

    // It slept, and AWS was asked when it woke.
    const before = (await api.coverage.ledger({})).items.length
    desk.clock.skip(40 * 60_000)
    await pass(20_000)
    await cloudWatch.send(new SetAlarmStateCommand({ AlarmName: 'disk', StateValue: 'ALARM', StateReason: 'by hand' }))
    await eventually(async () => {
      await pass(60_000)
      const { items } = await api.coverage.ledger({})
      expect(items).toHaveLength(before + 1)
      expect(items[0]).toMatchObject({ cause: 'asleep', askedAt: expect.any(String) })
    })
    expect((await api.coverage.away()).away).toMatchObject({ asked: true })
  })
})
