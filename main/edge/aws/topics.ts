import type { RegionLook, Seen, SubscriptionLook, SubscriptionSettings, TopicAttributes, TopicLook } from '../../core/aws/look.ts'
import { alarmsOn } from '../../core/aws/look.ts'
import { parseTopicArn } from '../../core/sns/topic-arn.ts'
import { readAlarms } from './alarms.ts'
import type { AwsClients } from './clients.ts'

/** Topics beyond these are listed by name only, those that alarms publish to first: SNS takes some 30 such calls a second. */
export const lookedAtMost = 100
const atOnce = 5

/** Where to look, and how long. */
export interface Place {
  clients: AwsClients
  accountId: string
  region: string
  signal: AbortSignal
}

/**
 * Looks at a region: its topics, what publishes to them and who is subscribed. What may not be read is said in its place, and the rest is
 * read all the same.
 * @param named further topics, such as those of other accounts, which no list holds
 */
export async function lookAtRegion(place: Place, named: readonly string[] = []): Promise<RegionLook> {
  const { accountId, region } = place
  const [listed, alarms] = await Promise.all([
    seen(place, () => listTopics(place)),
    seen(place, () => readAlarms(place.clients, region, 'all', place.signal)),
  ])
  const arns = [...new Set([...(listed.seen ? listed.value : []), ...named])]
  const known = alarms.seen ? alarms.value : []
  const byUse = arns.toSorted((a, b) => Number(alarmsOn(b, known).length > 0) - Number(alarmsOn(a, known).length > 0))
  const looked = await eachOf(byUse.slice(0, lookedAtMost), (arn) => lookAtTopic(place, arn))
  const unread: Seen<never> = { seen: false, said: 'Not looked at yet: there are many topics. Choose it to see more.' }
  const rest = byUse.slice(lookedAtMost).map((arn) => ({ ...nameOf(place, arn), attributes: unread, subscriptions: unread, rules: unread }))
  const topics: Seen<TopicLook[]> = listed.seen || looked.length > 0 ? { seen: true, value: [...looked, ...rest] } : listed
  return { accountId, region, topics, alarms }
}

/** Looks at one topic, of whichever account. */
export async function lookAtTopic(place: Place, topicArn: string): Promise<TopicLook> {
  const [attributes, subscriptions, rules] = await Promise.all([
    seen(place, () => readTopicAttributes(place, topicArn)),
    seen(place, () => listSubscriptions(place, topicArn)),
    seen(place, () => listRules(place, topicArn)),
  ])
  return { ...nameOf(place, topicArn), attributes, subscriptions, rules }
}

function nameOf({ accountId }: Place, topicArn: string): Pick<TopicLook, 'topicArn' | 'name' | 'region' | 'accountId' | 'ours'> {
  const topic = parseTopicArn(topicArn)
  return {
    topicArn,
    name: topic?.name ?? topicArn,
    region: topic?.region ?? '',
    accountId: topic?.accountId ?? '',
    ours: topic?.accountId === accountId,
  }
}

/** What can be read, or why not. */
export async function seen<T>({ clients }: Pick<Place, 'clients'>, read: () => Promise<T>): Promise<Seen<T>> {
  try {
    return { seen: true, value: await read() }
  } catch (error) {
    return { seen: false, said: clients.fault(error).said }
  }
}

async function listTopics({ clients, region, signal }: Place): Promise<string[]> {
  const { paginateListTopics } = await import('@aws-sdk/client-sns')
  const found: string[] = []
  for await (const page of paginateListTopics({ client: await clients.sns(region) }, {}, { abortSignal: signal })) {
    for (const { TopicArn } of page.Topics ?? []) if (TopicArn !== undefined) found.push(TopicArn)
  }
  return found
}

/** Throws what the SDK throws, such as for a topic that is not there. */
export async function readTopicAttributes(
  { clients, region, signal }: Omit<Place, 'accountId'>,
  topicArn: string,
): Promise<TopicAttributes> {
  const { GetTopicAttributesCommand } = await import('@aws-sdk/client-sns')
  const sns = await clients.sns(region)
  const { Attributes = {} } = await sns.send(new GetTopicAttributesCommand({ TopicArn: topicArn }), { abortSignal: signal })
  return {
    signatureVersion: Attributes.SignatureVersion === '2' ? '2' : '1',
    kmsKeyId: Attributes.KmsMasterKeyId || null,
    policy: Attributes.Policy || null,
    displayName: Attributes.DisplayName ?? '',
  }
}

const literal: Record<string, SubscriptionLook['state']> = { PendingConfirmation: 'pending', Deleted: 'deleted' }

export async function listSubscriptions(
  { clients, region, signal }: Omit<Place, 'accountId'>,
  topicArn: string,
): Promise<SubscriptionLook[]> {
  const { paginateListSubscriptionsByTopic } = await import('@aws-sdk/client-sns')
  const found: SubscriptionLook[] = []
  const pages = paginateListSubscriptionsByTopic({ client: await clients.sns(region) }, { TopicArn: topicArn }, { abortSignal: signal })
  for await (const page of pages) {
    for (const { SubscriptionArn = '', Protocol = '', Endpoint = '' } of page.Subscriptions ?? []) {
      const state = literal[SubscriptionArn] ?? 'confirmed'
      found.push({ subscriptionArn: state === 'confirmed' ? SubscriptionArn : null, state, protocol: Protocol, endpoint: Endpoint })
    }
  }
  return found
}

/** Null: there is no such subscription. */
export async function readSubscription(
  { clients, region, signal }: Omit<Place, 'accountId'>,
  subscriptionArn: string,
): Promise<SubscriptionSettings | null> {
  const { GetSubscriptionAttributesCommand } = await import('@aws-sdk/client-sns')
  const sns = await clients.sns(region)
  try {
    const { Attributes = {} } = await sns.send(new GetSubscriptionAttributesCommand({ SubscriptionArn: subscriptionArn }), {
      abortSignal: signal,
    })
    return {
      subscriptionArn,
      pending: Attributes.PendingConfirmation === 'true',
      deliveryPolicy: Attributes.DeliveryPolicy || null,
      redrivePolicy: Attributes.RedrivePolicy || null,
      raw: Attributes.RawMessageDelivery === 'true',
      authenticated: Attributes.ConfirmationWasAuthenticated === 'true',
    }
  } catch (error) {
    if (clients.fault(error).code === 'not-found') return null
    throw error
  }
}

/** EventBridge's rules in the same account and region that send to a topic. */
async function listRules({ clients, region, signal }: Place, topicArn: string): Promise<string[]> {
  const { ListRuleNamesByTargetCommand } = await import('@aws-sdk/client-eventbridge')
  const events = await clients.eventBridge(region)
  const found: string[] = []
  let NextToken: string | undefined
  do {
    const page = await events.send(
      new ListRuleNamesByTargetCommand({ TargetArn: topicArn, ...(NextToken === undefined ? {} : { NextToken }) }),
      { abortSignal: signal },
    )
    found.push(...(page.RuleNames ?? []))
    NextToken = page.NextToken || undefined
  } while (NextToken !== undefined)
  return found
}

/** One after the other for each of a few at once. */
async function eachOf<In, Out>(items: readonly In[], run: (item: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const at = next++
      const item = items[at]
      if (item !== undefined) results[at] = await run(item)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker))
  return results
}
