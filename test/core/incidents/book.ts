import { type Decision, decide, type Facts, type Heard, isLate, orderOf } from '../../../main/core/incidents/decide.ts'
import type { Incident, Watermark } from '../../../main/core/incidents/incident.ts'
import { reduce } from '../../../main/core/incidents/reduce.ts'
import type { NewTimelineEvent } from '../../../main/core/incidents/timeline.ts'
import type { Mapping } from '../../../main/core/rules/mapping.ts'
import type { AlarmState } from '../../../preload/contract/words.ts'

const effects = { alarm: 'open', ok: 'close', 'insufficient-data': 'leave' } as const

/** Decisions kept in memory for one dedup key: the facts as the store would give them. */
export function openBook(reopenWindowMs = 600_000) {
  const incidents: { incident: Incident; events: NewTimelineEvent[] }[] = []
  const closes: number[] = []
  let watermark: Watermark | null = null

  function factsAt(heard: Heard, at: number, moves: boolean): Facts {
    const holder = incidents.map((one) => one.incident).filter((one) => one.openedAt <= at && (one.closedAt ?? Infinity) >= at)
    const later = closes.filter((close) => close >= at)
    const nextClose = later.length === 0 ? null : Math.min(...later)
    const late = moves && isLate(watermark, at, heard)
    return {
      watermark: moves ? watermark : null,
      incident: moves ? (incidents.find((one) => one.incident.id === watermark?.incidentId)?.incident ?? null) : null,
      holder: late || !moves ? (holder.at(-1) ?? null) : null,
      nextClose:
        late && nextClose !== null ? { at: nextClose, endsIncident: incidents.some((one) => one.incident.closedAt === nextClose) } : null,
    }
  }

  function write(decision: Decision): string | null {
    if (decision.target.kind === 'none' || decision.events.length === 0) return null
    const events = decision.events.map(({ at, body }): NewTimelineEvent => ({ ...body, at, actor: 'alarm', deliveryId: null }))
    if (decision.target.kind === 'new') {
      const state = events.reduce(reduce, null)
      if (state === null) throw new Error('no state')
      const id = `i${incidents.length}`
      const identity = { id, shortNumber: incidents.length + 1, integrationId: 1, practice: false, dedupKey: 'k', problemKey: 'p' }
      incidents.push({ incident: { ...state, ...identity }, events })
      return id
    }
    const { id } = decision.target.incident
    const held = incidents.find((one) => one.incident.id === id)
    if (held === undefined) throw new Error('unknown incident')
    for (const event of events) held.incident = { ...held.incident, ...reduce(held.incident, event) }
    held.events.push(...events)
    return id
  }

  return {
    hear(state: AlarmState, at: number, options: { now?: number; afterMuteWindow?: boolean } = {}): Decision {
      const heard = said(state, at, options.afterMuteWindow)
      const effect = effects[state]
      const mapping: Mapping = { effect, reason: effect === 'leave' ? 'insufficient-data' : null, severity: 'error', rule: null }
      const now = options.now ?? 1e12
      const order = orderOf(heard, now)
      const decision = decide(mapping, heard, factsAt(heard, order.at, effect !== 'leave'), now, reopenWindowMs)
      if (effect === 'close') closes.push(order.at)
      const id = write(decision)
      if (decision.watermark !== null)
        watermark = { ...decision.watermark, incidentId: decision.target.kind === 'new' ? id : decision.watermark.incidentId }
      return decision
    },
    /** What an operator does by hand, written as it is. */
    write(body: { kind: 'closed' } | { kind: 'acknowledged' }, at: number): void {
      const held = incidents.at(-1)
      if (held === undefined) throw new Error('nothing to act on')
      const event: NewTimelineEvent =
        body.kind === 'closed'
          ? { kind: 'closed', v: 1, data: { cause: 'operator', awsInAlarm: held.incident.awsInAlarm }, at, actor: 'You', deliveryId: null }
          : { kind: 'acknowledged', v: 1, data: {}, at, actor: 'You', deliveryId: null }
      held.incident = { ...held.incident, ...reduce(held.incident, event) }
      held.events.push(event)
    },
    incidents: () => incidents.map((one) => one.incident),
    timelines: () => incidents.map((one) => one.events),
    live: () => incidents.filter((one) => one.incident.status !== 'closed').map((one) => one.incident),
  }
}

export function said(state: AlarmState, at: number | null, afterMuteWindow = false): Heard {
  return {
    title: `it is ${state}`,
    reason: `because ${state}`,
    rule: null,
    alarmName: 'HighCPU',
    accountId: '123456789012',
    region: 'eu-west-1',
    resource: 'i-0abc',
    nothingClosesIt: false,
    state,
    at,
    afterMuteWindow,
  }
}
