import { randomBytes, randomUUID } from 'node:crypto'
import type { Clock } from '../../ports.ts'
import type { DeliveryPolicy } from './retry.ts'

export type SubscriptionState = 'pending' | 'confirmed' | 'unsubscribed'

/** One subscription as the practice SNS holds it. */
export interface Held {
  readonly arn: string
  readonly topicArn: string
  state: SubscriptionState
  /** Confirmed by a signed call with AuthenticateOnUnsubscribe: an unsigned call can't end it. */
  protected: boolean
  token: string
  tokenUntil: number
  /** Since when it is in its state, in epoch milliseconds. */
  since: number
}

/** Where a subscription over http delivers. */
export interface HttpTarget {
  readonly url: URL
  readonly policy: DeliveryPolicy
}

/** Why a call was refused, as AWS words it. Recorded answers of AWS. */
export interface Refusal {
  status: 400 | 403 | 404
  code: 'InvalidParameter' | 'AuthorizationError' | 'NotFound' | 'InvalidAction'
  message: string
}

/** A token is good for two days. Source: SNS API reference, Subscribe. */
const tokenLifeMs = 2 * 86_400_000

/** Subscriptions with their tokens; `Target` is what their holder keeps beside. */
export interface Subscriptions<Target extends object = HttpTarget> {
  /** `confirmed`: without asking its endpoint, as SNS does for a queue of its own account. */
  add(wish: { topicArn: string; confirmed?: boolean }, target: Target): Held & Target
  all(): (Held & Target)[]
  byArn(arn: string): (Held & Target) | undefined
  confirmedOf(topicArn: string): (Held & Target)[]
  confirm(call: { topicArn: string; token: string; authenticateOnUnsubscribe: boolean; signed: boolean }): (Held & Target) | Refusal
  /** `tell`: the call was unsigned, so the endpoint gets an UnsubscribeConfirmation, whose new token would restore it. */
  unsubscribe(call: { subscriptionArn: string; signed: boolean }): { held: (Held & Target) | null; tell: boolean } | Refusal
  /** Forgets it, as when its topic is deleted; what still holds its token hears that it does not exist. */
  drop(arn: string): void
  /** Resolves to true when it is confirmed, to false when the signal ends the wait. */
  untilConfirmed(held: Held, signal: AbortSignal): Promise<boolean>
}

export function holdSubscriptions<Target extends object = HttpTarget>({
  clock,
  newId = randomUUID,
  newToken = () => randomBytes(128).toString('hex'),
}: {
  clock: Clock
  newId?: () => string
  newToken?: () => string
}): Subscriptions<Target> {
  const held = new Map<string, Held & Target>()
  /** Tokens of subscriptions that are gone. */
  const spent = new Set<string>()
  const waiting = new Map<string, Set<() => void>>()
  const byToken = (token: string) => [...held.values()].find((subscription) => subscription.token === token)
  const freshToken = () => ({ token: newToken(), tokenUntil: clock.now() + tokenLifeMs })
  const move = (subscription: Held, state: SubscriptionState) => Object.assign(subscription, { state, since: clock.now() })

  return {
    add({ topicArn, confirmed = false }, target) {
      const arn = `${topicArn}:${newId()}`
      const state: SubscriptionState = confirmed ? 'confirmed' : 'pending'
      const own: Held = { arn, topicArn, state, protected: false, since: clock.now(), ...freshToken() }
      const subscription = Object.assign(own, target)
      held.set(arn, subscription)
      return subscription
    },

    all: () => [...held.values()],
    byArn: (arn) => held.get(arn),
    confirmedOf: (topicArn) => [...held.values()].filter((one) => one.topicArn === topicArn && one.state === 'confirmed'),

    confirm({ topicArn, token, authenticateOnUnsubscribe, signed }) {
      if (!/^[0-9a-f]{64,}$/.test(token)) return invalid('Invalid token')
      if (spent.has(token)) return { status: 404, code: 'NotFound', message: 'Subscription does not exist' }
      const subscription = byToken(token)
      if (subscription === undefined || clock.now() > subscription.tokenUntil) return invalid('Invalid parameter: Token')
      // At AWS the token alone decides: another topic of the same region confirms all the same.
      if (regionOf(topicArn) !== regionOf(subscription.topicArn)) return invalid('Invalid parameter: Topic')
      if (authenticateOnUnsubscribe && !signed) {
        return denied('To disallow anonymous unsubscription, subscriber and confirmer IDs must match')
      }
      if (subscription.state === 'confirmed') return authenticateOnUnsubscribe ? denied('Subscription already confirmed') : subscription
      move(subscription, 'confirmed')
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
      spent.add(subscription.token)
      move(subscription, 'unsubscribed')
      Object.assign(subscription, freshToken())
      return { held: subscription, tell: !signed }
    },

    drop(arn) {
      const subscription = held.get(arn)
      if (subscription !== undefined) spent.add(subscription.token)
      held.delete(arn)
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

const regionOf = (arn: string) => arn.split(':')[3]
const invalid = (message: string): Refusal => ({ status: 400, code: 'InvalidParameter', message })
const denied = (message: string): Refusal => ({ status: 403, code: 'AuthorizationError', message })
