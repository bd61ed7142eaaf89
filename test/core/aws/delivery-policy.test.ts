import { describe, expect, it } from 'vitest'
import {
  deliveryPolicyText,
  longestRetries,
  redrivePolicyText,
  redriveTarget,
  retriesAre,
  retrySeconds,
} from '../../../main/core/aws/delivery-policy.ts'

describe('the longest retries', () => {
  it('go on for nearly an hour, within what SNS allows', () => {
    const seconds = retrySeconds(longestRetries)
    expect(seconds).toBe(15 * 5 + 80 * 44)
    expect(seconds).toBeGreaterThan(3_590)
    expect(seconds).toBeLessThanOrEqual(3_600)
    expect(longestRetries.numRetries).toBeLessThanOrEqual(100)
    expect(retrySeconds({ ...longestRetries, numRetries: 96 })).toBeNull()
  })

  it('are known again, however AWS writes them', () => {
    const { backoffFunction, ...rest } = longestRetries
    expect(retriesAre(JSON.stringify({ throttlePolicy: null, healthyRetryPolicy: { backoffFunction, ...rest, other: 1 } }))).toBe(true)
    expect(retriesAre(deliveryPolicyText())).toBe(true)
    for (const other of [null, '', '{}', 'nonsense', deliveryPolicyText({ ...longestRetries, maxDelayTarget: 20 })])
      expect(retriesAre(other)).toBe(false)
  })
})

it('a dead-letter queue is read out of the policy that names it', () => {
  const queue = 'arn:aws:sqs:eu-west-1:123456789012:tocsin'
  expect(redriveTarget(redrivePolicyText(queue))).toBe(queue)
  for (const other of [null, '', '[]', '{"deadLetterTargetArn":1}']) expect(redriveTarget(other)).toBeNull()
})
