import type { Clock, Log } from '../../../ports.ts'
import type { Sender } from '../delivery.ts'
import { type MessageAttributes, type Post, type Signer, signConfirmation, signNotification, toPost, toWire } from '../messages.ts'
import { type AttemptStatus, planRetries } from '../retry.ts'
import type { SignatureVersion } from '../signing.ts'
import type { Held } from '../subscriptions.ts'
import { effectivePolicy } from './delivery-policy.ts'
import { passes, readFilter } from './filter.ts'
import type { Places, Topic } from './places.ts'
import { allows } from './policy.ts'

/** What SNS keeps of a subscription beside its state. */
export interface Target {
  readonly protocol: string
  readonly endpoint: string
  /** The account that subscribed, and who in it. */
  readonly owner: string
  readonly principal: string
  /** DeliveryPolicy, FilterPolicy, FilterPolicyScope, RawMessageDelivery, RedrivePolicy. */
  readonly attributes: Map<string, string>
  /** Confirmed by a signed call. */
  authenticated: boolean
}

export type Subscription = Held & Target

export interface Publication {
  message: string
  subject?: string
  attributes?: MessageAttributes
  /** `message` is JSON with a message for each protocol, and `default`. */
  forEachProtocol?: boolean
}

/** What became of one message on its way to one subscription. */
export interface Delivery {
  subscriptionArn: string
  messageId: string
  attempts: { at: number; status: AttemptStatus }[]
  outcome: 'delivered' | 'dead-lettered' | 'lost' | 'stopped' | 'filtered'
}

export interface PublisherDeps {
  clock: Clock
  log: Log
  newId: () => string
  places: Places
  sender: Sender
  subscriptionsOf(topicArn: string): Subscription[]
}

export interface PublisherOptions {
  signer(): Signer
  /** Where SubscribeURL and UnsubscribeURL lead. */
  endpoint(): string
  /** Where an endpoint's address leads: a test gives a public name a port of its own. */
  reach(url: URL): URL
}

export interface Publisher {
  /** Signs and delivers behind the answer. Returns the MessageId. */
  publish(topic: Topic, publication: Publication): string
  /** Asks an http or https endpoint to confirm, or tells it that its subscription was ended. */
  ask(subscription: Subscription, topic: Topic, type: 'SubscriptionConfirmation' | 'UnsubscribeConfirmation'): void
  /** The newest deliveries that have ended, oldest first. */
  ended(): readonly Delivery[]
  /** Resolves when none is on its way. */
  idle(): Promise<void>
}

/** Of the deliveries that have ended. */
const keptMost = 10_000

/** Delivers what a topic gets, by each subscription's own rules, and at the end of its retries to its dead-letter queue. */
export function openPublisher(deps: PublisherDeps, options: PublisherOptions): Publisher {
  const { clock, log, newId, places, sender } = deps
  const ended: Delivery[] = []
  const running = new Set<Promise<void>>()

  function keep(delivery: Delivery): void {
    ended.push(delivery)
    if (ended.length > keptMost) ended.shift()
  }

  function start(delivering: Promise<void>): void {
    const delivery = delivering
      .catch((error: unknown) => log.error('practice-aws.not-delivered', { said: String(error) }))
      .finally(() => running.delete(delivery))
    running.add(delivery)
  }

  async function deliver(subscription: Subscription, topic: Topic, publication: Publication, messageId: string): Promise<void> {
    const end = (outcome: Delivery['outcome'], attempts: Delivery['attempts'] = []) =>
      keep({ subscriptionArn: subscription.arn, messageId, attempts, outcome })
    const message = publication.forEachProtocol ? chosen(publication.message, subscription.protocol) : publication.message
    if (!isWanted(subscription, message, publication.attributes)) return end('filtered')
    const envelope = signNotification(
      {
        messageId,
        topicArn: topic.arn,
        message,
        subject: publication.subject,
        messageAttributes: publication.attributes,
        version: versionOf(topic),
        at: clock.now(),
        unsubscribeUrl: `${options.endpoint()}/?Action=Unsubscribe&SubscriptionArn=${subscription.arn}`,
      },
      options.signer(),
    )
    const raw = subscription.attributes.get('RawMessageDelivery') === 'true'
    const attributes = raw ? publication.attributes : undefined
    if (subscription.protocol === 'sqs') {
      const body = raw ? message : toWire(envelope)
      if (enqueue(subscription.endpoint, topic, body, attributes)) return end('delivered', [{ at: clock.now(), status: 200 }])
      return end(deadLetter(subscription, topic, body, attributes) ? 'dead-lettered' : 'lost')
    }
    if (subscription.protocol !== 'http' && subscription.protocol !== 'https') return end('delivered')
    const policy = policyOf(subscription, topic)
    const whole = toPost(envelope, subscription.arn, policy.requestPolicy?.headerContentType)
    const post = raw ? bare(whole, message) : whole
    const { attempts, outcome } = await sender.deliver(options.reach(new URL(subscription.endpoint)), post, planRetries(policy))
    if (outcome !== 'given-up') return end(outcome, attempts)
    end(deadLetter(subscription, topic, post.body, attributes) ? 'dead-lettered' : 'lost', attempts)
  }

  /** A queue takes from SNS only what its policy lets it. */
  function enqueue(queueArn: string, topic: Topic, body: string, attributes?: MessageAttributes): boolean {
    const queue = places.queue(queueArn)
    const allowed = allows(queue?.attributes.get('Policy'), {
      principal: { service: 'sns.amazonaws.com' },
      action: 'sqs:SendMessage',
      resource: queueArn,
      context: { 'aws:SourceArn': topic.arn, 'aws:SourceAccount': topic.accountId },
    })
    if (queue === undefined || !allowed) return false
    const told = Object.entries(attributes ?? {}).map(([name, { Type, Value }]) => [name, { DataType: Type, StringValue: Value }])
    queue.send({ body, attributes: Object.fromEntries(told), senderId: 'AIDAISMY7JYY5F7RTT6AO' })
    return true
  }

  function deadLetter(subscription: Subscription, topic: Topic, body: string, attributes?: MessageAttributes): boolean {
    const arn = redriveTarget(subscription.attributes.get('RedrivePolicy') ?? '')
    return arn !== null && enqueue(arn, topic, body, attributes)
  }

  const policyOf = (subscription: Subscription, topic: Topic) =>
    effectivePolicy({ subscription: subscription.attributes.get('DeliveryPolicy'), topic: topic.attributes.get('DeliveryPolicy') })

  return {
    publish(topic, publication) {
      const messageId = newId()
      for (const subscription of deps.subscriptionsOf(topic.arn)) start(deliver(subscription, topic, publication, messageId))
      return messageId
    },

    ask(subscription, topic, type) {
      const { arn: subscriptionArn, topicArn, token } = subscription
      const messageId = newId()
      const version = versionOf(topic)
      const asking = { type, messageId, topicArn, subscriptionArn, token, at: clock.now(), version, endpoint: options.endpoint() }
      const policy = policyOf(subscription, topic)
      const arnHeader = type === 'SubscriptionConfirmation' ? null : subscriptionArn
      const post = toPost(signConfirmation(asking, options.signer()), arnHeader, policy.requestPolicy?.headerContentType)
      const url = options.reach(new URL(subscription.endpoint))
      start(
        // A confirmation that nobody took is not dead-lettered (recorded).
        sender.deliver(url, post, planRetries(policy)).then(({ attempts, outcome }) => {
          keep({ subscriptionArn, messageId, attempts, outcome: outcome === 'given-up' ? 'lost' : outcome })
        }),
      )
    },

    ended: () => ended,
    async idle() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}

/** A topic that says nothing signs by version 1. */
const versionOf = (topic: Topic): SignatureVersion => (topic.attributes.get('SignatureVersion') === '2' ? '2' : '1')

/** Raw delivery: the message alone, without a signature. */
const bare = ({ headers }: Post, message: string): Post => ({
  body: message,
  headers: { ...headers, 'Content-Length': String(Buffer.byteLength(message)), 'x-amz-sns-rawdelivery': 'true' },
})

function chosen(message: string, protocol: string): string {
  const each = readFilter(message) ?? {}
  return String(each[protocol] ?? each.default)
}

function isWanted(subscription: Subscription, message: string, attributes: MessageAttributes = {}): boolean {
  const policy = readFilter(subscription.attributes.get('FilterPolicy') ?? '')
  if (policy === null) return true
  if (subscription.attributes.get('FilterPolicyScope') === 'MessageBody') {
    const body = readFilter(message)
    return body !== null && passes(policy, body)
  }
  const values = Object.entries(attributes).map(([name, { Type, Value }]) => [name, Type === 'Number' ? Number(Value) : Value])
  return passes(policy, Object.fromEntries(values))
}

/** The queue that a RedrivePolicy names. Null: none, or not in its shape. */
export function redriveTarget(policy: string): string | null {
  const arn = readFilter(policy)?.deadLetterTargetArn
  return typeof arn === 'string' && /^arn:aws[a-z-]*:sqs:[^:]+:\d{12}:.+$/.test(arn) ? arn : null
}
