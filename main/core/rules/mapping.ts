import type { Severity } from '../../../preload/contract/words.ts'

/** What a rule looks at, of an alarm event and the message that brought it. */
export type RuleField =
  | 'alarmName'
  | 'title'
  | 'description'
  | 'reason'
  | 'state'
  | 'accountId'
  | 'region'
  | 'namespace'
  | 'metricName'
  | 'subject'
  | 'message'

export interface Condition {
  field: RuleField
  test: 'equals' | 'starts-with' | 'ends-with' | 'contains'
  value: string
}

/** The first rule whose conditions all hold says what is done; `by-state` leaves it to the alarm's state. */
export interface Rule {
  name: string
  when: Condition[]
  outcome: 'by-state' | 'open' | 'close' | 'leave' | 'filter'
  severity?: Severity
}

/** What the rules make of an alarm event, and which one said so. */
export interface Mapping {
  effect: 'open' | 'close' | 'leave' | 'filter' | 'unmapped'
  /** Why nothing is done, where nothing is. */
  reason: string | null
  severity: Severity
  rule: string | null
}
