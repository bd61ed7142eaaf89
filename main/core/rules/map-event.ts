import type { Severity } from '../../../preload/contract/words.ts'
import type { AlarmEvent } from '../alarms/alarm-event.ts'
import type { Condition, Mapping, Rule, RuleField } from './mapping.ts'

/** Words in an alarm's name or description by which many teams grade their alarms. */
const spokenSeverity: [Severity, RegExp][] = [
  ['critical', /(?:^|[^a-z0-9])(?:critical|crit|fatal|emergency|sev-?[01]|p[01])(?:$|[^a-z0-9])/i],
  ['warning', /(?:^|[^a-z0-9])(?:warning|warn|sev-?3|p3)(?:$|[^a-z0-9])/i],
  ['info', /(?:^|[^a-z0-9])(?:info|informational|notice|sev-?[45]|p[45])(?:$|[^a-z0-9])/i],
]

/** The severity that an alarm's own words give it; `error` where they give none. */
export function spokenSeverityOf(event: AlarmEvent): Severity {
  const text = `${event.alarmName ?? ''} ${event.description ?? ''}`.slice(0, 2_000)
  return spokenSeverity.find(([, words]) => words.test(text))?.[0] ?? 'error'
}

/**
 * What is to be done with an alarm event. Two things stand above every rule: a change of an alarm's configuration
 * tells no state, and a state whose actions AWS held back is recorded and tells nobody.
 */
export function mapEvent(event: AlarmEvent, rules: readonly Rule[], text: { subject: string | null; message: string }): Mapping {
  const rule = rules.find((candidate) => candidate.when.every((condition) => holds(condition, event, text)))
  const severity = rule?.severity ?? spokenSeverityOf(event)
  const said = (effect: Mapping['effect'], reason: string | null = null): Mapping => ({
    effect,
    reason,
    severity,
    rule: rule?.name ?? null,
  })

  if (event.kind === 'configuration') return said('leave', 'configuration-change')
  if (event.suppressedBy !== null) return said('leave', 'actions-suppressed')
  switch (rule?.outcome ?? 'by-state') {
    case 'open':
      return said('open')
    case 'close':
      return said('close')
    case 'leave':
      return said('leave', 'rule')
    case 'filter':
      return said('filter', 'rule')
    case 'by-state':
      switch (event.state) {
        case 'alarm':
          return said('open')
        case 'ok':
          return said('close')
        case 'insufficient-data':
          return said('leave', 'insufficient-data')
        case null:
          return said('unmapped', 'no-alarm-state')
      }
  }
}

function holds(condition: Condition, event: AlarmEvent, text: { subject: string | null; message: string }): boolean {
  const value = fieldOf(condition.field, event, text)
  if (value === null) return false
  switch (condition.test) {
    case 'equals':
      return value === condition.value
    case 'starts-with':
      return value.startsWith(condition.value)
    case 'ends-with':
      return value.endsWith(condition.value)
    case 'contains':
      return value.includes(condition.value)
  }
}

function fieldOf(field: RuleField, event: AlarmEvent, text: { subject: string | null; message: string }): string | null {
  if (field === 'subject') return text.subject
  if (field === 'message') return text.message
  return event[field]
}
