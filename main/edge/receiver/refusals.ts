import type { Clock } from '../../ports.ts'

/** So many refusals in one second are answered at once; nobody who delivers in earnest causes more. */
const atOnceASecond = 100
/** Any further one waits for its answer so long, in milliseconds. */
const waitMs = 300

/**
 * How long a refusal is to wait for its answer. Who floods the receiver with what it refuses mostly waits for each answer before he sends
 * again: so he spends the time that deliveries would have lost to him. Only refusals wait, never what is taken.
 */
export function openRefusals(clock: Pick<Clock, 'elapsedMs'>): () => number {
  let second = 0
  let inSecond = 0
  return () => {
    const now = Math.floor(clock.elapsedMs() / 1_000)
    if (now !== second) {
      second = now
      inSecond = 0
    }
    inSecond += 1
    return inSecond > atOnceASecond ? waitMs : 0
  }
}
