import { describe, expect, it } from 'vitest'
import { letsPublish, samePolicy, topicsThatSend, withoutOurs, withPublisher, withSenders } from '../../../main/core/aws/resource-policy.ts'

const account = '123456789012'
const topic = `arn:aws:sns:eu-west-1:${account}:alarms`
const statement = (more: Record<string, unknown>) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sns:Publish', Resource: topic, ...more }] })
const usual = statement({
  Principal: { AWS: '*' },
  Action: ['SNS:GetTopicAttributes', 'SNS:Publish'],
  Condition: { StringEquals: { 'AWS:SourceOwner': account } },
})

describe('who may publish by a topic’s policy', () => {
  it.each([
    [usual, true, false],
    [usual.replace(account, '999999999999').replace(`"AWS:SourceOwner":"${account}"`, '"AWS:SourceOwner":"999999999999"'), false, false],
    [statement({ Principal: { Service: 'cloudwatch.amazonaws.com' } }), true, false],
    [statement({ Principal: { Service: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'] }, Action: 'sns:*' }), true, true],
    [statement({ Principal: { Service: 'cloudwatch.amazonaws.com' }, Effect: 'Deny' }), false, false],
    [statement({ Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Subscribe' }), false, false],
    [statement({ Principal: { AWS: `arn:aws:iam::${account}:root` } }), false, false],
  ])('%#', (policy, cloudWatch, eventBridge) => {
    expect(letsPublish(policy, 'cloudwatch.amazonaws.com', account)).toBe(cloudWatch)
    expect(letsPublish(policy, 'events.amazonaws.com', account)).toBe(eventBridge)
  })

  it('is not guessed where the policy can’t be read', () => {
    for (const policy of [null, 'nonsense', '[]', '{"Statement":[1]}'])
      expect(letsPublish(policy, 'cloudwatch.amazonaws.com', account)).toBeNull()
  })
})

describe('a statement of ours', () => {
  it('is added once, keeps the others, and is taken out again', () => {
    const before = statement({ Principal: { Service: 'events.amazonaws.com' } })
    const with1 = withPublisher(before, 'cloudwatch.amazonaws.com', topic, account)
    expect(letsPublish(with1, 'cloudwatch.amazonaws.com', account)).toBe(true)
    expect(letsPublish(with1, 'events.amazonaws.com', account)).toBe(true)
    expect(withPublisher(with1, 'cloudwatch.amazonaws.com', topic, account)).toBe(with1)
    expect(samePolicy(withoutOurs(with1, 'cloudwatch.amazonaws.com'), before)).toBe(true)
    expect(withPublisher('nonsense', 'cloudwatch.amazonaws.com', topic, account)).toBeNull()
  })

  it('names the topics that may write to a queue', () => {
    const queue = `arn:aws:sqs:eu-west-1:${account}:tocsin`
    const policy = withSenders(null, queue, [topic, `${topic}-2`])
    expect(topicsThatSend(policy)).toEqual([topic, `${topic}-2`])
    expect(topicsThatSend(null)).toEqual([])
    expect(withoutOurs(policy, 'sns.amazonaws.com')).toBeNull()
  })
})
