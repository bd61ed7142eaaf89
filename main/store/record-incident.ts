import type { Incident, IncidentIdentity } from '../core/incidents/incident.ts'
import { problemKeyOf } from '../core/incidents/problem-key.ts'
import { reduce } from '../core/incidents/reduce.ts'
import type { NewTimelineEvent, Opening } from '../core/incidents/timeline.ts'
import type { IncidentRow } from './incident-rows.ts'
import type { IntegrationRow } from './integration-rows.ts'
import type { Transaction } from './transaction.ts'

/** The identity of a new incident. */
export function newIdentity(tx: Transaction, integration: IntegrationRow, dedupKey: string, openedAt: number): IncidentIdentity {
  return {
    id: tx.newId(),
    shortNumber: tx.nextIncidentNumber(),
    integrationId: integration.id,
    practice: integration.practice,
    dedupKey,
    problemKey: problemKeyOf(dedupKey, openedAt),
  }
}

/**
 * Writes events onto an incident's timeline and the fold beside them, so that the row always equals the fold.
 * `insertBetween` runs when the row is there and the events are not yet: what refers to the incident goes in there.
 * @returns the row, and the ids of the events
 */
export function appendEvents(
  tx: Transaction,
  before: Incident | IncidentIdentity,
  events: readonly NewTimelineEvent[],
  insertBetween: (incident: IncidentRow) => number | null = () => null,
): { incident: IncidentRow; eventIds: number[] } {
  const state = events.reduce(reduce, 'status' in before ? before : null)
  if (state === null) throw new Error('An incident begins with an event.')
  const { id, shortNumber, integrationId, practice, dedupKey, problemKey } = before
  const incident: IncidentRow = { ...state, id, shortNumber, integrationId, practice, dedupKey, problemKey, rev: tx.nextRev() }
  if ('status' in before) tx.incidents.update(incident, before)
  else tx.incidents.insert(incident)
  const deliveryId = insertBetween(incident)
  const eventIds = events.map((event) => tx.incidents.insertEvent(incident.id, { ...event, deliveryId: event.deliveryId ?? deliveryId }))
  tx.changed(incident.rev, { kind: 'incident', incident })
  return { incident, eventIds }
}

/** Somebody is to be told of an incident that opened, by the event that says so. */
export function tellOpened(tx: Transaction, incident: IncidentRow, eventId: number | undefined): void {
  tx.intents.insert({ kind: 'incident-opened', incidentId: incident.id, eventId: eventId ?? null, deliveryId: null, dueAt: tx.now })
  tx.changed(incident.rev, { kind: 'intents' })
}

/** How an incident of the desk's own begins: something is wrong with the desk, not with what it watches. */
export const ownFaultOpened = (
  tx: Transaction,
  said: Pick<Opening, 'title' | 'reason' | 'severity' | 'resource' | 'nothingClosesIt'>,
): NewTimelineEvent => ({
  at: tx.now,
  actor: 'desk',
  deliveryId: null,
  kind: 'opened',
  v: 1,
  data: { ...said, rule: null, alarmName: null, accountId: null, region: null, ownFault: true, overtaken: false },
})
