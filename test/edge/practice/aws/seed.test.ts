import {
  DescribeAlarmContributorsCommand,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type MetricAlarm,
} from '@aws-sdk/client-cloudwatch'
import { ListRuleNamesByTargetCommand } from '@aws-sdk/client-eventbridge'
import { GetTopicAttributesCommand, ListSubscriptionsCommand, ListTopicsCommand } from '@aws-sdk/client-sns'
import { describe, expect, it } from 'vitest'
import { startPracticeAws } from '../../../harness/practice-aws.ts'

async function seeded() {
  const started = await startPracticeAws()
  await started.aws.seed()
  const MetricAlarms: MetricAlarm[] = []
  let NextToken: string | undefined
  let others: { composite: number; log: number } = { composite: 0, log: 0 }
  do {
    const page = await started.cloudWatch.send(
      new DescribeAlarmsCommand({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'], MaxRecords: 100, NextToken }),
    )
    MetricAlarms.push(...(page.MetricAlarms ?? []))
    others = { composite: others.composite + (page.CompositeAlarms?.length ?? 0), log: others.log + (page.LogAlarms?.length ?? 0) }
    NextToken = page.NextToken
  } while (NextToken !== undefined)
  return { ...started, MetricAlarms, others }
}
const arn = (name: string) => `arn:aws:sns:eu-west-1:123456789012:${name}`

describe('the seeded account', () => {
  it('has alarms of every kind, and the faults that accounts have', async () => {
    const { MetricAlarms, others } = await seeded()
    expect(MetricAlarms.length + others.composite + others.log).toBeGreaterThanOrEqual(55)
    expect(others).toEqual({ composite: 2, log: 1 })
    const some = (fits: (alarm: (typeof MetricAlarms)[number]) => unknown) => MetricAlarms.filter(fits).length
    expect(some(({ Metrics, ThresholdMetricId }) => Metrics !== undefined && ThresholdMetricId === undefined)).toBeGreaterThan(5)
    expect(some(({ ThresholdMetricId }) => ThresholdMetricId)).toBe(2)
    expect(some(({ Metrics }) => Metrics?.[0]?.Expression?.startsWith('SELECT'))).toBe(2)
    expect(some(({ ExtendedStatistic }) => ExtendedStatistic === 'p99')).toBe(8)
    expect(some(({ ActionsEnabled }) => ActionsEnabled === false)).toBe(2)
    expect(some(({ AlarmActions, OKActions }) => AlarmActions?.length === 1 && OKActions?.length === 0)).toBe(8)
    expect(some(({ AlarmActions }) => AlarmActions?.length === 0)).toBe(4)
    expect(some(({ AlarmActions }) => AlarmActions?.[0] === arn('payments-alarms'))).toBe(4)
  })

  it('was there before: one alarm burns since forty minutes, one was over yesterday, all others are well', async () => {
    const { MetricAlarms, clock, cloudWatch } = await seeded()
    expect(MetricAlarms.filter(({ StateValue }) => StateValue !== 'OK')).toMatchObject([
      { AlarmName: 'emails-queue-oldest-message', StateValue: 'ALARM', StateTransitionedTimestamp: new Date(clock.now() - 40 * 60_000) },
    ])
    const { AlarmHistoryItems = [] } = await cloudWatch.send(
      new DescribeAlarmHistoryCommand({
        StartDate: new Date(clock.now() - 86_400_000),
        HistoryItemType: 'Action',
        ScanBy: 'TimestampAscending',
      }),
    )
    expect(AlarmHistoryItems.map(({ AlarmName }) => AlarmName)).toEqual(['orders-api-5xx', 'orders-api-5xx', 'emails-queue-oldest-message'])
    expect(MetricAlarms.every(({ AlarmConfigurationUpdatedTimestamp: at }) => Number(at) === clock.now() - 9 * 86_400_000)).toBe(true)
    const { AlarmContributors } = await cloudWatch.send(new DescribeAlarmContributorsCommand({ AlarmName: 'disk-full-by-host' }))
    expect(AlarmContributors).toEqual([])
  })

  it('has a plain topic, an encrypted one, one that leaves CloudWatch out, and one that a rule sends to; and nobody of ours', async () => {
    const { aws, sns, events } = await seeded()
    await aws.seed()
    const { Topics = [] } = await sns.send(new ListTopicsCommand({}))
    expect(Topics.map(({ TopicArn }) => TopicArn)).toEqual(['oncall-alarms', 'payments-alarms', 'legacy-ops', 'platform-events'].map(arn))
    const attributes = async (name: string) => (await sns.send(new GetTopicAttributesCommand({ TopicArn: arn(name) }))).Attributes ?? {}
    expect(await attributes('payments-alarms')).toMatchObject({ KmsMasterKeyId: 'alias/aws/sns' })
    expect((await attributes('legacy-ops')).Policy).not.toContain('cloudwatch')
    expect((await events.send(new ListRuleNamesByTargetCommand({ TargetArn: arn('platform-events') }))).RuleNames).toHaveLength(1)
    expect((await sns.send(new ListSubscriptionsCommand({}))).Subscriptions).toMatchObject([{ Protocol: 'lambda' }])
  })
})
