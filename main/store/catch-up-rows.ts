import type { CatchUpStep } from '../../preload/contract/words.ts'
import type { WritableDb } from './database.ts'

/** How far catch-up is in one region of one connected account. Instants are epoch milliseconds. */
export interface CatchUpRow {
  /** `AccountRow.id` */
  accountId: number
  region: string
  step: CatchUpStep | null
  token: string | null
  page: number
  beganAt: number | null
  /** The integrations of this round, by id, with their topics as they were when it began. */
  scopes: Record<string, string[]>
  historyFrom: number | null
  doneAt: number | null
  dueAt: number
  /** In a row. */
  failures: number
  unseen: string[]
  said: string | null
}

interface Stored {
  account_id: number
  region: string
  step: string | null
  token: string | null
  page: number
  began_at: number | null
  scopes: string
  history_from: number | null
  done_at: number | null
  due_at: number
  failures: number
  unseen: string
  said: string | null
}

/** The statements of catch-up's progress. */
export function catchUpRows(db: WritableDb) {
  const all = db.prepare<[], Stored>('SELECT * FROM catch_up ORDER BY account_id, region')
  const get = db.prepare<[number, string], Stored>('SELECT * FROM catch_up WHERE account_id = ? AND region = ?')
  const put = db.prepare(
    `INSERT OR REPLACE INTO catch_up (account_id, region, step, token, page, began_at, scopes, history_from, done_at, due_at, failures, unseen, said)
     VALUES (:account_id, :region, :step, :token, :page, :began_at, :scopes, :history_from, :done_at, :due_at, :failures, :unseen, :said)`,
  )
  return {
    all: (): CatchUpRow[] => all.all().map(fromStored),
    get(accountId: number, region: string): CatchUpRow | null {
      const row = get.get(accountId, region)
      return row === undefined ? null : fromStored(row)
    },
    put: (row: CatchUpRow): void => void put.run(toStored(row)),
  }
}

const toStored = (row: CatchUpRow): Stored => ({
  account_id: row.accountId,
  region: row.region,
  step: row.step,
  token: row.token,
  page: row.page,
  began_at: row.beganAt,
  scopes: JSON.stringify(row.scopes),
  history_from: row.historyFrom,
  done_at: row.doneAt,
  due_at: row.dueAt,
  failures: row.failures,
  unseen: JSON.stringify(row.unseen),
  said: row.said,
})

/** What is read back was written by us: trusted here, where rows become values. */
const fromStored = (row: Stored): CatchUpRow => ({
  accountId: row.account_id,
  region: row.region,
  step: row.step as CatchUpStep | null,
  token: row.token,
  page: row.page,
  beganAt: row.began_at,
  scopes: JSON.parse(row.scopes) as Record<string, string[]>,
  historyFrom: row.history_from,
  doneAt: row.done_at,
  dueAt: row.due_at,
  failures: row.failures,
  unseen: JSON.parse(row.unseen) as string[],
  said: row.said,
})
