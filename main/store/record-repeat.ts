import type { DeliveryInput } from './delivery-input.ts'
import type { DeliveryRow } from './delivery-rows.ts'
import type { IntegrationRow } from './integration-rows.ts'
import type { Transaction } from './transaction.ts'

/** How many copies of a message keep a row of their own; past that the oldest goes, and the message is counted. */
const copiesKept = 100

/** A message taken before: a row without a body that points at the first. */
export function recordRepeat(
  tx: Transaction,
  integration: IntegrationRow,
  input: Pick<DeliveryInput, 'messageId' | 'topicArn' | 'type' | 'subject' | 'source' | 'receivedAt' | 'tookUs' | 'bodyBytes'>,
  firstId: number,
): DeliveryRow {
  const { copies } = tx.deliveries.seeAgain(integration.id, input.topicArn ?? '', input.messageId ?? '')
  const first = tx.deliveries.get(firstId)
  if (copies > copiesKept) tx.deliveries.dropOldestRepeat(firstId)
  const row: Omit<DeliveryRow, 'id'> = {
    rev: tx.nextRev(),
    integrationId: integration.id,
    source: input.source,
    practice: integration.practice,
    receivedAt: input.receivedAt,
    tookUs: input.tookUs(),
    type: input.type,
    messageId: input.messageId,
    topicArn: input.topicArn,
    subject: input.subject,
    disposition: 'duplicate',
    reason: copies > copiesKept ? `copy ${copies}` : null,
    incidentId: first?.incidentId ?? null,
    incidentShortNumber: first?.incidentShortNumber ?? null,
    count: 1,
    alarm: first?.alarm ?? null,
  }
  const content = {
    headers: {},
    body: null,
    bodySealed: false,
    bodyBytes: input.bodyBytes,
    trace: [{ step: 'decided', ok: true, said: `This message was taken before, as delivery ${firstId}: nothing was done again.` }],
  }
  const id = tx.deliveries.insert(row, content, { effect: null, dedupKey: null, alarmAt: null, firstId })
  const stored = { ...row, id }
  tx.changed(row.rev, { kind: 'delivery', delivery: stored })
  return stored
}
