import type { Incident } from '../../preload/contract/incidents.ts'
import { standingOf } from '../ui/standing.ts'

/** What was heard of before: each incident that is not closed, with how often it was reopened. */
export type Heard = ReadonlyMap<string, number>

export interface Calling {
  heard: Heard
  /** Incidents that opened, or opened again, since. */
  news: readonly Incident[]
}

/**
 * What calls for the operator, of the queue as it stands: what opened and was not there before. `null` is the first
 * look, which finds nothing new: what stands there was there before the page.
 */
export function listen(before: Heard | null, rows: readonly Incident[], now: number): Calling {
  const lives = rows.filter(({ status }) => status !== 'closed')
  const news = before === null ? [] : lives.filter((row) => standingOf(row, now) === 'open' && before.get(row.id) !== row.reopenedCount)
  return { heard: new Map(lives.map((row) => [row.id, row.reopenedCount])), news }
}

/** Whether somebody still has to answer: a critical one that nobody has acknowledged, snoozed or closed. */
export const stillCalls = (row: Incident | undefined, now: number): boolean =>
  row !== undefined && row.severity === 'critical' && standingOf(row, now) === 'open'
