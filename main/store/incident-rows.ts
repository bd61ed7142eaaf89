import type { IncidentStatus, Severity } from '../../preload/contract/words.ts'
import type { Incident, Watermark } from '../core/incidents/incident.ts'
import type { NewTimelineEvent, TimelineEvent } from '../core/incidents/timeline.ts'
import type { ReadableDb, WritableDb } from './database.ts'

export interface StoredIncident {
  id: string
  short_number: number
  rev: number
  integration_id: number
  practice: number
  dedup_key: string
  problem_key: string
  title: string
  status: string
  severity: string
  opened_at: number
  acknowledged_at: number | null
  acknowledged_by: string | null
  closed_at: number | null
  snoozed_until: number | null
  last_alarm_at: number | null
  alarm_name: string | null
  account_id: string | null
  region: string | null
  resource: string | null
  reason: string | null
  appended_count: number
  reopened_count: number
  aws_in_alarm: number
  nothing_closes_it: number
  own_fault: number
}

/** An incident with the store's counter at which it was last changed. */
export interface IncidentRow extends Incident {
  rev: number
}

export const incidentFromStored = (row: StoredIncident): IncidentRow => ({
  id: row.id,
  shortNumber: row.short_number,
  rev: row.rev,
  integrationId: row.integration_id,
  practice: row.practice === 1,
  dedupKey: row.dedup_key,
  problemKey: row.problem_key,
  title: row.title,
  status: row.status as IncidentStatus,
  severity: row.severity as Severity,
  openedAt: row.opened_at,
  acknowledgedAt: row.acknowledged_at,
  acknowledgedBy: row.acknowledged_by,
  closedAt: row.closed_at,
  snoozedUntil: row.snoozed_until,
  lastAlarmAt: row.last_alarm_at,
  alarmName: row.alarm_name,
  accountId: row.account_id,
  region: row.region,
  resource: row.resource,
  reason: row.reason,
  appendedCount: row.appended_count,
  reopenedCount: row.reopened_count,
  awsInAlarm: row.aws_in_alarm === 1,
  nothingClosesIt: row.nothing_closes_it === 1,
  ownFault: row.own_fault === 1,
})

type Bound = string | number | null
const bit = (flag: boolean): number => (flag ? 1 : 0)

/** What never changes of an incident, by column. */
const fixed: [string, (row: IncidentRow) => Bound][] = [
  ['id', ({ id }) => id],
  ['short_number', ({ shortNumber }) => shortNumber],
  ['integration_id', ({ integrationId }) => integrationId],
  ['practice', ({ practice }) => bit(practice)],
  ['dedup_key', ({ dedupKey }) => dedupKey],
  ['problem_key', ({ problemKey }) => problemKey],
  ['severity', ({ severity }) => severity],
  ['opened_at', ({ openedAt }) => openedAt],
  ['alarm_name', ({ alarmName }) => alarmName],
  ['account_id', ({ accountId }) => accountId],
  ['region', ({ region }) => region],
  ['resource', ({ resource }) => resource],
  ['nothing_closes_it', ({ nothingClosesIt }) => bit(nothingClosesIt)],
  ['own_fault', ({ ownFault }) => bit(ownFault)],
]

/** What events change of it, its status and the end of it aside. */
const changing: typeof fixed = [
  ['rev', ({ rev }) => rev],
  ['title', ({ title }) => title],
  ['acknowledged_at', ({ acknowledgedAt }) => acknowledgedAt],
  ['acknowledged_by', ({ acknowledgedBy }) => acknowledgedBy],
  ['snoozed_until', ({ snoozedUntil }) => snoozedUntil],
  ['last_alarm_at', ({ lastAlarmAt }) => lastAlarmAt],
  ['reason', ({ reason }) => reason],
  ['appended_count', ({ appendedCount }) => appendedCount],
  ['reopened_count', ({ reopenedCount }) => reopenedCount],
  ['aws_in_alarm', ({ awsInAlarm }) => bit(awsInAlarm)],
]
const standing: typeof fixed = [
  ['status', ({ status }) => status],
  ['closed_at', ({ closedAt }) => closedAt],
]

const moving = [...changing, ...standing]
const all = [...fixed, ...moving]

const names = (columns: typeof fixed): string => columns.map(([name]) => name).join(', ')
const assigned = (columns: typeof fixed): string => columns.map(([name]) => `${name} = ?`).join(', ')
const valuesOf = (columns: typeof fixed, row: IncidentRow): Bound[] => columns.map(([, value]) => value(row))

interface StoredEvent {
  id: number
  at: number
  kind: string
  v: number
  actor: string
  delivery_id: number | null
  data: string
}

/** Rows of our own writing, of every `v` ever written: reduce is what reads them. */
export const eventFromStored = (row: StoredEvent): TimelineEvent =>
  ({
    id: String(row.id),
    at: row.at,
    kind: row.kind,
    v: row.v,
    actor: row.actor,
    deliveryId: row.delivery_id,
    data: JSON.parse(row.data),
  }) as TimelineEvent

/** A timeline in the order in which it was written. */
export function timelineReader(db: ReadableDb): (incidentId: string) => TimelineEvent[] {
  const select = db.prepare('SELECT id, at, kind, v, actor, delivery_id, data FROM incident_event WHERE incident_id = ? ORDER BY id')
  return (incidentId) => (select.all(incidentId) as StoredEvent[]).map(eventFromStored)
}

/** The statements of incidents, their timelines and watermarks. */
export function incidentRows(db: WritableDb) {
  const get = db.prepare('SELECT * FROM incident WHERE id = ?')
  const insert = db.prepare(`INSERT INTO incident (${names(all)}) VALUES (${all.map(() => '?').join(', ')})`)
  const update = db.prepare(`UPDATE incident SET ${assigned(moving)} WHERE id = ?`)
  // Naming the status alone would write the indexes over it again, at each event.
  const updateStanding = db.prepare(`UPDATE incident SET ${assigned(changing)} WHERE id = ?`)
  const insertEvent = db.prepare(
    'INSERT INTO incident_event (incident_id, at, kind, v, actor, delivery_id, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const watermark = db.prepare('SELECT at, state, incident_id FROM watermark WHERE integration_id = ? AND dedup_key = ?')
  const putWatermark = db.prepare(
    `INSERT INTO watermark (integration_id, dedup_key, at, state, incident_id) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET at = excluded.at, state = excluded.state, incident_id = excluded.incident_id`,
  )
  const pointWatermark = db.prepare('UPDATE watermark SET incident_id = ? WHERE integration_id = ? AND dedup_key = ?')
  const holder = db.prepare(
    `SELECT * FROM incident WHERE integration_id = ? AND dedup_key = ? AND opened_at <= ? AND (closed_at IS NULL OR closed_at >= ?)
     ORDER BY opened_at DESC LIMIT 1`,
  )
  const live = db.prepare("SELECT * FROM incident WHERE integration_id = ? AND dedup_key = ? AND status <> 'closed' AND id <> ? LIMIT 1")
  const endsAt = db.prepare(
    'SELECT 1 FROM incident WHERE integration_id = ? AND dedup_key = ? AND closed_at = ? AND opened_at <= closed_at LIMIT 1',
  )
  const read = (row: unknown): IncidentRow | null => (row === undefined ? null : incidentFromStored(row as StoredIncident))
  return {
    get: (id: string): IncidentRow | null => read(get.get(id)),
    insert: (row: IncidentRow): void => void insert.run(valuesOf(all, row)),
    /** Writes what events may change. @param before the row as it stands in the file */
    update: (row: IncidentRow, before: Pick<Incident, 'status' | 'closedAt'>): void => {
      const stands = row.status === before.status && row.closedAt === before.closedAt
      if (stands) updateStanding.run(valuesOf(changing, row), row.id)
      else update.run(valuesOf(moving, row), row.id)
    },
    insertEvent: (incidentId: string, event: NewTimelineEvent): number =>
      Number(
        insertEvent.run(incidentId, event.at, event.kind, event.v, event.actor, event.deliveryId, JSON.stringify(event.data))
          .lastInsertRowid,
      ),
    // Two reads by primary key: a join would be planned anew at each delivery, since SQLite lets what is bound change its plan.
    watermark: (integrationId: number, dedupKey: string): { watermark: Watermark | null; incident: IncidentRow | null } => {
      const row = watermark.get(integrationId, dedupKey) as
        | { at: number; state: Watermark['state']; incident_id: string | null }
        | undefined
      if (row === undefined) return { watermark: null, incident: null }
      const { at, state, incident_id: incidentId } = row
      return { watermark: { at, state, incidentId }, incident: incidentId === null ? null : read(get.get(incidentId)) }
    },
    putWatermark: (integrationId: number, dedupKey: string, mark: Watermark): void =>
      void putWatermark.run(integrationId, dedupKey, mark.at, mark.state, mark.incidentId),
    /** A reopened incident stands for its key again. */
    pointWatermark: (incident: Incident): void => void pointWatermark.run(incident.id, incident.integrationId, incident.dedupKey),
    holderOf: (integrationId: number, dedupKey: string, at: number): IncidentRow | null =>
      read(holder.get(integrationId, dedupKey, at, at)),
    otherLive: (incident: Incident): IncidentRow | null => read(live.get(incident.integrationId, incident.dedupKey, incident.id)),
    incidentEndsAt: (integrationId: number, dedupKey: string, at: number): boolean => endsAt.get(integrationId, dedupKey, at) !== undefined,
    timeline: timelineReader(db),
  }
}
