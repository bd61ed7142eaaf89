import { createHash } from 'node:crypto'
import type { Clock, Timers } from '../../../ports.ts'
import { awsTime, longTime } from '../cloudwatch-text.ts'
import { openAlarmActions } from './alarm-actions.ts'
import { alarmEvent } from './alarm-events.ts'
import { alarmsIn, holdsRule, parseAlarmRule } from './alarm-rule.ts'
import type { Alarm, Change, Contributor, State, StateValue } from './alarms.ts'
import type { ItemType } from './history.ts'
import { openMuting } from './muting.ts'
import type { Place, Places } from './places.ts'
import type { Publisher } from './publish.ts'
import { openSuppression } from './suppression.ts'

export interface StatesDeps {
  clock: Clock
  timers: Timers
  newId: () => string
  places: Places
  publisher: Pick<Publisher, 'publish'>
  /** What EventBridge hears. */
  onEvent(place: Place, event: Record<string, unknown>): void
}

export interface NextState {
  value: StateValue
  reason: string
  reasonData?: string | null
  /** Epoch milliseconds; without: now. Never before the alarm's last change. */
  at?: number
}

/** The alarms' states, and all that a change of one sets off. */
export interface States {
  change(alarm: Alarm, next: NextState): void
  /** One series of an alarm with GROUP BY: it acts by itself, and the alarm follows without acting. */
  changeContributor(
    alarm: Alarm,
    attributes: Readonly<Record<string, string>>,
    next: { value: 'OK' | 'ALARM'; reason: string; at?: number },
  ): Contributor
  /** A composite was made or changed: what its rule says now. */
  evaluate(alarm: Alarm, reason?: string): void
  /** Mute rules of this place were changed. */
  muteRulesChanged(place: Place): void
  /** Nothing of it waits any more. */
  forget(alarm: Alarm): void
  close(): void
}

export function openStates(deps: StatesDeps): States {
  const { clock, timers, newId, places, onEvent } = deps
  const waits = new Set<() => void>()
  const after = (delayMs: number, run: () => void) => {
    const cancel = timers.after(delayMs, () => {
      waits.delete(cancel)
      run()
    })
    waits.add(cancel)
    return () => {
      waits.delete(cancel)
      cancel()
    }
  }
  const actions = openAlarmActions(deps)
  const muting = openMuting({ clock, after, places, actions })
  const placeOf = ({ accountId, region }: Alarm) => places.at(accountId, region)
  const find = (place: Place, named: string): Alarm | undefined =>
    place.alarms.get(named) ?? [...place.alarms.values()].find(({ arn }) => arn === named)
  const suppression = openSuppression({
    after,
    actions,
    isBurning: (alarm, suppressor) => find(placeOf(alarm), suppressor)?.state.value === 'ALARM',
    step(alarm) {
      const before = { ...alarm.state }
      alarm.state.updatedAt = moment(alarm)
      const { value, reason, updatedAt: at } = alarm.state
      const change: Change = { value, previous: value, reason, at, contributor: null }
      tell(alarm, change, before)
      return change
    },
    act: (alarm, change) => {
      if (alarm.settings.ActionsEnabled) muting.act(alarm, change)
    },
  })

  /** CloudWatch's times are unique enough to be told apart: two changes in one millisecond are one apart. */
  const moment = (alarm: Alarm, at = clock.now()): number => Math.max(at, alarm.state.updatedAt + 1)

  function tell(alarm: Alarm, change: Change, before: State | null): void {
    onEvent(placeOf(alarm), alarmEvent(alarm, change, before, newId()))
  }

  function write(
    alarm: Alarm,
    type: ItemType,
    at: number,
    summary: string,
    data: Record<string, unknown>,
    contributor: Contributor | null = null,
  ) {
    placeOf(alarm).history.push({ alarmName: alarm.name, kind: alarm.kind, at, type, summary, data, contributor })
  }

  /** Sets a state and writes it down. Null: the value is the same. */
  function move(alarm: Alarm, next: NextState): { change: Change; before: State } | null {
    const before = { ...alarm.state }
    const same = before.value === next.value
    const reasonData = next.reasonData ?? null
    if (same && before.reason === next.reason && before.reasonData === reasonData) return null
    const at = moment(alarm, next.at)
    alarm.state = { value: next.value, reason: next.reason, reasonData, updatedAt: at, transitionedAt: same ? before.transitionedAt : at }
    const summary = same
      ? `State Reason changed from "${before.reason}" to "${next.reason}"`
      : `Alarm updated from ${before.value} to ${next.value}`
    write(alarm, 'StateUpdate', at, summary, { version: '1.0', oldState: inHistory(before), newState: inHistory(alarm.state) })
    return same ? null : { change: { value: next.value, previous: before.value, reason: next.reason, at, contributor: null }, before }
  }

  /** Those that depend on an alarm: composites by their rule, and by their suppressor. */
  function follow(alarm: Alarm, at: number): void {
    const place = placeOf(alarm)
    const isMe = (named: string) => named === alarm.name || named === alarm.arn
    for (const other of place.alarms.values()) {
      if (other.kind !== 'CompositeAlarm' || other === alarm) continue
      const rule = parseAlarmRule(other.settings.AlarmRule ?? '')
      if (rule !== null && alarmsIn(rule).some(isMe))
        evaluate(other, `${alarm.arn} transitioned to ${alarm.state.value} at ${longTime(at)}`, at)
      if (isMe(other.settings.ActionsSuppressor ?? '')) suppression.suppressorChanged(other)
    }
  }

  function change(alarm: Alarm, next: NextState): void {
    const moved = move(alarm, next)
    if (moved === null) return
    // What was held for the state before is held for nothing now.
    const acts = alarm.kind === 'CompositeAlarm' ? suppression.act : muting.act
    if (alarm.settings.ActionsEnabled) acts(alarm, moved.change)
    tell(alarm, moved.change, moved.before)
    follow(alarm, moved.change.at)
  }

  function evaluate(alarm: Alarm, reason?: string, at?: number): void {
    const rule = parseAlarmRule(alarm.settings.AlarmRule ?? '')
    if (rule === null) return
    const place = placeOf(alarm)
    const value = holdsRule(rule, (named) => find(place, named)?.state.value ?? null) ? 'ALARM' : 'OK'
    if (value === alarm.state.value) return
    const children = alarmsIn(rule).flatMap((named) => find(place, named) ?? [])
    const triggeringAlarms = children
      .filter((child) => value === 'OK' || child.state.value === 'ALARM')
      .slice(0, 10)
      .map(({ arn, state }) => ({ arn, state: { value: state.value, timestamp: awsTime(state.updatedAt) } }))
    change(alarm, {
      value,
      reason: reason ?? `${alarm.arn} was created and its alarm rule evaluates to ${value}`,
      reasonData: JSON.stringify({ triggeringAlarms }),
      ...(at === undefined ? {} : { at }),
    })
  }

  return {
    change,
    evaluate,

    changeContributor(alarm, attributes, next) {
      const id = createHash('sha256').update(JSON.stringify(attributes)).digest('hex').slice(0, 16)
      const previous = alarm.contributors.get(id)?.state.value ?? 'OK'
      const at = moment(alarm, next.at)
      const contributor: Contributor = { id, attributes, state: { value: next.value, reason: next.reason, transitionedAt: at } }
      alarm.contributors.set(id, contributor)
      if (previous === next.value) return contributor
      write(
        alarm,
        'AlarmContributorStateUpdate',
        at,
        `Contributor state updated to ${next.value}`,
        { version: '1.0', newState: { stateValue: next.value, stateReason: next.reason } },
        contributor,
      )
      const told: Change = { value: next.value, previous, reason: next.reason, at, contributor }
      if (alarm.settings.ActionsEnabled) muting.act(alarm, told)
      tell(alarm, told, null)
      const all = [...alarm.contributors.values()]
      const burning = all.filter(({ state }) => state.value === 'ALARM').length
      const moved = move(alarm, {
        value: burning > 0 ? 'ALARM' : 'OK',
        reason: `${burning > 0 ? burning : all.length} out of ${all.length} time series evaluated to ${burning > 0 ? 'ALARM' : 'OK'}`,
        reasonData: JSON.stringify({ version: '1.0', queryDate: awsTime(at - 1) }),
        at,
      })
      if (moved !== null) {
        tell(alarm, moved.change, moved.before)
        follow(alarm, moved.change.at)
      }
      return contributor
    },

    muteRulesChanged: muting.look,

    forget(alarm) {
      alarm.suppressed?.cancel()
      for (const { cancel } of alarm.muted.values()) cancel()
    },

    close() {
      for (const cancel of [...waits]) cancel()
      waits.clear()
    },
  }
}

function inHistory({ value, reason, reasonData }: State): Record<string, unknown> {
  const data = reasonData === null ? {} : { stateReasonData: parsed(reasonData) }
  return { stateValue: value, stateReason: reason, ...data }
}

/** An object in history, a string everywhere else. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return json // a caller of SetAlarmState may give anything
  }
}
