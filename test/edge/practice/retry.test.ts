import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isRetried, planRetries } from '../../../main/edge/practice/retry.ts'

describe('the retry rule', () => {
  it('is three retries, 20 s apart, where a subscription says nothing else', () => {
    expect(planRetries()).toEqual([20_000, 20_000, 20_000])
  })

  it('goes through the phases of a policy in order', () => {
    const healthyRetryPolicy = {
      minDelayTarget: 1,
      maxDelayTarget: 5,
      numRetries: 8,
      numNoDelayRetries: 1,
      numMinDelayRetries: 2,
      numMaxDelayRetries: 2,
    }
    expect(planRetries({ healthyRetryPolicy })).toEqual([0, 1_000, 1_000, 1_000, 3_000, 5_000, 5_000, 5_000])
  })

  it('refuses what SNS refuses: more than an hour, more than 100 retries, phases beyond the retries', () => {
    expect(() => planRetries({ healthyRetryPolicy: { minDelayTarget: 37, maxDelayTarget: 37, numRetries: 100 } })).toThrow(RangeError)
    expect(() => planRetries({ healthyRetryPolicy: { minDelayTarget: 1, maxDelayTarget: 1, numRetries: 101 } })).toThrow(RangeError)
    expect(() => planRetries({ healthyRetryPolicy: { numRetries: 1, numMaxDelayRetries: 2 } })).toThrow(RangeError)
  })

  it('plans as many waits as retries, each within the bounds', () => {
    const policies = fc.record({
      a: fc.nat(10),
      b: fc.nat(10),
      c: fc.nat(10),
      d: fc.nat(10),
      min: fc.integer({ min: 1, max: 20 }),
      more: fc.nat(20),
    })
    fc.assert(
      fc.property(policies, ({ a, b, c, d, min, more }) => {
        const healthyRetryPolicy = {
          minDelayTarget: min,
          maxDelayTarget: min + more,
          numRetries: a + b + c + d,
          numNoDelayRetries: a,
          numMinDelayRetries: b,
          numMaxDelayRetries: c,
        }
        const plan = planRetries({ healthyRetryPolicy })
        expect(plan).toHaveLength(a + b + c + d)
        expect(plan).toEqual(plan.toSorted((x, y) => x - y))
        for (const delayMs of plan.slice(a)) expect(delayMs >= min * 1_000 && delayMs <= (min + more) * 1_000).toBe(true)
      }),
    )
  })

  it('tries 5xx, 429 and silence again, and nothing else', () => {
    for (const status of [500, 502, 503, 504, 429, 'timeout', 'no-answer'] as const) expect(isRetried(status)).toBe(true)
    for (const status of [200, 204, 301, 302, 400, 401, 403, 404, 410, 413]) expect(isRetried(status)).toBe(false)
  })
})
