import type { Trouble } from './trouble.ts'

/**
 * How a tunnel is. Instants are epoch milliseconds. `failures`: how many tries in a row failed. While it is opened
 * again, `lost` says since when it has been down, and why: trying is not yet hearing.
 */
export type TunnelState =
  | { state: 'off'; since: number }
  | { state: 'opening'; since: number; failures: number; lost: { since: number; trouble: Trouble } | null }
  | { state: 'up'; since: number; failures: number; url: string }
  | { state: 'down'; since: number; failures: number; trouble: Trouble; nextTryAt: number | null }

export type TunnelEvent =
  | { kind: 'open'; at: number }
  | { kind: 'opened'; at: number; url: string }
  /** It could not be opened. */
  | { kind: 'failed'; at: number; trouble: Trouble; nextTryAt: number | null }
  /** It was up. */
  | { kind: 'lost'; at: number; trouble: Trouble; nextTryAt: number | null }
  | { kind: 'stop'; at: number }

/** A tunnel that held for this long is a new beginning; one that falls again at once is the same failure. */
const steadyMs = 60_000

/** How many tries in a row have failed once this one has: what the wait for the next one is counted from. */
export function failuresWith(state: TunnelState, now: number): number {
  if (state.state === 'off') return 1
  if (state.state === 'up' && now - state.since >= steadyMs) return 1
  return state.failures + 1
}

/** @returns the next state; null where that can't happen in this one */
export function reduceTunnel(state: TunnelState, event: TunnelEvent): TunnelState | null {
  if (event.kind === 'stop') return state.state === 'off' ? state : { state: 'off', since: event.at }
  switch (state.state) {
    case 'off':
      return event.kind === 'open' ? { state: 'opening', since: event.at, failures: 0, lost: null } : null
    case 'opening':
      if (event.kind === 'opened') return { state: 'up', since: event.at, failures: state.failures, url: event.url }
      if (event.kind === 'failed') return down(event, failuresWith(state, event.at), state.lost?.since ?? event.at)
      return null
    case 'up':
      return event.kind === 'lost' ? down(event, failuresWith(state, event.at), event.at) : null
    case 'down':
      if (event.kind !== 'open') return null
      return { state: 'opening', since: event.at, failures: state.failures, lost: { since: state.since, trouble: state.trouble } }
  }
}

const down = (event: { trouble: Trouble; nextTryAt: number | null }, failures: number, since: number): TunnelState => ({
  state: 'down',
  since,
  failures,
  trouble: event.trouble,
  nextTryAt: event.nextTryAt,
})
