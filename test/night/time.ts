import type { Clock, Timers } from '../../main/ports.ts'

/** The time of a night: the world's, and the desk's own clock, which sleeps, jumps and stands still beside it. */
export interface NightTime {
  /** The world's time, epoch milliseconds: AWS's. */
  now(): number
  /** The desk's clock and timers. */
  desk: Clock & Timers
  /** Something of the world's happens at this instant of its time. */
  at(instant: number, run: () => unknown): void
  /** Counts what is under way, so that time stands still until it has ended. */
  during<T>(work: Promise<T>): Promise<T>
  /** Goes on to this instant of the world's time; all that falls due on the way runs, in order. */
  runUntil(instant: number): Promise<void>
  /** The desk's computer sleeps: none of its timers runs. */
  asleep(is: boolean): void
  /** The desk's wall clock is set: this much ahead of the world's. */
  setAhead(byMs: number): void
}

interface Due {
  at: number
  run: () => unknown
}

/**
 * @param start the world's time at first, epoch milliseconds
 * @param sleepCounts whether the monotonic clock goes on during sleep: it does on Windows, on Linux and macOS it does not
 */
export function openNightTime(start: number, sleepCounts: boolean): NightTime {
  let now = start
  let aheadMs = 0
  let elapsed = 0
  let sleeps = false
  let underWay = 0
  const world: Due[] = []
  const timers = new Set<Due>()

  async function settle(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet++) {
      await new Promise<void>((resolve) => void setImmediate(resolve))
      if (underWay > 0) quiet = -1
    }
  }

  const earliest = (all: Iterable<Due>): Due | null => {
    let found: Due | null = null
    for (const one of all) if (found === null || one.at < found.at) found = one
    return found
  }

  function goOn(to: number): void {
    const byMs = Math.max(0, to - now)
    now += byMs
    if (!sleeps || sleepCounts) elapsed += byMs
  }

  return {
    now: () => now,
    desk: {
      now: () => now + aheadMs,
      elapsedMs: () => elapsed,
      after(delayMs, run) {
        const due = { at: elapsed + delayMs, run }
        timers.add(due)
        return () => void timers.delete(due)
      },
    },
    at: (instant, run) => void world.push({ at: instant, run }),
    async during(work) {
      underWay += 1
      try {
        return await work
      } finally {
        underWay -= 1
      }
    },
    async runUntil(instant) {
      await settle()
      for (;;) {
        const timer = sleeps ? null : earliest(timers)
        const timerAt = timer === null ? Number.POSITIVE_INFINITY : now + Math.max(0, timer.at - elapsed)
        const next = Math.min(timerAt, earliest(world)?.at ?? Number.POSITIVE_INFINITY)
        if (next > instant) break
        goOn(next)
        if (timer !== null && timerAt === next) {
          timers.delete(timer)
          timer.run()
        }
        // What happens at one instant happens at once: so deliveries wait together for one commit.
        for (const due of world.filter((one) => one.at <= next)) {
          world.splice(world.indexOf(due), 1)
          due.run()
        }
        await settle()
      }
      goOn(instant)
      await settle()
    },
    asleep(is) {
      sleeps = is
    },
    setAhead(byMs) {
      aheadMs = byMs
    },
  }
}
