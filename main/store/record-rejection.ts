import type { DeliverySource, Rejection } from '../../preload/contract/words.ts'
import type { DeliveryContent, DeliveryRow } from './delivery-rows.ts'
import { insertDelivery } from './insert-delivery.ts'
import type { Transaction } from './transaction.ts'

/** Rows a minute of one integration that keep what was refused whole; past that one row a minute counts. */
const rowsAMinute = 120
/** The newest of one integration that are kept. */
const rowsKept = 1_000
const bytesKept = 32 * 1024 * 1024

export interface RejectionInput extends DeliveryContent {
  integrationId: number
  source: DeliverySource
  receivedAt: number
  tookUs: () => number
  reason: Rejection
  type: string | null
  messageId: string | null
  topicArn: string | null
  subject: string | null
}

interface Held {
  rows: number
  bytes: number
  minute: number
  inMinute: number
  countingRow: number | null
}

/** What is held of refusals, for each integration: bounds on what strangers can write to the disk. */
export interface RejectionBounds {
  of(integrationId: number): Held
}

/** @param totals what stands in the store now */
export function openRejectionBounds(totals: readonly { integrationId: number; rows: number; bytes: number }[]): RejectionBounds {
  const held = new Map<number, Held>(
    totals.map(({ integrationId, rows, bytes }) => [integrationId, { rows, bytes, minute: 0, inMinute: 0, countingRow: null }]),
  )
  return {
    of(integrationId) {
      const known = held.get(integrationId) ?? { rows: 0, bytes: 0, minute: 0, inMinute: 0, countingRow: null }
      held.set(integrationId, known)
      return known
    },
  }
}

/** A refusal's row is in the log before its 4xx leaves; how much of it is kept is bounded. */
export function recordRejection(tx: Transaction, input: RejectionInput, bounds: RejectionBounds): DeliveryRow | null {
  const integration = tx.integration(input.integrationId)
  if (integration === null) return null
  const held = bounds.of(integration.id)
  const minute = Math.floor(tx.now / 60_000)
  if (held.minute !== minute) Object.assign(held, { minute, inMinute: 0, countingRow: null })
  held.inMinute += 1
  if (held.inMinute > rowsAMinute && held.countingRow !== null) {
    const rev = tx.nextRev()
    tx.deliveries.countOne(held.countingRow, rev, input.receivedAt)
    const counted = tx.deliveries.get(held.countingRow)
    if (counted !== null) {
      tx.changed(rev, { kind: 'delivery', delivery: counted })
      return counted
    }
  }
  const counts = held.inMinute > rowsAMinute
  const arrived = counts
    ? { ...input, type: null, messageId: null, topicArn: null, subject: 'More refused in this minute: only counted' }
    : input
  const content: DeliveryContent = counts ? { headers: {}, body: null, bodySealed: false, bodyBytes: 0, trace: [] } : input
  const delivery = insertDelivery(tx, integration, arrived, { disposition: 'rejected', reason: input.reason }, content)
  if (counts) held.countingRow = delivery.id
  held.rows += 1
  held.bytes += content.body?.byteLength ?? 0
  while (held.rows > rowsKept || held.bytes > bytesKept) {
    const bytes = tx.deliveries.dropOldestRejected(integration.id)
    if (bytes === null) break
    held.rows -= 1
    held.bytes -= bytes
  }
  return delivery
}
