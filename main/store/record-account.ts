import type { AccountRow } from './account-rows.ts'
import type { Transaction } from './transaction.ts'

export type NewAccount = Omit<AccountRow, 'id' | 'rev' | 'createdAt' | 'removedAt'>
export type AccountChange = Partial<Omit<NewAccount, 'profile'>>

/** Connects an account. A profile that is connected already keeps its row, with what is told of it now. */
export function addAccount(tx: Transaction, wish: NewAccount): AccountRow {
  const known = tx.accounts.all().find(({ profile }) => profile === wish.profile)
  if (known !== undefined) return put(tx, { ...known, ...wish })
  const row = { ...wish, rev: tx.nextRev(), createdAt: tx.now, removedAt: null }
  const account = { ...row, id: tx.accounts.insert(row) }
  tx.changed(account.rev, { kind: 'account', accountId: account.id, removed: false })
  return account
}

/** An empty wish only says that something about it is to be looked at again. */
export function updateAccount(tx: Transaction, id: number, wish: AccountChange): AccountRow | null {
  const account = tx.accounts.get(id)
  if (account === null) return null
  return put(tx, { ...account, ...Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined)) })
}

/** What was set up in it stays as it is, in AWS and in the history. */
export function removeAccount(tx: Transaction, id: number): number | null {
  const account = tx.accounts.get(id)
  return account === null ? null : put(tx, { ...account, removedAt: tx.now }).rev
}

function put(tx: Transaction, account: AccountRow): AccountRow {
  const row = { ...account, rev: tx.nextRev() }
  tx.accounts.update(row)
  tx.changed(row.rev, { kind: 'account', accountId: row.id, removed: row.removedAt !== null })
  return row
}
