import type { DeliveryRow } from './delivery-rows.ts'
import { type Arrived, insertDelivery } from './insert-delivery.ts'
import type { IntegrationRow } from './integration-rows.ts'
import type { Transaction } from './transaction.ts'

/** How many copies of a message keep a row of their own; past that the oldest goes, and the message is counted. */
const copiesKept = 100

/** A message taken before: a row without a body that points at the first. */
export function recordRepeat(
  tx: Transaction,
  integration: IntegrationRow,
  input: Arrived & { bodyBytes: number },
  firstId: number,
): DeliveryRow {
  const copies = tx.seen.seeAgain(firstId)
  const first = tx.deliveries.get(firstId)
  if (copies > copiesKept) tx.deliveries.dropOldestRepeat(firstId)
  const content = {
    headers: {},
    body: null,
    bodySealed: false,
    bodyBytes: input.bodyBytes,
    trace: [{ step: 'decided', ok: true, said: `This message was taken before, as delivery ${firstId}: nothing was done again.` }],
  }
  const became = {
    disposition: 'duplicate' as const,
    reason: copies > copiesKept ? `copy ${copies}` : null,
    incident: first?.incidentId ? { id: first.incidentId, shortNumber: first.incidentShortNumber ?? 0 } : null,
    alarm: first?.alarm ?? null,
  }
  return insertDelivery(tx, integration, input, became, content, { effect: null, dedupKey: null, alarmAt: null, firstId })
}
