import type { Clock } from '../../ports.ts'

export interface FetchLimits {
  /** For one host, at the same time. */
  atOnce: number
  /** For one host, started within any minute. */
  aMinute: number
  /** For all hosts together, at the same time. */
  atOnceInAll: number
}

export const usualLimits: FetchLimits = { atOnce: 2, aMinute: 10, atOnceInAll: 8 }

const minuteMs = 60_000

/** Counts fetches, so that strangers who make up certificates can't make this desk hammer AWS. `start` answers why not, or null and then `end` is due. */
export function openFetchLimit(clock: Pick<Clock, 'elapsedMs'>, limits: FetchLimits) {
  const hosts = new Map<string, { running: number; started: number[] }>()
  let running = 0

  function forgetIdle(now: number): void {
    for (const [name, host] of hosts) {
      host.started = host.started.filter((at) => at > now - minuteMs)
      if (host.running === 0 && host.started.length === 0) hosts.delete(name)
    }
  }

  return {
    start(name: string): string | null {
      const now = clock.elapsedMs()
      forgetIdle(now)
      const host = hosts.get(name) ?? { running: 0, started: [] }
      if (host.running >= limits.atOnce || running >= limits.atOnceInAll)
        return 'as many certificates as are allowed are being fetched already'
      if (host.started.length >= limits.aMinute) return `${limits.aMinute} certificates were asked of ${name} in the last minute`
      hosts.set(name, { running: host.running + 1, started: [...host.started, now] })
      running += 1
      return null
    },
    end(name: string): void {
      const host = hosts.get(name)
      if (host) host.running -= 1
      running -= 1
    },
  }
}
