import type { QueueRow } from './queue-rows.ts'
import type { Transaction } from './transaction.ts'

export type NewQueue = Pick<QueueRow, 'integrationId' | 'accountId' | 'region' | 'url' | 'arn' | 'kind'>
export type Poll = Partial<Pick<QueueRow, 'polledAt' | 'receivedAt' | 'trouble'>>

/** From now on the queue is read for the integration. One that is read for it already keeps its row, with what is told of it now. */
export function watchQueue(tx: Transaction, wish: NewQueue): QueueRow {
  const known = tx.queues.all().find(({ integrationId, arn }) => integrationId === wish.integrationId && arn === wish.arn)
  if (known !== undefined) return put(tx, { ...known, ...wish })
  const fresh = { createdAt: tx.now, removedAt: null, polledAt: null, receivedAt: null, trouble: null }
  const row = { ...wish, ...fresh, rev: tx.nextRev() }
  const queue = { ...row, id: tx.queues.insert(row) }
  tx.changed(queue.rev, { kind: 'queue', queueId: queue.id, removed: false })
  return queue
}

/** It is read no more; in AWS it stays as it is. */
export function unwatchQueue(tx: Transaction, id: number): number | null {
  const queue = tx.queues.get(id)
  return queue === null ? null : put(tx, { ...queue, removedAt: tx.now }).rev
}

/** How the reading of it went. */
export function recordPoll(tx: Transaction, id: number, poll: Poll): void {
  const queue = tx.queues.get(id)
  if (queue !== null) put(tx, { ...queue, ...poll })
}

function put(tx: Transaction, queue: QueueRow): QueueRow {
  const row = { ...queue, rev: tx.nextRev() }
  tx.queues.update(row)
  tx.changed(row.rev, { kind: 'queue', queueId: row.id, removed: row.removedAt !== null })
  return row
}
