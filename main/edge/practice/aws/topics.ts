import { z } from 'zod'
import { makeArn, parseArn } from './arn.ts'
import { effectiveTopicText, readTopicPolicy } from './delivery-policy.ts'
import { denial } from './faults.ts'
import { pageOf } from './pages.ts'
import type { Places, Topic } from './places.ts'
import { allows, isPolicy } from './policy.ts'
import type { Publisher, Subscription } from './publish.ts'
import { answered, type Call, type Operations, operations, type Refused, refused } from './wire.ts'

export interface TopicsDeps {
  places: Places
  publisher: Publisher
  subscriptionsOf(topicArn: string): Subscription[]
  /** Its subscriptions go with it. */
  onDeleted(topic: Topic): void
  accountOf(call: Call): string
  callerArn(call: Call): string
}

/** How SNS refuses an input. */
export const invalidParameter = (said: string): Refused => refused(400, 'InvalidParameter', `Invalid parameter: ${said}`)
export const snsInput = operations((field) => invalidParameter(field))

const settable = [
  'Policy',
  'DisplayName',
  'DeliveryPolicy',
  'KmsMasterKeyId',
  'SignatureVersion',
  'TracingConfig',
  'HTTPSuccessFeedbackRoleArn',
  'HTTPSuccessFeedbackSampleRate',
  'HTTPFailureFeedbackRoleArn',
]
const pageSize = 100
/** UTF-8 bytes. */
const messageBytesMost = 262_144

const topicArn = z.object({ TopicArn: z.string() })
const attributes = z.record(z.string(), z.string()).default({})
const tags = z.array(z.object({ Key: z.string(), Value: z.string() })).default([])

type Find = (arn: string, call: Call) => Topic | Refused

/** The topic that a call names, if it is there and the caller may; another account's topic asks its policy. */
export function findTopic({ places, accountOf, callerArn }: Pick<TopicsDeps, 'places' | 'accountOf' | 'callerArn'>): Find {
  return (arn, call) => {
    const parsed = parseArn(arn)
    if (parsed === null || parsed.service !== 'sns' || parsed.region !== call.region) return invalidParameter('TopicArn')
    const topic = places.topic(arn)
    const asking = accountOf(call)
    if (asking !== parsed.accountId) {
      const question = {
        principal: { accountId: asking },
        action: `SNS:${call.operation}`,
        resource: arn,
        context: { 'AWS:SourceOwner': asking },
      }
      if (topic === undefined || !allows(topic.attributes.get('Policy'), question)) {
        const denied = denial(call, callerArn(call))
        return { ...denied, message: denied.message.replace('identity-based', 'resource-based') }
      }
    }
    return topic ?? refused(404, 'NotFound', 'Topic does not exist')
  }
}

/** SNS's topics, and what is published to them. */
export function openTopics(deps: TopicsDeps): Operations {
  const { places, publisher, accountOf } = deps
  const find = findTopic(deps)

  return {
    CreateTopic: snsInput(z.object({ Name: z.string(), Attributes: attributes, Tags: tags }), ({ Name, Attributes, Tags }, call) => {
      if (!/^[A-Za-z0-9_-]{1,256}$/.test(Name)) return invalidParameter('Topic Name')
      const place = places.at(accountOf(call), call.region)
      const there = place.topics.get(Name)
      if (there !== undefined) {
        const differs = Object.entries(Attributes).some(([name, value]) => there.attributes.get(name) !== value)
        if (differs) return invalidParameter('Attributes Reason: Topic already exists with different attributes')
        return answered({ TopicArn: there.arn })
      }
      const wrong = Object.entries(Attributes)
        .map(wrongAttribute)
        .find((one) => one !== null)
      if (wrong !== undefined) return wrong
      const arn = makeArn('sns', place, Name)
      const topic: Topic = {
        arn,
        accountId: place.accountId,
        attributes: new Map([['Policy', defaultPolicy(arn, place.accountId)], ...Object.entries(Attributes)]),
        tags: new Map(Tags.map(({ Key, Value }) => [Key, Value])),
        deleted: 0,
      }
      place.topics.set(Name, topic)
      return answered({ TopicArn: arn })
    }),

    DeleteTopic: snsInput(topicArn, ({ TopicArn }, call) => {
      const topic = find(TopicArn, call)
      if ('kind' in topic) return topic.code === 'NotFound' ? answered() : topic
      places.at(topic.accountId, call.region).topics.delete(parseArn(topic.arn)?.name ?? '')
      deps.onDeleted(topic)
      return answered()
    }),

    ListTopics: snsInput(z.object({ NextToken: z.string().optional() }), ({ NextToken }, call) => {
      const page = pageOf([...places.at(accountOf(call), call.region).topics.values()], pageSize, NextToken)
      if (page === null) return invalidParameter('NextToken')
      return answered({ Topics: page.items.map(({ arn }) => ({ TopicArn: arn })), NextToken: page.next })
    }),

    GetTopicAttributes: snsInput(topicArn, ({ TopicArn }, call) => {
      const topic = find(TopicArn, call)
      return 'kind' in topic ? topic : answered({ Attributes: shown(topic, deps.subscriptionsOf(topic.arn)) })
    }),

    SetTopicAttributes: snsInput(
      topicArn.extend({ AttributeName: z.string(), AttributeValue: z.string().default('') }),
      ({ TopicArn, AttributeName, AttributeValue }, call) => {
        const topic = find(TopicArn, call)
        if ('kind' in topic) return topic
        const wrong = wrongAttribute([AttributeName, AttributeValue])
        if (wrong !== null) return wrong
        if (AttributeValue === '') topic.attributes.delete(AttributeName)
        else topic.attributes.set(AttributeName, AttributeValue)
        return answered()
      },
    ),

    TagResource: snsInput(z.object({ ResourceArn: z.string(), Tags: tags }), ({ ResourceArn, Tags }, call) => {
      const topic = tagged(find(ResourceArn, call))
      if ('kind' in topic) return topic
      for (const { Key, Value } of Tags) topic.tags.set(Key, Value)
      return answered({})
    }),

    UntagResource: snsInput(z.object({ ResourceArn: z.string(), TagKeys: z.array(z.string()) }), ({ ResourceArn, TagKeys }, call) => {
      const topic = tagged(find(ResourceArn, call))
      if ('kind' in topic) return topic
      for (const key of TagKeys) topic.tags.delete(key)
      return answered({})
    }),

    ListTagsForResource: snsInput(z.object({ ResourceArn: z.string() }), ({ ResourceArn }, call) => {
      const topic = tagged(find(ResourceArn, call))
      return 'kind' in topic ? topic : answered({ Tags: [...topic.tags].map(([Key, Value]) => ({ Key, Value })) })
    }),

    Publish: snsInput(
      z.object({
        TopicArn: z.string().optional(),
        TargetArn: z.string().optional(),
        Message: z.string().default(''),
        Subject: z.string().optional(),
        MessageStructure: z.string().optional(),
        MessageAttributes: z.record(z.string(), z.object({ DataType: z.string(), StringValue: z.string().optional() })).optional(),
      }),
      (input, call) => {
        const topic = find(input.TopicArn ?? input.TargetArn ?? '', call)
        if ('kind' in topic) return topic
        if (input.Message === '') return invalidParameter('Empty message')
        if (Buffer.byteLength(input.Message) > messageBytesMost) return invalidParameter('Message too long')
        if (input.Subject !== undefined && !/^[\x20-\x7e]{1,100}$/.test(input.Subject)) return invalidParameter('Subject')
        const forEachProtocol = input.MessageStructure === 'json'
        if (forEachProtocol && !isForEachProtocol(input.Message)) {
          return invalidParameter('Message Structure - No default entry in JSON message body')
        }
        const told = Object.entries(input.MessageAttributes ?? {})
        const messageId = publisher.publish(topic, {
          message: input.Message,
          subject: input.Subject,
          forEachProtocol,
          ...(told.length > 0
            ? { attributes: Object.fromEntries(told.map(([name, one]) => [name, { Type: one.DataType, Value: one.StringValue ?? '' }])) }
            : {}),
        })
        return answered({ MessageId: messageId })
      },
    ),
  }
}

function isForEachProtocol(message: string): boolean {
  try {
    return z.object({ default: z.string() }).safeParse(JSON.parse(message)).success
  } catch {
    return false // not JSON
  }
}

const tagged = (topic: Topic | Refused): Topic | Refused =>
  'kind' in topic && topic.code === 'NotFound' ? refused(404, 'ResourceNotFound', 'Resource does not exist') : topic

function wrongAttribute([name, value]: [string, string]): Refused | null {
  if (!settable.includes(name)) return invalidParameter('AttributeName')
  if (value === '') return null
  if (name === 'Policy' && !isPolicy(value)) return invalidParameter('Policy Error: null')
  if (name === 'SignatureVersion' && value !== '1' && value !== '2') return invalidParameter('SignatureVersion')
  if (name !== 'DeliveryPolicy') return null
  const read = readTopicPolicy(value)
  return read.ok ? null : invalidParameter(`DeliveryPolicy: ${read.said}`)
}

/** What SNS gives a topic that comes without a policy, as recorded. */
function defaultPolicy(arn: string, accountId: string): string {
  const names =
    'GetTopicAttributes SetTopicAttributes AddPermission RemovePermission DeleteTopic Subscribe ListSubscriptionsByTopic Publish'
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: names.split(' ').map((name) => `SNS:${name}`),
        Resource: arn,
        Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
      },
    ],
  })
}

function shown(topic: Topic, subscriptions: readonly Subscription[]): Map<string, string> {
  const { Policy = '', DisplayName = '', ...others } = Object.fromEntries(topic.attributes)
  const count = (state: Subscription['state']) => String(subscriptions.filter((one) => one.state === state).length)
  return new Map([
    ['Policy', Policy],
    ['Owner', topic.accountId],
    ['SubscriptionsPending', count('pending')],
    ['TopicArn', topic.arn],
    ['EffectiveDeliveryPolicy', effectiveTopicText(topic.attributes.get('DeliveryPolicy'))],
    ['SubscriptionsConfirmed', count('confirmed')],
    ['DisplayName', DisplayName],
    ['SubscriptionsDeleted', String(topic.deleted)],
    ...Object.entries(others),
  ])
}
