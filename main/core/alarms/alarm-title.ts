import type { AlarmState } from '../../../preload/contract/words.ts'
import type { AlarmEvent, Datapoint } from './alarm-event.ts'
import { comparesWithBand, operatorOf, sideOfBand } from './comparison.ts'
import { plainLine, shortened } from './plain-line.ts'
import { quantities, quantity } from './quantity.ts'
import { childNamesOf, whereOf } from './resource.ts'
import { unitOf } from './unit.ts'

const titleMax = 140
const nameMin = 32

/** What the title needs beside the event's fields. */
interface TitleHints {
  label: string | null
  /** Data was missing, and that counted. */
  missing: 'all' | 'some' | null
  operation: string | null
}

/** One readable line of an alarm: its name, what is measured, the value against the threshold, and where. */
export function alarmTitle(event: AlarmEvent, hints: TitleHints): string {
  const name = plainLine(event.alarmName ?? '', titleMax) || 'Alarm'
  if (event.kind === 'configuration') return fitted(`Alarm ${name}`, configurationWords(hints.operation))
  switch (event.state) {
    case 'ok':
      return fitted(name, ' is OK', detailOf(event, hints))
    case 'insufficient-data':
      return fitted(name, ' has insufficient data', located(whatOf(event, hints), event))
    case 'alarm':
      return isTelling(name, event) ? fitted(name, '', detailOf(event, hints)) : fitted(detailOf(event, hints) || name, '')
    case null:
      return fitted(name, '', plainLine(event.reason ?? '', titleMax))
  }
}

/** The name gives way before what is measured does. */
function fitted(name: string, verb: string, detail = ''): string {
  const rest = detail === '' ? verb : `${verb}: ${detail}`
  const title = name.length + rest.length <= titleMax ? name : shortened(name, Math.max(nameMin, titleMax - rest.length))
  return shortened(`${title}${rest}`, titleMax)
}

function configurationWords(operation: string | null): string {
  switch (operation) {
    case 'create':
      return ' was created'
    case 'delete':
      return ' was deleted'
    default:
      return ' was changed'
  }
}

const meaningless = /^(?:alarm|[0-9a-f-]{32,36})$/i

/** Whether the name says more than the metric's own does. */
const isTelling = (name: string, { metricName }: AlarmEvent): boolean =>
  !meaningless.test(name) && name.toLowerCase() !== metricName?.toLowerCase()

function detailOf(event: AlarmEvent, hints: TitleHints): string {
  if (event.kind === 'composite') return compositeDetail(event)
  const what = whatOf(event, hints)
  const measured = measuredOf(event, what, hints)
  if (measured !== null) return located(measured, event)
  const free = event.kind === 'log' ? null : freeReason(event)
  if (free === null) return located(what, event)
  const place = located(what, event)
  return place === '' ? free : `${place}: ${free}`
}

function compositeDetail(event: AlarmEvent): string {
  const names = childNamesOf(event)
  const [first, ...others] = names
  if (event.state === 'ok' || first === undefined)
    return event.state === 'ok' ? '' : (sinceCreation(event) ?? freeReason(event) ?? 'its rule holds')
  if (others.length === 0) return `${plainLine(first, 80)} is in alarm`
  const rest = others.length === 1 ? plainLine(others[0] ?? '', 40) : `${others.length} more`
  return `${plainLine(first, 60)} and ${rest} are in alarm`
}

const created = /^arn:\S{1,80}:alarm:.{1,255} was (created|updated) and its alarm rule evaluates to \w{1,20}$/

/** CloudWatch names the composite alarm itself by its whole ARN. */
function sinceCreation({ reason }: AlarmEvent): string | null {
  const [, verb] = (reason === null ? null : created.exec(reason)) ?? []
  return verb === undefined ? null : `its rule holds since it was ${verb}`
}

/** A place that the alarm's name holds already is not said again. */
function located(what: string, event: AlarmEvent): string {
  const where = whereOf(event)
  if (where === null || (where.length > 3 && (event.alarmName?.includes(where) ?? false))) return what
  const place = shortened(where, 60)
  return what === '' ? place : `${what} on ${place}`
}

// Bounded everywhere: the text is anybody's.
const selected = /^\s{0,20}SELECT\s{1,20}(\S.{0,79}?)\s{1,20}FROM\s/i

/** What is measured: the metric, the owner's label, or the head of the expression. */
function whatOf({ kind, metricName, expression }: AlarmEvent, { label }: TitleHints): string {
  const told = label === null || /^\w{1,3}$/.test(label) ? null : label
  switch (kind) {
    case 'metrics-insights':
      return plainLine(told ?? selected.exec(expression ?? '')?.[1] ?? expression ?? '', 50)
    case 'metric-math':
      return plainLine(told ?? expression ?? metricName ?? '', 50)
    case 'promql':
      return plainLine(told ?? expression ?? '', 60)
    case 'log':
      return told === null ? 'log query' : plainLine(told, 50)
    default:
      return plainLine(metricName ?? told ?? '', 60)
  }
}

/** `CPUUtilization 97.4 % > 80 %`; null where there is neither a value nor missing data to tell of. */
function measuredOf(event: AlarmEvent, what: string, { missing }: TitleHints): string | null {
  const { comparison, threshold, datapoints, state } = event
  const unit = unitOf(event)
  const operator = operatorOf(comparison)
  const point = pointToTell(event)
  if (point !== null && (comparesWithBand(comparison) || (threshold === null && (point.lower !== null || point.upper !== null)))) {
    return `${what} ${quantity(point.value, unit)} ${bandWords(point, unit, state)}`.trim()
  }
  if (point !== null && threshold !== null && operator !== null) {
    const [value, limit] = quantities(point.value, threshold, unit)
    const crossed = operator.holds(point.value, threshold)
    if (crossed === (state === 'alarm')) return `${what} ${value} ${crossed ? operator.sign : operator.negated} ${limit}`.trim()
    return `${what} ${value} (threshold ${operator.sign} ${limit})`.trim()
  }
  // Without a threshold somebody's own words say more than a bare value.
  if (point !== null) return freeReason(event) === null ? `${what} ${quantity(point.value, unit)}`.trim() : null
  if (missing !== null) return `${missing === 'all' ? 'no data' : 'missing data'}${what === '' ? '' : ` for ${what}`}`
  const automatic = datapoints.length === 0 && /^Thresholds? Crossed/.test(event.reason ?? '')
  if (!automatic || threshold === null || operator === null || state !== 'alarm') return null
  return `${what} ${operator.sign} ${quantity(threshold, unit, 6)}`.trim()
}

/** Of an alarm the newest datapoint that crossed its threshold, since M of N may have recovered; otherwise the newest. */
function pointToTell({ state, comparison, threshold, datapoints }: AlarmEvent): Datapoint | null {
  const newest = datapoints.at(-1) ?? null
  if (state !== 'alarm') return newest
  const operator = operatorOf(comparison)
  const crossed = datapoints.findLast((each) =>
    threshold !== null && operator !== null ? operator.holds(each.value, threshold) : sideOfBand(each) !== null,
  )
  return crossed ?? newest
}

function bandWords(point: Datapoint, unit: string | null, state: AlarmState | null): string {
  const { lower, upper } = point
  const expected = expectedIn(point, unit)
  const side = sideOfBand(point)
  if (expected === null) return `${state === 'alarm' ? 'outside' : 'within'} its expected band`
  if (state === 'alarm' && side !== null) {
    if (lower !== null && upper !== null) return `${side} the expected ${expected}`
    return `${side} the expected ${quantity((side === 'above' ? upper : lower) ?? 0, unit)}`
  }
  if (state === 'alarm' || side !== null) return `(expected ${expected})`
  return lower !== null && upper !== null ? `within the expected ${expected}` : `as expected (${expected})`
}

/** The band in words: `2 to 5`, `at most 5`; null where no edge is known. */
function expectedIn({ lower, upper }: Datapoint, unit: string | null): string | null {
  if (lower !== null && upper !== null) return `${quantity(lower, unit)} to ${quantity(upper, unit)}`
  if (upper !== null) return `at most ${quantity(upper, unit)}`
  return lower === null ? null : `at least ${quantity(lower, unit)}`
}

const automaticWords = /^(?:Insufficient Data|Unchecked)\b/
const crossed = /^Thresholds? Crossed\b[:.\s]*/i
const sentence = /^(?:no datapoints|\d+ (?:out of the last \d+ )?datapoints?\b.{0,2000}? (?:was|were|received)\b)/

/** The reason where somebody wrote it, as SetAlarmState lets him; null where it is CloudWatch's own sentence, which the figures tell better. */
function freeReason({ reason, threshold, comparison }: AlarmEvent): string | null {
  if (reason === null || automaticWords.test(reason)) return null
  const rest = reason.replace(crossed, '')
  if (rest !== reason && threshold !== null && operatorOf(comparison) !== null && sentence.test(rest)) return null
  return /[\p{L}\p{N}]/u.test(rest) ? plainLine(rest, 90) : null
}
