import { type CatchUpStep, catchUpSteps } from '../../../preload/contract/words.ts'
import type { AlarmReading, ContributorReading, Place } from '../../core/aws/alarm-reading.ts'
import { alarmArnOf, bareAlarmText, stateValues } from '../../core/aws/alarm-text.ts'
import type { AwsFault } from '../../core/aws/aws-fault.ts'
import { type EventRule, ruleTakes } from '../../core/aws/event-rule.ts'
import type { HistorySaid } from '../../core/aws/history-item.ts'
import { concerns, type Finding, type Known, newsAt, planAlarm, read, type Scope } from '../../core/aws/plan-catch-up.ts'
import { parseTopicArn } from '../../core/sns/topic-arn.ts'
import { topicAllowed } from '../../core/sns/topic-list.ts'
import type { CatchUpRow } from '../../store/catch-up-rows.ts'
import type { Store } from '../../store/open.ts'
import { type AlarmReader, type HistoryKind, type Page, ReadFailed } from './read-alarms.ts'

/** What a round holds in memory while it lasts; a restart in the middle of it does without. */
export interface RoundMemory {
  unseen: Set<string>
  /** The alarms that were read, by ARN. */
  seen: Set<string>
  /** When a key was OK again, as its history says: what an ALARM is ended by. */
  okAt: Map<string, { at: number; text: string }[]>
  anyMuted: Promise<boolean> | null
  /** By topic. */
  eventRules: Map<string, EventRule[]>
  /** What was asked for the page at hand, so that a throttled page does not begin anew. */
  contributors: Map<string, ContributorReading[] | null>
  muted: Map<string, boolean>
}

export const freshMemory = (): RoundMemory => ({
  unseen: new Set(),
  seen: new Set(),
  okAt: new Map(),
  anyMuted: null,
  eventRules: new Map(),
  contributors: new Map(),
  muted: new Map(),
})

export interface RoundDeps {
  store: Store
  reader: AlarmReader
  place: Place
  memory: RoundMemory
  now: () => number
}

/** History is read from a little before the round in which it was read last: neither clocks nor AWS's own lists are that exact. */
const overlapMs = 10 * 60_000

export const unseenSaid = {
  'mute-rules': 'Whether an alarm is muted (cloudwatch:ListAlarmMuteRules): what somebody muted may open an incident.',
  alarms: 'What the alarms say now (cloudwatch:DescribeAlarms): what was missed is not found.',
  contributors:
    'The series of alarms with several (cloudwatch:DescribeAlarmContributors): such an alarm opens one incident for all of them.',
  'event-rules': 'Rules of EventBridge (events:ListRuleNamesByTarget, events:DescribeRule): an alarm that comes by one alone is not found.',
  history: 'What the alarms said meanwhile (cloudwatch:DescribeAlarmHistory): what began and ended unheard is not told.',
} as const

/** A round that begins now, for the integrations as they are now. */
export function beginRound(row: CatchUpRow, scopes: CatchUpRow['scopes'], now: number): CatchUpRow {
  return { ...row, step: catchUpSteps[0], token: null, page: 0, beganAt: now, scopes }
}

const fromHistory = { from: 'history', exact: true, mutable: false, tellsEvenOver: true } as const

/** Why an error ends a step and not the round: it may not be had, and the rest may. */
export const endsStep = ({ code }: AwsFault): boolean => code === 'denied' || code === 'refused' || code === 'not-found'

/** Reads the next page of a round, records what is news in it, and says where the round is then. Rejects with the reader's or the store's error. */
export async function takePage(row: CatchUpRow, deps: RoundDeps): Promise<CatchUpRow> {
  const { store, reader, place, memory, now } = deps
  const { step } = row
  let scopes: Scope[] = []
  memory.contributors.clear()
  memory.muted.clear()
  if (step !== null && step !== 'mute-rules') scopes = await scopesOf()
  return turn()

  async function turn(): Promise<CatchUpRow> {
    switch (step) {
      case null:
        return row
      case 'mute-rules':
        await anyMuted()
        return nextStep(row)
      case 'alarms': {
        const page = await reader.alarms(row.token)
        await takeAlarms(page.items)
        if (page.next === null) await completeBaselines()
        return after(page)
      }
      case 'deleted':
        await takeDeleted()
        return { ...nextStep(row), doneAt: now() }
      default: {
        // Of the time before the first look nothing is told.
        if (row.historyFrom === null) return nextStep(row)
        const page = await reader.history(step, row.historyFrom, row.token)
        await takeHistory(page.items, step)
        return after(page)
      }
    }
  }

  /** The integrations of the round that are still there, with what of their topics is still on the list. */
  async function scopesOf(): Promise<Scope[]> {
    const found: Scope[] = []
    for (const [id, before] of Object.entries(row.scopes)) {
      const integration = store.integration(Number(id))
      if (integration === null) continue
      const topics = before.filter((topic) => integration.topics.includes(topic))
      const eventRules: EventRule[] = []
      for (const topic of topics) eventRules.push(...(await eventRulesOf(topic)))
      found.push({ integrationId: integration.id, topics, rules: integration.rules, eventRules })
    }
    return found
  }

  /** Asked once a round, of topics that are named in full and lie here. */
  async function eventRulesOf(topicArn: string): Promise<EventRule[]> {
    if (parseTopicArn(topicArn)?.region !== place.region || memory.unseen.has(unseenSaid['event-rules'])) return []
    const asked = memory.eventRules.get(topicArn)
    if (asked !== undefined) return asked
    let rules: EventRule[] = []
    try {
      rules = await reader.eventRules(topicArn)
    } catch (error) {
      if (!(error instanceof ReadFailed && endsStep(error.fault))) throw error
      memory.unseen.add(unseenSaid['event-rules'])
    }
    memory.eventRules.set(topicArn, rules)
    return rules
  }

  function after(page: Page<unknown>): CatchUpRow {
    return page.next === null ? nextStep(row) : { ...row, token: page.next, page: row.page + 1 }
  }

  async function takeAlarms(readings: readonly AlarmReading[]): Promise<void> {
    const findings: Finding[] = []
    for (const reading of readings) {
      memory.seen.add(reading.arn)
      for (const scope of scopes) {
        if (reading.state !== 'alarm') await release(scope, reading, [])
        if (!concerns(reading, scope, known(), place)) continue
        const contributors = reading.contributors === 'none' || reading.state !== 'alarm' ? [] : await contributorsOf(reading)
        if (reading.contributors !== 'none' && contributors !== null && contributors.length > 0) await release(scope, reading, contributors)
        findings.push(...planAlarm(reading, contributors, scope, known(), place))
      }
    }
    await recordAll(findings, 'its present state')
  }

  /** Alarms that are open here and were not on the list: read by name, and gone if they still are not there. */
  async function takeDeleted(): Promise<void> {
    const prefix = alarmArnOf('', place)
    const missing = scopes.flatMap((scope) =>
      store
        .keysInAlarm(scope.integrationId, prefix)
        .map((key) => ({ scope, key, names: namesOf(key.slice(prefix.length)) }))
        .filter(({ names }) => !names.some((name) => memory.seen.has(`${prefix}${name}`))),
    )
    const names = [...new Set(missing.flatMap((one) => one.names))]
    const there = new Set<string>()
    for (let from = 0; from < names.length; from += 100) {
      const readings = await reader.alarmsNamed(names.slice(from, from + 100))
      for (const { name } of readings) there.add(name)
      await takeAlarms(readings)
    }
    const findings: Finding[] = []
    for (const { scope, key, names: called } of missing) {
      const mark = store.watermark(scope.integrationId, key)
      if (mark === null || called.some((name) => there.has(name))) continue
      const [, alarmArn = key, contributorId] = /^(.*?)(?:#([^#]*))?$/s.exec(key) ?? []
      const contributor = contributorId === undefined ? null : { id: contributorId, attributes: {} }
      // When it was deleted is not known; that it was later than the ALARM is.
      const at = Math.max(mark.at + 1, now() - overlapMs)
      const said = { state: 'ok' as const, at, reason: 'The alarm is gone from AWS: it was deleted.', contributor }
      const found = read(bareAlarmText(alarmArn, alarmArn.slice(prefix.length), said, place), null, null, scope)
      if (found !== null) findings.push({ ...found, from: 'state', exact: true, mutable: false, tellsEvenOver: false })
    }
    await recordAll(findings, 'that it is on no list of alarms any more')
  }

  async function takeHistory(items: readonly HistorySaid[], kind: HistoryKind): Promise<void> {
    const findings: Finding[] = []
    for (const item of items) {
      for (const scope of scopes) {
        if (item.kind === 'published') findings.push(...published(item, scope))
        else if (item.state === 'ok') findings.push(...ended(item, scope))
      }
    }
    // What ended them is known by now.
    for (const item of items) if (item.kind === 'state') for (const scope of scopes) findings.push(...toldByRule(item, scope))
    await recordAll(findings, `its history, ${kind}`)
  }

  /** A message that AWS sent: recorded as it is, after the OK that ended it, so that what is over wakes nobody. */
  function published(item: Extract<HistorySaid, { kind: 'published' }>, scope: Scope): Finding[] {
    if (!topicAllowed(item.topicArn, scope.topics)) return []
    const found = read(item.text, item.subject, item.topicArn, scope)
    const at = found?.event.at ?? null
    const listensSince = store.baseline(scope.integrationId, place.accountId, place.region)?.at
    if (found === null || at === null || listensSince === undefined || at < listensSince) return []
    return withItsEnd({ ...found, ...fromHistory }, at, scope)
  }

  /** A change that a rule of EventBridge sent on: its message is in no history. */
  function toldByRule(item: Extract<HistorySaid, { kind: 'state' }>, scope: Scope): Finding[] {
    const { alarmName, contributor, state, at } = item
    const alarmArn = alarmArnOf(alarmName, place)
    const detailType =
      contributor === null ? ('CloudWatch Alarm State Change' as const) : ('CloudWatch Alarm Contributor State Change' as const)
    const event = { detailType, alarmArn, alarmName, stateValue: stateValues[state], accountId: place.accountId, region: place.region }
    const rule = scope.eventRules.find((one) => ruleTakes(one, event) === 'takes')
    const listensSince = store.baseline(scope.integrationId, place.accountId, place.region)?.at
    if (rule === undefined || listensSince === undefined || at < listensSince) return []
    const found = read(bareAlarmText(alarmArn, alarmName, item, place), null, rule.topicArn, scope)
    return found === null ? [] : withItsEnd({ ...found, ...fromHistory }, at, scope)
  }

  /** An ALARM is recorded after the OK that ended it. */
  function withItsEnd(told: Finding, at: number, scope: Scope): Finding[] {
    if (told.mapping.effect === 'close') return [told]
    const ends = (memory.okAt.get(told.event.dedupKey) ?? []).filter((ok) => ok.at >= at).sort((a, b) => a.at - b.at)[0]
    const end = ends === undefined ? null : read(ends.text, null, null, scope)
    return end === null ? [told] : [{ ...end, ...fromHistory }, told]
  }

  function ended(item: Extract<HistorySaid, { kind: 'state' }>, scope: Scope): Finding[] {
    const arn = alarmArnOf(item.alarmName, place)
    const key = item.contributor === null ? arn : `${arn}#${item.contributor.id}`
    const text = bareAlarmText(arn, item.alarmName, { ...item, state: 'ok' }, place)
    const known = memory.okAt.get(key) ?? []
    if (!known.some(({ at }) => at === item.at)) memory.okAt.set(key, [...known, { at: item.at, text }])
    const mark = store.watermark(scope.integrationId, key)
    if (mark?.state !== 'alarm' || mark.at >= item.at) return []
    const found = read(text, null, null, scope)
    return found === null ? [] : [{ ...found, ...fromHistory, tellsEvenOver: false }]
  }

  async function recordAll(findings: readonly Finding[], what: string): Promise<void> {
    const readAt = `Catch-up read ${what} in ${place.accountId}, ${place.region}, at ${new Date(now()).toISOString()}.`
    const wanted: Promise<unknown>[] = []
    for (const finding of findings) {
      const integration = store.integration(finding.integrationId)
      if (integration === null || isKnown(finding) || (await isHeldBack(finding))) continue
      wanted.push(store.recordCheck({ finding, place, readAt, rulesRev: integration.rev, isBaseline: isBaseline(finding) }))
    }
    await Promise.all(wanted)
  }

  /** Looked at once more where it is recorded; but most of what is read is no news, and needs no transaction. */
  function isKnown(finding: Finding): boolean {
    const { integrationId, event, mapping } = finding
    const { at, dedupKey } = event
    if (at === null) return true
    const standing = { watermark: store.watermark(integrationId, dedupKey), recorded: false, now: now() }
    if (newsAt({ ...finding, effect: mapping.effect, at }, standing) === null) return true
    return mapping.effect === 'open' && at <= (store.heldSince(integrationId, dedupKey) ?? Number.NEGATIVE_INFINITY)
  }

  /** Somebody muted the alarm: AWS tells of it when the mute ends, if it still has to. Asked for what would open something only. */
  async function isHeldBack({ from, mapping, event, mutable }: Finding): Promise<boolean> {
    const { alarmName } = event
    if (!mutable || from !== 'state' || mapping.effect !== 'open' || alarmName === null || !(await anyMuted())) return false
    const asked = memory.muted.get(alarmName) ?? (await reader.isMuted(alarmName))
    memory.muted.set(alarmName, asked)
    return asked
  }

  function anyMuted(): Promise<boolean> {
    memory.anyMuted ??= reader.isMuted(null).catch((error: unknown) => {
      if (!(error instanceof ReadFailed && endsStep(error.fault))) {
        memory.anyMuted = null
        throw error
      }
      // Rather told twice than never.
      memory.unseen.add(unseenSaid['mute-rules'])
      return false
    })
    return memory.anyMuted
  }

  async function contributorsOf({ arn, name }: AlarmReading): Promise<ContributorReading[] | null> {
    const asked = memory.contributors.get(arn)
    if (asked !== undefined) return asked
    let found: ContributorReading[] | null
    try {
      found = await reader.contributors(name)
    } catch (error) {
      const code = error instanceof ReadFailed ? error.fault.code : null
      if (code === 'denied') {
        memory.unseen.add(unseenSaid.contributors)
        found = null
      } else if (code === 'not-found' || code === 'refused')
        found = [] // it has none
      else throw error
    }
    memory.contributors.set(arn, found)
    return found
  }

  /** What was held from before and is in ALARM no more. */
  async function release(scope: Scope, { arn }: AlarmReading, still: readonly ContributorReading[]): Promise<void> {
    const over = store
      .heldKeys(scope.integrationId, arn)
      .filter(
        (key) => (key === arn && still.length === 0) || (key.startsWith(`${arn}#`) && !still.some(({ id }) => key === `${arn}#${id}`)),
      )
    if (over.length > 0) await store.releaseHeld(scope.integrationId, over)
  }

  /** By a topic that was on the list at an earlier look, what is in ALARM and was never heard is news. */
  function isBaseline({ integrationId, topicArn }: Finding): boolean {
    const first = store.baseline(integrationId, place.accountId, place.region)
    return first === null || topicArn === null || !topicAllowed(topicArn, first.topics)
  }

  async function completeBaselines(): Promise<void> {
    for (const [id, topics] of Object.entries(row.scopes)) {
      const before = store.baseline(Number(id), place.accountId, place.region)
      if (store.integration(Number(id)) === null || (before !== null && sameTopics(before.topics, topics))) continue
      await store.completeBaseline(Number(id), place, { topics, at: row.beganAt ?? now() })
    }
  }

  function known(): Known {
    return {
      contributorKeys: (integrationId, arn) => store.keysInAlarm(integrationId, `${arn}#`),
      watermark: (integrationId, key) => store.watermark(integrationId, key),
      unheardSince(integrationId) {
        const first = store.baseline(integrationId, place.accountId, place.region)
        return first === null || row.historyFrom === null ? null : Math.max(row.historyFrom, first.at)
      },
    }
  }
}

/** A round that is over: the next one reads history from a little before this one began. */
export const endRound = (row: CatchUpRow, unseen: readonly string[], historyRead: boolean): CatchUpRow => ({
  ...row,
  step: null,
  token: null,
  page: 0,
  failures: 0,
  scopes: {},
  unseen: [...unseen],
  historyFrom: row.historyFrom === null || historyRead ? (row.beganAt ?? 0) - overlapMs : row.historyFrom,
})

export function nextStep(row: CatchUpRow, skip: readonly CatchUpStep[] = []): CatchUpRow {
  const at = row.step === null ? -1 : catchUpSteps.indexOf(row.step)
  const step = catchUpSteps.slice(at + 1).find((one) => !skip.includes(one)) ?? null
  return { ...row, step, token: null, page: 0 }
}

const sameTopics = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((topic) => b.includes(topic))

/** An alarm's name may hold the mark that stands before a contributor. */
function namesOf(key: string): string[] {
  const mark = key.lastIndexOf('#')
  return mark < 0 ? [key] : [key, key.slice(0, mark)]
}
