import type { IncidentStatus } from '../../../preload/contract/words.ts'
import type { Incident, IncidentState } from './incident.ts'
import { fold } from './reduce.ts'
import type { TimelineBody, TimelineEvent } from './timeline.ts'

/** What an operator can do to an incident. `until` is epoch milliseconds. */
export type Act =
  | { act: 'acknowledge' | 'unacknowledge' | 'close' | 'reopen' | 'unsnooze' }
  | { act: 'snooze'; until: number }
  | { act: 'note'; text: string }
  | { act: 'remove-note'; noteId: string }
  | { act: 'undo'; eventId: string }

/** `event: null`: it is so already, nothing is written. */
export type Acted =
  | { ok: true; event: TimelineBody | null }
  | { ok: false; code: 'illegal-transition'; status: IncidentStatus; said: string }
  | { ok: false; code: 'not-found'; said: string }

export interface ActFacts {
  incident: Incident
  timeline: readonly TimelineEvent[]
  /** Another incident of the same dedup key is live: then this one can't be reopened beside it. */
  otherLive: string | null
  now: number
}

/** Whether an act is possible, and the event that it writes. Every pair of act and state has its answer. */
export function act(wish: Act, facts: ActFacts): Acted {
  const { incident } = facts
  const { status } = incident
  switch (wish.act) {
    case 'acknowledge':
      if (status === 'closed') return illegal(facts, 'It is closed: reopen it first.')
      return status === 'acknowledged' ? already : write({ kind: 'acknowledged', v: 1, data: {} })
    case 'unacknowledge':
      if (status === 'closed') return illegal(facts, 'It is closed: nobody has to answer for it.')
      return status === 'open' ? already : write({ kind: 'unacknowledged', v: 1, data: {} })
    case 'close':
      return status === 'closed' ? already : write({ kind: 'closed', v: 1, data: { cause: 'operator', awsInAlarm: incident.awsInAlarm } })
    case 'reopen':
      if (status === 'acknowledged') return illegal(facts, 'It is not closed: unacknowledge it to put it back among the open ones.')
      if (status === 'open') return already
      if (facts.otherLive !== null) return illegal(facts, `${facts.otherLive} is live for the same alarm: work on that one.`)
      return write({ kind: 'reopened', v: 1, data: { cause: 'operator' } })
    case 'snooze':
      if (status === 'closed') return illegal(facts, 'It is closed: there is nothing to put off.')
      if (wish.until <= facts.now) return illegal(facts, 'That time is past: choose one that is still to come.')
      return incident.snoozedUntil === wish.until ? already : write({ kind: 'snoozed', v: 1, data: { until: wish.until } })
    case 'unsnooze':
      if (status === 'closed') return illegal(facts, 'It is closed: it is not snoozed.')
      return incident.snoozedUntil === null ? already : write({ kind: 'unsnoozed', v: 1, data: { cause: 'operator' } })
    case 'note':
      return write({ kind: 'noted', v: 1, data: { text: wish.text } })
    case 'remove-note': {
      const note = facts.timeline.find((event) => event.id === wish.noteId)
      if (note?.kind !== 'noted') return { ok: false, code: 'not-found', said: 'There is no such note on this incident.' }
      const removed = facts.timeline.some((event) => event.kind === 'note-removed' && event.data.noteId === note.id)
      return removed ? already : write({ kind: 'note-removed', v: 1, data: { noteId: note.id } })
    }
    case 'undo':
      return undo(wish.eventId, facts)
  }
}

const already: Acted = { ok: true, event: null }
const write = (event: TimelineBody): Acted => ({ ok: true, event })
const illegal = (facts: ActFacts, said: string): Acted => ({
  ok: false,
  code: 'illegal-transition',
  status: facts.incident.status,
  said,
})

/** Undo writes a new event that says what it undoes, and leaves alone what came between. */
function undo(eventId: string, facts: ActFacts): Acted {
  const { incident, timeline, now } = facts
  const index = timeline.findIndex((event) => event.id === eventId)
  const event = timeline[index]
  if (event === undefined) return { ok: false, code: 'not-found', said: 'There is no such event on this incident.' }
  if (timeline.some((later) => 'undoes' in later.data && later.data.undoes === eventId)) return already
  const before = fold(timeline.slice(0, index))
  const undoes = eventId
  const changed = () => illegal(facts, 'It has changed since: what came after it stands.')
  switch (event.kind) {
    case 'acknowledged':
      return incident.status === 'acknowledged' ? write({ kind: 'unacknowledged', v: 1, data: { undoes } }) : changed()
    case 'unacknowledged':
      return incident.status === 'open' ? write({ kind: 'acknowledged', v: 1, data: { undoes, ...acknowledgement(before) } }) : changed()
    case 'closed':
      if (event.data.cause === 'alarm') break
      if (incident.status !== 'closed' || facts.otherLive !== null) return changed()
      return write({ kind: 'reopened', v: 1, data: { cause: 'operator', undoes, ...acknowledgement(before) } })
    case 'reopened':
      if (event.data.cause === 'alarm') break
      if (incident.status === 'closed') return changed()
      return write({ kind: 'closed', v: 1, data: { cause: 'operator', awsInAlarm: incident.awsInAlarm, undoes } })
    case 'snoozed': {
      if (incident.snoozedUntil !== event.data.until) return changed()
      const until = before?.snoozedUntil ?? null
      if (until !== null && until > now) return write({ kind: 'snoozed', v: 1, data: { until, undoes } })
      return write({ kind: 'unsnoozed', v: 1, data: { cause: 'operator', undoes } })
    }
    case 'unsnoozed': {
      const until = before?.snoozedUntil ?? null
      if (incident.status === 'closed' || incident.snoozedUntil !== null || until === null || until <= now) return changed()
      return write({ kind: 'snoozed', v: 1, data: { until, undoes } })
    }
    case 'noted':
      return write({ kind: 'note-removed', v: 1, data: { noteId: event.id, undoes } })
    case 'note-removed': {
      const { noteId } = event.data
      const note = timeline.find((other) => other.id === noteId)
      return note?.kind === 'noted' ? write({ kind: 'noted', v: 1, data: { text: note.data.text, undoes } }) : changed()
    }
    case 'opened':
    case 'appended':
    case 'insufficient-data':
    case 'recovered':
    case 'late':
    case 'left':
    case 'notified':
    case 'not-notified':
      break
  }
  return illegal(facts, 'Only what an operator did can be undone.')
}

function acknowledgement(state: IncidentState | null): { acknowledgedAt?: number; acknowledgedBy?: string } {
  if (state === null || state.acknowledgedAt === null || state.acknowledgedBy === null) return {}
  return { acknowledgedAt: state.acknowledgedAt, acknowledgedBy: state.acknowledgedBy }
}
