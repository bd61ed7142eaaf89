import type { Clock, Log, Timers } from '../ports.ts'

export interface RoundsDeps {
  clock: Clock
  timers: Timers
  log: Log
}

export interface Rounds {
  /** Does what is due now, once more if it is at work already. */
  look(): void
  /** Lets what is under way end, and does no more. */
  close(): Promise<void>
}

/** A timer is never set further ahead, so that a changed clock or a sleep is noticed within this. */
const lookAtLeastEveryMs = 60_000
const failedPauseMs = 1_000

/**
 * Does what is due, then sleeps until the next thing is. What is due stands in the store, not in here: so a crash, a
 * sleep or a changed clock loses nothing.
 * @param work does what is due at `now`; true where there may be more
 * @param nextAt when the next thing is due, in epoch milliseconds; null where nothing is
 */
export function openRounds(
  { clock, timers, log }: RoundsDeps,
  name: string,
  work: (now: number, stopping: AbortSignal) => Promise<boolean>,
  nextAt: () => number | null,
): Rounds {
  const stopping = new AbortController()
  let running: Promise<void> | null = null
  let again = false
  let cancelTimer: () => void = () => undefined

  function look(): void {
    again = true
    if (stopping.signal.aborted || running !== null) return
    running = round()
      .then(() => nextAt())
      .catch((error: unknown) => {
        log.error(`${name}.failed`, { said: error instanceof Error ? error.message : String(error) })
        // Most likely the disk: it is looked at again soon, not at once.
        again = false
        return clock.now() + failedPauseMs
      })
      .then((next) => {
        running = null
        sleep(next)
      })
  }

  async function round(): Promise<void> {
    while (again && !stopping.signal.aborted) {
      again = false
      if (await work(clock.now(), stopping.signal)) again = true
    }
  }

  function sleep(next: number | null): void {
    cancelTimer()
    if (stopping.signal.aborted) return
    if (again) {
      look()
      return
    }
    cancelTimer = next === null ? () => undefined : timers.after(Math.min(lookAtLeastEveryMs, Math.max(0, next - clock.now())), look)
  }

  return {
    look,
    async close() {
      stopping.abort()
      cancelTimer()
      await running
    },
  }
}

/** What tells of changes by their kind, as the store does. */
interface News {
  subscribe(hear: (news: readonly { kind: string }[]) => void): () => void
}

/** Rounds that look at once, and again after each change of a kind: one that may have made something due. */
export function wokenBy(changes: News, kind: string, rounds: Rounds): Rounds {
  const unsubscribe = changes.subscribe((news) => {
    if (news.some((change) => change.kind === kind)) rounds.look()
  })
  rounds.look()
  return {
    look: rounds.look,
    close() {
      unsubscribe()
      return rounds.close()
    },
  }
}
