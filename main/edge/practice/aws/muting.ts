import type { Clock } from '../../../ports.ts'
import type { AlarmActions } from './alarm-actions.ts'
import type { Alarm, Change } from './alarms.ts'
import { windowEnd } from './mute-schedule.ts'
import type { Place, Places } from './places.ts'

export interface MutingDeps {
  clock: Clock
  /** The returned function cancels. */
  after(delayMs: number, run: () => void): () => void
  places: Places
  actions: AlarmActions
}

export interface Muting {
  /** Runs the actions of a change, or holds them until the mute rules of its alarm let go. */
  act(alarm: Alarm, change: Change): void
  /** A rule was changed or deleted: what nothing mutes any more runs at once. */
  look(place: Place): void
}

/**
 * What mute rules do: a muted alarm goes on changing, its actions wait. They run when the window ends with the alarm still in the state that
 * they were held for; if it went back to the state before, nothing is sent.
 * Source: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html
 */
export function openMuting({ clock, after, places, actions }: MutingDeps): Muting {
  /** Null: nothing mutes it now. */
  function mutedUntil(alarm: Alarm): number | null {
    const rules = [...places.at(alarm.accountId, alarm.region).muteRules.values()]
    const ends = rules.filter(({ alarmNames }) => alarmNames.includes(alarm.name)).map(({ schedule }) => windowEnd(schedule, clock.now()))
    return ends.reduce((latest, end) => (end === null ? latest : Math.max(end, latest ?? end)), null)
  }

  function hold(alarm: Alarm, held: { before: Change['previous']; change: Change }, until: number): void {
    const key = held.change.contributor?.id ?? ''
    alarm.muted.get(key)?.cancel()
    alarm.muted.set(key, { ...held, cancel: after(until - clock.now(), () => release(alarm, key, until)) })
  }

  function release(alarm: Alarm, key: string, windowEnded: number): void {
    const held = alarm.muted.get(key)
    if (held === undefined) return
    const until = mutedUntil(alarm)
    if (until !== null) {
      hold(alarm, held, until)
      return
    }
    held.cancel()
    alarm.muted.delete(key)
    if (alarm.settings.ActionsEnabled) actions.run(alarm, held.change, windowEnded)
  }

  return {
    act(alarm, change) {
      const key = change.contributor?.id ?? ''
      const held = alarm.muted.get(key)
      const until = mutedUntil(alarm)
      if (until === null) {
        held?.cancel()
        alarm.muted.delete(key)
        return actions.run(alarm, change, null)
      }
      const before = held?.before ?? change.previous
      if (change.value !== before) return hold(alarm, { before, change }, until)
      held?.cancel()
      alarm.muted.delete(key)
    },
    look(place) {
      for (const alarm of place.alarms.values()) {
        if (alarm.muted.size > 0 && mutedUntil(alarm) === null) for (const key of [...alarm.muted.keys()]) release(alarm, key, clock.now())
      }
    },
  }
}
