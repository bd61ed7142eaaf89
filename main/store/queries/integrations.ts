import type { Disposition } from '../../../preload/contract/words.ts'
import type { ReadableDb } from '../database.ts'
import { type SubscriptionRow, subscriptionReader } from '../subscription-rows.ts'
import { revReader } from './rev.ts'

export interface IntegrationFigures {
  integrationId: number
  lastDelivery: { id: number; at: number; disposition: Disposition } | null
  deliveriesToday: number
  /** When a message that was taken came last: neither what was refused nor what is about a subscription. */
  lastHeardAt: number | null
}

/** What is derived of integrations: figures of their deliveries, the newest word on each subscription, the secrets' use. */
export function integrationQueries(db: ReadableDb) {
  const rev = revReader(db)
  const ids = db.prepare('SELECT id FROM integration WHERE removed_at IS NULL')
  const last = db.prepare(
    'SELECT id, received_at AS at, disposition FROM delivery WHERE integration_id = ? ORDER BY received_at DESC, id DESC LIMIT 1',
  )
  const today = db.prepare('SELECT COALESCE(SUM(count), 0) AS n FROM delivery WHERE integration_id = ? AND received_at >= ?')
  const heard = db.prepare(
    `SELECT received_at AS at FROM delivery WHERE integration_id = ? AND disposition <> 'rejected' AND source NOT IN ('replay', 'check')
       AND (type IS NULL OR type = 'Notification') ORDER BY received_at DESC LIMIT 1`,
  )
  const subscriptions = subscriptionReader(db)
  const lastReal = db.prepare(
    `SELECT MAX((SELECT received_at FROM delivery d WHERE d.integration_id = i.id AND d.disposition <> 'rejected' AND d.source <> 'check' ORDER BY received_at DESC LIMIT 1)) AS at
     FROM integration i WHERE i.practice = 0`,
  )
  return {
    figures(now: number): { rev: number; items: IntegrationFigures[] } {
      const at = rev()
      const items = (ids.all() as { id: number }[]).map(({ id }) => ({
        integrationId: id,
        lastDelivery: (last.get(id) as { id: number; at: number; disposition: Disposition } | undefined) ?? null,
        lastHeardAt: (heard.get(id) as { at: number } | undefined)?.at ?? null,
        deliveriesToday: (today.get(id, now - 24 * 3_600_000) as { n: number }).n,
      }))
      return { rev: at, items }
    },
    subscriptions: (): SubscriptionRow[] => subscriptions(),
    /** When the newest delivery that was not refused arrived, practice not counted. */
    lastDeliveryAt: (): number | null => (lastReal.get() as { at: number | null }).at,
  }
}
