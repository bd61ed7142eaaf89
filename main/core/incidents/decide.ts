import type { AlarmState, Disposition } from '../../../preload/contract/words.ts'
import type { Mapping } from '../rules/mapping.ts'
import type { Incident, Watermark } from './incident.ts'
import type { AlarmSaid, Opening, TimelineBody } from './timeline.ts'

/** An event this far ahead of the desk's clock counts at its arrival. */
const aheadMs = 10 * 60_000

/** What an alarm event says, as far as deciding needs it. */
export interface Heard extends AlarmSaid, Omit<Opening, keyof AlarmSaid | 'severity' | 'ownFault' | 'overtaken'> {
  state: AlarmState | null
  /** The alarm's own StateChangeTime; null where the message has none. */
  at: number | null
  afterMuteWindow: boolean
}

/** The facts of a dedup key as they stand inside the transaction. */
export interface Facts {
  watermark: Watermark | null
  /** The incident that the watermark points at. */
  incident: Incident | null
  /** The incident whose span, from opening to closing, holds the event's time. */
  holder: Incident | null
  /** The earliest known close at or after the event's time, and whether an incident ended there. Read for what is late only. */
  nextClose: { at: number; endsIncident: boolean } | null
  /** Catch-up has recorded this very state, of this very time, before its message came. */
  checked?: boolean
}

/** What is to become of a delivery: rows, timeline events, and whether somebody is due to be told. */
export interface Decision {
  disposition: Disposition
  reason: string | null
  /** Onto which incident the events go: none, one that is there, or a new one opened at this time. */
  target: { kind: 'none' } | { kind: 'existing'; incident: Incident } | { kind: 'new'; openedAt: number }
  events: { at: number; body: TimelineBody }[]
  /** Where the watermark moves to; with a new incident its id is that one's. */
  watermark: Watermark | null
  /** An intent is written for the first of the events. */
  tells: boolean
}

/** The time by which an event is ordered, and what its row says where that is not the alarm's own. */
export const orderOf = (heard: Heard, now: number): { at: number; note: string | null } => orderAt(heard.at, now)

export function orderAt(at: number | null, now: number): { at: number; note: string | null } {
  if (at === null) return { at: now, note: 'no-time' }
  return at > now + aheadMs ? { at: now, note: 'clock-ahead' } : { at, note: null }
}

/** Whether the event is strictly older than what is known: then the facts of its own time are needed. */
export const isLate = (watermark: Watermark | null, at: number, heard: Heard): boolean =>
  watermark !== null && at < watermark.at && !heard.afterMuteWindow

/**
 * What becomes of a mapped alarm event. Only an event mapped to open or close moves the watermark; one strictly older
 * is late and changes no state; at equal times ALARM wins. So in any order, with any number of copies, the same
 * incidents end up open.
 */
export function decide(mapping: Mapping, heard: Heard, facts: Facts, now: number, reopenWindowMs: number): Decision {
  const { at, note } = orderOf(heard, now)
  if (facts.checked === true) return known(facts)
  switch (mapping.effect) {
    case 'leave':
    case 'filter':
    case 'unmapped':
      return left(mapping, heard, facts, at)
    case 'open':
      return isLate(facts.watermark, at, heard)
        ? lateAlarm(mapping, heard, facts, at)
        : alarm(mapping, heard, facts, at, note, reopenWindowMs)
    case 'close':
      return isLate(facts.watermark, at, heard) ? late(heard, facts, at) : ok(heard, facts, at, note)
  }
}

const nothing = (disposition: Disposition, reason: string | null, watermark: Watermark | null = null): Decision => ({
  disposition,
  reason,
  target: { kind: 'none' },
  events: [],
  watermark,
  tells: false,
})

/** What catch-up found first is the same problem, not one more: it hangs on the incident that it has. */
function known({ incident, holder }: Facts): Decision {
  const of = holder ?? incident
  const decision = nothing('ignored', 'checked')
  return of === null ? decision : { ...decision, target: { kind: 'existing', incident: of } }
}

const said = (heard: Heard): AlarmSaid => ({ title: heard.title, reason: heard.reason, rule: heard.rule })

function opening(mapping: Mapping, heard: Heard, overtaken: boolean): TimelineBody {
  const { alarmName, accountId, region, resource, nothingClosesIt } = heard
  return {
    kind: 'opened',
    v: 1,
    data: {
      ...said(heard),
      severity: mapping.severity,
      alarmName,
      accountId,
      region,
      resource,
      nothingClosesIt,
      ownFault: false,
      overtaken,
    },
  }
}

/** An ALARM that is news: it opens, is appended, or reopens. */
function alarm(mapping: Mapping, heard: Heard, facts: Facts, at: number, note: string | null, reopenWindowMs: number): Decision {
  const { watermark, incident } = facts
  // What AWS held back behind a mute rule may be older than what is known; the newest time known stays.
  const moved = { at: Math.max(at, watermark?.at ?? at), state: 'alarm' as const }
  if (incident === null) {
    return {
      disposition: 'opened',
      reason: note,
      target: { kind: 'new', openedAt: at },
      events: [{ at, body: opening(mapping, heard, false) }],
      watermark: { ...moved, incidentId: null },
      tells: true,
    }
  }
  const target = { kind: 'existing' as const, incident }
  const kept = { ...moved, incidentId: incident.id }
  if (incident.status !== 'closed') {
    return {
      disposition: 'appended',
      reason: note,
      target,
      events: [{ at, body: { kind: 'appended', v: 1, data: said(heard) } }],
      watermark: kept,
      tells: false,
    }
  }
  // Somebody closed it by hand and this tells nothing newer than he knew.
  if (watermark?.state === 'alarm' && at <= watermark.at && !heard.afterMuteWindow) return { ...nothing('ignored', 'equal-time'), target }
  if (at - (incident.closedAt ?? at) <= reopenWindowMs) {
    return {
      disposition: 'opened',
      reason: note ?? 'reopened',
      target,
      events: [{ at, body: { kind: 'reopened', v: 1, data: { cause: 'alarm', ...said(heard) } } }],
      watermark: kept,
      tells: true,
    }
  }
  return alarm(mapping, heard, { ...facts, incident: null }, at, note, reopenWindowMs)
}

/** An OK that is news: it closes, or finds nothing open. */
function ok(heard: Heard, facts: Facts, at: number, note: string | null): Decision {
  const { watermark, incident } = facts
  if (watermark !== null && at <= watermark.at && watermark.state === 'alarm') return nothing('ignored', 'equal-time')
  const moved: Watermark = { at: Math.max(at, watermark?.at ?? at), state: 'ok', incidentId: incident?.id ?? null }
  if (incident === null) return nothing('ignored', note ?? 'nothing-open', moved)
  const target = { kind: 'existing' as const, incident }
  if (incident.status === 'closed') {
    if (!incident.awsInAlarm) return nothing('ignored', note ?? 'nothing-open', moved)
    // Closed by hand while AWS still said ALARM: now AWS agrees.
    return {
      disposition: 'ignored',
      reason: note ?? 'nothing-open',
      target,
      events: [{ at, body: { kind: 'recovered', v: 1, data: { reason: heard.reason } } }],
      watermark: moved,
      tells: false,
    }
  }
  return {
    disposition: 'closed',
    reason: note,
    target,
    events: [{ at, body: { kind: 'closed', v: 1, data: { cause: 'alarm', title: heard.title, reason: heard.reason } } }],
    watermark: moved,
    tells: false,
  }
}

/** Older than what is known: it goes onto the timeline of the incident whose span holds its time and changes nothing. */
function late(heard: Heard, facts: Facts, at: number): Decision {
  if (facts.holder === null) return nothing('late', 'no-incident-then')
  return {
    ...nothing('late', null),
    target: { kind: 'existing', incident: facts.holder },
    events: [{ at, body: { kind: 'late', v: 1, data: { state: heard.state, reason: heard.reason } } }],
  }
}

/**
 * An ALARM that its own OK overtook becomes an incident from its own time to that of the earliest known OK after it,
 * silently: history stays whole, and nobody is paged for what is over.
 */
function lateAlarm(mapping: Mapping, heard: Heard, facts: Facts, at: number): Decision {
  if (facts.holder !== null || facts.nextClose === null || facts.nextClose.endsIncident) return late(heard, facts, at)
  return {
    disposition: 'late',
    reason: 'overtaken',
    target: { kind: 'new', openedAt: at },
    events: [
      { at, body: opening(mapping, heard, true) },
      { at: facts.nextClose.at, body: { kind: 'closed', v: 1, data: { cause: 'alarm', title: heard.title, reason: null } } },
    ],
    // Where that OK is the newest word, this incident stands for the key: an ALARM soon after it reopens it.
    watermark:
      facts.watermark?.state === 'ok' && facts.watermark.at === facts.nextClose.at ? { ...facts.watermark, incidentId: null } : null,
    tells: false,
  }
}

/** Understood, or not, and left alone: it goes onto the timeline at its time and moves nothing. */
function left(mapping: Mapping, heard: Heard, facts: Facts, at: number): Decision {
  const disposition = mapping.effect === 'filter' ? 'filtered' : mapping.effect === 'unmapped' ? 'unmapped' : 'ignored'
  const decision = nothing(disposition, mapping.reason)
  if (facts.holder === null) return decision
  const body: TimelineBody =
    mapping.reason === 'insufficient-data'
      ? { kind: 'insufficient-data', v: 1, data: { reason: heard.reason } }
      : { kind: 'left', v: 1, data: { disposition, why: mapping.reason, reason: heard.reason } }
  return { ...decision, target: { kind: 'existing', incident: facts.holder }, events: [{ at, body }] }
}
