import { describe, expect, it } from 'vitest'
import { ruleTakes } from '../../../main/core/aws/event-rule.ts'
import { arnOf } from './readings.ts'

const event = {
  detailType: 'CloudWatch Alarm State Change' as const,
  alarmArn: arnOf('web-cpu'),
  alarmName: 'web-cpu',
  stateValue: 'ALARM',
  accountId: '123456789012',
  region: 'eu-west-1',
}
const all = { source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'] }
const detail = (more: object) => ({ ...all, detail: more })

describe('a rule of EventBridge', () => {
  it.each([
    ['every change of a state', all, 'takes'],
    ['whatever CloudWatch says', { source: [{ prefix: 'aws.' }] }, 'takes'],
    ['another service', { source: ['aws.ec2'] }, 'leaves'],
    ['contributors only', { ...all, 'detail-type': ['CloudWatch Alarm Contributor State Change'] }, 'leaves'],
    ['these alarms by ARN', { ...all, resources: [arnOf('web-cpu'), arnOf('db')] }, 'takes'],
    ['other alarms by ARN', { ...all, resources: [arnOf('db')] }, 'leaves'],
    ['ALARM only', detail({ state: { value: ['ALARM'] } }), 'takes'],
    ['OK only', detail({ state: { value: ['OK'] } }), 'leaves'],
    ['names by their beginning', detail({ alarmName: [{ prefix: 'web-' }] }), 'takes'],
    ['names but some', detail({ alarmName: [{ 'anything-but': ['web-cpu'] }] }), 'leaves'],
    ['what came before, which is not known', detail({ previousState: { value: ['OK'] } }), 'unknown'],
    ['a way that is not read', detail({ alarmName: [{ wildcard: 'web-*' }] }), 'unknown'],
    ['another account, whatever else', { ...detail({ previousState: {} }), account: ['999999999999'] }, 'leaves'],
    ['either of two, which is not read', { ...all, $or: [{}] }, 'unknown'],
  ])('that takes %s', (_, pattern, verdict) => {
    expect(ruleTakes({ pattern }, event)).toBe(verdict)
  })
})
