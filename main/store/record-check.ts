import type { Place } from '../core/aws/alarm-reading.ts'
import { type Finding, newsAt, read } from '../core/aws/plan-catch-up.ts'
import { orderAt } from '../core/incidents/decide.ts'
import { mapEvent } from '../core/rules/map-event.ts'
import type { Mapping } from '../core/rules/mapping.ts'
import type { TraceStep } from '../core/sns/trust.ts'
import type { HeldAlarm } from './check-rows.ts'
import type { DeliveryInput } from './delivery-input.ts'
import type { IntegrationRow } from './integration-rows.ts'
import { type Decide, type Recorded, recordDelivery } from './record-delivery.ts'
import { recordFault } from './record-fault.ts'
import type { Transaction } from './transaction.ts'

/** What catch-up found, and where. */
export interface CheckInput {
  finding: Finding
  place: Place
  /** Where it was read, as a sentence. */
  readAt: string
  rulesRev: number
  /** It may be from before the integration listened: then it is held for the operator's word, and opens nothing. */
  isBaseline: boolean
}

/** `known`: it is no news. `held`: it was in ALARM before the integration listened. */
export type Checked = Recorded | { kind: 'known' } | { kind: 'held' }

/** Records what was read of AWS, if it is news as the facts now stand. */
export function recordCheck(tx: Transaction, check: CheckInput, decide: Decide): Checked {
  const { finding, place, isBaseline } = check
  const integration = tx.integration(finding.integrationId)
  if (integration === null) return { kind: 'gone' }
  const { event, text, subject, topicArn } = finding
  const mapping = integration.rev === check.rulesRev ? finding.mapping : mapEvent(event, integration.rules, { subject, message: text })
  const { effect } = mapping
  const readAt = event.at
  if (readAt === null || (effect !== 'open' && effect !== 'close')) return { kind: 'known' }

  const { dedupKey } = event
  const { watermark } = tx.incidents.watermark(integration.id, dedupKey)
  const order = orderAt(readAt, tx.now)
  // What is far ahead of this desk's clock counts at its arrival, which would be later at each look.
  const news = {
    from: finding.from,
    effect,
    at: order.at,
    exact: finding.exact && order.note === null,
    tellsEvenOver: finding.tellsEvenOver,
  }
  const at = newsAt(news, { watermark, recorded: isRecorded(tx, integration.id, dedupKey, effect, readAt), now: tx.now })
  const held = tx.checks.held(integration.id, dedupKey)
  if (effect === 'open' && held !== null && readAt <= held.at) return { kind: 'held' }
  if (held !== null && finding.from === 'state') release(tx, integration.id, dedupKey)
  if (at === null) return { kind: 'known' }

  if (effect === 'open' && isBaseline) {
    const { alarmName, title } = event
    const where = { awsAccount: place.accountId, region: place.region }
    tx.checks.hold({ integrationId: integration.id, dedupKey, ...where, alarmName, title, at: readAt, topicArn, text, answer: null })
    return { kind: 'held' }
  }
  return recordDelivery(tx, deliveryOf(tx, check, integration, mapping, at), decide)
}

/** What was held is opened after all, on the operator's word, unless it changed meanwhile. */
export function recordHeld(tx: Transaction, held: HeldAlarm, place: Place, decide: Decide): Checked {
  release(tx, held.integrationId, held.dedupKey)
  const integration = tx.integration(held.integrationId)
  if (integration === null) return { kind: 'gone' }
  const found = read(held.text, null, held.topicArn, { integrationId: integration.id, rules: integration.rules })
  if (found === null) return { kind: 'known' }
  const finding: Finding = { ...found, from: 'state', exact: true, mutable: false, tellsEvenOver: false }
  const readAt = `It was in ALARM before this integration listened to ${place.accountId} in ${place.region}, and was opened by hand.`
  return recordCheck(tx, { finding, place, readAt, rulesRev: integration.rev, isBaseline: false }, decide)
}

/** A finding whose decision threw: as with any delivery it is kept, and an incident of the desk's own says so. */
export function recordCheckFault(tx: Transaction, check: CheckInput, error: unknown): Checked {
  const integration = tx.integration(check.finding.integrationId)
  if (integration === null) return { kind: 'gone' }
  const { finding } = check
  return recordFault(tx, deliveryOf(tx, check, integration, finding.mapping, finding.event.at), error)
}

function deliveryOf(
  tx: Transaction,
  { finding, readAt }: CheckInput,
  integration: IntegrationRow,
  mapping: Mapping,
  at: number | null,
): DeliveryInput {
  const { event, text, subject, topicArn } = finding
  const trace: TraceStep[] = [
    { step: 'received', ok: true, said: readAt },
    { step: 'read', ok: true, said: `${event.kind} alarm, ${event.state}` },
    {
      step: 'matched',
      ok: true,
      said: mapping.rule === null ? `no rule: ${mapping.effect} by its state` : `«${mapping.rule}»: ${mapping.effect}`,
    },
  ]
  if (at !== null && at !== event.at)
    trace.push({ step: 'time', ok: true, said: `It is ordered at ${new Date(at).toISOString()}, after what was heard.` })
  const body = Buffer.from(text, 'utf8')
  return {
    integrationId: integration.id,
    rulesRev: integration.rev,
    source: 'check',
    again: false,
    receivedAt: tx.now,
    tookUs: () => 0,
    type: null,
    messageId: null,
    topicArn,
    subject,
    text,
    // Whether AWS held it back is no matter: what is so now was read by itself.
    event: { ...event, at, afterMuteWindow: false },
    mapping,
    headers: {},
    body,
    bodySealed: false,
    bodyBytes: body.byteLength,
    trace,
  }
}

function release(tx: Transaction, integrationId: number, key: string): void {
  if (tx.checks.release(integrationId, key)) tx.changed(tx.nextRev(), { kind: 'catch-up' })
}

/** Whether this state, at this time, is known already, heard or read. */
function isRecorded(tx: Transaction, integrationId: number, key: string, effect: 'open' | 'close', at: number): boolean {
  if (effect === 'close') return tx.checks.isClosed(integrationId, key, at)
  if (tx.checks.isChecked(integrationId, key, effect, at)) return true
  const holder = tx.incidents.holderOf(integrationId, key, at)
  return holder !== null && tx.checks.isOnTimeline(holder.id, at)
}
