import type { ReadableDb } from '../database.ts'
import { type DeafnessRow, deafnessReader } from '../deafness-rows.ts'
import { type IncidentRow, incidentFromStored, type StoredIncident } from '../incident-rows.ts'
import { revReader } from './rev.ts'

/** How many incidents opened and closed by AWS's own times in an interval. */
export interface Happened {
  opened: number
  closed: number
}

/** So much is told of an absence; who was away for longer looks at the incidents. */
const incidentsMost = 200

/** The deafness ledger, with what is known by now of what happened in its intervals. */
export function deafnessQueries(db: ReadableDb) {
  const rev = revReader(db)
  const { page, unseen } = deafnessReader(db)
  const happened = db.prepare(
    `SELECT COALESCE(SUM(opened_at > :from AND opened_at <= :to), 0) AS opened, COALESCE(SUM(closed_at > :from AND closed_at <= :to), 0) AS closed
     FROM incident WHERE own_fault = 0 AND practice = 0 AND (opened_at > :from AND opened_at <= :to OR closed_at > :from AND closed_at <= :to)`,
  )
  const incidents = db.prepare(
    `SELECT * FROM incident WHERE own_fault = 0 AND practice = 0
       AND (opened_at > :from AND opened_at <= :to OR closed_at > :from AND closed_at <= :to OR (status <> 'closed' AND last_alarm_at > :from AND last_alarm_at <= :to))
     ORDER BY (status = 'closed'), short_number DESC LIMIT ${incidentsMost}`,
  )
  return {
    ledger(filter: { before: number | null; limit: number; now: number }): {
      rev: number
      items: (DeafnessRow & { happened: Happened })[]
      next: number | null
    } {
      const at = rev()
      const rows = page(filter.before ?? Number.MAX_SAFE_INTEGER, filter.limit + 1)
      const items = rows.slice(0, filter.limit).map((row) => ({
        ...row,
        happened: happened.get({ from: row.beganAt, to: row.endedAt ?? filter.now }) as Happened,
      }))
      return { rev: at, items, next: rows.length > filter.limit ? (items.at(-1)?.id ?? null) : null }
    },
    /** The intervals that the operator has not seen, each at least so long, and the incidents of them, still open first. */
    away(leastMs: number): { rev: number; intervals: DeafnessRow[]; incidents: IncidentRow[] } {
      const at = rev()
      const intervals = unseen(leastMs)
      const found = new Map<string, IncidentRow>()
      for (const { beganAt, endedAt } of intervals) {
        for (const row of incidents.all({ from: beganAt, to: endedAt }) as StoredIncident[]) found.set(row.id, incidentFromStored(row))
      }
      const isOver = (row: IncidentRow): number => (row.status === 'closed' ? 1 : 0)
      const sorted = [...found.values()].sort((a, b) => isOver(a) - isOver(b) || b.shortNumber - a.shortNumber)
      return { rev: at, intervals, incidents: sorted.slice(0, incidentsMost) }
    },
  }
}
