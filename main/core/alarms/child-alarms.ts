import type { AlarmEvent } from './alarm-event.ts'
import { either, fields, list, text } from './fields.ts'

export type ChildAlarm = AlarmEvent['children'][number]

/** The children of a composite alarm that set it off: `{Arn, State: {Value}}` in SNS, `{arn, state: {value}}` in reasonData. */
export function readChildren(value: unknown): ChildAlarm[] {
  const children: ChildAlarm[] = []
  for (const each of list(value).slice(0, 100)) {
    const arn = text(either(fields(each), 'Arn', 'arn')) ?? text(each)
    if (arn === null) continue
    const state = either(fields(each), 'State', 'state')
    children.push({ arn, state: text(either(fields(state), 'Value', 'value')) ?? text(state) })
  }
  return children
}

const transition = /^(arn:[^\s]{1,80}:alarm:.{1,255}?) transitioned to (ALARM|OK|INSUFFICIENT_DATA) at /

/** The child that a composite alarm's reason names: `arn:... transitioned to ALARM at Wednesday 10 November, 2021 02:45:55 UTC`. */
export function childInReason(reason: string | null): ChildAlarm[] {
  const [, arn, state] = (reason === null ? null : transition.exec(reason)) ?? []
  return arn === undefined || state === undefined ? [] : [{ arn, state }]
}
