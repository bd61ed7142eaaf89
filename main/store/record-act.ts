import type { IncidentStatus } from '../../preload/contract/words.ts'
import { type Act, act } from '../core/incidents/act.ts'
import type { TimelineEvent } from '../core/incidents/timeline.ts'
import type { IncidentRow } from './incident-rows.ts'
import { appendEvents } from './record-incident.ts'
import type { Transaction } from './transaction.ts'

export type ActRecorded =
  | { ok: true; incident: IncidentRow; timeline: TimelineEvent[] }
  | { ok: false; code: 'not-found'; said: string }
  | { ok: false; code: 'illegal-transition'; status: IncidentStatus; said: string }

/** An operator's act on an incident: what it wrote, or why it is not possible. */
export function recordAct(tx: Transaction, incidentId: string, wish: Act, actor: string): ActRecorded {
  const incident = tx.incidents.get(incidentId)
  if (incident === null) return { ok: false, code: 'not-found', said: 'There is no such incident.' }
  const timeline = tx.incidents.timeline(incidentId)
  const other = incident.status === 'closed' ? tx.incidents.otherLive(incident) : null
  const acted = act(wish, { incident, timeline, otherLive: other === null ? null : `INC-${other.shortNumber}`, now: tx.now })
  if (!acted.ok) return acted
  if (acted.event === null) return { ok: true, incident, timeline }
  const event = { ...acted.event, at: tx.now, actor, deliveryId: null }
  const { incident: after, eventIds } = appendEvents(tx, incident, [event])
  if (event.kind === 'reopened') tx.incidents.pointWatermark(after)
  if (event.kind === 'snoozed') {
    tx.intents.insert({ kind: 'snooze-ended', incidentId, eventId: eventIds[0] ?? null, deliveryId: null, dueAt: event.data.until })
    tx.changed(after.rev, { kind: 'intents' })
  }
  return { ok: true, incident: after, timeline: tx.incidents.timeline(incidentId) }
}
