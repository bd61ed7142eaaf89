import type { Dimension } from './alarm-event.ts'
import { joinDimensions, readDimensions } from './dimensions.ts'
import { either, fields, list, number, text } from './fields.ts'

/** One entry of an alarm's `Metrics`: a metric, or an expression over others. */
interface MetricQuery {
  id: string | null
  expression: string | null
  label: string | null
  namespace: string | null
  metricName: string | null
  dimensions: Dimension[]
  statistic: string | null
  unit: string | null
  periodSeconds: number | null
  returned: boolean
}

/** What a list of queries watches as a whole. */
interface QueriedMetric extends Omit<MetricQuery, 'returned' | 'id'> {
  kind: 'metric' | 'metric-math' | 'anomaly' | 'metrics-insights'
}

/** CloudWatch allows twenty in an alarm. */
const queriesMax = 100

const band = /\bANOMALY_DETECTION_BAND\b/i
const insights = /^\s*SELECT\s/i

/**
 * Reads `Metrics` (SNS) or `metrics` (EventBridge, which nests and names otherwise). Null where nothing of a metric is there.
 * The query whose data is returned is the one compared with the threshold; of an anomaly alarm both are, and the band is not the metric.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html
 */
export function readMetricQueries(value: unknown): QueriedMetric | null {
  const queries = list(value).slice(0, queriesMax).map(readQuery)
  const bands = queries.filter((each) => each.expression !== null && band.test(each.expression))
  const series = queries.filter((each) => !bands.includes(each))
  const compared = series.find((each) => each.returned) ?? series[0] ?? bands[0]
  if (compared === undefined) return null
  const metrics = series.filter((each) => each.metricName !== null)
  const sole = same(metrics, (each) => each.metricName) ? metrics[0] : undefined
  const source = compared.metricName === null ? sole : compared
  const from = compared.metricName === null ? metrics : [compared]
  const expression = compared.expression ?? bands[0]?.expression ?? null
  const read = {
    expression,
    label: compared.label,
    namespace: (same(from, (each) => each.namespace) ? from[0]?.namespace : null) ?? null,
    metricName: source?.metricName ?? null,
    dimensions: joinDimensions(from.map((each) => each.dimensions)),
    statistic: source?.statistic ?? null,
    // The unit of an expression is anybody's guess.
    unit: compared.unit,
    periodSeconds: compared.periodSeconds ?? source?.periodSeconds ?? null,
  }
  if (bands.length > 0) return { ...read, kind: 'anomaly' }
  if (compared.expression !== null) return { ...read, kind: insights.test(compared.expression) ? 'metrics-insights' : 'metric-math' }
  const nested = series.find((each) => each.expression !== null)
  if (nested !== undefined) return { ...read, expression: nested.expression, kind: 'metric-math' }
  return compared.metricName === null ? null : { ...read, kind: 'metric' }
}

function readQuery(value: unknown): MetricQuery {
  const query = fields(value)
  const stat = fields(either(query, 'MetricStat', 'metricStat'))
  const nested = fields(either(stat, 'Metric', 'metric'))
  // Hand-made events put the metric's name beside the query's id.
  const metric = Object.keys(nested).length > 0 ? nested : query
  return {
    id: text(either(query, 'Id', 'id')),
    expression: text(either(query, 'Expression', 'expression')),
    label: text(either(query, 'Label', 'label')),
    namespace: text(either(metric, 'Namespace', 'namespace')),
    metricName: text(either(metric, 'MetricName', 'metricName') ?? metric.name),
    dimensions: readDimensions(either(metric, 'Dimensions', 'dimensions')),
    statistic: text(either(stat, 'Stat', 'stat')),
    unit: text(either(stat, 'Unit', 'unit')),
    periodSeconds: number(either(stat, 'Period', 'period')) ?? number(either(query, 'Period', 'period')),
    returned: either(query, 'ReturnData', 'returnData') !== false,
  }
}

function same<Row>(rows: readonly Row[], of: (row: Row) => unknown): boolean {
  const first = rows[0] === undefined ? undefined : of(rows[0])
  return rows.length > 0 && rows.every((each) => of(each) === first)
}
