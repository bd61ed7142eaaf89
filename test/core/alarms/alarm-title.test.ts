import { describe, expect, test } from 'vitest'
import { readAlarm } from '../../../main/core/alarms/read-alarm.ts'
import { alarmArn, anomalyTrigger, compositeAlarm, contributorAlarm, here, mathTrigger, snsAlarm, trigger } from './messages.ts'

const title = (message: string) => readAlarm(message, here).title
const reason = (values: string, words: string) =>
  `Threshold Crossed: 2 out of the last 2 datapoints [${values}] were ${words} (minimum 2 datapoints for OK -> ALARM transition).`

describe('the title says what, the value against the threshold, and where', () => {
  test('of a metric', () => {
    expect(title(snsAlarm())).toBe('HighCPU: CPUUtilization 97.4 % > 80 % on i-0abc')
  })

  test('by the newest datapoint that crossed, since others may have recovered', () => {
    const recovered = reason('12.0 (24/11/26 09:59:00), 97.4 (24/11/26 09:58:00)', 'greater than the threshold (80.0)')
    expect(title(snsAlarm({ NewStateReason: recovered }))).toBe('HighCPU: CPUUtilization 97.4 % > 80 % on i-0abc')
    const odd = reason('12.0 (24/11/26 09:59:00)', 'greater than the threshold (80.0)')
    expect(title(snsAlarm({ NewStateReason: odd }))).toBe('HighCPU: CPUUtilization 12 % (threshold > 80 %) on i-0abc')
  })

  test('in units that are known or that a metric of AWS always has', () => {
    const of = (changes: object, value: string) =>
      title(
        snsAlarm({
          AlarmName: 'Watch',
          NewStateReason: reason(`${value} (24/11/26 09:59:00)`, 'less than the threshold (1.0)'),
          Trigger: trigger({ ComparisonOperator: 'LessThanThreshold', Dimensions: [], ...changes }),
        }),
      )
    expect(of({ MetricName: 'FreeStorageSpace', Namespace: 'AWS/RDS', Threshold: 10_737_418_240 }, '2.147483648E9')).toBe(
      'Watch: FreeStorageSpace 2 GiB < 10 GiB',
    )
    expect(of({ MetricName: 'Balance', Namespace: 'Shop', Threshold: 1_000_000 }, '20000.0')).toBe('Watch: Balance 20,000 < 1,000,000')
    expect(of({ MetricName: 'Wait', Namespace: 'Shop', Unit: 'Milliseconds', Threshold: 1_500 }, '250.0')).toBe(
      'Watch: Wait 250 ms < 1.5 s',
    )
    expect(of({ MetricName: 'Latency', Namespace: 'AWS/ELB', Threshold: 2 }, '0.5')).toBe('Watch: Latency 500 ms < 2 s')
  })

  test('in the units of what is asked for', () => {
    const of = (MetricName: string, Namespace: string, Threshold: number, value: string, changes: object = {}) =>
      title(
        snsAlarm({
          AlarmName: 'Watch',
          NewStateReason: reason(`${value} (24/11/26 09:59:00)`, 'greater than the threshold (1.0)'),
          Trigger: trigger({ MetricName, Namespace, Threshold, Dimensions: [], ...changes }),
        }),
      )
    const usd = { Dimensions: [{ name: 'Currency', value: 'USD' }] }
    expect(of('EstimatedCharges', 'AWS/Billing', 1_000, '1234.56', usd)).toBe('Watch: EstimatedCharges 1,234.56 USD > 1,000.00 USD')
    expect(
      of('EstimatedCharges', 'AWS/Billing', 50, '50.1', { Dimensions: [...usd.Dimensions, { name: 'ServiceName', value: 'EC2' }] }),
    ).toBe('Watch: EstimatedCharges 50.10 USD > 50.00 USD on EC2')
    // OpenSearch counts its disks in megabytes, everybody else in bytes.
    expect(of('FreeStorageSpace', 'AWS/ES', 20_480, '30000.0')).toBe('Watch: FreeStorageSpace 30,000 MB > 20,480 MB')
    expect(of('AuroraReplicaLagMaximum', 'AWS/RDS', 2_000, '2500.0')).toBe('Watch: AuroraReplicaLagMaximum 2.5 s > 2 s')
    expect(of('BurstBalance', 'AWS/EBS', 20, '30.5')).toBe('Watch: BurstBalance 30.5 % > 20 %')
    expect(of('DaysToExpiry', 'AWS/CertificateManager', 20, '30.0')).toBe('Watch: DaysToExpiry 30 days > 20 days')
    expect(of('NetworkOut', 'AWS/EC2', 1_000_000_000, '1.5E9')).toBe('Watch: NetworkOut 1.5 GB > 1 GB')
    expect(of('Depth', 'Shop', 10, '12.0', { Unit: 'null' })).toBe('Watch: Depth 12 > 10')
  })

  test('of metric math, by what its owner calls it', () => {
    const message = snsAlarm({
      AlarmName: 'ShopErrors',
      NewStateReason: reason('7.2 (24/11/26 09:55:00)', 'greater than the threshold (5.0)'),
      Trigger: mathTrigger,
    })
    expect(title(message)).toBe('ShopErrors: Error rate 7.2 > 5 on shop')
  })

  test('of an anomaly, by the side of the band', () => {
    const said = (value: string) =>
      `Thresholds Crossed: 1 out of the last 1 datapoints [${value} (24/11/26 09:55:00)] was less than the lower thresholds [0.2] or greater than the upper thresholds [0.4] (minimum 1 datapoint).`
    const of = (value: string, changes = {}) =>
      title(snsAlarm({ AlarmName: 'Slow', NewStateReason: said(value), Trigger: anomalyTrigger, ...changes }))
    expect(of('1.9')).toBe('Slow: TargetResponseTime 1.9 s above the expected 200 ms to 400 ms on shop')
    expect(of('0.1')).toBe('Slow: TargetResponseTime 100 ms below the expected 200 ms to 400 ms on shop')
    expect(of('0.3', { NewStateValue: 'OK' })).toBe('Slow is OK: TargetResponseTime 300 ms within the expected 200 ms to 400 ms on shop')
  })

  test('of an anomaly, without saying that it is within its band while it alarms', () => {
    const of = (NewStateReason: string, ComparisonOperator: string, NewStateValue = 'ALARM') =>
      title(snsAlarm({ AlarmName: 'Slow', NewStateValue, NewStateReason, Trigger: { ...anomalyTrigger, ComparisonOperator } }))
    const upper = 'Thresholds Crossed: 1 datapoint [0.3 (24/11/26 09:55:00)] was not greater than the upper thresholds [0.4].'
    expect(of(upper, 'GreaterThanUpperThreshold', 'OK')).toBe('Slow is OK: TargetResponseTime 300 ms as expected (at most 400 ms) on shop')
    expect(of(upper, 'GreaterThanUpperThreshold')).toBe('Slow: TargetResponseTime 300 ms (expected at most 400 ms) on shop')
    expect(of('1 datapoint [1.9] left its band', 'GreaterThanUpperThreshold')).toBe(
      'Slow: TargetResponseTime 1.9 s outside its expected band on shop',
    )
  })

  test('of a contributor', () => {
    expect(title(contributorAlarm('a', 'a29eb44b20c4362e'))).toBe('WorkerLoad: MAX(Load) 20 > 10 on Team=a')
  })

  test('of a composite alarm, by its children', () => {
    expect(title(compositeAlarm())).toBe('ShopDown: NoHealthyHosts is in alarm')
    const child = (name: string, Value = 'ALARM') => ({ Arn: alarmArn(name), State: { Value } })
    expect(title(compositeAlarm({ TriggeringChildren: [child('A'), child('Fine', 'OK'), child('B')] }))).toBe(
      'ShopDown: A and B are in alarm',
    )
    expect(title(compositeAlarm({ TriggeringChildren: ['A', 'B', 'C'].map((name) => child(name)) }))).toBe(
      'ShopDown: A and 2 more are in alarm',
    )
    expect(title(compositeAlarm({ NewStateValue: 'OK' }))).toBe('ShopDown is OK')
    expect(title(compositeAlarm({ TriggeringChildren: [], NewStateReason: null }))).toBe('ShopDown: its rule holds')
    const created = `${alarmArn('ShopDown')} was created and its alarm rule evaluates to ALARM`
    expect(title(compositeAlarm({ TriggeringChildren: [], NewStateReason: created }))).toBe('ShopDown: its rule holds since it was created')
  })
})

describe('the title of the other states', () => {
  test('says that all is well again, and by what', () => {
    const fine =
      'Threshold Crossed: 1 out of the last 1 datapoints [42.0 (24/11/26 09:59:00)] was not greater than the threshold (80.0) (minimum 1 datapoint for ALARM -> OK transition).'
    expect(title(snsAlarm({ NewStateValue: 'OK', NewStateReason: fine }))).toBe('HighCPU is OK: CPUUtilization 42 % ≤ 80 % on i-0abc')
  })

  test('says that there is no data', () => {
    const unknown = 'Insufficient Data: 10 datapoints were unknown.'
    expect(title(snsAlarm({ NewStateValue: 'INSUFFICIENT_DATA', NewStateReason: unknown }))).toBe(
      'HighCPU has insufficient data: CPUUtilization on i-0abc',
    )
    const missing = 'Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].'
    expect(title(snsAlarm({ NewStateReason: missing }))).toBe('HighCPU: no data for CPUUtilization on i-0abc')
    const partly = 'Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].'
    expect(title(snsAlarm({ NewStateReason: partly }))).toBe('HighCPU: missing data for CPUUtilization on i-0abc')
  })
})

describe('the title', () => {
  test('has the reason that somebody wrote, where nothing was measured', () => {
    expect(title(snsAlarm({ NewStateReason: 'trying the pager' }))).toBe('HighCPU: CPUUtilization on i-0abc: trying the pager')
    expect(title('{"AlarmName":"Strange","NewStateValue":"ALARM","NewStateReason":"it said so"}')).toBe('Strange: it said so')
    expect(title('{"AlarmName":"Strange","NewStateValue":"ALARM"}')).toBe('Strange')
  })

  test('has a hand-made reason rather than a bare value', () => {
    const of = (NewStateReason: string) => title(JSON.stringify({ AlarmName: 'Memory', NewStateValue: 'ALARM', NewStateReason }))
    expect(of('Threshold crossed: 1 datapoint (87.5) > 85.0')).toBe('Memory: 1 datapoint (87.5) > 85.0')
    expect(of('Threshold Crossed: 2 out of 2 datapoints were >= 90.0')).toBe('Memory: 2 out of 2 datapoints were >= 90.0')
    expect(of('Threshold Crossed: ...')).toBe('Memory')
  })

  test('never shows the reason of a log alarm, which may hold log lines', () => {
    const message = snsAlarm({ AlarmName: 'Errors', NewStateReason: 'password=hunter2', Trigger: undefined, AlarmType: 'LogAlarm' })
    expect(title(message)).toBe('Errors: log query')
  })

  test('leaves out a name that says nothing, and a place that the name holds', () => {
    expect(title(snsAlarm({ AlarmName: 'CPUUtilization' }))).toBe('CPUUtilization 97.4 % > 80 % on i-0abc')
    expect(title(snsAlarm({ AlarmName: '6b1f0f7e-7a6b-4f0e-9c57-0a4c9e1f2d3b' }))).toBe('CPUUtilization 97.4 % > 80 % on i-0abc')
    expect(title(snsAlarm({ AlarmName: 'i-0abc is hot' }))).toBe('i-0abc is hot: CPUUtilization 97.4 % > 80 %')
  })

  test('is short: the name gives way first', () => {
    const long = title(snsAlarm({ AlarmName: 'TargetTracking-'.repeat(17) }))
    expect(long.length).toBeLessThanOrEqual(140)
    expect(long).toMatch(/^TargetTracking-.*…: CPUUtilization 97\.4 % > 80 % on i-0abc$/)
  })

  test('is never empty, though the name be made of nothing that shows', () => {
    expect(title(snsAlarm({ AlarmName: '\u202e', NewStateReason: null, Trigger: null }))).toBe('Alarm')
  })

  test('is what it seems, however hostile the alarm', () => {
    const hostile = title(
      snsAlarm({
        AlarmName: 'All is well\u202e\n\u0007 <b>',
        Trigger: trigger({ Dimensions: [{ name: 'InstanceId', value: 'i\u2028\u202e' }] }),
      }),
    )
    expect(hostile).toBe('All is well <b>: CPUUtilization 97.4 % > 80 % on i')
  })
})
