import type { HeldSubscription } from '../../core/aws/plan-move.ts'
import type { AwsClients } from './clients.ts'

/** What a move needs of SNS, in one region of one account. Each throws what the SDK throws. */
export interface SubscriptionCalls {
  /** All that the account has made there. */
  all(): Promise<HeldSubscription[]>
  ofTopic(topicArn: string): Promise<HeldSubscription[]>
  /** What a subscription was given beside its endpoint: filter, retries, dead-letter queue. */
  settings(subscriptionArn: string): Promise<Record<string, string>>
  subscribe(topicArn: string, endpoint: string, settings: Record<string, string>): Promise<void>
  unsubscribe(subscriptionArn: string): Promise<void>
}

/** What goes over to the new subscription. Raw delivery does not: it would take the signature off. */
const kept = ['DeliveryPolicy', 'FilterPolicy', 'FilterPolicyScope', 'RedrivePolicy']

interface Listed {
  TopicArn?: string | undefined
  SubscriptionArn?: string | undefined
  Endpoint?: string | undefined
}

function held({ TopicArn = '', SubscriptionArn = '', Endpoint = '' }: Listed): HeldSubscription[] {
  if (SubscriptionArn === 'Deleted') return []
  return [{ topicArn: TopicArn, subscriptionArn: SubscriptionArn.startsWith('arn:') ? SubscriptionArn : null, endpoint: Endpoint }]
}

export function subscriptionCalls(clients: AwsClients, region: string, signal: AbortSignal): SubscriptionCalls {
  const options = { abortSignal: signal }
  return {
    async all() {
      const { paginateListSubscriptions } = await import('@aws-sdk/client-sns')
      const found: HeldSubscription[] = []
      for await (const { Subscriptions = [] } of paginateListSubscriptions({ client: await clients.sns(region) }, {}, options))
        found.push(...Subscriptions.flatMap(held))
      return found
    },
    async ofTopic(topicArn) {
      const { paginateListSubscriptionsByTopic } = await import('@aws-sdk/client-sns')
      const pages = paginateListSubscriptionsByTopic({ client: await clients.sns(region) }, { TopicArn: topicArn }, options)
      const found: HeldSubscription[] = []
      for await (const { Subscriptions = [] } of pages) found.push(...Subscriptions.flatMap(held))
      return found
    },
    async settings(subscriptionArn) {
      const { GetSubscriptionAttributesCommand } = await import('@aws-sdk/client-sns')
      const sns = await clients.sns(region)
      const { Attributes = {} } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: subscriptionArn }), options)
      // A scope is refused where there is no filter for it.
      const wished = Attributes.FilterPolicy ? kept : kept.filter((name) => name !== 'FilterPolicyScope')
      return Object.fromEntries(Object.entries(Attributes).filter(([name, value]) => wished.includes(name) && value !== ''))
    },
    async subscribe(topicArn, endpoint, settings) {
      const { SubscribeCommand } = await import('@aws-sdk/client-sns')
      const sns = await clients.sns(region)
      const Protocol = endpoint.startsWith('http://') ? 'http' : 'https'
      await sns.send(
        new SubscribeCommand({ TopicArn: topicArn, Protocol, Endpoint: endpoint, ReturnSubscriptionArn: true, Attributes: settings }),
        options,
      )
    },
    async unsubscribe(subscriptionArn) {
      const { UnsubscribeCommand } = await import('@aws-sdk/client-sns')
      const sns = await clients.sns(region)
      await sns.send(new UnsubscribeCommand({ SubscriptionArn: subscriptionArn }), options)
    },
  }
}
