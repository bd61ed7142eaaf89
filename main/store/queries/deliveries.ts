import { setImmediate as turn } from 'node:timers/promises'
import type { ReadableDb } from '../database.ts'
import {
  contentColumns,
  contentFromStored,
  type DeliveryContent,
  type DeliveryRow,
  deliveryFromStored,
  listColumns,
  type StoredContent,
  type StoredDelivery,
} from '../delivery-rows.ts'
import { revReader } from './rev.ts'

export interface DeliveryFilter {
  integrationId: number | null
  disposition: string | null
  source: string | null
  q: string | null
  before: number | null
  limit: number
}

/** How many rows one read looks at: a search for what is rare goes through the log in steps, so that no read is held for long. */
const stride = 50_000

/** The inbound log, newest first. */
export function deliveryQueries(db: ReadableDb) {
  const rev = revReader(db)
  const bounds = db.prepare('SELECT MIN(id) AS oldest, MAX(id) AS newest FROM delivery')
  const select = db.prepare(
    `SELECT ${listColumns} FROM delivery d LEFT JOIN incident i ON i.id = d.incident_id
     WHERE d.id < :before AND d.id >= :floor
       AND (:integrationId IS NULL OR d.integration_id = :integrationId)
       AND (:disposition IS NULL OR d.disposition = :disposition)
       AND (:source IS NULL OR d.source = :source)
       AND (:q IS NULL OR d.subject LIKE :q ESCAPE '\\' OR d.alarm LIKE :q ESCAPE '\\' OR d.message_id LIKE :q ESCAPE '\\'
            OR d.topic_arn LIKE :q ESCAPE '\\' OR d.reason LIKE :q ESCAPE '\\')
     ORDER BY d.id DESC LIMIT :limit`,
  )
  const one = db.prepare(`SELECT ${listColumns} FROM delivery d LEFT JOIN incident i ON i.id = d.incident_id WHERE d.id = ?`)
  const content = db.prepare(`SELECT ${contentColumns} FROM delivery WHERE id = ?`)
  const firstOf = db.prepare('SELECT first_id AS firstId FROM delivery WHERE id = ?')
  return {
    async deliveries(filter: DeliveryFilter): Promise<{ rev: number; items: DeliveryRow[]; next: number | null }> {
      const at = rev()
      const { oldest, newest } = bounds.get() as { oldest: number | null; newest: number | null }
      const items: DeliveryRow[] = []
      let before = Math.min(filter.before ?? Number.MAX_SAFE_INTEGER, (newest ?? 0) + 1)
      const wanted = { ...filter, q: filter.q === null ? null : likeAnywhere(filter.q) }
      while (oldest !== null && before > oldest && items.length <= filter.limit) {
        const floor = Math.max(oldest, before - stride)
        const rows = select.all({ ...wanted, before, floor, limit: filter.limit + 1 - items.length }) as StoredDelivery[]
        items.push(...rows.map(deliveryFromStored))
        before = floor
        if (items.length <= filter.limit && before > oldest) await turn()
      }
      const more = items.length > filter.limit
      const shown = more ? items.slice(0, filter.limit) : items
      return { rev: at, items: shown, next: more ? (shown.at(-1)?.id ?? null) : null }
    },
    /** A delivery whole; of a repeated message the body is the first one's. */
    delivery(id: number): { row: DeliveryRow; content: DeliveryContent } | null {
      const row = one.get(id) as StoredDelivery | undefined
      const stored = content.get(id) as StoredContent | undefined
      if (row === undefined || stored === undefined) return null
      const { firstId } = firstOf.get(id) as { firstId: number | null }
      const first = firstId === null ? undefined : (content.get(firstId) as StoredContent | undefined)
      const own = contentFromStored(stored)
      const whole = first === undefined ? own : { ...contentFromStored(first), trace: own.trace }
      return { row: deliveryFromStored(row), content: whole }
    },
  }
}

/** A LIKE pattern that finds a text anywhere, its own wildcards taken literally. */
export const likeAnywhere = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`
