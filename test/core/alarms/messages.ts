/** Messages of our own making, in the shapes in which AWS sends them. */
type Json = Record<string, unknown>

export const account = '123456789012'
export const topicArn = `arn:aws:sns:eu-west-1:${account}:ops-alarms`
export const alarmArn = (name: string, region = 'eu-west-1') => `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`
interface Context {
  subject: string | null
  topicArn: string | null
}

export const here: Context = { subject: null, topicArn }
export const nowhere: Context = { subject: null, topicArn: null }

export const crossed =
  'Threshold Crossed: 1 out of the last 1 datapoints [97.4 (24/11/26 09:59:00)] was greater than the threshold (80.0) (minimum 1 datapoint for OK -> ALARM transition).'

export const trigger = (changes: Json = {}): Json => ({
  MetricName: 'CPUUtilization',
  Namespace: 'AWS/EC2',
  StatisticType: 'Statistic',
  Statistic: 'AVERAGE',
  Unit: null,
  Dimensions: [{ value: 'i-0abc', name: 'InstanceId' }],
  Period: 60,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  ComparisonOperator: 'GreaterThanThreshold',
  Threshold: 80.0,
  TreatMissingData: 'missing',
  EvaluateLowSampleCountPercentile: '',
  ...changes,
})

/** CloudWatch's SNS message of a metric alarm. A change to undefined leaves the field out. */
export const snsAlarm = (changes: Json = {}): string =>
  JSON.stringify({
    AlarmName: 'HighCPU',
    AlarmDescription: 'Look at the dashboard first.',
    AWSAccountId: account,
    AlarmConfigurationUpdatedTimestamp: '2026-01-05T09:12:44.123+0000',
    NewStateValue: 'ALARM',
    NewStateReason: crossed,
    StateChangeTime: '2026-11-24T10:00:12.345+0000',
    Region: 'EU (Ireland)',
    AlarmArn: alarmArn('HighCPU'),
    OldStateValue: 'OK',
    OKActions: [topicArn],
    AlarmActions: [topicArn],
    InsufficientDataActions: [],
    ActionExecutedAfterMuteWindow: false,
    Trigger: trigger(),
    ...changes,
  })

const metricStat = (name: string, dimensions: Json[], stat = 'Sum'): Json => ({
  Metric: { Dimensions: dimensions, MetricName: name, Namespace: 'AWS/ApplicationELB' },
  Period: 300,
  Stat: stat,
})
const balancer = [{ value: 'app/shop/50dc6c495c0c9188', name: 'LoadBalancer' }]

export const mathTrigger: Json = {
  Period: 300,
  EvaluationPeriods: 1,
  ComparisonOperator: 'GreaterThanThreshold',
  Threshold: 5.0,
  TreatMissingData: 'notBreaching',
  Metrics: [
    { Id: 'e1', Expression: '100 * errors / requests', Label: 'Error rate', ReturnData: true },
    { Id: 'errors', MetricStat: metricStat('HTTPCode_Target_5XX_Count', balancer), ReturnData: false },
    { Id: 'requests', MetricStat: metricStat('RequestCount', balancer), ReturnData: false },
  ],
}

export const anomalyTrigger: Json = {
  Period: 300,
  EvaluationPeriods: 2,
  ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold',
  ThresholdMetricId: 'ad1',
  TreatMissingData: '- TreatMissingData:                    missing',
  EvaluateLowSampleCountPercentile: '',
  Metrics: [
    { Id: 'm1', MetricStat: metricStat('TargetResponseTime', balancer, 'p90'), ReturnData: true },
    { Id: 'ad1', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)', Label: 'TargetResponseTime (expected)', ReturnData: true },
  ],
}

export const insightsTrigger: Json = {
  Period: 60,
  EvaluationPeriods: 1,
  DatapointsToAlarm: 1,
  ComparisonOperator: 'GreaterThanThreshold',
  Threshold: 10.0,
  TreatMissingData: 'notBreaching',
  Metrics: [
    { Id: 'q', Expression: 'SELECT MAX(Load) FROM "Shop/Workers" GROUP BY Team ORDER BY MAX() DESC', ReturnData: true, Period: 60 },
  ],
}

/** One time series of a Metrics Insights alarm. */
export const contributorAlarm = (team: string, id: string, changes: Json = {}): string =>
  snsAlarm({
    AlarmName: 'WorkerLoad',
    AlarmArn: alarmArn('WorkerLoad'),
    NewStateReason:
      'Threshold Crossed: 1 out of the last 1 datapoints was greater than the threshold (10.0). The most recent datapoint which crossed the threshold: [20.0 (24/11/26 09:59:00)] (minimum 1 datapoint for OK -> ALARM transition).',
    AlarmContributorId: id,
    AlarmContributorAttributes: { Team: team },
    Trigger: insightsTrigger,
    ...changes,
  })

export const compositeAlarm = (changes: Json = {}): string =>
  JSON.stringify({
    AlarmName: 'ShopDown',
    AlarmDescription: null,
    AWSAccountId: account,
    NewStateValue: 'ALARM',
    NewStateReason: `${alarmArn('NoHealthyHosts')} transitioned to ALARM at Tuesday 24 November, 2026 10:00:12 UTC`,
    StateChangeTime: '2026-11-24T10:00:12.345+0000',
    Region: 'EU (Ireland)',
    AlarmArn: alarmArn('ShopDown'),
    OKActions: [],
    AlarmActions: [topicArn],
    InsufficientDataActions: [],
    OldStateValue: 'OK',
    AlarmRule: 'ALARM("NoHealthyHosts") OR ALARM("TooManyErrors")',
    TriggeringChildren: [{ Arn: alarmArn('NoHealthyHosts'), State: { Value: 'ALARM', Timestamp: '2026-11-24T10:00:12.345+0000' } }],
    ...changes,
  })

const reasonData = (changes: Json = {}): string =>
  JSON.stringify({
    version: '1.0',
    queryDate: '2026-11-24T10:00:12.340+0000',
    startDate: '2026-11-24T09:57:00.000+0000',
    statistic: 'Average',
    period: 60,
    recentDatapoints: [70.5, 91.0, 97.4],
    threshold: 80.0,
    evaluatedDatapoints: [
      { timestamp: '2026-11-24T09:59:00.000+0000', sampleCount: 1.0, value: 97.5 },
      { timestamp: '2026-11-24T09:58:00.000+0000', sampleCount: 1.0, value: 91.0 },
    ],
    ...changes,
  })

export const eventConfiguration: Json = {
  description: 'Look at the dashboard first.',
  metrics: [
    {
      id: 'm1',
      metricStat: {
        metric: { namespace: 'AWS/EC2', name: 'CPUUtilization', dimensions: { InstanceId: 'i-0abc' } },
        period: 60,
        stat: 'Average',
      },
      returnData: true,
    },
  ],
}

export const alarmDetail = (changes: Json = {}): Json => ({
  alarmName: 'HighCPU',
  state: { value: 'ALARM', reason: crossed, reasonData: reasonData(), timestamp: '2026-11-24T10:00:12.345+0000' },
  previousState: { value: 'OK', reason: 'Unchecked: Initial alarm creation', timestamp: '2026-11-24T08:00:00.000+0000' },
  configuration: eventConfiguration,
  ...changes,
})

export const eventBridge = (detail: Json = alarmDetail(), changes: Json = {}): string =>
  JSON.stringify({
    version: '0',
    id: 'c4c1c1c9-6542-e61b-6ef0-8c4d36933a92',
    'detail-type': 'CloudWatch Alarm State Change',
    source: 'aws.cloudwatch',
    account,
    time: '2026-11-24T10:00:12Z',
    region: 'eu-west-1',
    resources: [alarmArn('HighCPU')],
    detail,
    ...changes,
  })

export const alarmAction = (changes: Json = {}): string =>
  JSON.stringify({
    source: 'aws.cloudwatch',
    alarmArn: alarmArn('HighCPU'),
    accountId: account,
    time: '2026-11-24T10:00:12.346+0000',
    region: 'eu-west-1',
    alarmData: alarmDetail(),
    ...changes,
  })

export const envelope = (message: string, changes: Json = {}): Json => ({
  Type: 'Notification',
  MessageId: '12c36222-e1fe-56f5-9540-3827d55d7732',
  TopicArn: topicArn,
  Subject: 'ALARM: "HighCPU" in EU (Ireland)',
  Message: message,
  Timestamp: '2026-11-24T10:00:12.400Z',
  ...changes,
})
