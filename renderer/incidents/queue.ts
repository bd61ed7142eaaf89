import type { Incident } from '../../preload/contract/incidents.ts'
import { severities } from '../../preload/contract/words.ts'
import type { Place } from '../ui/held.ts'
import { type Standing, standingOf } from '../ui/standing.ts'

export type Show = 'all' | Standing
export const shows: readonly Show[] = ['all', 'open', 'acknowledged', 'snoozed', 'closed']
export const showOf = (word: string | undefined): Show => shows.find((show) => show === word) ?? 'all'

const groups: readonly Standing[] = ['open', 'acknowledged', 'snoozed']

/** Whether a row holds every word of the filter, in any of what it is called. */
export function fits(row: Incident, q: string): boolean {
  const called = [row.shortId, row.title, row.alarmName, row.accountId, row.region, row.resource, row.severity].join(' ').toLowerCase()
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => called.includes(word))
}

/** The queue in its order: open, acknowledged, snoozed; in each the most severe first, then the newest. */
export function placesOf(rows: readonly Incident[], show: Show, q: string, now: number): readonly Place[] {
  const standing = new Map(rows.map((row) => [row.id, standingOf(row, now)]))
  return rows
    .filter((row) => {
      const is = standing.get(row.id)
      return is !== undefined && is !== 'closed' && (show === 'all' || show === is) && fits(row, q)
    })
    .toSorted((a, b) => {
      const byGroup = groups.indexOf(standing.get(a.id) ?? 'open') - groups.indexOf(standing.get(b.id) ?? 'open')
      const bySeverity = severities.indexOf(a.severity) - severities.indexOf(b.severity)
      return byGroup || bySeverity || (a.openedAt < b.openedAt ? 1 : a.openedAt > b.openedAt ? -1 : 0)
    })
    .map((row) => ({ id: row.id, group: standing.get(row.id) ?? 'open' }))
}

/** How many stand where. */
export function figures(rows: readonly Incident[], now: number): Record<Standing, number> {
  const count: Record<Standing, number> = { open: 0, acknowledged: 0, snoozed: 0, closed: 0 }
  for (const row of rows) count[standingOf(row, now)] += 1
  return count
}

/** How often the alarm spoke for it. */
export const timesOf = (row: Incident): number => row.appendedCount + row.reopenedCount + 1
