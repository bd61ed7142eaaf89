import type { AlarmActions } from './alarm-actions.ts'
import type { Alarm, Change } from './alarms.ts'

export interface SuppressionDeps {
  after(delayMs: number, run: () => void): () => void
  actions: AlarmActions
  /** Whether the alarm of this name or ARN is in ALARM. */
  isBurning(of: Alarm, suppressor: string): boolean
  /** A step of the suppression: a State Change of its own with equal values. Returns the change, with its own time. */
  step(alarm: Alarm): Change
  /** Whether anything else holds them, or they run. */
  act(alarm: Alarm, change: Change): void
}

export interface Suppression {
  /** A composite changed: its actions run, or its suppressor holds them. */
  act(alarm: Alarm, change: Change): void
  /** The suppressor of this composite changed. */
  suppressorChanged(alarm: Alarm): void
}

/**
 * A composite's suppressor: while it burns the actions are held, with a time to wait for it before and a time to wait after it.
 * Source: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-suppression.html
 */
export function openSuppression(deps: SuppressionDeps): Suppression {
  const { after, actions, isBurning, step, act } = deps

  function hold(alarm: Alarm, by: 'Alarm' | 'WaitPeriod' | 'ExtensionPeriod', change: Change | null): void {
    alarm.suppressed?.cancel()
    const { ActionsSuppressorWaitPeriod, ActionsSuppressorExtensionPeriod } = alarm.settings
    const seconds = { Alarm: null, WaitPeriod: ActionsSuppressorWaitPeriod, ExtensionPeriod: ActionsSuppressorExtensionPeriod }[by]
    const cancel = seconds === null ? () => {} : after(seconds * 1_000, () => release(alarm))
    const held = change ?? alarm.suppressed?.change
    if (held === undefined) return
    alarm.suppressed = { by, change: held, cancel }
    const now = change ?? step(alarm)
    alarm.suppressed.change = now
    actions.suppress(alarm, now)
  }

  function release(alarm: Alarm): void {
    alarm.suppressed?.cancel()
    alarm.suppressed = null
    act(alarm, step(alarm))
  }

  return {
    act(alarm, change) {
      const suppressor = alarm.settings.ActionsSuppressor
      if (suppressor === undefined) return act(alarm, change)
      if (isBurning(alarm, suppressor)) return hold(alarm, 'Alarm', change)
      if (alarm.settings.ActionsSuppressorWaitPeriod > 0) return hold(alarm, 'WaitPeriod', change)
      alarm.suppressed?.cancel()
      alarm.suppressed = null
      act(alarm, change)
    },
    suppressorChanged(alarm) {
      const suppressor = alarm.settings.ActionsSuppressor
      if (alarm.suppressed === null || suppressor === undefined) return
      const burning = isBurning(alarm, suppressor)
      if (burning && alarm.suppressed.by !== 'Alarm') return hold(alarm, 'Alarm', null)
      if (burning || alarm.suppressed.by !== 'Alarm') return
      if (alarm.settings.ActionsSuppressorExtensionPeriod > 0) hold(alarm, 'ExtensionPeriod', null)
      else release(alarm)
    },
  }
}
