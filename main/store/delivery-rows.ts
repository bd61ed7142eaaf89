import type { DeliverySource, Disposition } from '../../preload/contract/words.ts'
import type { AlarmEvent } from '../core/alarms/alarm-event.ts'
import type { TraceStep } from '../core/sns/trust.ts'
import type { WritableDb } from './database.ts'

/** What a list shows of an alarm event. */
export type AlarmSummary = Pick<
  AlarmEvent,
  'kind' | 'state' | 'alarmName' | 'alarmArn' | 'accountId' | 'region' | 'title' | 'reason' | 'at'
>

/** A row of the inbound log, its body and trace aside. Instants are epoch milliseconds. */
export interface DeliveryRow {
  id: number
  rev: number
  integrationId: number
  source: DeliverySource
  practice: boolean
  receivedAt: number
  tookUs: number
  type: string | null
  messageId: string | null
  topicArn: string | null
  subject: string | null
  disposition: Disposition
  reason: string | null
  incidentId: string | null
  incidentShortNumber: number | null
  count: number
  alarm: AlarmSummary | null
}

/** What is stored with it and not carried by the news. */
export interface DeliveryContent {
  headers: Record<string, string>
  body: Uint8Array | null
  /** The body as base64, sealed: it holds a token. */
  bodySealed: boolean
  bodyBytes: number
  trace: TraceStep[]
}

export interface Ordering {
  effect: 'open' | 'close' | null
  dedupKey: string | null
  alarmAt: number | null
  firstId: number | null
}

export interface StoredDelivery {
  id: number
  rev: number
  integration_id: number
  source: string
  practice: number
  received_at: number
  took_us: number
  type: string | null
  message_id: string | null
  topic_arn: string | null
  subject: string | null
  disposition: string
  reason: string | null
  incident_id: string | null
  short_number: number | null
  count: number
  alarm: string | null
}

/** The columns of a list row, from `delivery d` joined to its incident `i`. */
export const listColumns = `d.id, d.rev, d.integration_id, d.source, d.practice, d.received_at, d.took_us, d.type, d.message_id, d.topic_arn,
  d.subject, d.disposition, d.reason, d.incident_id, i.short_number, d.count, d.alarm`

export const contentColumns = 'headers, body, body_sealed, body_bytes, trace'

export interface StoredContent {
  headers: string
  body: Buffer | null
  body_sealed: number
  body_bytes: number
  trace: string
}

export const deliveryFromStored = (row: StoredDelivery): DeliveryRow => ({
  id: row.id,
  rev: row.rev,
  integrationId: row.integration_id,
  source: row.source as DeliverySource,
  practice: row.practice === 1,
  receivedAt: row.received_at,
  tookUs: row.took_us,
  type: row.type,
  messageId: row.message_id,
  topicArn: row.topic_arn,
  subject: row.subject,
  disposition: row.disposition as Disposition,
  reason: row.reason,
  incidentId: row.incident_id,
  incidentShortNumber: row.short_number,
  count: row.count,
  alarm: row.alarm === null ? null : (JSON.parse(row.alarm) as AlarmSummary),
})

export const summaryOf = ({ kind, state, alarmName, alarmArn, accountId, region, title, reason, at }: AlarmEvent): AlarmSummary => ({
  kind,
  state,
  alarmName,
  alarmArn,
  accountId,
  region,
  title,
  reason,
  at,
})

/** The statements of deliveries. */
export function deliveryRows(db: WritableDb) {
  const insert = db.prepare(
    `INSERT INTO delivery (rev, integration_id, source, practice, received_at, took_us, type, message_id, topic_arn, subject, disposition, reason,
       incident_id, effect, dedup_key, alarm_at, alarm, first_id, count, headers, body, body_sealed, body_bytes, trace)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const get = db.prepare(`SELECT ${listColumns} FROM delivery d LEFT JOIN incident i ON i.id = d.incident_id WHERE d.id = ?`)
  const content = db.prepare(`SELECT ${contentColumns} FROM delivery WHERE id = ?`)
  const become = db.prepare('UPDATE delivery SET rev = ?, disposition = ?, reason = ? WHERE id = ?')
  const countOne = db.prepare('UPDATE delivery SET rev = ?, count = count + 1, received_at = ? WHERE id = ?')
  const nextClose = db.prepare(
    "SELECT MIN(alarm_at) AS at FROM delivery WHERE integration_id = ? AND dedup_key = ? AND effect = 'close' AND alarm_at >= ?",
  )
  const oldestRepeat = db.prepare('DELETE FROM delivery WHERE id = (SELECT MIN(id) FROM delivery WHERE first_id = ?)')
  const oldestRejected = db.prepare(
    `DELETE FROM delivery WHERE id = (SELECT MIN(id) FROM delivery WHERE integration_id = ? AND disposition = 'rejected')
     RETURNING LENGTH(COALESCE(body, '')) AS bytes`,
  )
  const rejected = db.prepare(
    `SELECT integration_id AS integrationId, COUNT(*) AS rows, SUM(LENGTH(COALESCE(body, ''))) AS bytes
     FROM delivery WHERE disposition = 'rejected' GROUP BY integration_id`,
  )
  const rejectedForTopic = db.prepare(
    `SELECT id FROM delivery WHERE integration_id = ? AND disposition = 'rejected' AND reason = 'topic' AND topic_arn = ? AND count = 1 ORDER BY id`,
  )
  return {
    insert: (row: Omit<DeliveryRow, 'id' | 'incidentShortNumber'>, content: DeliveryContent, order: Ordering): number =>
      Number(
        insert.run(
          row.rev,
          row.integrationId,
          row.source,
          row.practice ? 1 : 0,
          row.receivedAt,
          row.tookUs,
          row.type,
          row.messageId,
          row.topicArn,
          row.subject,
          row.disposition,
          row.reason,
          row.incidentId,
          order.effect,
          order.dedupKey,
          order.alarmAt,
          row.alarm === null ? null : JSON.stringify(row.alarm),
          order.firstId,
          row.count,
          JSON.stringify(content.headers),
          content.body,
          content.bodySealed ? 1 : 0,
          content.bodyBytes,
          JSON.stringify(content.trace),
        ).lastInsertRowid,
      ),
    get: (id: number): DeliveryRow | null => {
      const row = get.get(id) as StoredDelivery | undefined
      return row === undefined ? null : deliveryFromStored(row)
    },
    content: (id: number): DeliveryContent | null => {
      const row = content.get(id) as StoredContent | undefined
      return row === undefined ? null : contentFromStored(row)
    },
    become: (id: number, rev: number, disposition: Disposition, reason: string | null): void =>
      void become.run(rev, disposition, reason, id),
    countOne: (id: number, rev: number, at: number): void => void countOne.run(rev, at, id),
    nextCloseAt: (integrationId: number, dedupKey: string, at: number): number | null =>
      (nextClose.get(integrationId, dedupKey, at) as { at: number | null }).at,
    dropOldestRepeat: (firstId: number): void => void oldestRepeat.run(firstId),
    /** @returns the bytes of the body that went, or null where none was left */
    dropOldestRejected: (integrationId: number): number | null =>
      (oldestRejected.get(integrationId) as { bytes: number } | undefined)?.bytes ?? null,
    rejectedTotals: (): { integrationId: number; rows: number; bytes: number }[] =>
      rejected.all() as { integrationId: number; rows: number; bytes: number }[],
    rejectedForTopic: (integrationId: number, topicArn: string): number[] =>
      (rejectedForTopic.all(integrationId, topicArn) as { id: number }[]).map((row) => row.id),
  }
}

export const contentFromStored = (row: StoredContent): DeliveryContent => ({
  headers: JSON.parse(row.headers) as Record<string, string>,
  body: row.body,
  bodySealed: row.body_sealed === 1,
  bodyBytes: row.body_bytes,
  trace: JSON.parse(row.trace) as TraceStep[],
})
