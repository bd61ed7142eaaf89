import { expect, test } from 'vitest'
import { topicAllowed } from '../../../main/core/sns/topic-list.ts'

const arn = 'arn:aws:sns:eu-west-1:123456789012:alarms'

test.each([
  [arn, true],
  ['arn:aws:sns:*:123456789012:*', true],
  ['arn:aws*:sns:eu-*-1:123456789012:al*ms', true],
  ['arn:*:sns:*:*:*', true],
  ['arn:aws:sns:eu-west-1:123456789012:*s', true],
  ['arn:aws:sns:eu-west-1:123456789012:alarms*', true],
  ['arn:aws:sns:eu-west-1:123456789012:**', true],
  ['arn:aws:sns:eu-west-1:123456789012:', false],
  ['arn:aws:sns:eu-west-1:123456789012:alarm', false],
  ['arn:aws:sns:us-*:123456789012:*', false],
  ['arn:aws:sns:eu-west-1:999999999999:*', false],
  ['arn:aws:sns:*', false],
  ['*', false],
  ['arn:aws:sns:*:alarms', false],
  ['arn:aws:sns:*:*:*:*', false],
  ['arn.aws:sns:eu-west-1:123456789012:alarms', false],
  ['ARN:AWS:SNS:EU-WEST-1:123456789012:ALARMS', false],
])('%s on the list: %s', (pattern, allowed) => expect(topicAllowed(arn, [pattern])).toBe(allowed))

test('one of many is enough, and none is none', () => {
  expect(topicAllowed(arn, ['arn:aws:sns:eu-west-1:123456789012:other', arn])).toBe(true)
  expect(topicAllowed(arn, [])).toBe(false)
})

test('a star never reaches across a colon into another account', () => {
  expect(topicAllowed('arn:aws:sns:eu-west-1:999999999999:123456789012', ['arn:aws:sns:*:123456789012'])).toBe(false)
  expect(topicAllowed('arn:aws:sns:eu-west-1:999999999999:x:123456789012:alarms', ['arn:aws:sns:*:123456789012:alarms'])).toBe(false)
})

test('a pattern of many stars takes no long time', () => {
  const pattern = `arn:aws:sns:eu-west-1:123456789012:${'a*'.repeat(100)}b`
  const started = performance.now()
  expect(topicAllowed(`arn:aws:sns:eu-west-1:123456789012:${'a'.repeat(256)}`, [pattern])).toBe(false)
  expect(performance.now() - started).toBeLessThan(50)
})
