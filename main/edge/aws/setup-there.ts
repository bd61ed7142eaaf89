import type { AlarmLook } from '../../core/aws/alarm-definition.ts'
import type { RenderScope } from '../../core/aws/as-cli.ts'
import type { Seen, SubscriptionSettings, TopicLook } from '../../core/aws/look.ts'
import { deadLetterArnOf, queueArnOf, type SetupThere } from '../../core/aws/plan-setup.ts'
import type { SetupWish } from '../../core/aws/setup-wish.ts'
import { parseTopicArn } from '../../core/sns/topic-arn.ts'
import { topicAllowed } from '../../core/sns/topic-list.ts'
import type { AccountRow } from '../../store/account-rows.ts'
import type { IntegrationRow } from '../../store/integration-rows.ts'
import { readAlarms } from './alarms.ts'
import { readQueue } from './queue-look.ts'
import type { SetupPorts } from './step-work.ts'
import { endpointOf, ownAmong } from './subscription-steps.ts'
import { lookAtTopic, type Place, readSubscription, seen } from './topics.ts'

/** The name of an integration's queue: the same for as long as it lives, and of no other desk's in the same account. */
export const queueNameOf = ({ id, createdAt }: Pick<IntegrationRow, 'id' | 'createdAt'>): string => `tocsin-${id}-${createdAt.toString(36)}`

/** What is there of all that a wish is about. Without a place nothing can be seen, and all of it is planned. */
export async function lookForSetup(
  wish: SetupWish,
  integration: IntegrationRow,
  where: { place: Place | null; account: AccountRow | null },
  ports: SetupPorts,
): Promise<SetupThere> {
  const first = wish.topicArns.map(parseTopicArn).find((topic) => topic !== null)
  const named = {
    accountId: where.account?.accountId ?? first?.accountId ?? '123456789012',
    partition: where.account?.partition ?? first?.partition ?? 'aws',
    queueName: queueNameOf(integration),
    inboundUrl: ports.inboundUrl(integration.id),
    watched: ports.queues?.watched(integration.id) ?? null,
  }
  const created = wish.createTopic === null ? [] : [`arn:${named.partition}:sns:${wish.region}:${named.accountId}:${wish.createTopic}`]
  const subscribed = [...created, ...wish.topicArns]
  const there = { ...named, trusted: subscribed.filter((arn) => topicAllowed(arn, integration.topics)) }
  const { place } = where
  if (place === null) return { ...there, topics: {}, subscriptions: {}, queues: {}, alarms: {} }

  const ofFixes = wish.fixes.flatMap((fix) => ('topicArn' in fix ? [fix.topicArn] : []))
  const arns = [...new Set([...subscribed, ...ofFixes])].filter((arn) => parseTopicArn(arn)?.region === wish.region)
  const topics: Record<string, TopicLook> = {}
  const subscriptions: Record<string, Seen<SubscriptionSettings | null>> = {}
  for (const arn of arns) {
    const topic = await lookAtTopic(place, arn)
    topics[arn] = topic
    subscriptions[arn] = await ownSubscription(topic, wish, there, place, ports)
  }
  const queues: Record<string, Seen<{ policy: string | null } | null>> = {}
  const queueArns = [
    ...(wish.way === 'queue' ? [queueArnOf(there, wish.region)] : []),
    ...(wish.deadLetterQueue ? [deadLetterArnOf(there, wish.region)] : []),
  ]
  for (const arn of queueArns) queues[arn] = await seen(place, () => readQueue(place, arn))
  const alarmNames = [...new Set(wish.fixes.flatMap((fix) => ('alarmName' in fix ? [fix.alarmName] : [])))]
  const found = await seen(place, () =>
    alarmNames.length === 0 ? Promise.resolve([]) : readAlarms(place.clients, wish.region, { named: alarmNames }, place.signal),
  )
  const alarms = Object.fromEntries(
    alarmNames.map((name): [string, Seen<AlarmLook | null>] => [
      name,
      found.seen ? { seen: true, value: found.value.find(({ alarmName }) => alarmName === name) ?? null } : found,
    ]),
  )
  return { ...there, topics, subscriptions, queues, alarms }
}

async function ownSubscription(
  { subscriptions }: TopicLook,
  wish: SetupWish,
  there: Pick<SetupThere, 'accountId' | 'partition' | 'queueName' | 'inboundUrl'>,
  place: Place,
  ports: SetupPorts,
): Promise<Seen<SubscriptionSettings | null>> {
  if (!subscriptions.seen) return subscriptions
  if (wish.way === 'push' && there.inboundUrl === null) return { seen: true, value: null }
  const end =
    wish.way === 'push' ? ({ protocol: 'push' } as const) : ({ protocol: 'sqs', queueArn: queueArnOf(there, wish.region) } as const)
  const own = ownAmong(subscriptions.value, endpointOf(end, { ports, integrationId: wish.integrationId }))
  if (own === null) return { seen: true, value: null }
  const { subscriptionArn } = own
  const pending = { subscriptionArn: '', pending: true, deliveryPolicy: null, redrivePolicy: null, raw: false, authenticated: false }
  return subscriptionArn === null ? { seen: true, value: pending } : seen(place, () => readSubscription(place, subscriptionArn))
}

/** What the renderers of a plan need of what is there. */
export function renderScope(there: SetupThere, region: string, profile: string | null): RenderScope {
  const policies: Record<string, string | null> = {}
  for (const [arn, { attributes }] of Object.entries(there.topics)) policies[arn] = attributes.seen ? attributes.value.policy : null
  for (const [arn, queue] of Object.entries(there.queues)) policies[arn] = queue.seen ? (queue.value?.policy ?? null) : null
  const alarms: Record<string, AlarmLook> = {}
  for (const [name, alarm] of Object.entries(there.alarms)) if (alarm.seen && alarm.value !== null) alarms[name] = alarm.value
  return { region, profile, inboundUrl: there.inboundUrl ?? 'https://YOUR-PUBLIC-ADDRESS/in/SECRET', policies, alarms }
}
