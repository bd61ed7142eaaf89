import { sql as theDesk } from './0001-the-desk/index.ts'
import { sql as seenInOrder } from './0002-seen-in-order/index.ts'
import { sql as accounts } from './0003-accounts/index.ts'
import { sql as queues } from './0004-queues/index.ts'
import { sql as deafness } from './0005-deafness/index.ts'
import { sql as catchUp } from './0006-catch-up/index.ts'

export interface Migration {
  number: number
  name: string
  sql: string
}

/** In order; numbered, named by intent, and frozen once released. */
export const migrations: readonly Migration[] = [
  { number: 1, name: 'the-desk', sql: theDesk },
  { number: 2, name: 'seen-in-order', sql: seenInOrder },
  { number: 3, name: 'accounts', sql: accounts },
  { number: 4, name: 'queues', sql: queues },
  { number: 5, name: 'deafness', sql: deafness },
  { number: 6, name: 'catch-up', sql: catchUp },
]
