import type { IncidentStatus, Severity } from '../../../preload/contract/words.ts'

/** What an incident is called; it never changes. */
export interface IncidentIdentity {
  id: string
  /** The number in `INC-214`. */
  shortNumber: number
  integrationId: number
  practice: boolean
  dedupKey: string
  problemKey: string
}

/** The fold of an incident's timeline. Instants are epoch milliseconds. */
export interface IncidentState {
  title: string
  status: IncidentStatus
  severity: Severity
  openedAt: number
  acknowledgedAt: number | null
  acknowledgedBy: string | null
  closedAt: number | null
  snoozedUntil: number | null
  lastAlarmAt: number | null
  alarmName: string | null
  accountId: string | null
  region: string | null
  resource: string | null
  reason: string | null
  appendedCount: number
  reopenedCount: number
  /** AWS's last word was ALARM, also where somebody closed the incident by hand. */
  awsInAlarm: boolean
  /** The alarm has no OK action, so nothing will close this by itself. */
  nothingClosesIt: boolean
  /** The desk's own fault opened it: a delivery that it could not decide. */
  ownFault: boolean
}

export interface Incident extends IncidentIdentity, IncidentState {}

/**
 * For each dedup key of an integration: the newest time of an event that was mapped to open or close, the state it
 * left, and the incident that stands for the key now.
 */
export interface Watermark {
  at: number
  state: 'alarm' | 'ok'
  incidentId: string | null
}
