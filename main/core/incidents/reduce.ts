import type { IncidentState } from './incident.ts'
import type { NewTimelineEvent, Opening } from './timeline.ts'

/**
 * Folds one event into an incident. The first event of every timeline is `opened`; anything else without a state
 * before it is a broken promise of ours.
 * @throws Error where a timeline does not begin with `opened`
 */
export function reduce(state: IncidentState | null, event: NewTimelineEvent): IncidentState {
  if (event.kind === 'opened') return state ?? opening(event.data, event.at)
  if (state === null) throw new Error(`A timeline begins with «opened», not with «${event.kind}».`)
  switch (event.kind) {
    case 'appended':
      return { ...state, ...heard(state, event.at, event.data), appendedCount: state.appendedCount + 1 }
    case 'closed':
      return {
        ...state,
        status: 'closed',
        closedAt: event.at,
        snoozedUntil: null,
        awsInAlarm: event.data.cause === 'alarm' ? false : state.awsInAlarm,
        reason: event.data.cause === 'alarm' ? (event.data.reason ?? state.reason) : state.reason,
      }
    case 'reopened': {
      const reopened: IncidentState = {
        ...state,
        status: 'open',
        closedAt: null,
        acknowledgedAt: null,
        acknowledgedBy: null,
        reopenedCount: state.reopenedCount + 1,
      }
      if (event.data.cause === 'alarm') return { ...reopened, ...heard(state, event.at, event.data) }
      return {
        ...reopened,
        status: event.data.acknowledgedAt === undefined ? 'open' : 'acknowledged',
        acknowledgedAt: event.data.acknowledgedAt ?? null,
        acknowledgedBy: event.data.acknowledgedBy ?? null,
        reopenedCount: event.data.undoes === undefined ? reopened.reopenedCount : state.reopenedCount,
      }
    }
    case 'acknowledged':
      return {
        ...state,
        status: 'acknowledged',
        acknowledgedAt: event.data.acknowledgedAt ?? event.at,
        acknowledgedBy: event.data.acknowledgedBy ?? event.actor,
      }
    case 'unacknowledged':
      return { ...state, status: 'open', acknowledgedAt: null, acknowledgedBy: null }
    case 'snoozed':
      return { ...state, snoozedUntil: event.data.until }
    case 'unsnoozed':
      return { ...state, snoozedUntil: null }
    case 'recovered':
      return { ...state, awsInAlarm: false }
    case 'noted':
    case 'note-removed':
    case 'insufficient-data':
    case 'late':
    case 'left':
    case 'notified':
    case 'not-notified':
      return state
  }
}

/** The fold of a whole timeline, in the order in which it was written. */
export function fold(events: readonly NewTimelineEvent[]): IncidentState | null {
  return events.reduce<IncidentState | null>(reduce, null)
}

function opening(data: Opening, at: number): IncidentState {
  return {
    title: data.title,
    status: 'open',
    severity: data.severity,
    openedAt: at,
    acknowledgedAt: null,
    acknowledgedBy: null,
    closedAt: null,
    snoozedUntil: null,
    lastAlarmAt: at,
    alarmName: data.alarmName,
    accountId: data.accountId,
    region: data.region,
    resource: data.resource,
    reason: data.reason,
    appendedCount: 0,
    reopenedCount: 0,
    awsInAlarm: !data.ownFault,
    nothingClosesIt: data.nothingClosesIt,
    ownFault: data.ownFault,
  }
}

function heard(state: IncidentState, at: number, said: { title: string; reason: string | null }): Partial<IncidentState> {
  return { title: said.title, reason: said.reason, lastAlarmAt: Math.max(state.lastAlarmAt ?? at, at), awsInAlarm: !state.ownFault }
}
