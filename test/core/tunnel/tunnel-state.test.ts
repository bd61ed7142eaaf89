import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Trouble } from '../../../main/core/tunnel/trouble.ts'
import { failuresWith, reduceTunnel, type TunnelEvent, type TunnelState } from '../../../main/core/tunnel/tunnel-state.ts'
import { tunnelReasons } from '../../../preload/contract/words.ts'

const trouble: Trouble = { reason: 'no-network', code: null }
const states: Record<TunnelState['state'], TunnelState> = {
  off: { state: 'off', since: 1 },
  opening: { state: 'opening', since: 1, failures: 0, lost: null },
  up: { state: 'up', since: 1, failures: 0, url: 'https://a.example' },
  down: { state: 'down', since: 1, failures: 1, trouble, nextTryAt: 5 },
}
const events: Record<TunnelEvent['kind'], TunnelEvent> = {
  open: { kind: 'open', at: 9 },
  opened: { kind: 'opened', at: 9, url: 'https://a.example' },
  failed: { kind: 'failed', at: 9, trouble, nextTryAt: 10 },
  lost: { kind: 'lost', at: 9, trouble, nextTryAt: 10 },
  stop: { kind: 'stop', at: 9 },
}
const table: Record<TunnelState['state'], Record<TunnelEvent['kind'], TunnelState['state'] | null>> = {
  off: { open: 'opening', opened: null, failed: null, lost: null, stop: 'off' },
  opening: { open: null, opened: 'up', failed: 'down', lost: null, stop: 'off' },
  up: { open: null, opened: null, failed: null, lost: 'down', stop: 'off' },
  down: { open: 'opening', opened: null, failed: null, lost: null, stop: 'off' },
}

describe('the states of a tunnel', () => {
  test.each(Object.values(states).flatMap((state) => Object.values(events).map((event) => ({ from: state.state, by: event.kind }))))(
    '$from, $by',
    ({ from, by }) => {
      expect(reduceTunnel(states[from], events[by])?.state ?? null).toBe(table[from][by])
    },
  )

  it('counts from the loss, not from the newest try, how long nothing could be heard', () => {
    const lost = reduceTunnel(states.up, { kind: 'lost', at: 100, trouble, nextTryAt: 200 })
    const again = reduceTunnel(lost ?? states.off, { kind: 'open', at: 200 })
    expect(again).toMatchObject({ state: 'opening', lost: { since: 100, trouble } })
    expect(reduceTunnel(again ?? states.off, { kind: 'failed', at: 210, trouble, nextTryAt: 400 })).toMatchObject({
      state: 'down',
      since: 100,
      failures: 2,
      nextTryAt: 400,
    })
  })

  it('begins to count anew after a minute of being up, not after a moment', () => {
    const up: TunnelState = { state: 'up', since: 0, failures: 4, url: 'https://a.example' }
    expect(failuresWith(up, 59_999)).toBe(5)
    expect(failuresWith(up, 60_000)).toBe(1)
  })

  it('whatever happens: never up without a url, never down without a reason, and never waiting while it is up', () => {
    const anyTrouble = fc.record({ reason: fc.constantFrom(...tunnelReasons), code: fc.constantFrom(null, 'ERR_NGROK_107') })
    const step = fc.oneof(
      fc.record({ kind: fc.constant('open' as const) }),
      fc.record({ kind: fc.constant('opened' as const), url: fc.webUrl() }),
      fc.record({ kind: fc.constantFrom('failed' as const, 'lost' as const), trouble: anyTrouble, nextTryAt: fc.option(fc.nat()) }),
      fc.record({ kind: fc.constant('stop' as const) }),
    )
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(100_000), step), { maxLength: 60 }), (steps) => {
        let state: TunnelState = { state: 'off', since: 0 }
        let at = 0
        let deafSince: number | null = null
        for (const [afterMs, wish] of steps) {
          at += afterMs
          const next = reduceTunnel(state, { ...wish, at } as TunnelEvent)
          if (next === null) continue
          if (next.state === 'up' || next.state === 'off') deafSince = null
          else if (next.state === 'down') {
            deafSince ??= at
            expect(next.since).toBe(deafSince)
            expect(next.failures).toBeGreaterThan(0)
          } else expect(next.lost?.since ?? null).toBe(deafSince)
          state = next
        }
      }),
    )
  })
})
