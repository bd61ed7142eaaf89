import type { SubscriptionState } from '../../preload/contract/words.ts'
import type { ReadableDb, WritableDb } from './database.ts'

/** A topic's subscription as its confirmation message brought it. Instants are epoch milliseconds. */
export interface SubscriptionRow {
  deliveryId: number
  integrationId: number
  topicArn: string
  state: SubscriptionState
  since: number
  /** Sealed; gone once it is of no more use. */
  token: Buffer | null
  expiresAt: number
  attempts: number
  nextAt: number | null
  authenticated: boolean | null
  subscriptionArn: string | null
  reason: string | null
}

interface Stored {
  delivery_id: number
  integration_id: number
  topic_arn: string
  state: string
  since: number
  token: Buffer | null
  expires_at: number
  attempts: number
  next_at: number | null
  authenticated: number | null
  subscription_arn: string | null
  reason: string | null
}

const fromStored = (row: Stored): SubscriptionRow => ({
  deliveryId: row.delivery_id,
  integrationId: row.integration_id,
  topicArn: row.topic_arn,
  state: row.state as SubscriptionState,
  since: row.since,
  token: row.token,
  expiresAt: row.expires_at,
  attempts: row.attempts,
  nextAt: row.next_at,
  authenticated: row.authenticated === null ? null : row.authenticated === 1,
  subscriptionArn: row.subscription_arn,
  reason: row.reason,
})

/** The newest word on each topic of each integration. */
export function subscriptionReader(db: ReadableDb): () => SubscriptionRow[] {
  const select = db.prepare(
    `SELECT s.* FROM subscription s JOIN (SELECT MAX(delivery_id) AS id FROM subscription GROUP BY integration_id, topic_arn) newest
     ON newest.id = s.delivery_id ORDER BY s.delivery_id`,
  )
  return () => (select.all() as Stored[]).map(fromStored)
}

/** The statements of subscriptions. */
export function subscriptionRows(db: WritableDb) {
  const get = db.prepare('SELECT * FROM subscription WHERE delivery_id = ?')
  const put = db.prepare(
    `INSERT INTO subscription (delivery_id, integration_id, topic_arn, state, since, token, expires_at, attempts, next_at, authenticated, subscription_arn, reason)
     VALUES (:delivery_id, :integration_id, :topic_arn, :state, :since, :token, :expires_at, :attempts, :next_at, :authenticated, :subscription_arn, :reason)
     ON CONFLICT DO UPDATE SET state = :state, since = :since, token = :token, attempts = :attempts, next_at = :next_at,
       authenticated = :authenticated, subscription_arn = :subscription_arn, reason = :reason`,
  )
  const due = db.prepare('SELECT * FROM subscription WHERE next_at IS NOT NULL AND next_at <= ? ORDER BY next_at LIMIT 20')
  const earliest = db.prepare('SELECT MIN(next_at) AS at FROM subscription WHERE next_at IS NOT NULL')
  const ofTopic = db.prepare('SELECT * FROM subscription WHERE integration_id = ? AND topic_arn = ? ORDER BY delivery_id DESC LIMIT 1')
  const read = (row: unknown): SubscriptionRow | null => (row === undefined ? null : fromStored(row as Stored))
  return {
    get: (deliveryId: number): SubscriptionRow | null => read(get.get(deliveryId)),
    put: (row: SubscriptionRow): void =>
      void put.run({
        delivery_id: row.deliveryId,
        integration_id: row.integrationId,
        topic_arn: row.topicArn,
        state: row.state,
        since: row.since,
        token: row.token,
        expires_at: row.expiresAt,
        attempts: row.attempts,
        next_at: row.nextAt,
        authenticated: row.authenticated === null ? null : row.authenticated ? 1 : 0,
        subscription_arn: row.subscriptionArn,
        reason: row.reason,
      } satisfies Stored),
    due: (now: number): SubscriptionRow[] => (due.all(now) as Stored[]).map(fromStored),
    earliestDueAt: (): number | null => (earliest.get() as { at: number | null }).at,
    newestOf: (integrationId: number, topicArn: string): SubscriptionRow | null => read(ofTopic.get(integrationId, topicArn)),
    newest: subscriptionReader(db),
  }
}
