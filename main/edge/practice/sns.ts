import { randomUUID } from 'node:crypto'
import type { Clock, Log, Timers } from '../../ports.ts'
import { type Attempt, type Delivered, openSender } from './delivery.ts'
import { type Endpoint, openEndpoint } from './endpoint.ts'
import { type ConfirmationEnvelope, type MessageAttributes, type Signer, signConfirmation, signNotification, toPost } from './messages.ts'
import { type DeliveryPolicy, planRetries } from './retry.ts'
import { certificateFile, makeIdentity, type SignatureVersion, type SigningIdentity } from './signing.ts'
import { type Held, type HttpTarget, holdSubscriptions, type SubscriptionState } from './subscriptions.ts'

/** What became of one message on its way to one subscription. The MessageId is the same for all its attempts. */
export interface DeliveryReport {
  subscriptionArn: string
  messageId: string
  attempts: Attempt[]
  outcome: Delivered['outcome']
}

export interface PracticeSubscription {
  readonly arn: string
  readonly topicArn: string
  state(): SubscriptionState
  /** How the SubscriptionConfirmation was delivered. Never rejects. */
  readonly confirmation: Promise<DeliveryReport>
  /** Resolves to true once ConfirmSubscription was called with its token, to false when the signal or `close` ends the wait. */
  confirmed(signal: AbortSignal): Promise<boolean>
}

export interface Publication {
  topicArn: string
  message: string
  subject?: string
  messageAttributes?: MessageAttributes
  /** '2' where none is given. */
  version?: SignatureVersion
  /** Given only to send one message twice, as SNS may. */
  messageId?: string
}

/** A small SNS of our own, for drills, tests and measurements: it signs for real and delivers over real http. */
export interface PracticeSns {
  /** The PEM that verifies its messages, for `trust: custom`. */
  readonly certificatePem: string
  /** Where ConfirmSubscription and Unsubscribe are answered, for `trust: custom`. */
  readonly endpoint: string
  /** Sends the SubscriptionConfirmation at once. `url` is http only. Throws a RangeError for another scheme, or a policy that SNS would refuse. */
  subscribe(wish: SubscriptionWish, signal?: AbortSignal): PracticeSubscription
  /** Signs once and delivers to every confirmed subscription of the topic; resolves when each has ended, retries included. */
  publish(publication: Publication, signal?: AbortSignal): Promise<DeliveryReport[]>
  /**
   * Whether a connection with this local port was opened by this SNS and is open now: a receiver asks it of the remote port
   * (and address) of the connection that brought a request.
   */
  opened(localPort: number, localAddress?: string): boolean
  /** Ends every delivery and wait; resolves when no socket is left. */
  close(): Promise<void>
}

export interface SubscriptionWish {
  topicArn: string
  url: string
  deliveryPolicy?: DeliveryPolicy
  version?: SignatureVersion
}

export interface PracticeSnsOptions {
  /** A key and certificate of the caller's, for tests of AWS's own trust. Without: a new key that lives in memory only. */
  identity?: SigningIdentity
  /** Connections to one host at most; 16 where none is given. */
  maxSockets?: number
}

export interface PracticeSnsDeps {
  clock: Clock
  timers: Timers
  log: Log
}

/** Opens a practice SNS on a free loopback port. Rejects where no port can be had. */
export async function openPracticeSns(deps: PracticeSnsDeps, options: PracticeSnsOptions = {}): Promise<PracticeSns> {
  const { clock, log } = deps
  const identity = options.identity ?? (await makeIdentity())
  const certificatePath = `/${certificateFile(identity.certificatePem)}`
  const subscriptions = holdSubscriptions({ clock })
  const sender = openSender(deps, { maxSockets: options.maxSockets ?? 16 })
  const closing = new AbortController()
  const endpoint: Endpoint = await openEndpoint({
    subscriptions,
    certificate: { path: certificatePath, pem: identity.certificatePem },
    onUnsubscribed: (held) => void ask(held, 'UnsubscribeConfirmation', '2'),
  })
  const signer: Signer = { ...identity, signingCertUrl: identity.signingCertUrl ?? `${endpoint.url}${certificatePath}` }

  async function ask(
    held: Held & HttpTarget,
    type: ConfirmationEnvelope['Type'],
    version: SignatureVersion,
    signal?: AbortSignal,
  ): Promise<DeliveryReport> {
    const { arn: subscriptionArn, topicArn, token } = held
    const messageId = randomUUID()
    const asking = { type, messageId, topicArn, subscriptionArn, token, at: clock.now(), version, endpoint: endpoint.url }
    const arnHeader = type === 'SubscriptionConfirmation' ? null : subscriptionArn
    const post = toPost(signConfirmation(asking, signer), arnHeader, held.policy.requestPolicy?.headerContentType)
    const ended = await sender.deliver(held.url, post, planRetries(held.policy), signal)
    return report(held, messageId, ended)
  }

  function report(held: Held, messageId: string, { attempts, outcome }: Delivered): DeliveryReport {
    if (outcome === 'given-up') log.warn('practice-sns.given-up', { subscriptionArn: held.arn, messageId, attempts })
    return { subscriptionArn: held.arn, messageId, attempts, outcome }
  }

  return {
    certificatePem: identity.certificatePem,
    endpoint: endpoint.url,

    subscribe({ topicArn, url, deliveryPolicy = {}, version = '2' }, signal) {
      const address = new URL(url)
      if (address.protocol !== 'http:') throw new RangeError('the practice SNS delivers over http only')
      planRetries(deliveryPolicy)
      const held = subscriptions.add({ topicArn }, { url: address, policy: deliveryPolicy })
      return {
        arn: held.arn,
        topicArn,
        state: () => held.state,
        confirmation: ask(held, 'SubscriptionConfirmation', version, signal),
        confirmed: (wait) => subscriptions.untilConfirmed(held, AbortSignal.any([closing.signal, wait])),
      }
    },

    publish({ topicArn, message, subject, messageAttributes, version = '2', messageId = randomUUID() }, signal) {
      const notice = { messageId, topicArn, message, subject, messageAttributes, version, at: clock.now(), unsubscribeUrl: '' }
      const envelope = signNotification(notice, signer)
      const deliveries = subscriptions.confirmedOf(topicArn).map(async (held) => {
        const UnsubscribeURL = `${endpoint.url}/?Action=Unsubscribe&SubscriptionArn=${held.arn}`
        const post = toPost({ ...envelope, UnsubscribeURL }, held.arn, held.policy.requestPolicy?.headerContentType)
        return report(held, messageId, await sender.deliver(held.url, post, planRetries(held.policy), signal))
      })
      return Promise.all(deliveries)
    },

    opened: sender.opened,

    async close() {
      closing.abort()
      await Promise.all([sender.close(), endpoint.close()])
    },
  }
}
