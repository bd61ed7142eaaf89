import { expect, it } from 'vitest'
import { judgeSubscriptions } from '../../../main/core/aws/judge-subscriptions.ts'

const path = '/in/secret'
const ear = { integrationId: 1, url: `https://desk.example${path}`, queues: ['arn:aws:sqs:eu-west-1:123456789012:alarms'] }
const held = (endpoint: string, isConfirmed = true) => ({
  endpoint,
  subscriptionArn: isConfirmed ? 'arn:aws:sns:eu-west-1:123456789012:t:1' : null,
})

it.each([
  ['nothing', [], 'gone'],
  ['somebody else’s alone', [held('https://other.example/in/other')], 'gone'],
  ['its URL', [held('https://other.example/in/other'), held(ear.url)], 'standing'],
  ['its queue', [held('arn:aws:sqs:eu-west-1:123456789012:alarms')], 'standing'],
  ['its URL, unconfirmed', [held(ear.url, false)], 'pending'],
  ['its URL of before', [held(`https://before.example${path}`)], 'elsewhere'],
  ['its URL of before and of now', [held(`https://before.example${path}`), held(ear.url)], 'standing'],
] as const)('with %s subscribed it is %s', (_, all, expected) => {
  expect(judgeSubscriptions(all, ear, path)).toBe(expected)
})

it('without a public address a subscription to it leads elsewhere', () => {
  expect(judgeSubscriptions([held(ear.url)], { ...ear, url: null }, path)).toBe('elsewhere')
})
