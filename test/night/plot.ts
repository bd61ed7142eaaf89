import { planRetries } from '../../main/edge/practice/retry.ts'
import { type Chance, openChance } from './chance.ts'

/** What happens in a night, as data. Instants and durations are milliseconds, counted from its beginning. */
export type Happening = { atMs: number } & (
  | { kind: 'alarm'; alarm: string; state: 'ALARM' | 'OK' }
  /** Nothing gets through: the tunnel is away, and what stands in its place answers this. */
  | { kind: 'tunnel-down'; forMs: number; answer: number | 'no-answer' }
  | { kind: 'asleep'; forMs: number }
  /** The desk is killed at one of its next steps in the store, and started again later. */
  | { kind: 'crash'; atStep: number; forMs: number }
  | { kind: 'disk-full'; forMs: number }
  | { kind: 'clock-set'; aheadMs: number; forMs: number }
  | { kind: 'channel-down'; forMs: number }
  /** AWS's API throttles most calls, or can't be reached. */
  | { kind: 'api-down'; forMs: number; how: 'throttled' | 'no-network' }
)

/** By what the desk hears: SNS's pushes alone; these, with an account whose alarms it reads besides; or a queue. */
export type Road = 'push' | 'account' | 'queue'

export interface Plot {
  seed: number
  road: Road
  /** The subscription's waits before each further try: SNS's default of a minute, or the hour that it allows. */
  retryDelaysMs: number[]
  sleepCounts: boolean
  /** Of all tries this share: never made, its answer lost, made twice, made late. */
  way: { dropped: number; unanswered: number; doubled: number; late: number }
  happenings: Happening[]
  lengthMs: number
}

const minuteMs = 60_000
/** A desk has looked once before anything happens: what is in ALARM by then is no news to it. */
const firstMs = 5_000

/** The night of a seed. */
export function plotOf(seed: number): Plot {
  const chance = openChance(seed)
  const lengthMs = chance.between(8, 18) * minuteMs
  const road = chance.pick<Road>(['push', 'push', 'account', 'queue'])
  const happenings: Happening[] = []
  for (const alarm of ['a', 'b', 'c', 'd'].slice(0, chance.between(1, 4))) happenings.push(...lifeOf(alarm, lengthMs, chance))
  const some = (most: number, make: (atMs: number) => Happening) => {
    for (let n = chance.between(0, most); n > 0; n--) happenings.push(make(chance.between(firstMs, lengthMs)))
  }
  some(2, (atMs) => ({
    atMs,
    kind: 'tunnel-down',
    forMs: chance.pick([5_000, 45_000, 2 * minuteMs, 9 * minuteMs, 9 * minuteMs]),
    answer: chance.pick([404, 404, 503, 'no-answer']),
  }))
  some(2, (atMs) => ({ atMs, kind: 'asleep', forMs: chance.pick([20_000, 3 * minuteMs, 40 * minuteMs, 180 * minuteMs]) }))
  some(2, (atMs) => ({ atMs, kind: 'crash', atStep: chance.between(0, 12), forMs: chance.pick([500, 5_000, minuteMs, 4 * minuteMs]) }))
  some(1, (atMs) => ({ atMs, kind: 'disk-full', forMs: chance.pick(road === 'push' ? [10_000, 70_000, 4 * minuteMs] : [5_000, 25_000]) }))
  some(1, (atMs) => ({
    atMs,
    kind: 'clock-set',
    aheadMs: chance.pick([-8, -1, 2, 20, 200]) * minuteMs,
    forMs: chance.pick([30_000, 6 * minuteMs]),
  }))
  some(1, (atMs) => ({ atMs, kind: 'channel-down', forMs: chance.pick([3_000, 90_000]) }))
  if (road !== 'push') {
    some(2, (atMs) => ({
      atMs,
      kind: 'api-down',
      forMs: chance.pick([20_000, 3 * minuteMs, 8 * minuteMs]),
      how: chance.pick(['throttled', 'no-network']),
    }))
  }
  return {
    seed,
    road,
    retryDelaysMs: chance.yes(0.5)
      ? planRetries()
      : planRetries({ healthyRetryPolicy: { minDelayTarget: 20, maxDelayTarget: 102, numRetries: 59, numNoDelayRetries: 1 } }),
    sleepCounts: chance.yes(0.4),
    way: chance.pick([
      { dropped: 0, unanswered: 0, doubled: 0, late: 0 },
      { dropped: 0, unanswered: 0.1, doubled: 0.1, late: 0.4 },
      { dropped: 0.2, unanswered: 0.3, doubled: 0.3, late: 0.3 },
    ]),
    happenings: happenings.sort((a, b) => a.atMs - b.atMs),
    lengthMs,
  }
}

/** An alarm's changes of state. Some come a millisecond apart: that is where the order of two is easily mistaken. */
function lifeOf(alarm: string, lengthMs: number, chance: Chance): Happening[] {
  const changes: Happening[] = []
  let atMs = chance.between(6_000, lengthMs / 2)
  let state: 'ALARM' | 'OK' = 'OK'
  for (let left = chance.between(1, 6); left > 0 && atMs < lengthMs; left--) {
    state = state === 'OK' ? 'ALARM' : 'OK'
    changes.push({ atMs, kind: 'alarm', alarm, state })
    atMs += chance.pick([1, 1, 2, 40, 3_000, minuteMs, 4 * minuteMs, 11 * minuteMs])
  }
  return changes
}
