import { vi } from 'vitest'
import type { HandClock } from './clock.ts'

/** Looks until what is expected holds. Its limit is for a machine that is busy with other things, never a pause. */
export const eventually = <T>(look: () => T | Promise<T>, interval = 20): Promise<T> => vi.waitFor(look, { timeout: 10_000, interval })

/** The same, with a clock that is moved on by a step before each look: for what waits for its time, and does real work in between. */
export const inTime = <T>(clock: HandClock, stepMs: number, look: () => T | Promise<T>): Promise<T> =>
  eventually(async () => {
    await clock.advance(stepMs)
    return look()
  })
