import { randomBytes, randomUUID } from 'node:crypto'
import type { Clock } from '../../ports.ts'
import type { DeliveryPolicy } from './retry.ts'

export type SubscriptionState = 'pending' | 'confirmed' | 'unsubscribed'

/** One subscription as the practice SNS holds it. */
export interface Held {
  readonly arn: string
  readonly topicArn: string
  readonly url: URL
  readonly policy: DeliveryPolicy
  state: SubscriptionState
  /** Confirmed by a signed call with AuthenticateOnUnsubscribe: an unsigned call can't end it. */
  protected: boolean
  token: string
  tokenUntil: number
}

/** Why a call was refused, as AWS words it. Recorded answers of AWS. */
export interface Refusal {
  status: 400 | 403 | 404
  code: 'InvalidParameter' | 'AuthorizationError' | 'NotFound' | 'InvalidAction'
  message: string
}

/** A token is good for two days. Source: SNS API reference, Subscribe. */
const tokenLifeMs = 2 * 86_400_000

/** The subscriptions of one practice SNS, with their tokens. */
export interface Subscriptions {
  add(wish: { topicArn: string; url: URL; policy: DeliveryPolicy }): Held
  confirmedOf(topicArn: string): Held[]
  confirm(call: { topicArn: string; token: string; authenticateOnUnsubscribe: boolean; signed: boolean }): Held | Refusal
  /** `tell`: the call was unsigned, so the endpoint gets an UnsubscribeConfirmation, whose new token would restore it. */
  unsubscribe(call: { subscriptionArn: string; signed: boolean }): { held: Held | null; tell: boolean } | Refusal
  /** Resolves to true when it is confirmed, to false when the signal ends the wait. */
  untilConfirmed(held: Held, signal: AbortSignal): Promise<boolean>
}

export function holdSubscriptions({ clock }: { clock: Clock }): Subscriptions {
  const held = new Map<string, Held>()
  const waiting = new Map<string, Set<() => void>>()
  const byToken = (token: string) => [...held.values()].find((subscription) => subscription.token === token)

  return {
    add({ topicArn, url, policy }) {
      const arn = `${topicArn}:${randomUUID()}`
      const subscription: Held = { arn, topicArn, url, policy, state: 'pending', protected: false, ...freshToken(clock) }
      held.set(arn, subscription)
      return subscription
    },

    confirmedOf: (topicArn) => [...held.values()].filter((one) => one.topicArn === topicArn && one.state === 'confirmed'),

    confirm({ topicArn, token, authenticateOnUnsubscribe, signed }) {
      if (!/^[0-9a-f]{64,}$/.test(token)) return invalid('Invalid token')
      const subscription = byToken(token)
      if (subscription === undefined || clock.now() > subscription.tokenUntil) return invalid('Invalid parameter: Token')
      // At AWS the token alone decides: another topic of the same region confirms all the same.
      if (regionOf(topicArn) !== regionOf(subscription.topicArn)) return invalid('Invalid parameter: Topic')
      if (authenticateOnUnsubscribe && !signed) {
        return denied('To disallow anonymous unsubscription, subscriber and confirmer IDs must match')
      }
      if (subscription.state === 'confirmed') return authenticateOnUnsubscribe ? denied('Subscription already confirmed') : subscription
      subscription.state = 'confirmed'
      subscription.protected = authenticateOnUnsubscribe
      for (const tell of waiting.get(subscription.arn) ?? []) tell()
      return subscription
    },

    unsubscribe({ subscriptionArn, signed }) {
      const subscription = held.get(subscriptionArn)
      if (subscription === undefined || subscription.state === 'unsubscribed') return { held: null, tell: false }
      if (subscription.state === 'pending') {
        return invalid('Invalid parameter: SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation')
      }
      if (subscription.protected && !signed) return denied('This subscription may only be deleted by an authorized user.')
      subscription.state = 'unsubscribed'
      Object.assign(subscription, freshToken(clock))
      return { held: subscription, tell: !signed }
    },

    untilConfirmed(subscription, signal) {
      return new Promise((resolve) => {
        if (subscription.state === 'confirmed') return resolve(true)
        if (signal.aborted) return resolve(false)
        const waiters = waiting.get(subscription.arn) ?? new Set()
        waiting.set(subscription.arn, waiters)
        const end = () => {
          waiters.delete(end)
          signal.removeEventListener('abort', end)
          resolve(subscription.state === 'confirmed')
        }
        waiters.add(end)
        signal.addEventListener('abort', end, { once: true })
      })
    },
  }
}

const freshToken = (clock: Clock) => ({ token: randomBytes(128).toString('hex'), tokenUntil: clock.now() + tokenLifeMs })
const regionOf = (arn: string) => arn.split(':')[3]
const invalid = (message: string): Refusal => ({ status: 400, code: 'InvalidParameter', message })
const denied = (message: string): Refusal => ({ status: 403, code: 'AuthorizationError', message })
