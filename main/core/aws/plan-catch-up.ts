import type { AlarmState } from '../../../preload/contract/words.ts'
import type { AlarmEvent } from '../alarms/alarm-event.ts'
import { text } from '../alarms/fields.ts'
import { readAlarm } from '../alarms/read-alarm.ts'
import type { Watermark } from '../incidents/incident.ts'
import { mapEvent } from '../rules/map-event.ts'
import type { Mapping, Rule } from '../rules/mapping.ts'
import { topicAllowed } from '../sns/topic-list.ts'
import type { AlarmReading, ContributorReading, Place } from './alarm-reading.ts'
import { alarmText, type Said, stateValues } from './alarm-text.ts'
import { type AlarmStateEvent, type EventRule, ruleTakes } from './event-rule.ts'

/** An integration, as far as catch-up needs it. */
export interface Scope {
  integrationId: number
  topics: readonly string[]
  rules: readonly Rule[]
  /** Those of EventBridge's that send to its topics. */
  eventRules: readonly EventRule[]
}

/** What catch-up read for an integration, ready to be recorded if it is news. */
export interface Finding {
  integrationId: number
  text: string
  subject: string | null
  /** The topic by which AWS tells of it; null where it tells nobody of this state. */
  topicArn: string | null
  event: AlarmEvent
  mapping: Mapping & { effect: 'open' | 'close' }
  /** The state as it is now, or something that AWS wrote down when it happened. */
  from: 'state' | 'history'
  /** Whether `event.at` is when the state came about; else it may be later. */
  exact: boolean
  /** Somebody may have muted it: AWS's own actions are held then, a rule of EventBridge is not. */
  mutable: boolean
  /** An OK that finds nothing open is worth a row: AWS told of it, and an ALARM before it may still arrive. */
  tellsEvenOver: boolean
}

/** What the desk knows, as it stands while an alarm is looked at. */
export interface Known {
  /** The contributors' keys of an alarm that are in ALARM as far as the desk heard. */
  contributorKeys(integrationId: number, alarmArn: string): readonly string[]
  /** The newest state of a key, if any was heard. */
  watermark(integrationId: number, key: string): Watermark | null
  /** What changed since then may not have been heard by the integration. Epoch milliseconds; null at its first look. */
  unheardSince(integrationId: number): number | null
}

/** The topic of the integration's list by which AWS tells of this state now; null where it tells nobody who listens here. */
export const toldBy = (reading: AlarmReading, state: AlarmState, scope: Scope, place: Place): string | null =>
  toldByAction(reading, state, scope) ?? toldByRule(reading, state, scope, place, 'CloudWatch Alarm State Change')

function toldByAction(reading: AlarmReading, state: AlarmState, scope: Scope): string | null {
  if (!reading.actionsEnabled || reading.suppressed) return null
  return reading.actions[state].find((arn) => topicAllowed(arn, scope.topics)) ?? null
}

/** EventBridge tells of every change, whatever the alarm's actions are; of one that a suppressor holds, that it is held. */
function toldByRule(
  reading: AlarmReading,
  state: AlarmState,
  scope: Scope,
  { accountId, region }: Place,
  detailType: AlarmStateEvent['detailType'],
): string | null {
  if (reading.suppressed) return null
  const event = { detailType, alarmArn: reading.arn, alarmName: reading.name, stateValue: stateValues[state], accountId, region }
  return scope.eventRules.find((rule) => ruleTakes(rule, event) === 'takes')?.topicArn ?? null
}

/**
 * Whether an alarm can be any matter of an integration's: AWS would tell it of this state, or it heard that the alarm is in
 * ALARM. Most are OK and were before, and cost no more than this.
 */
export function concerns(reading: AlarmReading, scope: Scope, known: Known, place: Place): boolean {
  const { integrationId } = scope
  const mark = known.watermark(integrationId, reading.arn)
  if (mark?.state === 'alarm') return true
  if (reading.contributors !== 'none' && known.contributorKeys(integrationId, reading.arn).length > 0) return true
  if (toldBy(reading, reading.state, scope, place) === null) return false
  if (reading.state !== 'ok' || scope.rules.length > 0) return true
  const since = known.unheardSince(integrationId)
  return since !== null && reading.at >= since && (mark === null || mark.at < reading.at)
}

/**
 * What an alarm's present state says to an integration. Only what AWS would have told it opens anything; what is OK closes
 * whatever is open for it.
 * @param contributors those in ALARM now; null where they can't be read
 */
export function planAlarm(
  reading: AlarmReading,
  contributors: readonly ContributorReading[] | null,
  scope: Scope,
  known: Known,
  place: Place,
): Finding[] {
  const said: Said[] = []
  const keys = reading.contributors === 'none' ? [] : known.contributorKeys(scope.integrationId, reading.arn)
  const ended = (still: readonly string[]): void => {
    for (const key of keys) {
      const id = key.slice(reading.arn.length + 1)
      // An update that is older than the ALARM that was heard says nothing of its end.
      const newer = reading.updatedAt > (known.watermark(scope.integrationId, key)?.at ?? Number.POSITIVE_INFINITY)
      if (still.includes(id) || !newer) continue
      said.push({ state: 'ok', at: reading.updatedAt, reason: noMoreInAlarm, contributor: { id, attributes: {} } })
    }
  }
  const whole: Said = { state: reading.state, at: reading.at, reason: text(reading.given.StateReason), contributor: null }

  if (reading.state !== 'alarm' || reading.contributors === 'none') {
    said.push(whole)
    if (reading.state === 'ok') ended([])
  } else if (contributors === null) {
    // Rather under another name than not at all.
    if (keys.length === 0) said.push(whole)
  } else if (contributors.length === 0 && reading.contributors === 'maybe') {
    said.push(whole)
  } else {
    ended(contributors.map(({ id }) => id))
    // SNS tells of the series only, EventBridge of the alarm too.
    if (toldByRule(reading, 'alarm', scope, place, 'CloudWatch Alarm State Change') !== null) said.push(whole)
    for (const { id, attributes, reason, at } of contributors)
      said.push({ state: 'alarm', at: at ?? reading.updatedAt, reason, contributor: { id, attributes } })
  }

  return said.flatMap((one) => findingOf(reading, one, scope, known, place) ?? [])
}

const noMoreInAlarm = 'This series is no more among those in ALARM.'

function findingOf(reading: AlarmReading, said: Said, scope: Scope, known: Known, place: Place): Finding | null {
  const detailType = said.contributor === null ? 'CloudWatch Alarm State Change' : 'CloudWatch Alarm Contributor State Change'
  const byRule = toldByRule(reading, said.state, scope, place, detailType)
  const topicArn = toldByAction(reading, said.state, scope) ?? byRule
  const message = alarmText(reading, said, place)
  const found = read(message, null, topicArn, scope)
  if (found === null || (found.mapping.effect === 'open' && topicArn === null)) return null
  const since = known.unheardSince(scope.integrationId)
  const tellsEvenOver = topicArn !== null && said.contributor === null && since !== null && said.at >= since
  return { ...found, from: 'state', exact: reading.exact, mutable: byRule === null, tellsEvenOver }
}

/** Reads a text as the intake would; null where it neither opens nor closes. */
export function read(
  message: string,
  subject: string | null,
  topicArn: string | null,
  { integrationId, rules }: Pick<Scope, 'integrationId' | 'rules'>,
): Omit<Finding, 'from' | 'exact' | 'mutable' | 'tellsEvenOver'> | null {
  const event = readAlarm(message, { subject, topicArn })
  const mapping = mapEvent(event, rules, { subject, message })
  const { effect } = mapping
  if ((effect !== 'open' && effect !== 'close') || event.at === null) return null
  return { integrationId, text: message, subject, topicArn, event, mapping: { ...mapping, effect } }
}

/** What stands of a key when a finding is recorded. */
export interface Standing {
  watermark: Watermark | null
  /** This very state at this very time is in the log. */
  recorded: boolean
  /** When it is recorded, in epoch milliseconds. */
  now: number
}

/** A state that has lasted for so long is no reading of before its end, whatever the clocks say. */
const settledMs = 10 * 60_000

/**
 * The time at which a finding is to be recorded; null where it is no news. A state that is known at its time is not recorded
 * again, and what was read before something newer was heard is passed over.
 */
export function newsAt(
  finding: Pick<Finding, 'from' | 'exact' | 'tellsEvenOver'> & { effect: 'open' | 'close'; at: number },
  { watermark, recorded, now }: Standing,
): number | null {
  const { at, effect } = finding
  if (recorded) return null
  if (finding.from === 'history') {
    const same = watermark !== null && watermark.at === at && watermark.state === (effect === 'open' ? 'alarm' : 'ok')
    return same ? null : at
  }
  if (watermark === null) return effect === 'open' || finding.tellsEvenOver ? at : null
  if (watermark.at > at) return null
  if (effect === 'open') {
    if (watermark.state === 'ok') return at
    return at > watermark.at && finding.exact ? at : null
  }
  if (watermark.state === 'ok') return at > watermark.at && finding.tellsEvenOver ? at : null
  if (at > watermark.at) return at
  // Of two words of one instant ALARM wins, unless AWS has said OK for long enough that it must have been the later one.
  return now - at >= settledMs ? at + 1 : null
}
