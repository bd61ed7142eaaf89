import type { AlarmKind } from '../../../preload/contract/words.ts'
import type { AlarmEvent, Dimension } from './alarm-event.ts'
import { comparesWithBand } from './comparison.ts'
import { readDimensions } from './dimensions.ts'
import { either, type Fields, fields, list, number, text } from './fields.ts'
import { readMetricQueries } from './metric-queries.ts'

/** What an alarm watches and when it fires: its definition, as far as a message tells it. */
export interface Watched
  extends Pick<
    AlarmEvent,
    | 'namespace'
    | 'metricName'
    | 'dimensions'
    | 'statistic'
    | 'unit'
    | 'expression'
    | 'periodSeconds'
    | 'evaluationPeriods'
    | 'datapointsToAlarm'
    | 'comparison'
    | 'threshold'
    | 'treatMissingData'
    | 'alarmRule'
  > {
  kind: AlarmKind
  /** What its owner calls the expression. */
  label: string | null
}

/**
 * Reads an alarm's definition, from `Trigger` of an SNS message or `configuration` of an event. What a log alarm or a PromQL alarm
 * says over SNS was never published: the names of the API are looked for in the definition and in the message itself.
 */
export function readWatched(definition: Fields, message: Fields): Watched {
  const queries = readMetricQueries(either(definition, 'Metrics', 'metrics'))
  const query = readLogQuery(definition) ?? readLogQuery(message)
  const promql = promqlOf(definition) ?? promqlOf(message)
  const alarmRule = text(either(definition, 'AlarmRule', 'alarmRule')) ?? text(either(message, 'AlarmRule', 'alarmRule'))
  const metricName = text(either(definition, 'MetricName', 'metricName')) ?? queries?.metricName ?? null
  const comparison = text(either(definition, 'ComparisonOperator', 'comparisonOperator')) ?? text(message.ComparisonOperator)
  const dimensions = readDimensions(either(definition, 'Dimensions', 'dimensions'))
  const facts = {
    namespace: text(either(definition, 'Namespace', 'namespace')) ?? queries?.namespace ?? null,
    metricName,
    dimensions: dimensions.length > 0 ? dimensions : (query?.logGroups ?? queries?.dimensions ?? []),
    statistic: statisticOf(definition) ?? canonicalStatistic(queries?.statistic ?? null),
    unit: unitIn(either(definition, 'Unit', 'unit')) ?? queries?.unit ?? null,
    expression: query?.expression ?? (promql === null ? null : text(either(promql, 'Query', 'query'))) ?? queries?.expression ?? null,
    label: queries?.label ?? null,
    periodSeconds:
      number(either(definition, 'Period', 'period')) ??
      queries?.periodSeconds ??
      number(either(definition, 'EvaluationInterval', 'evaluationInterval')) ??
      number(message.EvaluationInterval),
    evaluationPeriods: number(either(definition, 'EvaluationPeriods', 'evaluationPeriods')) ?? query?.evaluated ?? null,
    datapointsToAlarm: number(either(definition, 'DatapointsToAlarm', 'datapointsToAlarm')) ?? query?.toAlarm ?? null,
    comparison,
    threshold: number(either(definition, 'Threshold', 'threshold')) ?? number(message.Threshold),
    treatMissingData: missingDataOf(either(definition, 'TreatMissingData', 'treatMissingData') ?? message.TreatMissingData),
    alarmRule,
  }
  const saysBand = comparesWithBand(comparison) || text(either(definition, 'ThresholdMetricId', 'thresholdMetricId')) !== null
  const kind = (): AlarmKind => {
    const said = kindSaid(message) ?? kindSaid(definition)
    if (said !== null) return said
    if (query !== null) return 'log'
    if (promql !== null) return 'promql'
    if (alarmRule !== null || Array.isArray(message.TriggeringChildren)) return 'composite'
    if (saysBand) return 'anomaly'
    return queries?.kind ?? (metricName === null ? 'unknown-alarm' : 'metric')
  }
  return { ...facts, kind: kind() }
}

/** `AlarmType`, where a message has it. A metric alarm's word leaves open which of its kinds it is. */
function kindSaid(of: Fields): AlarmKind | null {
  switch (text(either(of, 'AlarmType', 'alarmType'))) {
    case 'LogAlarm':
      return 'log'
    case 'CompositeAlarm':
      return 'composite'
    default:
      return null
  }
}

interface LogQuery {
  expression: string | null
  logGroups: Dimension[]
  evaluated: number | null
  toAlarm: number | null
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_LogAlarm.html */
function readLogQuery(of: Fields): LogQuery | null {
  const given = either(of, 'ScheduledQueryConfiguration', 'scheduledQueryConfiguration')
  const evaluated = either(of, 'QueryResultsToEvaluate', 'queryResultsToEvaluate')
  const toAlarm = either(of, 'QueryResultsToAlarm', 'queryResultsToAlarm')
  const lines = either(of, 'ActionLogLineCount', 'actionLogLineCount')
  if (given === undefined && evaluated === undefined && toAlarm === undefined && lines === undefined) return null
  const query = fields(given)
  const groups = list(either(query, 'LogGroupIdentifiers', 'logGroupIdentifiers')).slice(0, 100)
  return {
    expression: text(either(query, 'QueryString', 'queryString')) ?? text(either(query, 'AggregationExpression', 'aggregationExpression')),
    logGroups: groups.map((each) => ({ name: 'LogGroup', value: text(each) ?? '' })).filter((each) => each.value !== ''),
    evaluated: number(evaluated),
    toAlarm: number(toAlarm),
  }
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_AlarmPromQLCriteria.html */
function promqlOf(of: Fields): Fields | null {
  const criteria = fields(either(of, 'EvaluationCriteria', 'evaluationCriteria'))
  const given = either(criteria, 'PromQLCriteria', 'promQLCriteria') ?? either(of, 'PromQLCriteria', 'promQLCriteria')
  return given === undefined ? null : fields(given)
}

const statistics = new Map([
  ['AVERAGE', 'Average'],
  ['SUM', 'Sum'],
  ['MINIMUM', 'Minimum'],
  ['MAXIMUM', 'Maximum'],
  ['SAMPLECOUNT', 'SampleCount'],
  ['SAMPLE_COUNT', 'SampleCount'],
])

/** SNS writes a statistic in capitals, the API as `Average`; a percentile stays what it is. */
export const canonicalStatistic = (value: string | null): string | null =>
  value === null ? null : (statistics.get(value.trim().toUpperCase()) ?? value)

const statisticOf = (definition: Fields): string | null =>
  canonicalStatistic(
    text(either(definition, 'Statistic', 'statistic')) ?? text(either(definition, 'ExtendedStatistic', 'extendedStatistic')),
  )

/** Other languages' nothing, written out by somebody's code, is no unit. */
function unitIn(value: unknown): string | null {
  const unit = text(value)
  return unit === null || /^(?:null|none|nil|undefined)$/i.test(unit) ? null : unit
}

const leaked = /^-?\s*TreatMissingData:\s*(.*)$/

/** Until about 2022 the mail's layout leaked into the field: `- TreatMissingData:                    missing`. */
function missingDataOf(value: unknown): string | null {
  const given = text(value)?.trim().slice(0, 100) ?? null
  if (given === null) return null
  return text(leaked.exec(given)?.[1]) ?? (leaked.test(given) ? null : given)
}
