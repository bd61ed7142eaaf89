import type { Disposition } from '../../preload/contract/words.ts'
import { confirmsAtOnce } from '../core/sns/admit.ts'
import { topicAllowed } from '../core/sns/topic-list.ts'
import type { DeliveryInput } from './delivery-input.ts'
import type { DeliveryContent, DeliveryRow } from './delivery-rows.ts'
import { insertDelivery } from './insert-delivery.ts'
import type { IntegrationRow } from './integration-rows.ts'
import { recordRepeat } from './record-repeat.ts'
import type { SubscriptionRow } from './subscription-rows.ts'
import type { Transaction } from './transaction.ts'

/** A verified SubscriptionConfirmation or UnsubscribeConfirmation. */
export interface SubscriptionInput
  extends DeliveryContent,
    Pick<DeliveryInput, 'integrationId' | 'source' | 'receivedAt' | 'tookUs' | 'subject'> {
  type: 'SubscriptionConfirmation' | 'UnsubscribeConfirmation'
  messageId: string
  topicArn: string
  sealedToken: Uint8Array
  /** When the token ends, in epoch milliseconds. */
  expiresAt: number
}

/** What came of a confirmation call. */
export type ConfirmationOutcome =
  | { kind: 'confirmed'; subscriptionArn: string | null; authenticated: boolean | null; said: string | null }
  | { kind: 'failed'; retryAt: number | null; said: string }

export type Answered = { ok: true; delivery: DeliveryRow } | { ok: false; code: 'not-found' | 'not-possible'; said: string }

/** A verified message about a subscription: it is confirmed at once, waits for one click, or tells of an end. */
export function recordSubscription(tx: Transaction, input: SubscriptionInput): DeliveryRow | null {
  const integration = tx.integration(input.integrationId)
  if (integration === null) return null
  const firstId = tx.seen.find(integration.id, input.topicArn, input.messageId)
  if (firstId !== null) return recordRepeat(tx, integration, input, firstId)

  const ends = input.type === 'UnsubscribeConfirmation'
  // One that this desk asked AWS for is taken without a click: the operator clicked when the plan was applied.
  const expected = !ends && tx.setups.takeExpected(integration.id, input.topicArn, tx.now)
  const taken = !ends && (expected || confirmsAtOnce(integration.confirm, integration.topics, input.topicArn))
  const disposition: Disposition = ends ? 'unsubscribed' : taken ? 'confirming' : 'awaiting-confirmation'
  const content = { ...input, trace: [...input.trace, { step: 'decided', ok: true, said: sentence(disposition) }] }
  const delivery = insertDelivery(tx, integration, input, { disposition, reason: null }, content)
  const { id } = delivery
  tx.seen.see(integration.id, input.topicArn, input.messageId, id, tx.now)
  tx.subscriptions.put({
    deliveryId: id,
    integrationId: integration.id,
    topicArn: input.topicArn,
    state: ends ? 'unsubscribed' : taken ? 'confirming' : 'awaiting-confirmation',
    since: tx.now,
    token: ends ? null : Buffer.from(input.sealedToken),
    expiresAt: input.expiresAt,
    attempts: 0,
    nextAt: taken ? tx.now : null,
    authenticated: null,
    subscriptionArn: null,
    reason: null,
  })
  if (taken) trust(tx, integration, input.topicArn)
  if (!taken) {
    tx.intents.insert({
      kind: ends ? 'unsubscribed' : 'subscription-waits',
      incidentId: null,
      eventId: null,
      deliveryId: id,
      dueAt: tx.now,
    })
  }
  tx.changed(delivery.rev, { kind: 'intents' })
  touch(tx, integration.id)
  return delivery
}

/** The one click: the confirmation is taken on, and its topic is trusted from this transaction on. */
export function takeConfirmation(tx: Transaction, deliveryId: number): Answered {
  const found = waiting(tx, deliveryId, ['awaiting-confirmation', 'confirmation-failed', 'refused'])
  if (!found.ok) return found
  if (found.subscription.expiresAt <= tx.now) {
    return { ok: false, code: 'not-possible', said: 'Its token ended (AWS keeps one for two days): subscribe the topic again.' }
  }
  trust(tx, found.integration, found.subscription.topicArn)
  return settle(tx, { ...found.subscription, state: 'confirming', nextAt: tx.now, attempts: 0, reason: null }, 'confirming', null)
}

/** The other click: the subscription is left unconfirmed, and AWS drops it after three days. */
export function refuseConfirmation(tx: Transaction, deliveryId: number): Answered {
  const found = waiting(tx, deliveryId, ['awaiting-confirmation', 'confirmation-failed'])
  if (!found.ok) return found
  return settle(tx, { ...found.subscription, state: 'refused', nextAt: null, reason: 'refused' }, 'ignored', 'refused')
}

/** What AWS said to a confirmation call. */
export function recordConfirmation(tx: Transaction, deliveryId: number, outcome: ConfirmationOutcome): Answered {
  const subscription = tx.subscriptions.get(deliveryId)
  if (subscription === null) return { ok: false, code: 'not-found', said: 'There is no such subscription.' }
  if (outcome.kind === 'confirmed') {
    const { subscriptionArn, authenticated } = outcome
    return settle(
      tx,
      { ...subscription, state: 'confirmed', token: null, nextAt: null, subscriptionArn, authenticated, reason: outcome.said },
      'confirmed',
      null,
    )
  }
  const attempts = subscription.attempts + 1
  if (outcome.retryAt !== null && outcome.retryAt < subscription.expiresAt) {
    return settle(tx, { ...subscription, attempts, nextAt: outcome.retryAt, reason: outcome.said }, 'confirming', outcome.said)
  }
  return settle(
    tx,
    { ...subscription, attempts, state: 'confirmation-failed', nextAt: null, reason: outcome.said },
    'confirmation-failed',
    outcome.said,
  )
}

/** Puts a topic onto an integration's list, where no entry names it yet. */
export function trust(tx: Transaction, integration: IntegrationRow, topicArn: string): void {
  if (topicAllowed(topicArn, integration.topics)) return
  integration.topics = [...integration.topics, topicArn]
  touch(tx, integration.id)
}

/** Writes an integration's row as it stands, with a new `rev`, and makes that news. */
export function touch(tx: Transaction, integrationId: number): void {
  const integration = tx.integration(integrationId)
  if (integration === null) return
  integration.rev = tx.nextRev()
  tx.integrations.update(integration)
  tx.changed(integration.rev, { kind: 'integration', integrationId })
}

function waiting(
  tx: Transaction,
  deliveryId: number,
  states: readonly SubscriptionRow['state'][],
): { ok: true; subscription: SubscriptionRow; integration: IntegrationRow } | Extract<Answered, { ok: false }> {
  const subscription = tx.subscriptions.get(deliveryId)
  const integration = subscription === null ? null : tx.integration(subscription.integrationId)
  if (subscription === null || integration === null)
    return { ok: false, code: 'not-found', said: 'No subscription came with this delivery.' }
  if (states.includes(subscription.state)) return { ok: true, subscription, integration }
  return { ok: false, code: 'not-possible', said: `This subscription is ${subscription.state}: there is nothing to answer.` }
}

function settle(tx: Transaction, next: SubscriptionRow, disposition: Disposition, reason: string | null): Answered {
  const before = tx.subscriptions.get(next.deliveryId)
  tx.subscriptions.put({ ...next, since: before?.state === next.state ? next.since : tx.now })
  const rev = tx.nextRev()
  tx.deliveries.become(next.deliveryId, rev, disposition, reason)
  const delivery = tx.deliveries.get(next.deliveryId)
  if (delivery === null) return { ok: false, code: 'not-found', said: 'There is no such delivery.' }
  tx.changed(rev, { kind: 'delivery', delivery })
  touch(tx, next.integrationId)
  return { ok: true, delivery }
}

function sentence(disposition: Disposition): string {
  switch (disposition) {
    case 'unsubscribed':
      return 'AWS says that this subscription ended. Nothing was answered.'
    case 'confirming':
      return 'The topic is trusted: the confirmation goes out.'
    default:
      return 'It waits for one click: Confirm, or Refuse.'
  }
}
