import type { Disposition } from '../../preload/contract/words.ts'
import type { DeliveryInput } from './delivery-input.ts'
import type { AlarmSummary, DeliveryContent, DeliveryRow, Ordering } from './delivery-rows.ts'
import type { IntegrationRow } from './integration-rows.ts'
import type { Transaction } from './transaction.ts'

/** What of a delivery stands in every row of the log. */
export type Arrived = Pick<DeliveryInput, 'source' | 'receivedAt' | 'tookUs' | 'type' | 'messageId' | 'topicArn' | 'subject'>

/** What became of it. */
export interface Became {
  disposition: Disposition
  reason: string | null
  incident?: { id: string; shortNumber: number } | null
  alarm?: AlarmSummary | null
}

const movesNothing: Ordering = { effect: null, dedupKey: null, alarmAt: null, firstId: null }

/** A new row of the inbound log, and its news. */
export function insertDelivery(
  tx: Transaction,
  integration: IntegrationRow,
  arrived: Arrived,
  { disposition, reason, incident = null, alarm = null }: Became,
  content: DeliveryContent,
  order: Ordering = movesNothing,
): DeliveryRow {
  const row: Omit<DeliveryRow, 'id'> = {
    rev: tx.nextRev(),
    integrationId: integration.id,
    source: arrived.source,
    practice: integration.practice,
    receivedAt: arrived.receivedAt,
    tookUs: arrived.tookUs(),
    type: arrived.type,
    messageId: arrived.messageId,
    topicArn: arrived.topicArn,
    subject: arrived.subject,
    disposition,
    reason,
    incidentId: incident?.id ?? null,
    incidentShortNumber: incident?.shortNumber ?? null,
    count: 1,
    alarm,
  }
  const delivery = { ...row, id: tx.deliveries.insert(row, content, order) }
  tx.changed(row.rev, { kind: 'delivery', delivery })
  return delivery
}
