import type { AlarmEvent } from '../core/alarms/alarm-event.ts'
import { resourceOf } from '../core/alarms/resource.ts'
import { type Decision, type decide as decideIncident, type Facts, type Heard, isLate, orderAt, orderOf } from '../core/incidents/decide.ts'
import type { NewTimelineEvent } from '../core/incidents/timeline.ts'
import { mapEvent } from '../core/rules/map-event.ts'
import type { Mapping } from '../core/rules/mapping.ts'
import type { DeliveryInput } from './delivery-input.ts'
import { type DeliveryRow, summaryOf } from './delivery-rows.ts'
import type { IncidentRow } from './incident-rows.ts'
import { insertDelivery } from './insert-delivery.ts'
import type { IntegrationRow } from './integration-rows.ts'
import { appendEvents, newIdentity, tellOpened } from './record-incident.ts'
import { recordRepeat } from './record-repeat.ts'
import type { Transaction } from './transaction.ts'

/** `gone`: the integration was removed in the meantime. */
export type Recorded = { kind: 'stored'; delivery: DeliveryRow } | { kind: 'gone' }

export type Decide = typeof decideIncident

/** Facts, decision and rows of one delivery, in one transaction. */
export function recordDelivery(tx: Transaction, input: DeliveryInput, decide: Decide): Recorded {
  const integration = tx.integration(input.integrationId)
  if (integration === null) return { kind: 'gone' }
  const { event, messageId, topicArn } = input
  if (!input.again && messageId !== null) {
    const firstId = tx.seen.find(integration.id, topicArn ?? '', messageId)
    if (firstId !== null) return { kind: 'stored', delivery: recordRepeat(tx, integration, input, firstId) }
  }
  // The rules may have changed between the match and this transaction.
  const mapping =
    integration.rev === input.rulesRev ? input.mapping : mapEvent(event, integration.rules, { subject: input.subject, message: input.text })
  const heard = heardFrom(event, mapping)
  const facts = factsFor(tx, integration.id, input, mapping, heard)
  const decision = decide(mapping, heard, facts, tx.now, tx.settings.reopenWindowMinutes * 60_000)
  return { kind: 'stored', delivery: apply(tx, integration, input, mapping, decision) }
}

function heardFrom(event: AlarmEvent, mapping: Mapping): Heard {
  return {
    title: event.title,
    reason: event.reason,
    rule: mapping.rule,
    alarmName: event.alarmName,
    accountId: event.accountId,
    region: event.region,
    resource: resourceOf(event),
    nothingClosesIt: event.okActionCount === 0,
    state: event.state,
    at: event.at,
    afterMuteWindow: event.afterMuteWindow,
  }
}

function factsFor(tx: Transaction, integrationId: number, { event, source }: DeliveryInput, mapping: Mapping, heard: Heard): Facts {
  const { at } = orderOf(heard, tx.now)
  const none: Facts = { watermark: null, incident: null, holder: null, nextClose: null }
  if (mapping.effect !== 'open' && mapping.effect !== 'close') {
    // What is no alarm has no incident whose span could hold it.
    return event.alarmName === null ? none : { ...none, holder: tx.incidents.holderOf(integrationId, event.dedupKey, at) }
  }
  const { watermark, incident } = tx.incidents.watermark(integrationId, event.dedupKey)
  const isKnown = source !== 'check' && watermark !== null && at <= watermark.at
  const checked = isKnown && tx.checks.isChecked(integrationId, event.dedupKey, mapping.effect, at)
  if (!isLate(watermark, at, heard)) return { ...none, watermark, incident, checked }
  const nextCloseAt = tx.deliveries.nextCloseAt(integrationId, event.dedupKey, at)
  return {
    checked,
    watermark,
    incident,
    holder: tx.incidents.holderOf(integrationId, event.dedupKey, at),
    nextClose:
      nextCloseAt === null
        ? null
        : { at: nextCloseAt, endsIncident: tx.incidents.incidentEndsAt(integrationId, event.dedupKey, nextCloseAt) },
  }
}

function apply(tx: Transaction, integration: IntegrationRow, input: DeliveryInput, mapping: Mapping, decision: Decision): DeliveryRow {
  const { event } = input
  const actor = input.source === 'check' ? 'catch-up' : 'alarm'
  const moves = mapping.effect === 'open' || mapping.effect === 'close' ? mapping.effect : null
  let row: DeliveryRow | null = null
  const insert = (incident: IncidentRow | null): number => {
    row = insertDecided(tx, integration, input, decision, incident, moves)
    return row.id
  }

  let incident: IncidentRow | null = null
  if (decision.target.kind === 'none' || decision.events.length === 0) {
    if (decision.target.kind === 'existing') incident = { rev: 0, ...decision.target.incident }
    insert(incident)
  } else {
    const before =
      decision.target.kind === 'new' ? newIdentity(tx, integration, event.dedupKey, decision.target.openedAt) : decision.target.incident
    const events = decision.events.map(({ at, body }): NewTimelineEvent => ({ ...body, at, actor, deliveryId: null }))
    const written = appendEvents(tx, before, events, insert)
    incident = written.incident
    if (decision.tells) tellOpened(tx, incident, written.eventIds[0])
  }
  if (decision.watermark !== null) {
    const incidentId = decision.target.kind === 'new' ? (incident?.id ?? null) : decision.watermark.incidentId
    tx.incidents.putWatermark(integration.id, event.dedupKey, { ...decision.watermark, incidentId })
  }
  if (row === null) throw new Error('A delivery was decided and not written.')
  return row
}

function insertDecided(
  tx: Transaction,
  integration: IntegrationRow,
  input: DeliveryInput,
  decision: Decision,
  incident: IncidentRow | null,
  effect: 'open' | 'close' | null,
): DeliveryRow {
  const { event, messageId, topicArn } = input
  const { headers, body, bodySealed, bodyBytes } = input
  const trace = [...input.trace, { step: 'decided', ok: true, said: sentence(decision, incident) }]
  const content = { headers, body, bodySealed, bodyBytes, trace }
  const alarmAt = effect === null ? null : orderAt(event.at, tx.now).at
  const became = { disposition: decision.disposition, reason: decision.reason, incident, alarm: summaryOf(event) }
  const order = { effect, dedupKey: effect === null ? null : event.dedupKey, alarmAt, firstId: null }
  const delivery = insertDelivery(tx, integration, input, became, content, order)
  if (messageId !== null) tx.seen.see(integration.id, topicArn ?? '', messageId, delivery.id, tx.now)
  return delivery
}

function sentence(decision: Decision, incident: IncidentRow | null): string {
  const name = incident === null ? 'no incident' : `INC-${incident.shortNumber}`
  return decision.reason === null ? `${decision.disposition}: ${name}` : `${decision.disposition}: ${name}, ${decision.reason}`
}
