import { awsTime, decimal, reasonTime, regionName, subjectOf } from './cloudwatch-text.ts'

/** What a practice alarm tells. `at` is the change of state in epoch milliseconds; `values` are its datapoints, newest first. */
export interface AlarmChange {
  topicArn: string
  state: 'ALARM' | 'OK'
  previousState: 'ALARM' | 'OK'
  at: number
  values: readonly number[]
  /** `practice-orders-api-5xx` where none is given. */
  alarmName?: string
}

/** A topic's ARN in AWS's shape, in an account that AWS keeps for examples. */
export const practiceTopicArn = 'arn:aws:sns:eu-west-1:123456789012:practice-alarms'

const threshold = 25
const minuteMs = 60_000

/**
 * The subject and the message of a CloudWatch metric alarm, in the field order and the wording of AWS's own (recorded, 2026).
 * Its description says that it is practice; a person may read it without the console's mark.
 */
export function practiceAlarm(change: AlarmChange): { subject: string; message: string } {
  const { topicArn, state, previousState, at, values, alarmName = 'practice-orders-api-5xx' } = change
  const [, partition, , region = '', account = ''] = topicArn.split(':')
  const message = {
    AlarmName: alarmName,
    AlarmDescription:
      'PRACTICE, not a real alarm. The orders API answers its callers with errors. Acknowledge it: it recovers a moment later, or after a minute by itself.',
    AWSAccountId: account,
    AlarmConfigurationUpdatedTimestamp: awsTime(at - 86_400_000),
    NewStateValue: state,
    NewStateReason: reason(change),
    StateChangeTime: awsTime(at),
    Region: regionName(region),
    AlarmArn: `arn:${partition}:cloudwatch:${region}:${account}:alarm:${alarmName}`,
    ActionExecutedAfterMuteWindow: false,
    OldStateValue: previousState,
    OKActions: [topicArn],
    AlarmActions: [topicArn],
    InsufficientDataActions: [],
    Trigger: {
      MetricName: 'HTTPCode_Target_5XX_Count',
      Namespace: 'AWS/ApplicationELB',
      StatisticType: 'Statistic',
      Statistic: 'SUM',
      Unit: null,
      Dimensions: [{ value: 'app/practice-orders/50dc6c495c0c9188', name: 'LoadBalancer' }],
      Period: 60,
      EvaluationPeriods: values.length,
      DatapointsToAlarm: values.length,
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: threshold,
      TreatMissingData: 'notBreaching',
      EvaluateLowSampleCountPercentile: '',
    },
  }
  return { subject: subjectOf(state, alarmName, region), message: JSON.stringify(message) }
}

function reason({ state, previousState, at, values }: AlarmChange): string {
  const newest = Math.floor(at / minuteMs) * minuteMs - minuteMs
  const points = values.map((value, i) => `${decimal(value)} (${reasonTime(newest - i * minuteMs)})`).join(', ')
  const many = values.length > 1
  const was = `${many ? 'were' : 'was'} ${state === 'ALARM' ? '' : 'not '}greater than the threshold (${decimal(threshold)})`
  const minimum = state === 'ALARM' ? values.length : 1
  const change = `(minimum ${minimum} datapoint${minimum > 1 ? 's' : ''} for ${previousState} -> ${state} transition)`
  return `Threshold Crossed: ${values.length} out of the last ${values.length} datapoints [${points}] ${was} ${change}.`
}
