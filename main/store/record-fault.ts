import type { DeliveryInput } from './delivery-input.ts'
import { type DeliveryRow, summaryOf } from './delivery-rows.ts'
import type { IncidentRow } from './incident-rows.ts'
import { insertDelivery } from './insert-delivery.ts'
import type { Recorded } from './record-delivery.ts'
import { appendEvents, newIdentity, ownFaultOpened, tellOpened } from './record-incident.ts'
import type { Transaction } from './transaction.ts'

const faultKey = 'tocsin:internal-error'

/**
 * A delivery whose decision threw: it is kept, unmapped, and an incident of the desk's own says so, so that neither the
 * message is lost nor the fault is silent.
 */
export function recordFault(tx: Transaction, input: DeliveryInput, error: unknown): Recorded {
  const integration = tx.integration(input.integrationId)
  if (integration === null) return { kind: 'gone' }
  const said = error instanceof Error ? error.message : String(error)
  const title = `Tocsin could not decide a delivery of «${integration.name}»`
  let row: DeliveryRow | null = null
  const insert = (incident: IncidentRow): number => {
    const content = { ...input, trace: [...input.trace, { step: 'decided', ok: false, said: `internal error: ${said}` }] }
    const became = { disposition: 'unmapped' as const, reason: 'internal-error', incident, alarm: summaryOf(input.event) }
    row = insertDelivery(tx, integration, input, became, content)
    if (input.messageId !== null) tx.seen.see(integration.id, input.topicArn ?? '', input.messageId, row.id, tx.now)
    return row.id
  }

  const { incident: known } = tx.incidents.watermark(integration.id, faultKey)
  const at = { at: tx.now, actor: 'desk', deliveryId: null }
  if (known !== null && known.status !== 'closed') {
    appendEvents(tx, known, [{ ...at, kind: 'appended', v: 1, data: { title, reason: said, rule: null } }], insert)
  } else {
    const { incident, eventIds } = appendEvents(
      tx,
      newIdentity(tx, integration, faultKey, tx.now),
      [ownFaultOpened(tx, { title, reason: said, severity: 'error', resource: input.event.title, nothingClosesIt: true })],
      insert,
    )
    tx.incidents.putWatermark(integration.id, faultKey, { at: tx.now, state: 'alarm', incidentId: incident.id })
    tellOpened(tx, incident, eventIds[0])
  }
  if (row === null) throw new Error('A fault was met and not written.', { cause: error })
  return { kind: 'stored', delivery: row }
}
