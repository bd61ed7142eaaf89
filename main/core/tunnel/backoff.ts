import type { TunnelReason } from '../../../preload/contract/words.ts'

/** From which wait on, and up to which. */
interface Pace {
  firstMs: number
  mostMs: number
}

/** What passes by itself is tried soon; what an account must first give is not asked for every second. */
const soon: Pace = { firstMs: 1_000, mostMs: 2 * 60_000 }
const slow: Pace = { firstMs: 20_000, mostMs: 15 * 60_000 }
const seldom: Pace = { firstMs: 5 * 60_000, mostMs: 60 * 60_000 }

/** null: not tried again until the operator changes something. */
const paces: Record<TunnelReason, Pace | null> = {
  'no-token': null,
  'token-refused': null,
  'domain-refused': null,
  'too-old': null,
  unavailable: null,
  'no-network': soon,
  closed: soon,
  'domain-in-use': { firstMs: 5_000, mostMs: 5 * 60_000 },
  refused: slow,
  'session-limit': slow,
  'endpoint-limit': slow,
  stopped: slow,
  account: seldom,
  quota: seldom,
}

/**
 * How long to wait before the next try: doubled with each failure in a row, half of it by chance, so that many desks
 * don't come back in one second.
 * @param failures in a row until now, at least 1
 * @param random at least 0, below 1
 * @returns milliseconds; null where trying again would change nothing
 */
export function retryDelayMs(reason: TunnelReason, failures: number, random: number): number | null {
  const pace = paces[reason]
  if (pace === null) return null
  // From 2^30 on any first wait is past its most.
  const whole = Math.min(pace.mostMs, pace.firstMs * 2 ** Math.min(30, Math.max(0, failures - 1)))
  return Math.round(whole / 2 + (whole / 2) * random)
}
