import { describe, expect, it } from 'vitest'
import { type Act, act } from '../../../main/core/incidents/act.ts'
import type { Incident } from '../../../main/core/incidents/incident.ts'
import { fold } from '../../../main/core/incidents/reduce.ts'
import type { NewTimelineEvent, TimelineBody, TimelineEvent } from '../../../main/core/incidents/timeline.ts'

const now = 1_800_000_000_000
const later = now + 3_600_000

const opening: TimelineBody = {
  kind: 'opened',
  v: 1,
  data: {
    title: 'HighCPU',
    reason: null,
    rule: null,
    severity: 'error',
    alarmName: 'HighCPU',
    accountId: null,
    region: null,
    resource: null,
    nothingClosesIt: false,
    ownFault: false,
    overtaken: false,
  },
}
const acknowledged: TimelineBody = { kind: 'acknowledged', v: 1, data: {} }
const closedByHand: TimelineBody = { kind: 'closed', v: 1, data: { cause: 'operator', awsInAlarm: true } }
const closedByOk: TimelineBody = { kind: 'closed', v: 1, data: { cause: 'alarm', title: 'it is ok', reason: null } }

/** An incident after these events, as `act` is given it. */
function incidentAfter(...bodies: TimelineBody[]) {
  const timeline = [opening, ...bodies].map(
    (body, n): TimelineEvent => ({ ...body, id: String(n), at: now - 1_000 + n, actor: 'You', deliveryId: null }),
  )
  const state = fold(timeline as NewTimelineEvent[])
  if (state === null) throw new Error('no state')
  const incident: Incident = { ...state, id: 'i', shortNumber: 1, integrationId: 1, practice: false, dedupKey: 'k', problemKey: 'p' }
  return { incident, timeline, otherLive: null, now }
}

const states = {
  open: incidentAfter(),
  acknowledged: incidentAfter(acknowledged),
  snoozed: incidentAfter({ kind: 'snoozed', v: 1, data: { until: later } }),
  closed: incidentAfter(closedByOk),
}

const table: Record<keyof typeof states, Record<string, string>> = {
  open: { acknowledge: 'acknowledged', unacknowledge: '=', close: 'closed', reopen: '=', snooze: 'snoozed', unsnooze: '=', note: 'noted' },
  acknowledged: {
    acknowledge: '=',
    unacknowledge: 'unacknowledged',
    close: 'closed',
    reopen: '409',
    snooze: 'snoozed',
    unsnooze: '=',
    note: 'noted',
  },
  snoozed: {
    acknowledge: 'acknowledged',
    unacknowledge: '=',
    close: 'closed',
    reopen: '=',
    snooze: '=',
    unsnooze: 'unsnoozed',
    note: 'noted',
  },
  closed: { acknowledge: '409', unacknowledge: '409', close: '=', reopen: 'reopened', snooze: '409', unsnooze: '409', note: 'noted' },
}
const wishes: Record<string, Act> = {
  acknowledge: { act: 'acknowledge' },
  unacknowledge: { act: 'unacknowledge' },
  close: { act: 'close' },
  reopen: { act: 'reopen' },
  snooze: { act: 'snooze', until: later },
  unsnooze: { act: 'unsnooze' },
  note: { act: 'note', text: 'looking' },
}

describe('every act in every state', () => {
  for (const [state, row] of Object.entries(table)) {
    for (const [wish, want] of Object.entries(row)) {
      it(`${wish} of what is ${state} ${want === '409' ? 'is refused with the state it is in' : want === '=' ? 'writes nothing' : `writes «${want}»`}`, () => {
        const acted = act(wishes[wish] as Act, states[state as keyof typeof states])
        if (want === '409') expect(acted).toMatchObject({ ok: false, code: 'illegal-transition', status: state })
        else if (want === '=') expect(acted).toEqual({ ok: true, event: null })
        else expect(acted).toMatchObject({ ok: true, event: { kind: want } })
      })
    }
  }

  it('refuses to snooze until a time that is past', () => {
    expect(act({ act: 'snooze', until: now }, states.open)).toMatchObject({ ok: false, code: 'illegal-transition' })
  })

  it('refuses to reopen beside another live incident of the same alarm, and names it', () => {
    expect(act({ act: 'reopen' }, { ...states.closed, otherLive: 'INC-9' })).toMatchObject({
      ok: false,
      said: expect.stringContaining('INC-9'),
    })
  })

  it('says on a close by hand whether AWS still calls it ALARM', () => {
    expect(act({ act: 'close' }, states.open)).toMatchObject({ event: { data: { awsInAlarm: true } } })
  })
})

describe('undo', () => {
  const undo = (eventId: string): Act => ({ act: 'undo', eventId })

  it('takes back an acknowledgement', () => {
    expect(act(undo('1'), incidentAfter(acknowledged))).toMatchObject({ event: { kind: 'unacknowledged', data: { undoes: '1' } } })
  })

  it('puts a close by hand back to acknowledged, by whom it was', () => {
    expect(act(undo('2'), incidentAfter(acknowledged, closedByHand))).toMatchObject({
      event: { kind: 'reopened', data: { undoes: '2', acknowledgedBy: 'You', acknowledgedAt: now - 999 } },
    })
  })

  it('gives back the snooze that another one replaced, if it still runs', () => {
    const facts = incidentAfter({ kind: 'snoozed', v: 1, data: { until: later } }, { kind: 'snoozed', v: 1, data: { until: later + 1 } })
    expect(act(undo('2'), facts)).toMatchObject({ event: { kind: 'snoozed', data: { until: later, undoes: '2' } } })
  })

  it('takes away a note, and gives back one that was taken away', () => {
    const noted: TimelineBody = { kind: 'noted', v: 1, data: { text: 'hello' } }
    expect(act(undo('1'), incidentAfter(noted))).toMatchObject({ event: { kind: 'note-removed', data: { noteId: '1' } } })
    expect(act(undo('2'), incidentAfter(noted, { kind: 'note-removed', v: 1, data: { noteId: '1' } }))).toMatchObject({
      event: { kind: 'noted', data: { text: 'hello' } },
    })
  })

  it('leaves alone what came between: it is refused where that stands in the way', () => {
    expect(act(undo('1'), incidentAfter(acknowledged, closedByHand))).toMatchObject({ ok: false, code: 'illegal-transition' })
  })

  it('does nothing twice', () => {
    expect(act(undo('1'), incidentAfter(acknowledged, { kind: 'unacknowledged', v: 1, data: { undoes: '1' } }))).toEqual({
      ok: true,
      event: null,
    })
  })

  it('does not undo what an alarm did', () => {
    expect(act(undo('1'), incidentAfter(closedByOk))).toMatchObject({ ok: false, said: 'Only what an operator did can be undone.' })
  })

  it('says that an unknown event is not there', () => {
    expect(act(undo('99'), states.open)).toMatchObject({ ok: false, code: 'not-found' })
  })
})

describe('removing a note', () => {
  const noted: TimelineBody = { kind: 'noted', v: 1, data: { text: 'hello' } }
  it('writes once, then nothing, and knows only notes', () => {
    expect(act({ act: 'remove-note', noteId: '1' }, incidentAfter(noted))).toMatchObject({ event: { kind: 'note-removed' } })
    expect(act({ act: 'remove-note', noteId: '1' }, incidentAfter(noted, { kind: 'note-removed', v: 1, data: { noteId: '1' } }))).toEqual({
      ok: true,
      event: null,
    })
    expect(act({ act: 'remove-note', noteId: '0' }, incidentAfter(noted))).toMatchObject({ ok: false, code: 'not-found' })
  })
})
