import { describe, expect, it } from 'vitest'
import type { Incident } from '../../../main/core/incidents/incident.ts'
import { type Due, plan } from '../../../main/core/notifications/plan.ts'

const now = 1_000_000
const incident = (change: Partial<Incident> = {}): Incident => ({
  id: 'i',
  shortNumber: 214,
  integrationId: 1,
  practice: false,
  dedupKey: 'k',
  problemKey: 'p',
  title: 'HighCPU: 97 % on i-0abc',
  status: 'open',
  severity: 'error',
  openedAt: now - 1_000,
  acknowledgedAt: null,
  acknowledgedBy: null,
  closedAt: null,
  snoozedUntil: null,
  lastAlarmAt: now - 1_000,
  alarmName: 'HighCPU',
  accountId: '123456789012',
  region: 'eu-west-1',
  resource: null,
  reason: 'Threshold crossed',
  appendedCount: 0,
  reopenedCount: 0,
  awsInAlarm: true,
  nothingClosesIt: false,
  ownFault: false,
  ...change,
})
const opened = (change: Partial<Incident> = {}): Due => ({ kind: 'incident-opened', incident: incident(change), dueAt: now })
const ended = (change: Partial<Incident> = {}): Due => ({
  kind: 'snooze-ended',
  incident: incident({ snoozedUntil: now, ...change }),
  dueAt: now,
})
const acknowledged = { status: 'acknowledged', acknowledgedAt: now, acknowledgedBy: 'Kim' } as const

describe('what is sent', () => {
  it('is one message by each channel, with its reason, its severity and where it is', () => {
    expect(plan(opened(), ['desktop', 'pager'], now)).toEqual({
      notify: ['desktop', 'pager'].map((channel) => ({
        recipient: 'You',
        channel,
        why: 'it opened',
        title: 'ERROR INC-214 HighCPU: 97 % on i-0abc',
        body: 'Threshold crossed\n123456789012 · eu-west-1',
      })),
      withhold: [],
      endsSnooze: false,
    })
  })

  it('says that it is practice, that it was reopened, and nothing where nothing is known', () => {
    const [message] = plan(
      opened({ practice: true, reopenedCount: 2, reason: null, accountId: null, region: null }),
      ['desktop'],
      now,
    ).notify
    expect(message).toMatchObject({ why: 'it was reopened', title: expect.stringMatching(/^Practice: ERROR INC-214/), body: '' })
  })

  it('at a snooze’s end is that, and ends it', () => {
    expect(plan(ended(), ['desktop'], now)).toMatchObject({ notify: [{ why: 'the snooze ended' }], endsSnooze: true })
  })

  it('of a subscription says which topic and what to do', () => {
    const about = { integration: 'prod', topicArn: 'arn:aws:sns:eu-west-1:123456789012:alarms' }
    expect(plan({ kind: 'unsubscribed', ...about }, ['desktop'], now).notify).toMatchObject([
      { title: '«prod» hears alarms no more', why: 'a subscription ended' },
    ])
  })
})

describe('what is withheld has its reason', () => {
  const cases: { name: string; due: Due; channels?: string[]; why: string; endsSnooze?: boolean }[] = [
    { name: 'closed before', due: opened({ status: 'closed' }), why: 'it closed before anybody was told' },
    { name: 'acknowledged before', due: opened(acknowledged), why: 'Kim has acknowledged it already' },
    { name: 'snoozed', due: opened({ snoozedUntil: now + 1 }), why: 'it is snoozed' },
    { name: 'no channel', due: opened(), channels: [], why: 'this desk has no channel besides its console' },
    { name: 'closed while snoozed', due: ended({ status: 'closed', snoozedUntil: null }), why: 'it closed while it was snoozed' },
    { name: 'snoozed for longer', due: ended({ snoozedUntil: now + 5 }), why: 'the snooze was changed since' },
    { name: 'unsnoozed', due: ended({ snoozedUntil: null }), why: 'the snooze was changed since' },
    { name: 'acknowledged while snoozed', due: ended(acknowledged), why: 'Kim has acknowledged it', endsSnooze: true },
  ]
  it.each(cases)('$name', ({ due, channels = ['desktop'], why, endsSnooze = false }) => {
    expect(plan(due, channels, now)).toEqual({ notify: [], withhold: [{ recipient: 'You', channel: null, why }], endsSnooze })
  })

  it('a snooze that is over by now withholds nothing', () => {
    expect(plan(opened({ snoozedUntil: now }), ['desktop'], now).notify).toHaveLength(1)
  })
})
