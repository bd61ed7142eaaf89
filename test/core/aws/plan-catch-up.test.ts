import { describe, expect, it } from 'vitest'
import { readAlarm } from '../../../main/core/alarms/read-alarm.ts'
import { concerns, newsAt, planAlarm, toldBy } from '../../../main/core/aws/plan-catch-up.ts'
import { alarmText } from '../../harness/deliveries.ts'
import { anAlarm, arnOf, grouped, knowing, place, scope, topicArn } from './readings.ts'

const t0 = Date.UTC(2026, 10, 24, 3)
const plan = (...args: Parameters<typeof anAlarm>) => planAlarm(anAlarm(...args), [], scope, knowing(), place)
const said = (findings: ReturnType<typeof planAlarm>) =>
  findings.map(({ event, mapping }) => `${mapping.effect} ${event.dedupKey.split(':alarm:')[1]}`)

describe('whether AWS would have told this desk', () => {
  const told = (more: Record<string, unknown>, state: 'alarm' | 'ok' | 'insufficient-data' = 'alarm') =>
    toldBy(anAlarm('a', 'ALARM', t0, more), state, scope, place)

  it('asks for an action of that state on a listed topic, enabled and not held back', () => {
    expect(told({})).toBe(topicArn)
    expect(told({ ActionsEnabled: false })).toBeNull()
    expect(told({ ActionsSuppressedBy: 'Alarm' })).toBeNull()
    expect(told({ AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:other'] })).toBeNull()
    expect(told({ OKActions: [] }, 'ok')).toBeNull()
    expect(told({}, 'insufficient-data')).toBeNull()
    expect(toldBy(anAlarm('a', 'ALARM', t0), 'alarm', { ...scope, topics: ['arn:aws:sns:*:123456789012:*'] }, place)).toBe(topicArn)
  })
})

describe('what an alarm’s state says', () => {
  it('opens nothing that AWS told nobody, and closes whatever is open', () => {
    expect(said(plan('a', 'ALARM', t0))).toEqual(['open a'])
    expect(said(plan('a', 'ALARM', t0, { AlarmActions: [] }))).toEqual([])
    expect(said(plan('a', 'INSUFFICIENT_DATA', t0))).toEqual([])
    const silent = { OKActions: [], ActionsEnabled: false }
    expect(said(plan('a', 'OK', t0, silent))).toEqual(['close a'])
    expect(concerns(anAlarm('a', 'OK', t0, silent), scope, knowing(), place)).toBe(false)
    expect(concerns(anAlarm('a', 'OK', t0, silent), scope, knowing({ [arnOf('a')]: { at: 1, state: 'alarm' } }), place)).toBe(true)
  })

  it('is read as its own message is: the same key, title and time', () => {
    const [found] = plan('HighCPU', 'ALARM', t0, {
      StateReason: 'Threshold Crossed: 1 out of the last 1 datapoints [97.4 (24/11/26 10:00:00)] was greater than the threshold (80.0).',
    })
    const heard = readAlarm(alarmText({ state: 'ALARM', at: t0 }), { subject: null, topicArn })
    const { dedupKey, title, at, kind, threshold, statistic, dimensions, datapoints } = heard
    expect(found?.event).toMatchObject({ dedupKey, title, at, kind, threshold, statistic, dimensions, datapoints })
  })

  it('follows the rules of the integration', () => {
    const rules = [
      { name: 'quiet', when: [{ field: 'alarmName' as const, test: 'equals' as const, value: 'a' }], outcome: 'filter' as const },
    ]
    expect(planAlarm(anAlarm('a', 'ALARM', t0), [], { ...scope, rules }, knowing(), place)).toEqual([])
    const noData = [
      {
        name: 'no data',
        when: [{ field: 'state' as const, test: 'equals' as const, value: 'insufficient-data' }],
        outcome: 'open' as const,
      },
    ]
    const reading = anAlarm('a', 'INSUFFICIENT_DATA', t0, { InsufficientDataActions: [topicArn] })
    expect(said(planAlarm(reading, [], { ...scope, rules: noData }, knowing(), place))).toEqual(['open a'])
  })

  it('is told for each series of an alarm that has them, and by itself where they can not be read', () => {
    const reading = anAlarm('g', 'ALARM', t0 + 5_000, grouped)
    const a = { id: 'a', attributes: { Team: 'a' }, reason: 'a', at: t0 }
    expect(said(planAlarm(reading, [a], scope, knowing(), place))).toEqual(['open g#a'])
    const known = knowing({ [`${arnOf('g')}#b`]: { at: t0, state: 'alarm' } })
    expect(said(planAlarm(reading, [a], scope, known, place))).toEqual(['close g#b', 'open g#a'])
    expect(said(planAlarm(reading, null, scope, knowing(), place))).toEqual(['open g'])
    expect(said(planAlarm(reading, null, scope, known, place))).toEqual([])
    expect(said(planAlarm(anAlarm('g', 'OK', t0 + 5_000, grouped), [], scope, known, place))).toEqual(['close g', 'close g#b'])
    // What was updated before that series went into ALARM says nothing of its end.
    const newer = knowing({ [`${arnOf('g')}#b`]: { at: t0 + 9_000, state: 'alarm' } })
    expect(said(planAlarm(reading, [a], scope, newer, place))).toEqual(['open g#a'])
  })

  it('of a composite names what set it off', () => {
    const [found] = planAlarm(
      anAlarm('c', 'ALARM', t0, {
        AlarmRule: 'ALARM("a")',
        MetricName: undefined,
        StateReasonData: JSON.stringify({
          triggeringAlarms: [{ arn: arnOf('a'), state: { value: 'ALARM', timestamp: '2026-11-24T03:00:00.000+0000' } }],
        }),
      }),
      [],
      scope,
      knowing(),
      place,
    )
    expect(found?.event).toMatchObject({ kind: 'composite', children: [{ arn: arnOf('a'), state: 'ALARM' }], alarmRule: 'ALARM("a")' })
  })
})

describe('whether it is news', () => {
  const state = (effect: 'open' | 'close', at: number, more = {}) => ({
    from: 'state' as const,
    exact: true,
    tellsEvenOver: false,
    effect,
    at,
    ...more,
  })
  const mark = (word: 'alarm' | 'ok', at: number) => ({ watermark: { state: word, at, incidentId: null }, recorded: false, now: 20 })
  const nothing = { watermark: null, recorded: false, now: 20 }

  it.each([
    ['an ALARM that was never heard', state('open', 10), nothing, 10],
    ['an ALARM that was heard', state('open', 10), mark('alarm', 10), null],
    ['an ALARM whose message bears a later time', state('open', 10), mark('alarm', 12), null],
    ['a newer ALARM', state('open', 10), mark('alarm', 5), 10],
    ['an ALARM of which only the last update is known', state('open', 10, { exact: false }), mark('alarm', 5), null],
    ['an ALARM after an OK', state('open', 10), mark('ok', 5), 10],
    ['an ALARM at the time of an OK', state('open', 10), mark('ok', 10), 10],
    ['an ALARM that was read before a newer OK was heard', state('open', 10), mark('ok', 11), null],
    ['an OK of what is in ALARM', state('close', 10), mark('alarm', 5), 10],
    ['an OK of the same instant, where ALARM wins', state('close', 10), mark('alarm', 10), null],
    ['an OK of the same instant that has lasted', state('close', 10), { ...mark('alarm', 10), now: 3_600_000 }, 11],
    ['an OK that was read before a newer ALARM was heard', state('close', 10), mark('alarm', 11), null],
    ['an OK of what was never heard', state('close', 10), nothing, null],
    ['an OK that AWS told while nobody heard', state('close', 10, { tellsEvenOver: true }), nothing, 10],
    ['an OK that is known', state('close', 10, { tellsEvenOver: true }), mark('ok', 10), null],
    ['whatever is in the log', state('open', 10), { watermark: null, recorded: true, now: 20 }, null],
    ['a message of history, older than what is known', state('open', 10, { from: 'history' }), mark('ok', 20), 10],
    ['a message of history that was heard', state('open', 10, { from: 'history' }), mark('alarm', 10), null],
  ])('%s', (_, finding, standing, expected) => {
    expect(newsAt(finding, standing)).toBe(expected)
  })
})
