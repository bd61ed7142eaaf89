import { type ConfirmationResult, confirmationRetryDelayMs } from '../../core/sns/confirmation.ts'
import type { Secrets } from '../../ports.ts'
import type { Store } from '../../store/open.ts'
import type { ConfirmationOutcome } from '../../store/record-subscription.ts'
import type { SubscriptionRow } from '../../store/subscription-rows.ts'
import { openRounds, type Rounds, type RoundsDeps, wokenBy } from '../rounds.ts'

export interface ConfirmerDeps extends RoundsDeps {
  store: Store
  secrets: Secrets
  /** The ConfirmSubscription call for a topic, to AWS or to the integration's own endpoint. */
  confirm: (asked: { topicArn: string; token: string; endpoint: string | null; signal: AbortSignal }) => Promise<ConfirmationResult>
}

/**
 * Sends the confirmations that the store holds as due: committed with their delivery, retried until their token ends,
 * alive after a crash.
 */
export function openConfirmer({ store, secrets, confirm, ...deps }: ConfirmerDeps): Rounds {
  const { clock, log } = deps

  async function send(subscription: SubscriptionRow, stopping: AbortSignal): Promise<void> {
    const outcome = await attempt(subscription, stopping)
    if (stopping.aborted && outcome.kind === 'failed') return
    await store.recordConfirmation(subscription.deliveryId, outcome)
    log.info('subscription.confirmation', { deliveryId: subscription.deliveryId, outcome: outcome.kind, said: outcome.said })
  }

  async function attempt(subscription: SubscriptionRow, signal: AbortSignal): Promise<ConfirmationOutcome> {
    const trust = store.integration(subscription.integrationId)?.trust
    if (trust === undefined || subscription.token === null)
      return { kind: 'failed', retryAt: null, said: 'Its integration or its token is gone.' }
    const token = await secrets.open(subscription.token).catch(() => null)
    if (token === null) return { kind: 'failed', retryAt: null, said: 'Its token can’t be unsealed: subscribe the topic again.' }
    const endpoint = trust.kind === 'custom' ? trust.endpoint : null
    const result = await confirm({ topicArn: subscription.topicArn, token, endpoint, signal })
    if (result.kind === 'confirmed') return result
    const retryAt = result.recoverable ? clock.now() + confirmationRetryDelayMs(subscription.attempts + 1) : null
    return { kind: 'failed', retryAt, said: result.said }
  }

  const rounds = openRounds(
    deps,
    'confirmer',
    async (now, stopping) => {
      const due = store.dueConfirmations(now)
      for (const subscription of due) {
        if (stopping.aborted) return false
        await send(subscription, stopping)
      }
      return due.length > 0
    },
    store.nextConfirmationAt,
  )
  return wokenBy(store.changes, 'integration', rounds)
}
