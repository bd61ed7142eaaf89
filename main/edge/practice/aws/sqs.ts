import { z } from 'zod'
import { makeArn } from './arn.ts'
import { pageOf } from './pages.ts'
import type { Place, Places } from './places.ts'
import { isPolicy } from './policy.ts'
import { makeQueue, md5, type Queue, type QueueDeps, type Received } from './queues.ts'
import { answered, type Call, type Operations, operations, type Refused, type Result, refused } from './wire.ts'

export interface SqsDeps extends QueueDeps {
  places: Places
  accountOf(call: Call): string
  /** Where queues are reached: `http://127.0.0.1:PORT`. */
  endpoint(): string
}

const noQueue = refused(
  400,
  'AWS.SimpleQueueService.NonExistentQueue',
  'The specified queue does not exist.',
  'com.amazonaws.sqs#QueueDoesNotExist',
)
const badHandle = (handle: string) =>
  refused(
    404,
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
    own('ReceiptHandleIsInvalid'),
  )
const own = (name: string) => `com.amazonaws.sqs#${name}`
const invalidValue = (said: string) => refused(400, 'InvalidParameterValue', said, own('InvalidParameterValueException'))
const parsed = operations((field, said) =>
  refused(400, 'InvalidParameterValue', `Value for parameter ${field} is invalid. Reason: ${said}`, own('InvalidParameterValueException')),
)

/** A queue's name can be had again a minute after it was deleted; a purge takes as long. */
const minuteMs = 60_000

const queueUrl = z.object({ QueueUrl: z.string() })
const attributes = z.record(z.string(), z.string())
const strings = z.array(z.string()).optional()
const receiveShape = queueUrl.extend({
  MaxNumberOfMessages: z.number().int().min(1).max(10).default(1),
  VisibilityTimeout: z.number().int().min(0).max(43_200).optional(),
  WaitTimeSeconds: z.number().int().min(0).max(20).optional(),
  AttributeNames: strings,
  MessageSystemAttributeNames: strings,
  MessageAttributeNames: strings,
})
const messageAttributes = z.record(z.string(), z.object({ DataType: z.string(), StringValue: z.string().optional() })).default({})
const sendShape = queueUrl.extend({
  MessageBody: z.string().min(1),
  DelaySeconds: z.number().int().min(0).max(900).optional(),
  MessageAttributes: messageAttributes,
})
const handleShape = queueUrl.extend({ ReceiptHandle: z.string() })
const visibilityShape = handleShape.extend({ VisibilityTimeout: z.number().int().min(0).max(43_200) })
const batchOf = <T extends z.ZodRawShape>(entry: T) => queueUrl.extend({ Entries: z.array(z.object({ Id: z.string(), ...entry })).max(10) })

/** SQS, as its JSON protocol asks for it. Shapes and errors: docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference. */
export function openSqs(deps: SqsDeps): Operations {
  const { clock, places, accountOf } = deps
  /** Names that were given up, with the instant. */
  const givenUp = new Map<string, number>()

  const placeOf = (call: Call): Place => places.at(accountOf(call), call.region)
  const find = ({ QueueUrl }: { QueueUrl: string }, call: Call): Queue | undefined => {
    const [, accountId = '', name = ''] = /\/([^/]+)\/([^/]+)\/?$/.exec(QueueUrl) ?? []
    return places.at(accountId, call.region).queues.get(name)
  }
  /** An operation on a queue that is there. */
  const on =
    <T extends { QueueUrl: string }>(run: (queue: Queue, input: T, call: Call) => Result | Promise<Result>) =>
    (input: T, call: Call): Result | Promise<Result> => {
      const queue = find(input, call)
      return queue === undefined ? noQueue : run(queue, input, call)
    }

  return {
    CreateQueue: parsed(z.object({ QueueName: z.string(), Attributes: attributes.default({}) }), ({ QueueName, Attributes }, call) => {
      const place = placeOf(call)
      if (!/^[A-Za-z0-9_-]{1,80}$/.test(QueueName)) {
        return invalidValue('Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length')
      }
      const wrong = wrongAttribute(Attributes)
      if (wrong !== null) return wrong
      const there = place.queues.get(QueueName)
      if (there !== undefined) {
        const other = Object.entries(Attributes).find(([name, value]) => there.attributes.get(name) !== value)
        if (other === undefined) return answered({ QueueUrl: there.url })
        const said = `A queue already exists with the same name and a different value for attribute ${other[0]}`
        return refused(400, 'QueueAlreadyExists', said, own('QueueNameExists'))
      }
      const arn = makeArn('sqs', place, QueueName)
      if (clock.now() < (givenUp.get(arn) ?? Number.NEGATIVE_INFINITY) + minuteMs) {
        const said = 'You must wait 60 seconds after deleting a queue before you can create another with the same name.'
        return refused(400, 'AWS.SimpleQueueService.QueueDeletedRecently', said, own('QueueDeletedRecently'))
      }
      const url = `${deps.endpoint()}/${place.accountId}/${QueueName}`
      place.queues.set(QueueName, makeQueue(deps, { arn, url, name: QueueName, attributes: Object.entries(Attributes) }))
      return answered({ QueueUrl: url })
    }),

    GetQueueUrl: parsed(z.object({ QueueName: z.string(), QueueOwnerAWSAccountId: z.string().optional() }), (input, call) => {
      const queue = places.at(input.QueueOwnerAWSAccountId ?? accountOf(call), call.region).queues.get(input.QueueName)
      return queue === undefined ? noQueue : answered({ QueueUrl: queue.url })
    }),

    ListQueues: parsed(
      z.object({
        QueueNamePrefix: z.string().default(''),
        MaxResults: z.number().int().min(1).max(1_000).default(1_000),
        NextToken: z.string().optional(),
      }),
      ({ QueueNamePrefix, MaxResults, NextToken }, call) => {
        const urls = [...placeOf(call).queues.values()].filter(({ name }) => name.startsWith(QueueNamePrefix)).map(({ url }) => url)
        const page = pageOf(urls.sort(), MaxResults, NextToken)
        if (page === null) return invalidValue('Invalid or expired next token.')
        return answered({ ...(page.items.length > 0 ? { QueueUrls: page.items } : {}), NextToken: page.next })
      },
    ),

    DeleteQueue: parsed(
      queueUrl,
      on((queue, _, call) => {
        queue.close()
        givenUp.set(queue.arn, clock.now())
        placeOf(call).queues.delete(queue.name)
        return answered()
      }),
    ),

    GetQueueAttributes: parsed(
      queueUrl.extend({ AttributeNames: strings }),
      on((queue, { AttributeNames = [] }) => {
        const all = attributesOf(queue)
        const asked = AttributeNames.includes('All') ? all : all.filter(([name]) => AttributeNames.includes(name))
        return answered(asked.length > 0 ? { Attributes: Object.fromEntries(asked) } : {})
      }),
    ),

    SetQueueAttributes: parsed(
      queueUrl.extend({ Attributes: attributes }),
      on((queue, { Attributes }) => {
        const wrong = wrongAttribute(Attributes)
        if (wrong !== null) return wrong
        for (const [name, value] of Object.entries(Attributes)) {
          if (value === '') queue.attributes.delete(name)
          else queue.attributes.set(name, value)
        }
        queue.changedAt = clock.now()
        return answered()
      }),
    ),

    ReceiveMessage: parsed(
      receiveShape,
      on(async (queue, input, call) => {
        const seconds = (name: string) => Number(queue.attributes.get(name))
        const received = await queue.receive(
          {
            max: input.MaxNumberOfMessages,
            visibilityMs: (input.VisibilityTimeout ?? seconds('VisibilityTimeout')) * 1_000,
            waitMs: (input.WaitTimeSeconds ?? seconds('ReceiveMessageWaitTimeSeconds')) * 1_000,
          },
          call.signal,
        )
        if (find(input, call) !== queue) return noQueue
        return answered(received.length > 0 ? { Messages: received.map((message) => toWire(message, input)) } : {})
      }),
    ),

    SendMessage: parsed(
      sendShape,
      on((queue, { MessageBody, DelaySeconds, MessageAttributes }, call) => {
        const delayMs = DelaySeconds === undefined ? undefined : DelaySeconds * 1_000
        const sent = queue.send({ body: MessageBody, attributes: MessageAttributes, senderId: call.accessKeyId ?? 'anonymous', delayMs })
        return answered({ MessageId: sent.id, MD5OfMessageBody: sent.md5 })
      }),
    ),

    DeleteMessage: parsed(
      handleShape,
      on((queue, { ReceiptHandle }) => {
        if (!isHandle(ReceiptHandle)) return badHandle(ReceiptHandle)
        queue.remove(ReceiptHandle)
        return answered()
      }),
    ),

    DeleteMessageBatch: parsed(
      batchOf({ ReceiptHandle: z.string() }),
      on((queue, { Entries }) =>
        batch(Entries, ({ ReceiptHandle }) => {
          if (!isHandle(ReceiptHandle)) return badHandle(ReceiptHandle)
          queue.remove(ReceiptHandle)
          return null
        }),
      ),
    ),

    ChangeMessageVisibility: parsed(
      visibilityShape,
      on((queue, input) => changeVisibility(queue, input) ?? answered()),
    ),

    ChangeMessageVisibilityBatch: parsed(
      batchOf({ ReceiptHandle: z.string(), VisibilityTimeout: z.number().int().min(0).max(43_200) }),
      on((queue, { Entries }) => batch(Entries, (entry) => changeVisibility(queue, entry))),
    ),

    PurgeQueue: parsed(
      queueUrl,
      on((queue) => {
        if (queue.purgedAt !== null && clock.now() < queue.purgedAt + minuteMs) {
          const said = `Only one PurgeQueue operation on ${queue.name} is allowed every 60 seconds.`
          return refused(403, 'AWS.SimpleQueueService.PurgeQueueInProgress', said, own('PurgeQueueInProgress'))
        }
        queue.purge()
        queue.purgedAt = clock.now()
        return answered()
      }),
    ),
  }
}

/** Null: it went well. */
function changeVisibility(queue: Queue, input: { ReceiptHandle: string; VisibilityTimeout: number }): Refused | null {
  if (!isHandle(input.ReceiptHandle)) return badHandle(input.ReceiptHandle)
  if (queue.changeVisibility(input.ReceiptHandle, input.VisibilityTimeout * 1_000)) return null
  const said = `Value ${input.ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`
  return refused(400, 'InvalidParameterValue', said, own('InvalidParameterValueException'))
}

function batch<E extends { Id: string }>(entries: readonly E[], run: (entry: E) => Refused | null): Result {
  if (entries.length === 0) {
    const said = 'There should be at least one DeleteMessageBatchRequestEntry in the request.'
    return refused(400, 'AWS.SimpleQueueService.EmptyBatchRequest', said, own('EmptyBatchRequest'))
  }
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) {
    return refused(
      400,
      'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
      'Two or more batch entries have the same Id.',
      own('BatchEntryIdsNotDistinct'),
    )
  }
  const ran = entries.map((entry) => ({ Id: entry.Id, failed: run(entry) }))
  const Failed = ran.flatMap(({ Id, failed }) =>
    failed === null ? [] : [{ Id, Code: failed.code, Message: failed.message, SenderFault: true }],
  )
  return answered({
    Successful: ran.filter(({ failed }) => failed === null).map(({ Id }) => ({ Id })),
    ...(Failed.length > 0 ? { Failed } : {}),
  })
}

/** A handle of another queue or of an older receive is taken, and deletes nothing. */
const isHandle = (handle: string): boolean => /^\S+ \S+$/.test(Buffer.from(handle, 'base64').toString('utf8'))

const bounds: Readonly<Record<string, readonly [number, number]>> = {
  VisibilityTimeout: [0, 43_200],
  MaximumMessageSize: [1_024, 1_048_576],
  MessageRetentionPeriod: [60, 1_209_600],
  DelaySeconds: [0, 900],
  ReceiveMessageWaitTimeSeconds: [0, 20],
}
const otherAttributes = [
  'Policy',
  'RedrivePolicy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'SqsManagedSseEnabled',
]

function wrongAttribute(set: Readonly<Record<string, string>>): Refused | null {
  for (const [name, value] of Object.entries(set)) {
    const bound = bounds[name]
    if (bound === undefined && !otherAttributes.includes(name)) {
      return refused(400, 'InvalidAttributeName', `Unknown Attribute ${name}.`, own('InvalidAttributeName'))
    }
    const fits = bound === undefined || (/^\d+$/.test(value) && Number(value) >= bound[0] && Number(value) <= bound[1])
    if (!fits || (name === 'Policy' && value !== '' && !isPolicy(value))) {
      return refused(400, 'InvalidAttributeValue', `Invalid value for the parameter ${name}.`, own('InvalidAttributeValue'))
    }
  }
  return null
}

function attributesOf(queue: Queue): [string, string][] {
  const { visible, inFlight, delayed } = queue.counts()
  return [
    ['QueueArn', queue.arn],
    ['ApproximateNumberOfMessages', String(visible)],
    ['ApproximateNumberOfMessagesNotVisible', String(inFlight)],
    ['ApproximateNumberOfMessagesDelayed', String(delayed)],
    ['CreatedTimestamp', String(Math.floor(queue.createdAt / 1_000))],
    ['LastModifiedTimestamp', String(Math.floor(queue.changedAt / 1_000))],
    ...queue.attributes,
  ]
}

function toWire(message: Received, asked: z.infer<typeof receiveShape>): Record<string, unknown> {
  const names = [...(asked.AttributeNames ?? []), ...(asked.MessageSystemAttributeNames ?? [])]
  const system = Object.entries({
    SenderId: message.senderId,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
    ApproximateReceiveCount: String(message.receives),
    SentTimestamp: String(message.sentAt),
  }).filter(([name]) => names.includes('All') || names.includes(name))
  const wanted = asked.MessageAttributeNames ?? []
  const told = Object.entries(message.attributes).filter(
    ([name]) => wanted.includes('All') || wanted.includes('.*') || wanted.includes(name),
  )
  return {
    MessageId: message.id,
    ReceiptHandle: message.receiptHandle,
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(system.length > 0 ? { Attributes: Object.fromEntries(system) } : {}),
    ...(told.length > 0 ? { MessageAttributes: Object.fromEntries(told) } : {}),
  }
}
