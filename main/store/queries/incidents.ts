import type { AlarmEvent } from '../../core/alarms/alarm-event.ts'
import { readAlarm } from '../../core/alarms/read-alarm.ts'
import type { TimelineEvent } from '../../core/incidents/timeline.ts'
import type { ReadableDb } from '../database.ts'
import { type IncidentRow, incidentFromStored, type StoredIncident, timelineReader } from '../incident-rows.ts'
import { likeAnywhere } from './deliveries.ts'
import { revReader } from './rev.ts'

export interface IncidentFilter {
  status: string | null
  severity: string | null
  integrationId: number | null
  q: string | null
  before: number | null
  limit: number
}

/** How many of an incident's newest messages are read for its datapoints. */
const messagesRead = 60

/** The queue, newest first, and what is known of one incident. */
export function incidentQueries(db: ReadableDb) {
  const rev = revReader(db)
  const filters = `i.short_number < :before
       AND (:severity IS NULL OR i.severity = :severity)
       AND (:integrationId IS NULL OR i.integration_id = :integrationId)
       AND (:q IS NULL OR i.title LIKE :q ESCAPE '\\' OR i.alarm_name LIKE :q ESCAPE '\\' OR i.resource LIKE :q ESCAPE '\\'
            OR i.account_id LIKE :q ESCAPE '\\' OR i.region LIKE :q ESCAPE '\\' OR ('INC-' || i.short_number) LIKE :q ESCAPE '\\')`
  const any = db.prepare(
    `SELECT * FROM incident i WHERE ${filters} AND (:status IS NULL OR i.status = :status) ORDER BY i.short_number DESC LIMIT :limit`,
  )
  const live = db.prepare(
    `SELECT * FROM incident i WHERE i.status <> 'closed' AND ${filters} AND (:status = 'live' OR i.status = :status)
     ORDER BY i.short_number DESC LIMIT :limit`,
  )
  const one = db.prepare('SELECT * FROM incident WHERE id = ?')
  const timeline = timelineReader(db)
  const messages = db.prepare(
    `SELECT subject, topic_arn AS topicArn, body, effect FROM delivery WHERE incident_id = ? AND body IS NOT NULL AND alarm IS NOT NULL
     ORDER BY id DESC LIMIT ${messagesRead}`,
  )
  const activity = db.prepare(
    `SELECT CAST((received_at - :since) / 3600000 AS INTEGER) AS hour, SUM(count) AS n FROM delivery
     WHERE incident_id = :incidentId AND received_at >= :since AND received_at < :until GROUP BY hour`,
  )
  const counts = db.prepare(
    `SELECT COALESCE(SUM(status = 'open' AND COALESCE(snoozed_until, 0) <= :now), 0) AS open,
            COALESCE(SUM(status = 'acknowledged' AND COALESCE(snoozed_until, 0) <= :now), 0) AS acknowledged,
            COALESCE(SUM(COALESCE(snoozed_until, 0) > :now), 0) AS snoozed
     FROM incident WHERE status <> 'closed'`,
  )
  const closedSince = db.prepare('SELECT COUNT(*) AS n FROM incident WHERE closed_at >= ? AND practice = 0')
  return {
    incidents(filter: IncidentFilter): { rev: number; items: IncidentRow[]; next: number | null } {
      const at = rev()
      const wanted = {
        ...filter,
        q: filter.q === null ? null : likeAnywhere(filter.q),
        before: filter.before ?? Number.MAX_SAFE_INTEGER,
        limit: filter.limit + 1,
      }
      const select = filter.status === null || filter.status === 'closed' ? any : live
      const rows = (select.all(wanted) as StoredIncident[]).map(incidentFromStored)
      const items = rows.slice(0, filter.limit)
      return { rev: at, items, next: rows.length > filter.limit ? (items.at(-1)?.shortNumber ?? null) : null }
    },
    /** An incident with its timeline and what its newest messages say of the alarm, newest first. */
    incident(id: string): { row: IncidentRow; timeline: TimelineEvent[]; alarms: AlarmEvent[] } | null {
      const row = one.get(id) as StoredIncident | undefined
      if (row === undefined) return null
      const kept = messages.all(id) as { subject: string | null; topicArn: string | null; body: Buffer }[]
      const alarms = kept.map(({ body, subject, topicArn }) => readAlarm(body.toString('utf8'), { subject, topicArn }))
      return { row: incidentFromStored(row), timeline: timeline(id), alarms }
    },
    /** Deliveries an hour of each incident over the 24 hours before `until`, oldest first. */
    activity(incidentIds: readonly string[], until: number): { rev: number; items: { incidentId: string; hours: number[] }[] } {
      const at = rev()
      const since = until - 24 * 3_600_000
      const items = incidentIds.map((incidentId) => {
        const hours = Array.from({ length: 24 }, () => 0)
        for (const { hour, n } of activity.all({ incidentId, since, until }) as { hour: number; n: number }[]) hours[hour] = n
        return { incidentId, hours }
      })
      return { rev: at, items }
    },
    counts(now: number): { rev: number; open: number; acknowledged: number; snoozed: number; closedToday: number } {
      const at = rev()
      const live = counts.get({ now }) as { open: number; acknowledged: number; snoozed: number }
      return { rev: at, ...live, closedToday: (closedSince.get(now - 24 * 3_600_000) as { n: number }).n }
    },
  }
}
