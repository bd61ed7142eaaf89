import type { WritableDb } from './database.ts'

/** A connected AWS account: one row for each profile. Instants are epoch milliseconds. */
export interface AccountRow {
  id: number
  rev: number
  /** Of the files under ~/.aws; null: what the computer has without a profile. */
  profile: string | null
  /** Twelve digits. */
  accountId: string
  partition: string
  alias: string | null
  callerArn: string
  regions: string[]
  createdAt: number
  removedAt: number | null
}

interface Stored {
  id: number
  rev: number
  profile: string | null
  account_id: string
  partition: string
  alias: string | null
  caller_arn: string
  regions: string
  created_at: number
  removed_at: number | null
}

/** The statements of connected accounts. */
export function accountRows(db: WritableDb) {
  const all = db.prepare<[], Stored>('SELECT * FROM account WHERE removed_at IS NULL ORDER BY id')
  const get = db.prepare<[number], Stored>('SELECT * FROM account WHERE id = ? AND removed_at IS NULL')
  const insert = db.prepare(
    `INSERT INTO account (rev, profile, account_id, partition, alias, caller_arn, regions, created_at)
     VALUES (:rev, :profile, :account_id, :partition, :alias, :caller_arn, :regions, :created_at)`,
  )
  const update = db.prepare(
    `UPDATE account SET rev = :rev, account_id = :account_id, partition = :partition, alias = :alias, caller_arn = :caller_arn,
       regions = :regions, removed_at = :removed_at WHERE id = :id`,
  )
  return {
    all: (): AccountRow[] => all.all().map(fromStored),
    get(id: number): AccountRow | null {
      const row = get.get(id)
      return row === undefined ? null : fromStored(row)
    },
    insert: (row: Omit<AccountRow, 'id'>): number => Number(insert.run(toStored({ ...row, id: 0 })).lastInsertRowid),
    update: (row: AccountRow): void => void update.run(toStored(row)),
  }
}

const toStored = (row: AccountRow): Stored => ({
  id: row.id,
  rev: row.rev,
  profile: row.profile,
  account_id: row.accountId,
  partition: row.partition,
  alias: row.alias,
  caller_arn: row.callerArn,
  regions: JSON.stringify(row.regions),
  created_at: row.createdAt,
  removed_at: row.removedAt,
})

/** What is read back was written by us: trusted here, where rows become values. */
const fromStored = (row: Stored): AccountRow => ({
  id: row.id,
  rev: row.rev,
  profile: row.profile,
  accountId: row.account_id,
  partition: row.partition,
  alias: row.alias,
  callerArn: row.caller_arn,
  regions: JSON.parse(row.regions) as string[],
  createdAt: row.created_at,
  removedAt: row.removed_at,
})
