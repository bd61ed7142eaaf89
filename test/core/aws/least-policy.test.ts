import { describe, expect, it } from 'vitest'
import { leastPolicy, type PolicyScope, permissionsFor } from '../../../main/core/aws/least-policy.ts'
import { awsFeatures } from '../../../preload/contract/words.ts'

const topic = 'arn:aws:sns:eu-west-1:123456789012:alarms'
const nothingKnown: PolicyScope = {
  partition: 'aws',
  accountId: null,
  regions: [],
  topicArns: [],
  queueArns: [],
  alarmArns: [],
  inboundUrl: null,
}

describe('the least policy', () => {
  it('holds each action that its features ask for, and no other', () => {
    for (const features of [...awsFeatures.map((feature) => [feature]), [...awsFeatures]]) {
      const asked = new Set(features.flatMap((feature) => permissionsFor(feature).flatMap(({ actions }) => actions)))
      asked.delete('sts:GetCallerIdentity')
      const { Statement } = leastPolicy(features, nothingKnown)
      expect(new Set(Statement.flatMap(({ Action }) => Action))).toEqual(asked)
      expect(new Set(Statement.map(({ Sid }) => Sid)).size).toBe(Statement.length)
    }
  })

  it('names the resources that are known, and only the integration’s URL may be subscribed', () => {
    const { Statement } = leastPolicy(['subscribe'], {
      ...nothingKnown,
      accountId: '123456789012',
      regions: ['eu-west-1'],
      topicArns: [topic],
      inboundUrl: 'https://desk.example/in/THE-SECRET',
    })
    expect(Statement.find(({ Action }) => Action.includes('sns:Subscribe'))).toMatchObject({
      Action: ['sns:Subscribe'],
      Resource: [topic],
      Condition: { StringEquals: { 'sns:Protocol': 'https' }, StringLike: { 'sns:Endpoint': 'https://desk.example/in/*' } },
    })
    expect(Statement.find(({ Action }) => Action.includes('sns:Unsubscribe'))?.Resource).toEqual([topic, `${topic}:*`])
    expect(JSON.stringify(Statement)).not.toContain('THE-SECRET')
  })

  it('stays within the account and its regions where no resource is named', () => {
    const { Statement } = leastPolicy(['dead-letter-queue', 'fix'], {
      ...nothingKnown,
      partition: 'aws-cn',
      accountId: '123456789012',
      regions: ['cn-north-1'],
    })
    const resources = Statement.flatMap(({ Resource }) => Resource)
    expect(resources).toContain('arn:aws-cn:sqs:cn-north-1:123456789012:tocsin-*')
    for (const resource of resources) expect(resource).toMatch(/^arn:aws-cn:(sqs|sns|cloudwatch):cn-north-1:123456789012:/)
  })
})
