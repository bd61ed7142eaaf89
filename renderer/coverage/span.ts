import type { Deafness } from '../../preload/contract/coverage.ts'
import { shortInstant, timeOfDay } from '../ui/format.ts'

const dayOf = (at: number): string => new Date(at).toDateString()

/** `Mon 13:04 to 13:43`, `02:51, not over`. */
export function spanOf({ beganAt, endedAt }: Pick<Deafness, 'beganAt' | 'endedAt'>, now: number): string {
  const from = Date.parse(beganAt)
  if (endedAt === null) return `${shortInstant(from, now)}, not over`
  const to = Date.parse(endedAt)
  const began = dated(from, now)
  return `${began} to ${dayOf(from) === dayOf(to) ? timeOfDay(to, 'minute') : dated(to, now)}`
}

/** With its time on any day: `12 Nov` alone says too little. */
function dated(at: number, now: number): string {
  const short = shortInstant(at, now)
  return short.includes(':') ? short : `${short} ${timeOfDay(at, 'minute')}`
}
