import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAlarmReading, readContributorReading } from '../../../main/core/aws/alarm-reading.ts'
import { ruleTakes } from '../../../main/core/aws/event-rule.ts'
import { readHistoryItem } from '../../../main/core/aws/history-item.ts'
import { topicArn } from './readings.ts'

const at = Date.UTC(2026, 10, 24, 3)
const action = (data: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  readHistoryItem({
    AlarmName: 'a',
    HistoryItemType: 'Action',
    Timestamp: new Date(at),
    HistoryData: JSON.stringify({
      actionState: 'Succeeded',
      notificationResource: topicArn,
      publishedMessage: JSON.stringify({ default: '{"AlarmName":"a"}', sms: 'ALARM: "a" in Europe (Ireland)' }),
      ...data,
    }),
    ...more,
  })

describe('an item of an alarm’s history', () => {
  it('that tells of an action holds the very message, where it was published', () => {
    expect(action({})).toEqual({
      kind: 'published',
      topicArn,
      text: '{"AlarmName":"a"}',
      subject: 'ALARM: "a" in Europe (Ireland)',
      at,
    })
    expect(action({}, { HistoryItemType: 'AlarmContributorAction' })).toMatchObject({ kind: 'published' })
    expect(action({ actionState: 'Suppressed' })).toBeNull()
    expect(action({ actionState: 'Failed', publishedMessage: null })).toBeNull()
    expect(action({ notificationResource: 'arn:aws:lambda:eu-west-1:123456789012:function:f', publishedMessage: null })).toBeNull()
    expect(action({}, { HistoryData: '{"cut of' })).toBeNull()
  })

  it('that tells of a state says which, and nothing where only the reason is new', () => {
    const update = (oldState: string | null, newState: string, more: Record<string, unknown> = {}) =>
      readHistoryItem({
        AlarmName: 'a',
        HistoryItemType: 'StateUpdate',
        Timestamp: new Date(at),
        HistoryData: JSON.stringify({
          version: '1.0',
          ...(oldState === null ? {} : { oldState: { stateValue: oldState } }),
          newState: { stateValue: newState, stateReason: 'because' },
        }),
        ...more,
      })
    expect(update('ALARM', 'OK')).toEqual({ kind: 'state', alarmName: 'a', contributor: null, state: 'ok', reason: 'because', at })
    expect(update('ALARM', 'ALARM')).toBeNull()
    const series = { HistoryItemType: 'AlarmContributorStateUpdate', AlarmContributorId: 'c1', AlarmContributorAttributes: { Team: 'a' } }
    expect(update(null, 'ALARM', series)).toMatchObject({ state: 'alarm', contributor: { id: 'c1', attributes: { Team: 'a' } } })
    expect(update('OK', 'ALARM', { HistoryItemType: 'ConfigurationUpdate' })).toBeNull()
  })
})

describe('whatever AWS, or what stands in for it, answers', () => {
  it('is read without a throw', () => {
    const names = [
      'AlarmArn',
      'AlarmName',
      'StateValue',
      'StateUpdatedTimestamp',
      'Metrics',
      'AlarmActions',
      'HistoryData',
      'HistoryItemType',
      'Timestamp',
      'detail',
    ]
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('ALARM', 'Action', 'StateUpdate', '{"newState":[]}'),
      fc.date(),
      fc.constant(undefined),
    )
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...names), value), (given) => {
        readAlarmReading(given)
        readContributorReading(given)
        readHistoryItem(given)
        const event = {
          detailType: 'CloudWatch Alarm State Change' as const,
          alarmArn: 'a',
          alarmName: 'a',
          stateValue: 'OK',
          accountId: '1',
          region: 'r',
        }
        expect(['takes', 'leaves', 'unknown']).toContain(ruleTakes({ pattern: given }, event))
      }),
    )
  })
})
