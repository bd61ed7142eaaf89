import { describe, expect, test } from 'vitest'
import { readAlarm } from '../../../main/core/alarms/read-alarm.ts'
import { account, alarmArn, crossed, here, nowhere, snsAlarm } from './messages.ts'

const read = (message: object, context = here) => readAlarm(JSON.stringify(message), context)

describe('flat JSON that an input transformer made of an alarm', () => {
  test.each<[string, object]>([
    ['snake case', { alarm_name: 'HighCPU', state: 'ALARM', reason: crossed, time: '2026-11-24T10:00:12Z', account, region: 'eu-west-1' }],
    ['camel case', { alarmName: 'HighCPU', newState: 'ALARM', stateReason: crossed, timestamp: '2026-11-24T10:00:12Z' }],
    ['short names', { alarm: 'HighCPU', state: { value: 'ALARM' }, reason: crossed, time: '2026-11-24T10:00:12Z' }],
    ['an ARN alone', { 'Alarm-Arn': alarmArn('HighCPU'), State: 'ALARM', Reason: crossed, Time: '2026-11-24T10:00:12Z' }],
  ])('is that alarm, under the same key: %s', (_, message) => {
    expect(read(message)).toMatchObject({
      kind: 'unknown-alarm',
      state: 'alarm',
      alarmName: 'HighCPU',
      accountId: account,
      region: 'eu-west-1',
      at: Date.UTC(2026, 10, 24, 10, 0, 12),
      comparison: 'GreaterThanThreshold',
      threshold: 80,
      title: 'HighCPU: 97.4 > 80',
      dedupKey: readAlarm(snsAlarm(), here).dedupKey,
    })
  })

  test('closes as it opens', () => {
    const key = (state: string) => read({ alarmName: 'HighCPU', state }, nowhere).dedupKey
    expect(read({ alarmName: 'HighCPU', state: 'OK', previousState: 'ALARM' })).toMatchObject({ state: 'ok', previousState: 'alarm' })
    expect(key('OK')).toBe(key('ALARM'))
  })

  test('is a notice where it names no alarm or none of the three states', () => {
    for (const message of [
      { alarmName: 'HighCPU' },
      { alarmName: 'Door', state: 'ajar' },
      { state: 'ALARM', name: 'x' },
      { status: 'OK' },
    ]) {
      expect(read(message)).toMatchObject({ kind: 'notice', state: null })
    }
  })
})

test('an SNS message made by hand may hold the trigger’s fields beside its own', () => {
  const message = {
    AlarmName: 'Errors',
    NewStateValue: 'ALARM',
    NewStateReason: 'Threshold Crossed: 1 datapoint [9.0 (24/11/26 09:59:00)] was greater than the threshold (5.0).',
    MetricName: 'Errors5xx',
    Namespace: 'Shop',
    Dimensions: [{ name: 'Service', value: 'pay' }],
    Threshold: 5,
    ComparisonOperator: 'GreaterThanThreshold',
  }
  expect(read(message)).toMatchObject({ kind: 'metric', metricName: 'Errors5xx', title: 'Errors: Errors5xx 9 > 5 on Service=pay' })
})
