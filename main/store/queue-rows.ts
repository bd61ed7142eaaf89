import type { QueueKind, QueueTroubleCode } from '../../preload/contract/words.ts'
import type { WritableDb } from './database.ts'

/** Why a queue can't be read now. `since`: epoch milliseconds. */
export interface QueueTrouble {
  code: QueueTroubleCode
  said: string
  since: number
}

/** A queue that is read for an integration. Instants are epoch milliseconds. */
export interface QueueRow {
  id: number
  rev: number
  integrationId: number
  /** The connected account (`AccountRow.id`) whose credentials read it. */
  accountId: number
  region: string
  url: string
  arn: string
  kind: QueueKind
  createdAt: number
  removedAt: number | null
  polledAt: number | null
  receivedAt: number | null
  trouble: QueueTrouble | null
}

interface Stored {
  id: number
  rev: number
  integration_id: number
  account_id: number
  region: string
  url: string
  arn: string
  kind: string
  created_at: number
  removed_at: number | null
  polled_at: number | null
  received_at: number | null
  trouble: string | null
}

/** The statements of queues. */
export function queueRows(db: WritableDb) {
  const all = db.prepare<[], Stored>('SELECT * FROM queue WHERE removed_at IS NULL ORDER BY id')
  const get = db.prepare<[number], Stored>('SELECT * FROM queue WHERE id = ? AND removed_at IS NULL')
  const insert = db.prepare(
    `INSERT INTO queue (rev, integration_id, account_id, region, url, arn, kind, created_at)
     VALUES (:rev, :integration_id, :account_id, :region, :url, :arn, :kind, :created_at)`,
  )
  const update = db.prepare(
    `UPDATE queue SET rev = :rev, account_id = :account_id, region = :region, url = :url, kind = :kind, removed_at = :removed_at,
       polled_at = :polled_at, received_at = :received_at, trouble = :trouble WHERE id = :id`,
  )
  return {
    all: (): QueueRow[] => all.all().map(fromStored),
    get(id: number): QueueRow | null {
      const row = get.get(id)
      return row === undefined ? null : fromStored(row)
    },
    insert: (row: Omit<QueueRow, 'id'>): number => Number(insert.run(toStored({ ...row, id: 0 })).lastInsertRowid),
    update: (row: QueueRow): void => void update.run(toStored(row)),
  }
}

const toStored = (row: QueueRow): Stored => ({
  id: row.id,
  rev: row.rev,
  integration_id: row.integrationId,
  account_id: row.accountId,
  region: row.region,
  url: row.url,
  arn: row.arn,
  kind: row.kind,
  created_at: row.createdAt,
  removed_at: row.removedAt,
  polled_at: row.polledAt,
  received_at: row.receivedAt,
  trouble: row.trouble === null ? null : JSON.stringify(row.trouble),
})

/** What is read back was written by us: trusted here, where rows become values. */
const fromStored = (row: Stored): QueueRow => ({
  id: row.id,
  rev: row.rev,
  integrationId: row.integration_id,
  accountId: row.account_id,
  region: row.region,
  url: row.url,
  arn: row.arn,
  kind: row.kind as QueueKind,
  createdAt: row.created_at,
  removedAt: row.removed_at,
  polledAt: row.polled_at,
  receivedAt: row.received_at,
  trouble: row.trouble === null ? null : (JSON.parse(row.trouble) as QueueTrouble),
})
