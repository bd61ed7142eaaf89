import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { awsDelayMs } from '../../../main/core/aws/aws-pace.ts'
import { queueTroubleCodes } from '../../../preload/contract/words.ts'

describe('the pace at which a queue is tried again', () => {
  it('grows with each failure to a most, and is never none', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...queueTroubleCodes),
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (code, n, r) => {
          const delayMs = awsDelayMs(code, n, r)
          expect(delayMs).toBeGreaterThanOrEqual(500)
          expect(delayMs).toBeLessThanOrEqual(5 * 60_000)
          expect(awsDelayMs(code, n + 1, r)).toBeGreaterThanOrEqual(delayMs)
        },
      ),
    )
  })

  it('asks soon again for what passes by itself', () => {
    expect(awsDelayMs('throttled', 1, 0.5)).toBeLessThan(1_000)
    expect(awsDelayMs('denied', 1, 0)).toBeGreaterThan(5_000)
    expect(awsDelayMs('not-now', 50, 0.99)).toBeLessThanOrEqual(10_000)
  })
})
