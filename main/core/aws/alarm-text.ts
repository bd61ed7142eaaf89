import type { AlarmState } from '../../../preload/contract/words.ts'
import { type Fields, fields, list, text } from '../alarms/fields.ts'
import type { AlarmReading, ContributorReading, Place } from './alarm-reading.ts'

/** The words of the API. */
export const stateValues: Record<AlarmState, string> = { alarm: 'ALARM', ok: 'OK', 'insufficient-data': 'INSUFFICIENT_DATA' }

/** What is said of an alarm, or of one series of its. `at`: epoch milliseconds. */
export interface Said {
  state: AlarmState
  at: number
  reason: string | null
  contributor: Pick<ContributorReading, 'id' | 'attributes'> | null
}

/**
 * What AWS would have published of a state that was read through its API: the alarm's own JSON, so that it is read, matched
 * and keyed as what SNS brings. It was never published, and its row says so.
 */
export function alarmText({ given, arn, name, actions }: AlarmReading, said: Said, place: Place): string {
  const ofAlarm = said.contributor === null
  const message = {
    AlarmName: name,
    AlarmDescription: given.AlarmDescription ?? null,
    ...common(said, place),
    AlarmArn: arn,
    ...(ofAlarm && said.reason === text(given.StateReason) && given.StateReasonData !== undefined
      ? { NewStateReasonData: given.StateReasonData }
      : {}),
    OKActions: actions.ok,
    AlarmActions: actions.alarm,
    InsufficientDataActions: actions['insufficient-data'],
    ...(given.AlarmRule === undefined ? { Trigger: trigger(given) } : { AlarmRule: given.AlarmRule, TriggeringChildren: children(given) }),
  }
  return JSON.stringify(message)
}

/** The same for an alarm of which nothing is known but its name. */
export function bareAlarmText(arn: string, name: string, said: Said, place: Place): string {
  return JSON.stringify({ AlarmName: name, ...common(said, place), AlarmArn: arn })
}

/** The ARN of an alarm by its name. */
export const alarmArnOf = (name: string, { partition, region, accountId }: Place): string =>
  `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:${name}`

const common = ({ state, at, reason, contributor }: Said, { accountId, region }: Place) => ({
  AWSAccountId: accountId,
  NewStateValue: stateValues[state],
  NewStateReason: reason,
  StateChangeTime: new Date(at).toISOString().replace('Z', '+0000'),
  Region: region,
  ...(contributor === null ? {} : { AlarmContributorId: contributor.id, AlarmContributorAttributes: contributor.attributes }),
})

/** What a composite's state came of; the reason's data has it. */
function children(given: Fields): unknown[] {
  let data: unknown
  try {
    data = JSON.parse(text(given.StateReasonData) ?? 'null')
  } catch {
    data = null
  }
  return list(fields(data).triggeringAlarms)
    .slice(0, 10)
    .map(fields)
    .map(({ arn, state }) => ({ Arn: arn, State: { Value: fields(state).value, Timestamp: fields(state).timestamp } }))
}

/** The definition as the SNS message has it: the API's names, a statistic in capitals, dimensions in small letters. */
function trigger(given: Fields): Fields {
  const { Dimensions, Metrics, Statistic, ScheduledQueryConfiguration } = given
  const same = Object.fromEntries(copied.filter((name) => given[name] !== undefined).map((name) => [name, given[name]]))
  const query = fields(ScheduledQueryConfiguration)
  return {
    ...same,
    ...(typeof Statistic === 'string' ? { StatisticType: 'Statistic', Statistic: Statistic.toUpperCase() } : {}),
    ...(list(Dimensions).length > 0 ? { Dimensions: list(Dimensions).map(dimension) } : {}),
    ...(list(Metrics).length > 0 ? { Metrics: list(Metrics).map((each) => metricQuery(fields(each))) } : {}),
    ...(ScheduledQueryConfiguration === undefined
      ? {}
      : {
          AlarmType: 'LogAlarm',
          ScheduledQueryConfiguration: {
            QueryString: query.QueryString,
            LogGroupIdentifiers: query.LogGroupIdentifiers,
            AggregationExpression: query.AggregationExpression,
          },
        }),
  }
}

const copied = [
  'MetricName',
  'Namespace',
  'ExtendedStatistic',
  'Unit',
  'Period',
  'EvaluationPeriods',
  'DatapointsToAlarm',
  'ComparisonOperator',
  'Threshold',
  'ThresholdMetricId',
  'TreatMissingData',
  'EvaluateLowSampleCountPercentile',
  'EvaluationCriteria',
  'EvaluationInterval',
  'QueryResultsToEvaluate',
  'QueryResultsToAlarm',
] as const

const dimension = (given: unknown) => ({ value: fields(given).Value, name: fields(given).Name })

function metricQuery({ MetricStat, ...query }: Fields): Fields {
  if (MetricStat === undefined) return query
  const { Metric, ...stat } = fields(MetricStat)
  const { Dimensions, ...metric } = fields(Metric)
  return { ...query, MetricStat: { ...stat, Metric: { ...metric, Dimensions: list(Dimensions).map(dimension) } } }
}
