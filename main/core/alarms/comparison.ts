import type { Datapoint } from './alarm-event.ts'

interface Operator {
  sign: string
  /** What holds where the threshold is not crossed. */
  negated: string
  holds: (value: number, threshold: number) => boolean
}

const operators = new Map<string, Operator>([
  ['GreaterThanThreshold', { sign: '>', negated: '≤', holds: (value, threshold) => value > threshold }],
  ['GreaterThanOrEqualToThreshold', { sign: '≥', negated: '<', holds: (value, threshold) => value >= threshold }],
  ['LessThanThreshold', { sign: '<', negated: '≥', holds: (value, threshold) => value < threshold }],
  ['LessThanOrEqualToThreshold', { sign: '≤', negated: '>', holds: (value, threshold) => value <= threshold }],
])

/** The operator of a static threshold, by CloudWatch's name for it; null for a band's and for unknown ones. */
export const operatorOf = (comparison: string | null): Operator | null => (comparison === null ? null : (operators.get(comparison) ?? null))

/** Whether it compares with the edges of an anomaly detection band. */
export const comparesWithBand = (comparison: string | null): boolean =>
  comparison === 'LessThanLowerOrGreaterThanUpperThreshold' ||
  comparison === 'LessThanLowerThreshold' ||
  comparison === 'GreaterThanUpperThreshold'

/** On which side of its band a datapoint lies; null within it, or where the edges are not known. */
export function sideOfBand({ value, lower, upper }: Datapoint): 'above' | 'below' | null {
  if (upper !== null && value > upper) return 'above'
  return lower !== null && value < lower ? 'below' : null
}

const saidInReason = /(greater|less) than (or equal to )?the threshold/

/** The comparison that a state reason speaks of, negated or not: EventBridge gives it nowhere else. */
export function comparisonIn(reason: string): string | null {
  const below = reason.includes('less than the lower threshold')
  const above = reason.includes('greater than the upper threshold')
  if (below || above) {
    if (below && above) return 'LessThanLowerOrGreaterThanUpperThreshold'
    return below ? 'LessThanLowerThreshold' : 'GreaterThanUpperThreshold'
  }
  const [, direction, orEqual] = saidInReason.exec(reason) ?? []
  if (direction === undefined) return null
  return `${direction === 'greater' ? 'Greater' : 'Less'}Than${orEqual === undefined ? '' : 'OrEqualTo'}Threshold`
}
