import { scaleLinear, scaleTime } from 'd3-scale'

export interface Reading {
  at: string
  value: number
  lower: number | null
  upper: number | null
}

export interface ChartFacts {
  readings: readonly Reading[]
  threshold: number | null
  /** AWS's ComparisonOperator. */
  comparison: string | null
  periodSeconds: number | null
}

/** A bar, in percent of the width; `value` in the chart's own unit. */
export interface Bar {
  left: number
  width: number
  value: number
  breaches: boolean
}

export interface Chart {
  from: number
  to: number
  low: number
  high: number
  bars: readonly Bar[]
  /** Periods between two readings that have none: in percent of the width. */
  gaps: readonly { left: number; width: number }[]
  band: readonly { left: number; lower: number; upper: number }[]
  ticks: readonly { at: number; left: number }[]
  threshold: number | null
}

const fewestPeriods = 12
const mostPeriods = 1_440
/** What a message says of its period is a stranger's word: from a second to AWS's longest, a week. */
const periodOf = (seconds: number): number => Math.min(604_800, Math.max(1, seconds)) * 1_000

/** Whether a value is on the alarm's side of its threshold or outside of its band. */
export function breaches({ value, lower, upper }: Reading, threshold: number | null, comparison: string | null): boolean {
  const words = comparison ?? ''
  if (lower !== null && upper !== null) {
    const over = value > upper
    const under = value < lower
    if (words.includes('LessThanLowerOrGreaterThanUpper')) return over || under
    return words.startsWith('Less') ? under : words.startsWith('Greater') ? over : over || under
  }
  if (threshold === null) return false
  const orEqual = words.includes('OrEqualTo') && value === threshold
  return orEqual || (words.startsWith('Less') ? value < threshold : value > threshold)
}

function usualStep(times: readonly number[]): number {
  const steps = times.slice(1).map((time, index) => time - (times[index] ?? time))
  return steps.filter((step) => step > 0).toSorted((a, b) => a - b)[0] ?? 60_000
}

/** Where everything of the datapoints stands. `null`: there is nothing to draw. */
export function chartOf({ readings, threshold, comparison, periodSeconds }: ChartFacts): Chart | null {
  const known = [...new Map(readings.map((item) => [item.at, item])).values()]
    .filter(({ value }) => Number.isFinite(value))
    .toSorted((a, b) => a.at.localeCompare(b.at))
  const times = known.map(({ at }) => Date.parse(at))
  const [first, last] = [times[0], times.at(-1)]
  if (first === undefined || last === undefined) return null
  const period = periodSeconds !== null && periodSeconds > 0 ? periodOf(periodSeconds) : usualStep(times)
  const to = last + period
  const from = Math.max(to - mostPeriods * period, Math.min(first, to - fewestPeriods * period))

  const values = known.flatMap(({ value, lower, upper }) => [value, ...(lower === null ? [] : [lower]), ...(upper === null ? [] : [upper])])
  if (threshold !== null && Number.isFinite(threshold)) values.push(threshold)
  const y = scaleLinear()
    .domain([Math.min(0, ...values), Math.max(0, ...values, Math.min(0, ...values) === 0 && Math.max(0, ...values) === 0 ? 1 : 0)])
    .nice(2)
  const [low = 0, high = 1] = y.domain()

  const left = (time: number) => ((time - from) / (to - from)) * 100
  const bars: Bar[] = []
  const gaps: { left: number; width: number }[] = []
  for (const [index, item] of known.entries()) {
    const time = times[index] ?? from
    if (time < from) continue
    const width = (period / (to - from)) * 100
    bars.push({ left: left(time), width: width * 0.87, value: item.value, breaches: breaches(item, threshold, comparison) })
    const next = times[index + 1]
    if (next !== undefined && next - time > period * 1.5) gaps.push({ left: left(time + period), width: left(next) - left(time + period) })
  }
  const band = known.flatMap(({ lower, upper }, index) =>
    lower === null || upper === null ? [] : [{ left: left((times[index] ?? from) + period / 2), lower, upper }],
  )
  const ticks = scaleTime()
    .domain([from, to])
    .ticks(6)
    .map((date) => ({ at: date.getTime(), left: left(date.getTime()) }))
    .filter((tick) => tick.left > 2 && tick.left < 98)
  return { from, to, low, high, bars, gaps, band, ticks, threshold: threshold !== null && Number.isFinite(threshold) ? threshold : null }
}
