import type { Coverage } from '../../main/edge/coverage/coverage.ts'
import type { CoverageState } from '../../preload/contract/words.ts'
import type { Blocked, Broken } from './promises.ts'
import type { NightTime } from './time.ts'

/**
 * What coverage says beside what is so. A link is measured every few minutes: so long, and no longer, may the desk say
 * `covered` while nothing gets through.
 */
const toleratedMs = 5 * 60_000 + 45_000
const lookEveryMs = 20_000

export interface Hearing {
  /** Something keeps AWS from being heard, or does so no more. */
  blocked(what: string, is: boolean): void
  sleeps(is: boolean): void
  /** From now on this desk's coverage is the one that counts. */
  follow(coverage: Pick<Coverage, 'subscribe'>): void
  broken(): Broken[]
  /** What kept AWS from being heard, and is over. */
  blocks(): Blocked[]
  /** @returns how long coverage said `covered` in all, in milliseconds */
  end(): number
}

export function openHearing(time: NightTime): Hearing {
  const blocks = new Map<string, number>()
  const broken: Broken[] = []
  const over: Blocked[] = []
  const begun = new Map<string, number>()
  let state: CoverageState | null = null
  let coveredSince: number | null = null
  let coveredMs = 0
  let sleptMs = 0
  let sleepsSince: number | null = null
  let watched = 0

  const awake = (): number => time.now() - sleptMs - (sleepsSince === null ? 0 : time.now() - sleepsSince)

  function began(what: string): void {
    if (!begun.has(what)) begun.set(what, time.now())
  }

  function ended(what: string): void {
    const from = begun.get(what)
    if (from === undefined) return
    begun.delete(what)
    over.push({ what, from, to: time.now() })
  }

  function hear(now: CoverageState | null): void {
    if (coveredSince !== null && now !== 'covered') coveredMs += awake() - coveredSince
    if (now !== 'covered') coveredSince = null
    else coveredSince ??= awake()
    state = now
  }

  /** Looks once what blocks has lasted too long to be overlooked. */
  function watch(what: string): void {
    const mine = ++watched
    const look = (): void => {
      const since = blocks.get(what)
      if (mine !== watched || since === undefined) return
      const lastedMs = awake() - since
      const overlooked = lastedMs >= toleratedMs && sleepsSince === null && state === 'covered'
      if (overlooked) broken.push({ promise: 'never-green-while-deaf', said: `covered ${lastedMs} ms into «${what}»` })
      time.at(time.now() + lookEveryMs, look)
    }
    time.at(time.now() + toleratedMs, look)
  }

  return {
    blocked(what, is) {
      if (is) began(what)
      else ended(what)
      if (!is) blocks.delete(what)
      else if (!blocks.has(what)) {
        blocks.set(what, awake())
        if (what === 'no desk') hear(null)
        else watch(what)
      }
    },
    sleeps(is) {
      if (is) began('asleep')
      else ended('asleep')
      if (is) sleepsSince ??= time.now()
      else if (sleepsSince !== null) {
        sleptMs += time.now() - sleepsSince
        sleepsSince = null
      }
    },
    follow(coverage) {
      hear(null)
      coverage.subscribe((report) => hear(report.state))
    },
    broken: () => broken.slice(0, 3),
    blocks: () => over,
    end() {
      hear(null)
      return coveredMs
    },
  }
}
