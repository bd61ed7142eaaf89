import type { Trouble } from '../../main/core/tunnel/trouble.ts'
import type { Opened, TunnelDriver, TunnelOptions } from '../../main/edge/tunnel/driver.ts'

export interface HandTunnel extends TunnelDriver {
  /** What each try asked for, in their order. */
  asked: TunnelOptions[]
  /** How many are open now. */
  openNow(): number
  /** What the next tries come to; the last one stays. A URL: it opens there. `waits`: until `arrive`. */
  next(...outcomes: (string | Trouble['reason'] | 'waits' | { throws: string })[]): void
  /** What waited arrives after all. */
  arrive(url: string): void
  /** What is open is lost. */
  lose(reason: Trouble['reason'], code?: string): void
}

/** A tunnel moved by hand: no network, but the whole supervisor around it. */
export function handTunnel(...first: Parameters<HandTunnel['next']>): HandTunnel {
  let outcomes = first.length === 0 ? (['https://calm-otter.example'] as Parameters<HandTunnel['next']>) : first
  const asked: TunnelOptions[] = []
  let open = 0
  let end: (trouble: Trouble) => void = () => undefined
  let arrive: (url: string) => void = () => undefined
  const at = (url: string): Opened => {
    open += 1
    let isOpen = true
    return {
      ok: true,
      tunnel: {
        url,
        note: null,
        standsIn: false,
        latencyMs: () => 38,
        closed: new Promise((resolve) => {
          end = resolve
        }),
        close() {
          if (isOpen) open -= 1
          isOpen = false
          return Promise.resolve()
        },
      },
    }
  }
  return {
    asked,
    open(options) {
      asked.push(options)
      const [outcome = 'no-network', ...rest] = outcomes
      if (rest.length > 0) outcomes = rest
      if (typeof outcome === 'object') return Promise.reject(new Error(outcome.throws))
      if (outcome === 'waits') {
        return new Promise((resolve) => {
          arrive = (url) => resolve(at(url))
        })
      }
      if (outcome.startsWith('https://')) return Promise.resolve(at(outcome))
      return Promise.resolve({ ok: false, trouble: { reason: outcome as Trouble['reason'], code: null }, note: null })
    },
    openNow: () => open,
    next(...wished) {
      outcomes = wished
    },
    arrive: (url) => arrive(url),
    lose: (reason, code) => end({ reason, code: code ?? null }),
  }
}
