import type { CompositeAlarm, MetricAlarm, PutCompositeAlarmInput, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { definitionOf, withActions, withoutActions } from '../../../main/core/aws/alarm-definition.ts'
import { alarmLook, topicArn } from './alarms.ts'

describe('an alarm put back whole', () => {
  it('carries every field of its definition and none of its state', () => {
    const whole = definitionOf(
      alarmLook('cpu', { more: { DatapointsToAlarm: 2, TreatMissingData: 'breaching', Unit: 'Percent', WarmUpConfiguration: { x: 1 } } }),
    )
    expect(whole).toEqual({
      ok: true,
      definition: {
        AlarmName: 'cpu',
        AlarmDescription: 'made by a test',
        ActionsEnabled: true,
        AlarmActions: [topicArn],
        OKActions: [topicArn],
        InsufficientDataActions: [],
        MetricName: 'CPUUtilization',
        Namespace: 'AWS/EC2',
        Statistic: 'Average',
        Dimensions: [{ Name: 'InstanceId', Value: 'i-1' }],
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 80,
        ComparisonOperator: 'GreaterThanThreshold',
        DatapointsToAlarm: 2,
        TreatMissingData: 'breaching',
        Unit: 'Percent',
        WarmUpConfiguration: { x: 1 },
      },
    })
  })

  it('is refused where a field is not known, and for log alarms', () => {
    expect(definitionOf(alarmLook('new', { more: { SomethingNew: true } }))).toMatchObject({
      ok: false,
      said: expect.stringContaining('SomethingNew'),
    })
    expect(definitionOf(alarmLook('logs', { type: 'log' }))).toMatchObject({ ok: false, said: expect.stringContaining('put-log-alarm') })
    expect(definitionOf(alarmLook('both', { type: 'composite', more: { Period: 60 } }))).toMatchObject({ ok: false })
  })

  it('knows every field that the SDK has today', () => {
    // A field that the SDK learns, of an alarm or of the call, is a decision: these types fail then.
    type StateOf<Alarm, Input> = Exclude<keyof Alarm, keyof Input>
    expectTypeOf<StateOf<MetricAlarm, PutMetricAlarmInput>>().toEqualTypeOf<
      | 'AlarmArn'
      | 'AlarmConfigurationUpdatedTimestamp'
      | 'StateValue'
      | 'StateReason'
      | 'StateReasonData'
      | 'StateUpdatedTimestamp'
      | 'EvaluationState'
      | 'StateTransitionedTimestamp'
    >()
    expectTypeOf<StateOf<CompositeAlarm, PutCompositeAlarmInput>>().toEqualTypeOf<
      | 'AlarmArn'
      | 'AlarmConfigurationUpdatedTimestamp'
      | 'StateValue'
      | 'StateReason'
      | 'StateReasonData'
      | 'StateUpdatedTimestamp'
      | 'StateTransitionedTimestamp'
      | 'ActionsSuppressedBy'
      | 'ActionsSuppressedReason'
    >()
    expectTypeOf<Exclude<keyof PutMetricAlarmInput, keyof MetricAlarm>>().toEqualTypeOf<'Tags'>()
    expectTypeOf<Exclude<keyof PutCompositeAlarmInput, keyof CompositeAlarm>>().toEqualTypeOf<'Tags'>()
  })

  it('gets an action once, and loses only that one', () => {
    const definition = { OKActions: ['other'], AlarmActions: [topicArn], Threshold: 1 }
    const added = withActions(definition, ['ok', 'alarm'], topicArn)
    expect(added).toEqual({ OKActions: ['other', topicArn], AlarmActions: [topicArn], Threshold: 1 })
    expect(withActions(added, ['ok'], topicArn)).toEqual(added)
    expect(withoutActions(added, ['ok'], topicArn)).toEqual(definition)
  })
})
