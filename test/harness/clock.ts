import type { Clock, Timers } from '../../main/ports.ts'

export interface HandClock extends Clock, Timers {
  /** Moves both clocks on and runs what became due on the way, in order. */
  advance(ms: number): Promise<void>
  /** Both clocks go on and nothing runs, as while a computer sleeps; what fell due runs at the next advance. */
  skip(ms: number): void
  /** Changes the wall clock alone, as an operator or NTP would. */
  setWall(now: number): void
  /** How many waits are left: a test that leaves one has left something open. */
  waiting(): number
}

/** A clock that is moved by hand. Starts at a real time, so that what is signed now is fresh. */
export function handClock(start = Date.now()): HandClock {
  let wall = start
  let elapsed = 0
  let seq = 0
  const due = new Map<number, { at: number; run: () => void }>()
  // Real I/O goes on between two moments of the clock.
  const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 5))
  return {
    now: () => wall,
    elapsedMs: () => elapsed,
    after(delayMs, run) {
      const id = ++seq
      due.set(id, { at: elapsed + delayMs, run })
      return () => void due.delete(id)
    },
    async advance(ms) {
      const end = elapsed + ms
      for (;;) {
        const [id, next] = [...due].filter(([, one]) => one.at <= end).sort(([a, x], [b, y]) => x.at - y.at || a - b)[0] ?? []
        if (id === undefined || next === undefined) break
        wall += Math.max(0, next.at - elapsed)
        elapsed = Math.max(elapsed, next.at)
        due.delete(id)
        next.run()
        await settle()
      }
      wall += end - elapsed
      elapsed = end
      await settle()
    },
    skip(ms) {
      wall += ms
      elapsed += ms
    },
    setWall(now) {
      wall = now
    },
    waiting: () => due.size,
  }
}
