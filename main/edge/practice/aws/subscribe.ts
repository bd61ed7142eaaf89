import { z } from 'zod'
import type { Clock } from '../../../ports.ts'
import type { Refusal, Subscriptions } from '../subscriptions.ts'
import { parseArn } from './arn.ts'
import { effectiveSubscriptionText, readSubscriptionPolicy } from './delivery-policy.ts'
import { readFilter } from './filter.ts'
import { pageOf } from './pages.ts'
import type { Topic } from './places.ts'
import { type Publisher, redriveTarget, type Subscription, type Target } from './publish.ts'
import { invalidParameter, snsInput } from './topics.ts'
import { answered, type Call, type Operations, type Refused, type Result, refused } from './wire.ts'

export interface SubscribeDeps {
  clock: Clock
  subscriptions: Subscriptions<Target>
  publisher: Publisher
  findTopic(arn: string, call: Call): Topic | Refused
  topic(arn: string): Topic | undefined
  caller: { accountOf(call: Call): string; arn(call: Call): string }
}

const pageSize = 100
/** What nobody confirmed is gone after three days. Source: SNS developer guide, sns-delete-subscription-topic. */
const pendingMs = 3 * 86_400_000
/** An ended subscription stays in the lists, as `Deleted`; AWS says "for a while". */
const deletedShownMs = 3_600_000

const settable = ['DeliveryPolicy', 'FilterPolicy', 'FilterPolicyScope', 'RawMessageDelivery', 'RedrivePolicy', 'SubscriptionRoleArn']
const asking = ['http', 'https', 'email', 'email-json']
const others = ['sqs', 'lambda', 'sms', 'application', 'firehose']

const subscriptionArn = z.object({ SubscriptionArn: z.string() })
const nextToken = z.object({ NextToken: z.string().optional() })
const gone = refused(404, 'NotFound', 'Subscription does not exist')

/** SNS's subscriptions. Answers and errors as recorded of AWS. */
export function openSubscribe(deps: SubscribeDeps): Operations {
  const { clock, subscriptions, publisher, caller } = deps

  const listed = (belongs: (one: Subscription) => boolean, call: { NextToken?: string | undefined }): Result => {
    for (const one of subscriptions.all()) if (one.state === 'pending' && clock.now() > one.since + pendingMs) subscriptions.drop(one.arn)
    const shown = subscriptions
      .all()
      .filter((one) => belongs(one) && (one.state !== 'unsubscribed' || clock.now() <= one.since + deletedShownMs))
    const page = pageOf(shown, pageSize, call.NextToken)
    if (page === null) return invalidParameter('NextToken')
    return answered({ Subscriptions: page.items.map(inList), NextToken: page.next })
  }

  const find = (arn: string): Subscription | Refused => {
    if (parseArn(arn)?.service !== 'sns' || arn.split(':').length !== 7) return invalidParameter('SubscriptionArn')
    const held = subscriptions.byArn(arn)
    return held === undefined || held.state === 'unsubscribed' ? gone : held
  }

  return {
    Subscribe: snsInput(
      z.object({
        TopicArn: z.string(),
        Protocol: z.string(),
        Endpoint: z.string().default(''),
        Attributes: z.record(z.string(), z.string()).default({}),
        ReturnSubscriptionArn: z.string().optional(),
      }),
      ({ TopicArn, Protocol, Endpoint, Attributes, ReturnSubscriptionArn }, call) => {
        const topic = deps.findTopic(TopicArn, call)
        if ('kind' in topic) return topic
        const wrong =
          wrongEndpoint(Protocol, Endpoint) ??
          Object.entries(Attributes)
            .map(wrongAttribute)
            .find((one) => one !== null)
        if (wrong !== null && wrong !== undefined) return wrong
        const answer = (one: Subscription) =>
          answered({ SubscriptionArn: one.state === 'pending' && ReturnSubscriptionArn !== 'true' ? 'pending confirmation' : one.arn })

        const same = (one: Subscription) => one.topicArn === TopicArn && one.protocol === Protocol && one.endpoint === Endpoint
        const there = subscriptions.all().find((one) => same(one) && one.state !== 'unsubscribed')
        if (there !== undefined) {
          const differs = Object.entries(Attributes).some(([name, value]) => there.attributes.get(name) !== value)
          if (differs) return invalidParameter('Attributes Reason: Subscription already exists with different attributes')
          if (there.state === 'pending' && isHttp(there)) publisher.ask(there, topic, 'SubscriptionConfirmation')
          return answer(there)
        }
        const owner = caller.accountOf(call)
        const made = subscriptions.add(
          { topicArn: TopicArn, confirmed: !asking.includes(Protocol) },
          {
            protocol: Protocol,
            endpoint: Endpoint,
            owner,
            principal: caller.arn(call),
            attributes: new Map(Object.entries(Attributes)),
            authenticated: true,
          },
        )
        if (made.state === 'pending') made.authenticated = false
        if (isHttp(made)) publisher.ask(made, topic, 'SubscriptionConfirmation')
        return answer(made)
      },
    ),

    ConfirmSubscription: snsInput(
      z.object({ TopicArn: z.string().default(''), Token: z.string().default(''), AuthenticateOnUnsubscribe: z.string().optional() }),
      ({ TopicArn, Token, AuthenticateOnUnsubscribe }, call) => {
        const signed = call.accessKeyId !== null
        const confirmed = subscriptions.confirm({
          topicArn: TopicArn,
          token: Token,
          authenticateOnUnsubscribe: AuthenticateOnUnsubscribe === 'true',
          signed,
        })
        if ('code' in confirmed) return told(confirmed)
        if (signed && AuthenticateOnUnsubscribe === 'true') confirmed.authenticated = true
        return answered({ SubscriptionArn: confirmed.arn })
      },
    ),

    Unsubscribe: snsInput(subscriptionArn, ({ SubscriptionArn }, call) => {
      if (parseArn(SubscriptionArn)?.service !== 'sns')
        return invalidParameter('SubscriptionArn Reason: An ARN must have at least 6 elements, not 1')
      const ended = subscriptions.unsubscribe({ subscriptionArn: SubscriptionArn, signed: call.accessKeyId !== null })
      if ('code' in ended) return told(ended)
      const { held, tell } = ended
      const topic = held === null ? undefined : deps.topic(held.topicArn)
      if (held === null || topic === undefined) return answered()
      topic.deleted += 1
      if (tell && isHttp(held)) publisher.ask(held, topic, 'UnsubscribeConfirmation')
      return answered()
    }),

    ListSubscriptions: snsInput(nextToken, (input, call) =>
      listed((one) => one.owner === caller.accountOf(call) && parseArn(one.topicArn)?.region === call.region, input),
    ),

    ListSubscriptionsByTopic: snsInput(nextToken.extend({ TopicArn: z.string() }), (input, call) => {
      const topic = deps.findTopic(input.TopicArn, call)
      return 'kind' in topic ? topic : listed((one) => one.topicArn === topic.arn, input)
    }),

    GetSubscriptionAttributes: snsInput(subscriptionArn, ({ SubscriptionArn }) => {
      const one = find(SubscriptionArn)
      return 'kind' in one ? one : answered({ Attributes: attributesOf(one, deps.topic(one.topicArn)) })
    }),

    SetSubscriptionAttributes: snsInput(
      subscriptionArn.extend({ AttributeName: z.string(), AttributeValue: z.string().default('') }),
      ({ SubscriptionArn, AttributeName, AttributeValue }) => {
        const one = find(SubscriptionArn)
        if ('kind' in one) return one
        const wrong = wrongAttribute([AttributeName, AttributeValue])
        if (wrong !== null) return wrong
        if (AttributeValue === '' || AttributeValue === '{}') one.attributes.delete(AttributeName)
        else one.attributes.set(AttributeName, AttributeValue)
        return answered()
      },
    ),
  }
}

const told = ({ status, code, message }: Refusal): Refused => refused(status, code, message)
const isHttp = ({ protocol }: Target): boolean => protocol === 'http' || protocol === 'https'

function wrongEndpoint(protocol: string, endpoint: string): Refused | null {
  if (!asking.includes(protocol) && !others.includes(protocol)) return invalidParameter(`Invalid protocol: ${protocol}`)
  if (protocol === 'sqs' && parseArn(endpoint)?.service !== 'sqs') return invalidParameter('SQS endpoint ARN')
  if (protocol === 'lambda' && parseArn(endpoint)?.service !== 'lambda') return invalidParameter('Lambda endpoint ARN')
  if (protocol !== 'http' && protocol !== 'https') return null
  if (!endpoint.startsWith(`${protocol}://`)) return invalidParameter('Endpoint must match the specified protocol')
  const host = URL.canParse(endpoint) ? new URL(endpoint).hostname : ''
  return host === '' || host.includes('_') ? invalidParameter('Endpoint Reason: please provide a valid URL') : null
}

function wrongAttribute([name, value]: [string, string]): Refused | null {
  if (!settable.includes(name)) return invalidParameter('AttributeName')
  if (value === '') return null
  if (name === 'RedrivePolicy' && value !== '{}' && redriveTarget(value) === null) {
    return invalidParameter('RedrivePolicy: deadLetterTargetArn must be the ARN of an SQS queue')
  }
  if (name === 'FilterPolicy' && readFilter(value) === null) return invalidParameter('FilterPolicy: failed to parse JSON.')
  if (name === 'FilterPolicyScope' && value !== 'MessageAttributes' && value !== 'MessageBody') {
    return invalidParameter(`FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`)
  }
  if (name === 'RawMessageDelivery' && value !== 'true' && value !== 'false') {
    return invalidParameter(`Attributes Reason: RawMessageDelivery: Invalid value [${value}]. Must be true or false.`)
  }
  if (name !== 'DeliveryPolicy') return null
  const read = readSubscriptionPolicy(value)
  return read.ok ? null : invalidParameter(`DeliveryPolicy: ${read.said}`)
}

/** Somebody's password never leaves. */
const masked = (endpoint: string): string => endpoint.replace(/^(https?:\/\/[^/:@]+):[^@/]*@/, '$1:****@')

function inList(one: Subscription): Record<string, string> {
  return {
    SubscriptionArn: { pending: 'PendingConfirmation', confirmed: one.arn, unsubscribed: 'Deleted' }[one.state],
    Owner: one.owner,
    Protocol: one.protocol,
    Endpoint: masked(one.endpoint),
    TopicArn: one.topicArn,
  }
}

function attributesOf(one: Subscription, topic: Topic | undefined): Map<string, string> {
  const policies = { subscription: one.attributes.get('DeliveryPolicy'), topic: topic?.attributes.get('DeliveryPolicy') }
  const shown = new Map([
    ['SubscriptionPrincipal', one.principal],
    ['Owner', one.owner],
    ['RawMessageDelivery', 'false'],
    ['TopicArn', one.topicArn],
    ['Endpoint', masked(one.endpoint)],
    ...(isHttp(one) ? ([['EffectiveDeliveryPolicy', effectiveSubscriptionText(policies)]] as const) : []),
    ['Protocol', one.protocol],
    ['PendingConfirmation', String(one.state === 'pending')],
    ['ConfirmationWasAuthenticated', String(one.authenticated)],
    ['SubscriptionArn', one.arn],
  ])
  if (one.attributes.has('FilterPolicy')) shown.set('FilterPolicyScope', 'MessageAttributes')
  for (const [name, value] of one.attributes) shown.set(name, value)
  return shown
}
