import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { retryDelayMs } from '../../../main/core/tunnel/backoff.ts'
import { tunnelReasons } from '../../../preload/contract/words.ts'

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('how long a tunnel waits before it is tried again', () => {
  it('not at all where only the operator can change something', () => {
    for (const reason of ['no-token', 'token-refused', 'domain-refused', 'too-old', 'unavailable'] as const)
      expect(retryDelayMs(reason, 1, 0.5), reason).toBeNull()
  })

  it('a second or less after a loss, and never longer than two minutes while the network is away', () => {
    expect(retryDelayMs('closed', 1, 0)).toBe(500)
    expect(retryDelayMs('no-network', 50, 0.999)).toBeLessThanOrEqual(120_000)
  })

  it('never runs in a circle, never gives up for more than an hour, and grows with each failure', () => {
    fc.assert(
      fc.property(fc.constantFrom(...tunnelReasons), fc.integer({ min: 1, max: 1e6 }), chance, (reason, failures, random) => {
        const delay = retryDelayMs(reason, failures, random)
        if (delay === null) return
        expect(delay).toBeGreaterThanOrEqual(500)
        expect(delay).toBeLessThanOrEqual(3_600_000)
        expect(retryDelayMs(reason, failures + 1, random)).toBeGreaterThanOrEqual(delay)
      }),
    )
  })
})
