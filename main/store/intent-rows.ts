import type { WritableDb } from './database.ts'

/** No try is set further ahead: what stands further in the future was written while the clock was ahead, and is due. */
const retryAheadMostMs = 60_000

export type IntentKind = 'incident-opened' | 'snooze-ended' | 'subscription-waits' | 'unsubscribed'

/** "This is due for notification at this instant." Decided when due. Instants are epoch milliseconds. */
export interface IntentRow {
  id: number
  kind: IntentKind
  incidentId: string | null
  eventId: number | null
  deliveryId: number | null
  dueAt: number
}

/** One message to one recipient by one channel. */
export interface NotificationRow {
  id: number
  intentId: number
  incidentId: string | null
  eventId: number | null
  /** The delivery whose subscription waits, where it tells of one. */
  deliveryId: number | null
  step: number
  recipient: string
  channel: string
  why: string
  title: string
  body: string
  attempts: number
  nextAt: number | null
}

interface StoredIntent {
  id: number
  kind: string
  incident_id: string | null
  event_id: number | null
  delivery_id: number | null
  due_at: number
}

/** The statements of intents and of the outbox. */
export function intentRows(db: WritableDb) {
  const insert = db.prepare('INSERT INTO intent (kind, incident_id, event_id, delivery_id, due_at) VALUES (?, ?, ?, ?, ?)')
  // What is due at once is due at once also when the clock was set back since: it was written by a clock that ran ahead.
  const dueAt = "CASE kind WHEN 'snooze-ended' THEN due_at ELSE 0 END"
  const due = db.prepare(`SELECT * FROM intent WHERE decided_at IS NULL AND ${dueAt} <= ? ORDER BY due_at, id LIMIT 50`)
  const earliest = db.prepare(`SELECT MIN(${dueAt}) AS at FROM intent WHERE decided_at IS NULL`)
  const decided = db.prepare('UPDATE intent SET decided_at = ? WHERE id = ? AND decided_at IS NULL')
  const insertNotification = db.prepare(
    `INSERT OR IGNORE INTO notification (intent_id, incident_id, event_id, step, recipient, channel, why, title, body, next_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const dueNotifications = db.prepare(
    `SELECT notification.*, CASE intent.kind WHEN 'subscription-waits' THEN intent.delivery_id END AS delivery_id
     FROM notification JOIN intent ON intent.id = notification.intent_id
     WHERE next_at IS NOT NULL AND (next_at <= ? OR next_at > ?) ORDER BY next_at, notification.id LIMIT 50`,
  )
  const earliestNotification = db.prepare('SELECT MIN(next_at) AS at FROM notification WHERE next_at IS NOT NULL')
  const attempted = db.prepare('UPDATE notification SET attempts = attempts + 1, next_at = ?, sent_at = ?, failed_at = ? WHERE id = ?')
  return {
    insert: (row: Omit<IntentRow, 'id'>): void => void insert.run(row.kind, row.incidentId, row.eventId, row.deliveryId, row.dueAt),
    due: (now: number): IntentRow[] =>
      (due.all(now) as StoredIntent[]).map((row) => ({
        id: row.id,
        kind: row.kind as IntentKind,
        incidentId: row.incident_id,
        eventId: row.event_id,
        deliveryId: row.delivery_id,
        dueAt: row.due_at,
      })),
    earliestDueAt: (): number | null => (earliest.get() as { at: number | null }).at,
    /** @returns false where it was decided before */
    decided: (id: number, at: number): boolean => decided.run(at, id).changes === 1,
    insertNotification: (row: Omit<NotificationRow, 'id' | 'attempts' | 'deliveryId'>): void =>
      void insertNotification.run(
        row.intentId,
        row.incidentId,
        row.eventId,
        row.step,
        row.recipient,
        row.channel,
        row.why,
        row.title,
        row.body,
        row.nextAt,
      ),
    dueNotifications: (now: number): NotificationRow[] =>
      (
        dueNotifications.all(now, now + retryAheadMostMs) as (Omit<
          NotificationRow,
          'intentId' | 'incidentId' | 'eventId' | 'deliveryId' | 'nextAt'
        > & {
          intent_id: number
          incident_id: string | null
          event_id: number | null
          delivery_id: number | null
          next_at: number
        })[]
      ).map((row) => ({
        id: row.id,
        intentId: row.intent_id,
        incidentId: row.incident_id,
        eventId: row.event_id,
        deliveryId: row.delivery_id,
        step: row.step,
        recipient: row.recipient,
        channel: row.channel,
        why: row.why,
        title: row.title,
        body: row.body,
        attempts: row.attempts,
        nextAt: row.next_at,
      })),
    earliestNotificationAt: (): number | null => (earliestNotification.get() as { at: number | null }).at,
    attempted: (id: number, outcome: { nextAt: number | null; sentAt: number | null; failedAt: number | null }): void =>
      void attempted.run(outcome.nextAt, outcome.sentAt, outcome.failedAt, id),
  }
}
