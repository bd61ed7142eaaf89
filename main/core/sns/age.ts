const dayMs = 24 * 3_600_000

/** While AWS's own `Date` differs from our clock by more than this, our clock is what is wrong. */
const clockToleranceMs = 5 * 60_000

export type Age = 'fresh' | 'too-old' | 'ahead'

/**
 * Whether a message is fresh enough to be believed: not older than `maxAgeSeconds`, not more than 24 hours ahead. `null` means no
 * limit, for messages whose reader was authenticated otherwise (a queue).
 */
export function judgeAge(timestampMs: number, nowMs: number, maxAgeSeconds: number | null): Age {
  if (maxAgeSeconds === null) return 'fresh'
  if (nowMs - timestampMs > maxAgeSeconds * 1_000) return 'too-old'
  return timestampMs - nowMs > dayMs ? 'ahead' : 'fresh'
}

/** Whether our clock is off, by the difference between the `Date` of an answer of AWS's and our own time when it came. */
export const isClockOff = (offsetMs: number | null): boolean => offsetMs !== null && Math.abs(offsetMs) > clockToleranceMs
