import type { NewTimelineEvent } from '../core/incidents/timeline.ts'
import type { Due, Plan } from '../core/notifications/plan.ts'
import type { IntentRow, NotificationRow } from './intent-rows.ts'
import { appendEvents } from './record-incident.ts'
import type { Transaction } from './transaction.ts'

/** Decides every intent that is due, from the facts of this moment: an outbox row for who is told, a line for who is not. */
export function recordDue(tx: Transaction, plan: (due: Due) => Plan): number {
  const intents = tx.intents.due(tx.now)
  for (const intent of intents) {
    if (!tx.intents.decided(intent.id, tx.now)) continue
    const due = dueOf(tx, intent)
    if (due !== null) write(tx, intent, due, plan(due))
  }
  if (intents.length > 0) tx.changed(tx.nextRev(), { kind: 'intents' })
  return intents.length
}

/** The outcome of one attempt: sent, tried again later, or given up. */
export type Attempt = { kind: 'sent' } | { kind: 'again'; at: number; why: string } | { kind: 'given-up'; why: string }

export function recordAttempt(tx: Transaction, notification: NotificationRow, attempt: Attempt): void {
  tx.intents.attempted(notification.id, {
    nextAt: attempt.kind === 'again' ? attempt.at : null,
    sentAt: attempt.kind === 'sent' ? tx.now : null,
    failedAt: attempt.kind === 'given-up' ? tx.now : null,
  })
  const incident = notification.incidentId === null ? null : tx.incidents.get(notification.incidentId)
  if (incident === null) return
  const { recipient, channel } = notification
  const event: NewTimelineEvent =
    attempt.kind === 'sent'
      ? { kind: 'notified', v: 1, data: { recipient, channel, why: notification.why }, at: tx.now, actor: 'desk', deliveryId: null }
      : { kind: 'not-notified', v: 1, data: { recipient, channel, why: attempt.why }, at: tx.now, actor: 'desk', deliveryId: null }
  appendEvents(tx, incident, [event])
}

function dueOf(tx: Transaction, intent: IntentRow): Due | null {
  if (intent.kind === 'incident-opened' || intent.kind === 'snooze-ended') {
    const incident = intent.incidentId === null ? null : tx.incidents.get(intent.incidentId)
    return incident === null ? null : { kind: intent.kind, incident, dueAt: intent.dueAt }
  }
  const subscription = intent.deliveryId === null ? null : tx.subscriptions.get(intent.deliveryId)
  const integration = subscription === null ? null : tx.integration(subscription.integrationId)
  if (subscription === null || integration === null) return null
  const about = { integration: integration.name, topicArn: subscription.topicArn }
  if (intent.kind === 'unsubscribed') return { kind: 'unsubscribed', ...about }
  return { kind: 'subscription-waits', ...about, waiting: subscription.state === 'awaiting-confirmation' }
}

function write(tx: Transaction, intent: IntentRow, due: Due, plan: Plan): void {
  for (const one of plan.notify) {
    tx.intents.insertNotification({
      ...one,
      intentId: intent.id,
      incidentId: intent.incidentId,
      eventId: intent.eventId,
      step: 1,
      nextAt: tx.now,
    })
  }
  if (!('incident' in due)) return
  const at = { at: tx.now, actor: 'desk', deliveryId: null }
  const events: NewTimelineEvent[] = [
    ...(plan.endsSnooze ? [{ kind: 'unsnoozed' as const, v: 1 as const, data: { cause: 'ended' as const }, ...at }] : []),
    ...plan.withhold.map((one) => ({ kind: 'not-notified' as const, v: 1 as const, data: one, ...at })),
  ]
  if (events.length > 0) appendEvents(tx, due.incident, events)
}
