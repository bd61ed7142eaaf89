import { describe, expect, it } from 'vitest'
import { practiceAlarm, practiceTopicArn } from '../../../main/edge/practice/alarm.ts'

const at = Date.parse('2026-11-24T10:00:30.640Z')
const first = { topicArn: practiceTopicArn, state: 'ALARM', previousState: 'OK', at, values: [31, 28, 27.5] } as const

describe('a practice alarm', () => {
  it("has the shape of CloudWatch's own", () => {
    const { subject, message } = practiceAlarm(first)
    const alarm = JSON.parse(message)
    expect(subject).toBe('ALARM: "practice-orders-api-5xx" in EU (Ireland)')
    expect(Object.keys(alarm)).toEqual([
      'AlarmName',
      'AlarmDescription',
      'AWSAccountId',
      'AlarmConfigurationUpdatedTimestamp',
      'NewStateValue',
      'NewStateReason',
      'StateChangeTime',
      'Region',
      'AlarmArn',
      'ActionExecutedAfterMuteWindow',
      'OldStateValue',
      'OKActions',
      'AlarmActions',
      'InsufficientDataActions',
      'Trigger',
    ])
    expect(alarm).toMatchObject({
      AlarmArn: 'arn:aws:cloudwatch:eu-west-1:123456789012:alarm:practice-orders-api-5xx',
      StateChangeTime: '2026-11-24T10:00:30.640+0000',
      NewStateValue: 'ALARM',
      OldStateValue: 'OK',
      OKActions: [practiceTopicArn],
      Trigger: { EvaluationPeriods: 3, Threshold: 25, Statistic: 'SUM' },
    })
  })

  it('gives its datapoints in the reason, newest first', () => {
    expect(JSON.parse(practiceAlarm(first).message).NewStateReason).toBe(
      'Threshold Crossed: 3 out of the last 3 datapoints [31.0 (24/11/26 09:59:00), 28.0 (24/11/26 09:58:00), 27.5 (24/11/26 09:57:00)] were greater than the threshold (25.0) (minimum 3 datapoints for OK -> ALARM transition).',
    )
    const ok = practiceAlarm({ ...first, state: 'OK', previousState: 'ALARM', values: [2] })
    expect(ok.subject).toMatch(/^OK: /)
    expect(JSON.parse(ok.message).NewStateReason).toBe(
      'Threshold Crossed: 1 out of the last 1 datapoints [2.0 (24/11/26 09:59:00)] was not greater than the threshold (25.0) (minimum 1 datapoint for ALARM -> OK transition).',
    )
  })

  it('says that it is practice to whoever reads only its description', () => {
    expect(JSON.parse(practiceAlarm(first).message).AlarmDescription).toContain('PRACTICE, not a real alarm')
  })

  it('cuts a subject that is longer than SNS takes', () => {
    const { subject } = practiceAlarm({ ...first, alarmName: 'x'.repeat(255) })
    expect(subject).toHaveLength(100)
    expect(subject.endsWith('...')).toBe(true)
  })
})
