import type { AlarmState, Severity } from '../../../preload/contract/words.ts'

/** What the desk keeps of the alarm that spoke. */
export interface AlarmSaid {
  title: string
  reason: string | null
  rule: string | null
}

/** What of an incident's identity card comes from the alarm that opened it. */
export interface Opening extends AlarmSaid {
  severity: Severity
  alarmName: string | null
  accountId: string | null
  region: string | null
  resource: string | null
  nothingClosesIt: boolean
  ownFault: boolean
  /** Heard after its own OK: told for the record, nobody was notified. */
  overtaken: boolean
}

interface Undoing {
  /** The event that this one takes back. */
  undoes?: string
}

/** What can stand on a timeline, with its data. `v` counts the shapes ever written of a kind; reduce reads each. */
export type TimelineBody =
  | { kind: 'opened'; v: 1; data: Opening }
  | { kind: 'appended'; v: 1; data: AlarmSaid }
  | {
      kind: 'closed'
      v: 1
      data: { cause: 'alarm'; title: string; reason: string | null } | ({ cause: 'operator'; awsInAlarm: boolean } & Undoing)
    }
  | {
      kind: 'reopened'
      v: 1
      data: ({ cause: 'alarm' } & AlarmSaid) | ({ cause: 'operator'; acknowledgedAt?: number; acknowledgedBy?: string } & Undoing)
    }
  | { kind: 'acknowledged'; v: 1; data: { acknowledgedAt?: number; acknowledgedBy?: string } & Undoing }
  | { kind: 'unacknowledged'; v: 1; data: Undoing }
  | { kind: 'snoozed'; v: 1; data: { until: number } & Undoing }
  | { kind: 'unsnoozed'; v: 1; data: { cause: 'operator' | 'ended' } & Undoing }
  | { kind: 'noted'; v: 1; data: { text: string } & Undoing }
  | { kind: 'note-removed'; v: 1; data: { noteId: string } & Undoing }
  | { kind: 'insufficient-data'; v: 1; data: { reason: string | null } }
  | { kind: 'recovered'; v: 1; data: { reason: string | null } }
  | { kind: 'late'; v: 1; data: { state: AlarmState | null; reason: string | null } }
  | { kind: 'left'; v: 1; data: { disposition: 'ignored' | 'filtered' | 'unmapped'; why: string | null; reason: string | null } }
  | { kind: 'notified'; v: 1; data: { recipient: string; channel: string; why: string } }
  | { kind: 'not-notified'; v: 1; data: { recipient: string; channel: string | null; why: string } }

/** An event before the store has given it its id. `at` is epoch milliseconds: the alarm's own time where an alarm spoke, else the desk's. */
export type NewTimelineEvent = TimelineBody & {
  at: number
  /** `alarm`, `catch-up` (what it read of AWS), `desk`, or who did it. */
  actor: string
  deliveryId: number | null
}

export type TimelineEvent = NewTimelineEvent & { id: string }
