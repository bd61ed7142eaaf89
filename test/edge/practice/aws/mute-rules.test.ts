import {
  DeleteAlarmMuteRuleCommand,
  DescribeAlarmHistoryCommand,
  ListAlarmMuteRulesCommand,
  PutAlarmMuteRuleCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch'
import { describe, expect, it } from 'vitest'
import { isMuteSchedule, muteStatus, windowEnd } from '../../../../main/edge/practice/aws/mute-schedule.ts'
import { type WithAlarms, withAlarms } from './alarms.ts'
import { failure } from './failure.ts'

const minute = (at: number) => new Date(at).toISOString().slice(0, 16)

const put = ({ cloudWatch }: WithAlarms, Expression: string, Duration = 'PT1H', ExpireDate?: Date) =>
  cloudWatch.send(
    new PutAlarmMuteRuleCommand({
      Name: 'night',
      Rule: { Schedule: { Expression, Duration } },
      MuteTargets: { AlarmNames: ['a'] },
      ExpireDate,
    }),
  )
const set = ({ cloudWatch }: WithAlarms, StateValue: 'ALARM' | 'OK') =>
  cloudWatch.send(new SetAlarmStateCommand({ AlarmName: 'a', StateValue, StateReason: 'by hand' }))

async function muted(): Promise<WithAlarms> {
  const started = await withAlarms()
  await started.put('a')
  await set(started, 'OK')
  await put(started, `at(${minute(started.clock.now())})`)
  return started
}
const states = ({ published }: WithAlarms) =>
  published().map(({ NewStateValue, ActionExecutedAfterMuteWindow }) => [NewStateValue, ActionExecutedAfterMuteWindow])

describe('a muted alarm', () => {
  it('goes on changing, and acts when the window ends with the alarm still in that state', async () => {
    const started = await muted()
    await set(started, 'ALARM')
    expect(states(started)).toEqual([['OK', false]])
    await started.clock.advance(3_600_000)
    expect(states(started)).toEqual([
      ['OK', false],
      ['ALARM', true],
    ])
    const { AlarmHistoryItems = [] } = await started.cloudWatch.send(new DescribeAlarmHistoryCommand({ HistoryItemType: 'Action' }))
    expect(JSON.parse(AlarmHistoryItems[0]?.HistoryData ?? '')).toMatchObject({
      actionState: 'Succeeded',
      muteWindowEndTimestamp: expect.any(Number),
    })
  })

  it('sends nothing where it went back before the window ended', async () => {
    const started = await muted()
    await set(started, 'ALARM')
    await set(started, 'OK')
    await started.clock.advance(3_600_000)
    expect(states(started)).toEqual([['OK', false]])
  })

  it('acts at once when its rule is deleted', async () => {
    const started = await muted()
    await set(started, 'ALARM')
    await started.cloudWatch.send(new DeleteAlarmMuteRuleCommand({ AlarmMuteRuleName: 'night' }))
    expect(states(started)).toEqual([
      ['OK', false],
      ['ALARM', true],
    ])
  })
})

describe('mute rules', () => {
  it('are listed by alarm and status', async () => {
    const started = await muted()
    const list = async (wish: object) =>
      (await started.cloudWatch.send(new ListAlarmMuteRulesCommand(wish))).AlarmMuteRuleSummaries?.map(
        ({ AlarmMuteRuleArn, Status, MuteType }) => [AlarmMuteRuleArn, Status, MuteType],
      )
    const arn = 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm-mute-rule:night'
    expect(await list({ AlarmName: 'a', Statuses: ['ACTIVE'] })).toEqual([[arn, 'ACTIVE', 'ONE_TIME']])
    expect(await list({ AlarmName: 'b' })).toEqual([])
    await started.clock.advance(3_600_000)
    expect(await list({ Statuses: ['ACTIVE'] })).toEqual([])
    expect(await list({})).toEqual([[arn, 'EXPIRED', 'ONE_TIME']])
    await put(started, 'cron(0 2 * * SUN)')
    expect(await list({})).toEqual([[arn, expect.stringMatching(/SCHEDULED|ACTIVE/), 'RECURRING']])
    expect(await failure(put(started, 'every night'))).toMatchObject({ name: 'ValidationException' })
  })
})

describe('the schedule of a mute rule', () => {
  const schedule = { expression: 'cron(30 22 * * MON-FRI)', duration: 'PT8H', timeZone: 'UTC', startAt: null, expireAt: null }
  const at = (text: string) => Date.parse(text)

  it('is open from its beginning to its end, on its days', () => {
    const end = at('2026-11-24T06:30:00Z')
    expect(windowEnd(schedule, at('2026-11-23T22:29:59Z'))).toBeNull()
    expect(windowEnd(schedule, at('2026-11-23T22:30:00Z'))).toBe(end)
    expect(windowEnd(schedule, end - 1)).toBe(end)
    expect(windowEnd(schedule, at('2026-11-22T23:00:00Z'))).toBeNull() // a Sunday
  })

  it('is in the local time of its zone', () => {
    const berlin = { ...schedule, timeZone: 'Europe/Berlin' }
    expect(windowEnd(berlin, at('2026-11-23T21:30:00Z'))).toBe(at('2026-11-24T05:30:00Z'))
    const once = { ...berlin, expression: 'at(2026-07-01T10:00)', duration: 'PT30M' }
    expect(windowEnd(once, at('2026-07-01T08:00:00Z'))).toBe(at('2026-07-01T08:30:00Z'))
    expect(muteStatus(once, at('2026-07-01T07:59:00Z'))).toBe('SCHEDULED')
    expect(muteStatus(once, at('2026-07-01T08:30:00Z'))).toBe('EXPIRED')
  })

  it('keeps to its dates', () => {
    const dated = { ...schedule, startAt: at('2026-11-24T00:00:00Z'), expireAt: at('2026-11-24T03:00:00Z') }
    expect(windowEnd(dated, at('2026-11-23T23:00:00Z'))).toBeNull()
    expect(windowEnd(dated, at('2026-11-24T01:00:00Z'))).toBe(dated.expireAt)
    expect(muteStatus(dated, dated.expireAt)).toBe('EXPIRED')
  })

  it('is refused where CloudWatch would not take it', () => {
    expect(isMuteSchedule(schedule)).toBe(true)
    for (const wrong of [
      { duration: 'P16D' },
      { duration: 'PT0M' },
      { expression: 'rate(1 hour)' },
      { expression: 'cron(0 2 * *)' },
      { timeZone: 'Mars' },
    ]) {
      expect(isMuteSchedule({ ...schedule, ...wrong })).toBe(false)
    }
  })
})
