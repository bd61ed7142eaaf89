import type { Datapoint } from './alarm-event.ts'
import { type ChildAlarm, readChildren } from './child-alarms.ts'
import { type Fields, fields, fieldsOrJson, list, number, text } from './fields.ts'
import { instantOf } from './instant.ts'
import { datapointsMax } from './state-reason.ts'

/** What `reasonData` says: it stands beside the reason in EventBridge, direct actions and the API, never in an alarm's SNS message. */
export interface ReasonData {
  threshold: number | null
  periodSeconds: number | null
  statistic: string | null
  unit: string | null
  /** Oldest first; where both lists tell of one time, the evaluated datapoint stands. */
  datapoints: Datapoint[]
  /** The children that set a composite alarm off. */
  children: ChildAlarm[]
}

/**
 * Reads reasonData, as JSON text or as an object.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html
 */
export function readReasonData(value: unknown): ReasonData {
  const data = fieldsOrJson(value)
  const periodSeconds = number(data.period)
  const recent = recentDatapoints(data, periodSeconds)
  return {
    threshold: number(data.threshold),
    periodSeconds,
    statistic: text(data.statistic),
    unit: text(data.unit),
    datapoints: joined(evaluatedDatapoints(data, recent), recent),
    children: readChildren(data.triggeringAlarms),
  }
}

/** One value for each period, oldest first, from `startDate` on. */
function recentDatapoints(data: Fields, periodSeconds: number | null): Datapoint[] {
  const start = instantOf(data.startDate)
  const lowers = list(data.recentLowerThresholds)
  const uppers = list(data.recentUpperThresholds)
  const found: Datapoint[] = []
  for (const [index, each] of list(data.recentDatapoints).slice(0, datapointsMax).entries()) {
    const value = number(each)
    if (value === null) continue
    const at = start === null || periodSeconds === null ? null : start + index * periodSeconds * 1_000
    found.push({ at, value, lower: number(lowers[index]), upper: number(uppers[index]) })
  }
  return found
}

/** Newest first; a period without data has no value. */
function evaluatedDatapoints(data: Fields, recent: readonly Datapoint[]): Datapoint[] {
  const found: Datapoint[] = []
  for (const each of list(data.evaluatedDatapoints).slice(0, datapointsMax)) {
    const point = fields(each)
    const value = number(point.value)
    if (value === null) continue
    const at = instantOf(point.timestamp)
    const band = at === null ? undefined : recent.find((other) => other.at === at)
    found.push({
      at,
      value,
      lower: number(point.lowerThreshold) ?? band?.lower ?? null,
      upper: number(point.upperThreshold) ?? band?.upper ?? null,
    })
  }
  return found.reverse()
}

function joined(evaluated: Datapoint[], recent: Datapoint[]): Datapoint[] {
  if (evaluated.length === 0) return recent
  if (recent.length === 0 || [...evaluated, ...recent].some((each) => each.at === null)) return evaluated
  const known = new Set(evaluated.map((each) => each.at))
  return [...evaluated, ...recent.filter((each) => !known.has(each.at))].sort((one, other) => (one.at ?? 0) - (other.at ?? 0))
}
