import { describe, expect, test } from 'vitest'
import { readAlarm } from '../../../main/core/alarms/read-alarm.ts'
import {
  account,
  alarmAction,
  alarmArn,
  alarmDetail,
  crossed,
  eventBridge,
  eventConfiguration,
  here,
  nowhere,
  snsAlarm,
} from './messages.ts'

const read = (message: string, context = here) => readAlarm(message, context)

describe('an event of EventBridge', () => {
  test('about a change of state gives what the SNS message gives, under the same key', () => {
    const event = read(eventBridge())
    expect(event).toMatchObject({
      kind: 'metric',
      state: 'alarm',
      previousState: 'ok',
      reason: crossed,
      title: 'HighCPU: CPUUtilization 97.5 % > 80 % on i-0abc',
      accountId: account,
      region: 'eu-west-1',
      at: Date.UTC(2026, 10, 24, 10, 0, 12, 345),
      description: 'Look at the dashboard first.',
      namespace: 'AWS/EC2',
      statistic: 'Average',
      periodSeconds: 60,
      dimensions: [{ name: 'InstanceId', value: 'i-0abc' }],
      threshold: 80,
      comparison: 'GreaterThanThreshold',
      okActionCount: null,
    })
    expect(event.dedupKey).toBe(read(snsAlarm()).dedupKey)
  })

  test('takes its datapoints from reasonData, where the evaluated ones win', () => {
    expect(read(eventBridge()).datapoints.map(({ at, value }) => [at, value])).toEqual([
      [Date.UTC(2026, 10, 24, 9, 57), 70.5],
      [Date.UTC(2026, 10, 24, 9, 58), 91],
      [Date.UTC(2026, 10, 24, 9, 59), 97.5],
    ])
  })

  test('about a contributor is keyed by it and has no state before', () => {
    const detail = alarmDetail({ alarmContributor: { id: 'a29eb44b20c4362e', attributes: { Team: 'a' } }, previousState: undefined })
    expect(read(eventBridge(detail, { 'detail-type': 'CloudWatch Alarm Contributor State Change' }))).toMatchObject({
      state: 'alarm',
      previousState: null,
      contributor: { id: 'a29eb44b20c4362e', attributes: [{ name: 'Team', value: 'a' }] },
      dedupKey: `${alarmArn('HighCPU')}#a29eb44b20c4362e`,
    })
  })

  test('behind a mute rule tells nobody, unless all is well again', () => {
    const muteDetail = {
      mutedByArn: `arn:aws:cloudwatch:eu-west-1:${account}:alarm-mute-rule:nightly-deploy`,
      muteWindowStart: '2026-11-24T09:00:00.000+0000',
      muteWindowEnd: '2026-11-24T11:00:00.000+0000',
    }
    const muted = (value: string) =>
      alarmDetail({ muteDetail, state: { value, reason: crossed, timestamp: '2026-11-24T10:00:12.345+0000' } })
    expect(read(eventBridge(muted('ALARM')))).toMatchObject({ state: 'alarm', suppressedBy: 'mute rule nightly-deploy' })
    expect(read(eventBridge(muted('OK')))).toMatchObject({ state: 'ok', suppressedBy: null })
    expect(read(alarmAction({ alarmData: muted('ALARM') }))).toMatchObject({ suppressedBy: 'mute rule nightly-deploy' })
    expect(read(eventBridge(alarmDetail({ muteDetail: {} }))).suppressedBy).toBeNull()
  })

  test('without its head, or under a name of somebody’s own, is an alarm where it names one and its state', () => {
    const detail = alarmDetail()
    expect(read(JSON.stringify({ detail }))).toMatchObject({ kind: 'metric', state: 'alarm', alarmName: 'HighCPU', region: 'eu-west-1' })
    expect(read(JSON.stringify({ source: 'shop', 'detail-type': 'INFRA_ALARM', detail }))).toMatchObject({ state: 'alarm' })
    const strange = { source: 'shop', 'detail-type': 'Door', detail: { alarmName: 'Door', state: { value: 'ajar' } } }
    expect(read(JSON.stringify(strange))).toMatchObject({ kind: 'notice', state: null })
  })

  test('about a change of configuration tells no state, whatever state stands in it', () => {
    const detail = alarmDetail({
      operation: 'update',
      state: { value: 'ALARM', actionsSuppressedBy: 'Alarm', timestamp: '2026-11-24T10:00:12.345+0000' },
    })
    expect(read(eventBridge(detail, { 'detail-type': 'CloudWatch Alarm Configuration Change' }))).toMatchObject({
      kind: 'configuration',
      state: null,
      previousState: null,
      suppressedBy: null,
      alarmName: 'HighCPU',
      title: 'Alarm HighCPU was changed',
    })
  })

  test('says who held the actions back, and keeps the state', () => {
    const state = { value: 'ALARM', actionsSuppressedBy: 'WaitPeriod', actionsSuppressedReason: 'Actions suppressed by WaitPeriod' }
    expect(read(eventBridge(alarmDetail({ state })))).toMatchObject({ state: 'alarm', suppressedBy: 'WaitPeriod' })
    expect(read(eventBridge(alarmDetail({ previousState: state }))).suppressedBy).toBeNull()
  })

  test('of a composite alarm gives its children', () => {
    const detail = alarmDetail({
      alarmName: 'ShopDown',
      state: {
        value: 'ALARM',
        reason: `${alarmArn('NoHealthyHosts')} transitioned to ALARM at Tuesday 24 November, 2026 10:00:12 UTC`,
        reasonData: JSON.stringify({
          triggeringAlarms: [{ arn: alarmArn('NoHealthyHosts'), state: { value: 'ALARM', timestamp: '2026-11-24T10:00:12.345+0000' } }],
        }),
      },
      configuration: { alarmRule: 'ALARM("NoHealthyHosts")', actionsSuppressor: 'Maintenance' },
    })
    expect(read(eventBridge(detail))).toMatchObject({
      kind: 'composite',
      title: 'ShopDown: NoHealthyHosts is in alarm',
      children: [{ arn: alarmArn('NoHealthyHosts'), state: 'ALARM' }],
      alarmRule: 'ALARM("NoHealthyHosts")',
    })
  })

  test('of an anomaly alarm finds the band in reasonData', () => {
    const reasonData = {
      startDate: '2026-11-24T09:58:00.000+0000',
      period: 60,
      recentDatapoints: [9, 1],
      recentLowerThresholds: [2, 2],
      recentUpperThresholds: [8, 8],
    }
    const detail = alarmDetail({
      state: {
        value: 'ALARM',
        reason: 'Thresholds Crossed: 2 datapoints were less than the lower thresholds [2, 2] or greater than the upper thresholds [8, 8].',
        reasonData,
      },
      configuration: {
        metrics: [
          ...(eventConfiguration.metrics as object[]),
          { id: 'ad1', expression: 'ANOMALY_DETECTION_BAND(m1, 2)', returnData: true },
        ],
      },
    })
    expect(read(eventBridge(detail))).toMatchObject({
      kind: 'anomaly',
      comparison: 'LessThanLowerOrGreaterThanUpperThreshold',
      metricName: 'CPUUtilization',
      datapoints: [
        { at: Date.UTC(2026, 10, 24, 9, 58), value: 9, lower: 2, upper: 8 },
        { at: Date.UTC(2026, 10, 24, 9, 59), value: 1, lower: 2, upper: 8 },
      ],
    })
  })

  test('survives the want of everything but name and state', () => {
    const bare = {
      source: 'aws.cloudwatch',
      'detail-type': 'CloudWatch Alarm State Change',
      detail: { alarmName: 'HighCPU', state: { value: 'OK' } },
    }
    expect(read(JSON.stringify(bare), nowhere)).toMatchObject({
      kind: 'unknown-alarm',
      state: 'ok',
      region: null,
      accountId: null,
      alarmArn: null,
      at: null,
    })
    expect(read(JSON.stringify(bare))).toMatchObject({ region: 'eu-west-1', accountId: account, dedupKey: alarmArn('HighCPU') })
  })

  test('takes its time where the state has none, and its region before the topic', () => {
    const event = read(eventBridge(alarmDetail({ state: { value: 'OK' } }), { region: 'us-west-2', resources: undefined }))
    expect(event).toMatchObject({ at: Date.UTC(2026, 10, 24, 10, 0, 12), region: 'us-west-2' })
  })

  test('made by hand may write its state as a word, or its detail as JSON text', () => {
    expect(read(eventBridge(alarmDetail({ state: 'OK' })))).toMatchObject({ state: 'ok', at: Date.UTC(2026, 10, 24, 10, 0, 12) })
    expect(read(eventBridge(alarmDetail(), { detail: JSON.stringify(alarmDetail()) }))).toMatchObject({ kind: 'metric', state: 'alarm' })
  })

  test('of CloudWatch by a name of tomorrow is an alarm as soon as it tells a state', () => {
    expect(read(eventBridge(alarmDetail(), { 'detail-type': 'CloudWatch Log Alarm State Change' }))).toMatchObject({ state: 'alarm' })
    expect(
      read(eventBridge(alarmDetail({ operation: 'update' }), { 'detail-type': 'CloudWatch Log Alarm Definition Change' })),
    ).toMatchObject({
      kind: 'configuration',
      state: null,
    })
  })

  test('that a transformer made into text is a notice', () => {
    expect(read('"HighCPU is in ALARM"')).toMatchObject({ kind: 'notice', title: 'HighCPU is in ALARM' })
    expect(read('{"alarm":"HighCPU","value":"ALARM"}')).toMatchObject({ kind: 'notice', state: null })
  })
})

describe('a direct alarm action', () => {
  test('that a function passed on gives the alarm', () => {
    expect(read(alarmAction(), nowhere)).toMatchObject({
      kind: 'metric',
      state: 'alarm',
      previousState: 'ok',
      dedupKey: alarmArn('HighCPU'),
      accountId: account,
      region: 'eu-west-1',
      at: Date.UTC(2026, 10, 24, 10, 0, 12, 345),
      threshold: 80,
    })
  })

  test('lives without its own fields', () => {
    expect(read(alarmAction({ alarmArn: undefined, accountId: undefined, region: undefined }), here)).toMatchObject({
      dedupKey: alarmArn('HighCPU'),
      accountId: account,
    })
  })
})
