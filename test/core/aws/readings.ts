import { type AlarmReading, type Place, readAlarmReading } from '../../../main/core/aws/alarm-reading.ts'
import type { Known, Scope } from '../../../main/core/aws/plan-catch-up.ts'
import type { Watermark } from '../../../main/core/incidents/incident.ts'

export const place: Place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' }
export const topicArn = 'arn:aws:sns:eu-west-1:123456789012:alarms'
export const arnOf = (name: string): string => `arn:aws:cloudwatch:eu-west-1:123456789012:alarm:${name}`
export const scope: Scope = { integrationId: 1, topics: [topicArn], rules: [], eventRules: [] }

/** An alarm as the API gives it. `at`: epoch milliseconds. */
export function anAlarm(name: string, StateValue: string, at: number, more: Record<string, unknown> = {}): AlarmReading {
  const read = readAlarmReading({
    AlarmName: name,
    AlarmArn: arnOf(name),
    ActionsEnabled: true,
    AlarmActions: [topicArn],
    OKActions: [topicArn],
    InsufficientDataActions: [],
    StateValue,
    StateReason: `it is ${StateValue}`,
    StateUpdatedTimestamp: new Date(at),
    StateTransitionedTimestamp: new Date(at),
    MetricName: 'CPUUtilization',
    Namespace: 'AWS/EC2',
    Statistic: 'Average',
    Dimensions: [{ Name: 'InstanceId', Value: 'i-0abc' }],
    Period: 60,
    EvaluationPeriods: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 80,
    TreatMissingData: 'missing',
    ...more,
  })
  if (read === null) throw new Error('That is no alarm.')
  return read
}

export const grouped = { Metrics: [{ Id: 'q', Expression: 'SELECT MAX(Load) FROM "App" GROUP BY Team', Period: 60, ReturnData: true }] }

/** What a desk knows, by key. */
export const knowing = (marks: Record<string, Omit<Watermark, 'incidentId'>> = {}, since: number | null = 0): Known => ({
  contributorKeys: (_, arn) => Object.keys(marks).filter((key) => key.startsWith(`${arn}#`) && marks[key]?.state === 'alarm'),
  watermark: (_, key) => (marks[key] === undefined ? null : { ...marks[key], incidentId: null }),
  unheardSince: () => since,
})
