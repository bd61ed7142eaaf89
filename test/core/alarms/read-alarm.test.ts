import { describe, expect, test } from 'vitest'
import { readAlarm } from '../../../main/core/alarms/read-alarm.ts'
import {
  account,
  alarmArn,
  anomalyTrigger,
  compositeAlarm,
  contributorAlarm,
  crossed,
  here,
  insightsTrigger,
  mathTrigger,
  nowhere,
  snsAlarm,
  topicArn,
  trigger,
} from './messages.ts'

const read = (message: string, context = here) => readAlarm(message, context)

describe("CloudWatch's SNS message", () => {
  test('of a metric alarm gives all that it says', () => {
    expect(read(snsAlarm())).toEqual({
      kind: 'metric',
      state: 'alarm',
      previousState: 'ok',
      dedupKey: alarmArn('HighCPU'),
      title: 'HighCPU: CPUUtilization 97.4 % > 80 % on i-0abc',
      reason: crossed,
      alarmName: 'HighCPU',
      alarmArn: alarmArn('HighCPU'),
      accountId: account,
      region: 'eu-west-1',
      at: Date.UTC(2026, 10, 24, 10, 0, 12, 345),
      description: 'Look at the dashboard first.',
      contributor: null,
      suppressedBy: null,
      afterMuteWindow: false,
      okActionCount: 1,
      namespace: 'AWS/EC2',
      metricName: 'CPUUtilization',
      dimensions: [{ name: 'InstanceId', value: 'i-0abc' }],
      statistic: 'Average',
      unit: null,
      expression: null,
      periodSeconds: 60,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      comparison: 'GreaterThanThreshold',
      threshold: 80,
      treatMissingData: 'missing',
      datapoints: [{ at: Date.UTC(2026, 10, 24, 9, 59), value: 97.4, lower: null, upper: null }],
      children: [],
      alarmRule: null,
    })
  })

  test.each([
    ['ALARM', 'alarm'],
    ['OK', 'ok'],
    ['INSUFFICIENT_DATA', 'insufficient-data'],
    ['alarm', 'alarm'],
    ['Ok', 'ok'],
    ['Insufficient data', 'insufficient-data'],
    ['PENDING', null],
  ])('knows the state %s', (word, state) => {
    expect(read(snsAlarm({ NewStateValue: word, OldStateValue: word }))).toMatchObject({ state, previousState: state })
  })

  test('of metric math keeps the expression, and the dimensions that its metrics share', () => {
    expect(read(snsAlarm({ Trigger: mathTrigger }))).toMatchObject({
      kind: 'metric-math',
      expression: '100 * errors / requests',
      namespace: 'AWS/ApplicationELB',
      metricName: null,
      dimensions: [{ name: 'LoadBalancer', value: 'app/shop/50dc6c495c0c9188' }],
      threshold: 5,
      periodSeconds: 300,
    })
  })

  test('of a metric that is asked for as a query is a metric alarm', () => {
    const Metrics = [
      {
        Id: 'm1',
        AccountId: '210987654321',
        MetricStat: { Metric: { Dimensions: [], MetricName: 'Errors', Namespace: 'AWS/Lambda' }, Period: 60, Stat: 'Sum', Unit: 'Count' },
        ReturnData: true,
      },
    ]
    expect(read(snsAlarm({ Trigger: { Metrics, Threshold: 1 } }))).toMatchObject({
      kind: 'metric',
      metricName: 'Errors',
      statistic: 'Sum',
      unit: 'Count',
    })
  })

  test('of an anomaly alarm gives the band of each datapoint', () => {
    const reason =
      'Thresholds Crossed: 2 out of the last 2 datapoints [1.9 (24/11/26 09:55:00), 1.5 (24/11/26 09:50:00)] were less than the lower thresholds [0.2, 0.1] or greater than the upper thresholds [0.4, 0.3] (minimum 2 datapoints for OK -> ALARM transition).'
    expect(read(snsAlarm({ NewStateReason: reason, Trigger: anomalyTrigger }))).toMatchObject({
      kind: 'anomaly',
      metricName: 'TargetResponseTime',
      statistic: 'p90',
      expression: 'ANOMALY_DETECTION_BAND(m1, 2)',
      threshold: null,
      treatMissingData: 'missing',
      datapoints: [
        { at: Date.UTC(2026, 10, 24, 9, 50), value: 1.5, lower: 0.1, upper: 0.3 },
        { at: Date.UTC(2026, 10, 24, 9, 55), value: 1.9, lower: 0.2, upper: 0.4 },
      ],
    })
  })

  test('of a Metrics Insights alarm is keyed by its contributor, so that an OK closes its own only', () => {
    const a = read(contributorAlarm('a', 'a29eb44b20c4362e'))
    const b = read(contributorAlarm('b', '2868f7dcc58a8caf'))
    const aOver = read(contributorAlarm('a', 'a29eb44b20c4362e', { NewStateValue: 'OK', OldStateValue: 'ALARM' }))
    expect(a).toMatchObject({
      kind: 'metrics-insights',
      contributor: { id: 'a29eb44b20c4362e', attributes: [{ name: 'Team', value: 'a' }] },
      datapoints: [{ value: 20 }],
      dedupKey: `${alarmArn('WorkerLoad')}#a29eb44b20c4362e`,
    })
    expect(b.dedupKey).not.toBe(a.dedupKey)
    expect(aOver.dedupKey).toBe(a.dedupKey)
  })

  test('of a contributor without an id is keyed by its attributes', () => {
    const named = (attributes: unknown) => read(contributorAlarm('a', '', { AlarmContributorAttributes: attributes })).dedupKey
    expect(named({ Team: 'a', Stage: 'live' })).toBe(named({ Stage: 'live', Team: 'a' }))
    expect(named({ Team: 'a' })).not.toBe(named({ Team: 'b' }))
  })

  test('of a composite alarm gives its rule and the children that set it off', () => {
    expect(read(compositeAlarm())).toMatchObject({
      kind: 'composite',
      children: [{ arn: alarmArn('NoHealthyHosts'), state: 'ALARM' }],
      alarmRule: 'ALARM("NoHealthyHosts") OR ALARM("TooManyErrors")',
      okActionCount: 0,
    })
  })

  test('of a composite alarm without children takes the one that its reason names', () => {
    expect(read(compositeAlarm({ TriggeringChildren: [] })).children).toEqual([{ arn: alarmArn('NoHealthyHosts'), state: 'ALARM' }])
    expect(read(compositeAlarm({ TriggeringChildren: [], NewStateReason: 'trying it out' }))).toMatchObject({
      kind: 'composite',
      children: [],
    })
  })

  test('of a log alarm is known by any of its fields, wherever they stand', () => {
    const query = { QueryString: 'filter level = "error" | stats count(*)', LogGroupIdentifiers: ['/shop/checkout'] }
    const log = { kind: 'log', alarmName: 'HighCPU', state: 'alarm' }
    const inTrigger = read(
      snsAlarm({ Trigger: { ScheduledQueryConfiguration: query, QueryResultsToEvaluate: 3, QueryResultsToAlarm: 2, Threshold: 10 } }),
    )
    expect(inTrigger).toMatchObject({ ...log, expression: query.QueryString, evaluationPeriods: 3, datapointsToAlarm: 2, threshold: 10 })
    expect(inTrigger.dimensions).toEqual([{ name: 'LogGroup', value: '/shop/checkout' }])
    expect(read(snsAlarm({ Trigger: undefined, ScheduledQueryConfiguration: query, Threshold: 10 }))).toMatchObject({
      ...log,
      threshold: 10,
    })
    expect(read(snsAlarm({ Trigger: undefined, QueryResultsToAlarm: 1 }))).toMatchObject(log)
    expect(read(snsAlarm({ Trigger: undefined, AlarmType: 'LogAlarm' }))).toMatchObject(log)
  })

  test('of a PromQL alarm is known by its criteria, wherever they stand', () => {
    const EvaluationCriteria = {
      PromQLCriteria: { Query: 'histogram_quantile(0.99, http_request_duration_seconds) > 2', PendingPeriod: 120 },
    }
    const promql = { kind: 'promql', expression: EvaluationCriteria.PromQLCriteria.Query, periodSeconds: 30 }
    expect(read(snsAlarm({ Trigger: { EvaluationCriteria, EvaluationInterval: 30 } }))).toMatchObject(promql)
    expect(read(snsAlarm({ Trigger: undefined, EvaluationCriteria, EvaluationInterval: 30 }))).toMatchObject(promql)
  })

  test('of whatever has a name and a new state is an alarm', () => {
    expect(read('{"AlarmName":"Strange","NewStateValue":"ALARM"}')).toMatchObject({
      kind: 'unknown-alarm',
      state: 'alarm',
      alarmName: 'Strange',
      region: 'eu-west-1',
      accountId: account,
      okActionCount: null,
      at: null,
    })
  })

  test('may have its trigger as JSON text, as other text, or not at all', () => {
    expect(read(snsAlarm({ Trigger: JSON.stringify(trigger()) }))).toMatchObject({
      kind: 'metric',
      metricName: 'CPUUtilization',
      threshold: 80,
    })
    expect(read(snsAlarm({ Trigger: 'see the console' }))).toMatchObject({ kind: 'unknown-alarm', threshold: 80 })
    expect(read(snsAlarm({ Trigger: null }))).toMatchObject({ kind: 'unknown-alarm', comparison: 'GreaterThanThreshold' })
  })

  test('may write numbers as text, dimensions in either case or as an object, and a percentile as a statistic of its own', () => {
    const odd = trigger({
      Threshold: '8.05E1',
      Period: '300',
      Dimensions: [{ Name: 'InstanceId', Value: 'i-0abc' }],
      Statistic: undefined,
      StatisticType: 'ExtendedStatistic',
      ExtendedStatistic: 'p99.9',
    })
    expect(read(snsAlarm({ Trigger: odd }))).toMatchObject({
      threshold: 80.5,
      periodSeconds: 300,
      statistic: 'p99.9',
      dimensions: [{ name: 'InstanceId', value: 'i-0abc' }],
    })
    expect(read(snsAlarm({ Trigger: trigger({ Dimensions: { InstanceId: 'i-0abc' } }) })).dimensions).toEqual([
      { name: 'InstanceId', value: 'i-0abc' },
    ])
  })

  test.each([
    ['- TreatMissingData:                    missing', 'missing'],
    ['- TreatMissingData:                    ', null],
    ['notBreaching', 'notBreaching'],
    ['', null],
  ])('says %j of missing data', (given, clean) => {
    expect(read(snsAlarm({ Trigger: trigger({ TreatMissingData: given }) })).treatMissingData).toBe(clean)
  })

  test('that was held behind a mute rule says so', () => {
    expect(read(snsAlarm({ ActionExecutedAfterMuteWindow: true })).afterMuteWindow).toBe(true)
    expect(read(snsAlarm({ ActionExecutedAfterMuteWindow: undefined })).afterMuteWindow).toBe(false)
  })
})

describe('whose an alarm is', () => {
  const elsewhere = { subject: null, topicArn: 'arn:aws:sns:us-east-2:999999999999:ops' }

  test("is the message's own word, as given, before its ARN and the topic's", () => {
    expect(read(snsAlarm({ AWSAccountId: '000000000000' }), elsewhere).accountId).toBe('000000000000')
    expect(read(snsAlarm({ AWSAccountId: 210987654321 }), elsewhere).accountId).toBe('210987654321')
    expect(read(snsAlarm({ AWSAccountId: undefined }), elsewhere).accountId).toBe(account)
    expect(read(snsAlarm({ AWSAccountId: '', AlarmArn: undefined }), elsewhere).accountId).toBe('999999999999')
    expect(read(snsAlarm({ AWSAccountId: undefined, AlarmArn: undefined }), nowhere).accountId).toBeNull()
  })

  test("in which region, its ARN says before the topic's, and the display name last", () => {
    expect(read(snsAlarm({ AlarmArn: alarmArn('HighCPU', 'ap-southeast-7') }), elsewhere).region).toBe('ap-southeast-7')
    expect(read(snsAlarm({ AlarmArn: undefined }), elsewhere).region).toBe('us-east-2')
    expect(read(snsAlarm({ AlarmArn: undefined }), nowhere).region).toBe('eu-west-1')
    expect(read(snsAlarm({ AlarmArn: 'arn:aws:cloudwatch:somewhere:1:alarm:x', Region: 'A Region' }), nowhere).region).toBeNull()
  })
})

describe('the key of an alarm without an ARN', () => {
  const key = (changes: Record<string, unknown>, context = nowhere) => read(snsAlarm({ AlarmArn: undefined, ...changes }), context).dedupKey

  test('is the ARN that it must have, where account and region are known', () => {
    expect(key({})).toBe(alarmArn('HighCPU'))
    expect(key({ AlarmArn: 'n/a' })).toBe(alarmArn('HighCPU'))
    expect(key({ Region: 'China (Beijing)' })).toBe(`arn:aws-cn:cloudwatch:cn-north-1:${account}:alarm:HighCPU`)
  })

  test('never merges two regions, two accounts or two names', () => {
    const keys = [
      key({}),
      key({ Region: 'EU (Frankfurt)' }),
      key({ Region: 'Atlantis' }),
      key({ Region: 'Avalon' }),
      key({ Region: undefined }),
      key({ AWSAccountId: '210987654321' }),
      key({ AlarmName: 'LowCPU' }),
      key({ AWSAccountId: undefined }, here),
    ]
    expect(new Set(keys).size).toBe(keys.length - 1) // the last is the first, told by the topic
    expect(keys.at(-1)).toBe(keys[0])
  })

  test('stays short whatever the message holds, and still tells two apart', () => {
    const long = (end: string) => key({ AlarmName: 'x'.repeat(5_000) + end })
    expect(long('a').length).toBeLessThan(1_100)
    expect(long('a')).not.toBe(long('b'))
  })
})

test('an alarm that is not JSON of its own kind is a notice, which opens and closes nothing', () => {
  for (const message of [
    'ALARM: HighCPU',
    '',
    '[]',
    '{}',
    '42',
    'null',
    '"ALARM"',
    '{"AlarmName":"HighCPU"}',
    '{"NewStateValue":"ALARM"}',
  ]) {
    expect(read(message)).toMatchObject({ kind: 'notice', state: null, alarmName: null, region: 'eu-west-1', accountId: account })
  }
  expect(read(snsAlarm({ Trigger: insightsTrigger })).kind).toBe('metrics-insights')
  expect(topicArn).toContain(account)
})
