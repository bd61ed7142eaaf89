import type { Message, SQSClient } from '@aws-sdk/client-sqs'
import type { DeliverySource } from '../../../preload/contract/words.ts'
import { queueTrouble } from '../../core/aws/queue-trouble.ts'
import type { Clock, Log } from '../../ports.ts'
import type { QueueRow, QueueTrouble } from '../../store/queue-rows.ts'
import type { AwsClients } from './clients.ts'

/** A message out of a queue, as the intake takes it. */
export interface FromQueue {
  integrationId: number
  source: Extract<DeliverySource, 'queue' | 'dead-letter'>
  again: false
  receivedAt: number
  headers: Record<string, string>
  body: Uint8Array
  bodyBytes: number
}

/** The way of every delivery. 503: not now, it is to come again; anything else is settled and in the log. */
export type Take = (message: FromQueue) => Promise<{ status: number; said: string }>

/** What one look into a queue gave. `left`: how many were not settled and come again. */
export interface Looked {
  messages: number
  left: number
  trouble: Omit<QueueTrouble, 'since'> | null
}

export interface QueueDeps {
  clients: AwsClients
  take: Take
  clock: Clock
  log: Log
}

const waitSeconds = 20
const batch = 10
/** A deletion still has so long once the desk stops: it follows a commit. */
const deleteMs = 3_000

/**
 * Takes what stands in a queue, at most ten, and waits up to twenty seconds for the first. A message is deleted after its commit
 * only; what can't be settled now stays for its visibility timeout, and a refused one goes as it would with a 4xx.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
export async function lookInto(queue: QueueRow, { clients, take, clock, log }: QueueDeps, stopping: AbortSignal): Promise<Looked> {
  const nothing: Looked = { messages: 0, left: 0, trouble: null }
  const troubled = (error: unknown): Looked['trouble'] => queueTrouble(clients.fault(error), queue.arn)
  let sqs: SQSClient
  let messages: Message[]
  try {
    const { ReceiveMessageCommand } = await import('@aws-sdk/client-sqs')
    sqs = await clients.sqs(queue.region)
    const asked = new ReceiveMessageCommand({
      QueueUrl: queue.url,
      WaitTimeSeconds: waitSeconds,
      MaxNumberOfMessages: batch,
      MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
    })
    messages = (await sqs.send(asked, { abortSignal: stopping })).Messages ?? []
  } catch (error) {
    return stopping.aborted ? nothing : { ...nothing, trouble: troubled(error) }
  }

  const settled = await Promise.all(messages.map(settle))
  const left = settled.filter((trouble) => trouble?.code === 'not-now').length
  const failed = settled.find((trouble) => trouble !== null && trouble.code !== 'not-now') ?? null
  // One that has to wait holds nobody up: only where all have to is it the desk's own trouble.
  const stuck = left > 0 && left === messages.length ? (settled[0] ?? null) : null
  return { messages: messages.length, left, trouble: failed ?? stuck }

  async function settle(message: Message): Promise<Looked['trouble']> {
    const { status, said } = await taken(message)
    if (status === 503) return { code: 'not-now', said }
    try {
      const { DeleteMessageCommand } = await import('@aws-sdk/client-sqs')
      const asked = new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle: message.ReceiptHandle })
      await sqs.send(asked, { abortSignal: AbortSignal.timeout(deleteMs) })
      return null
    } catch (error) {
      // It comes again and is a duplicate then; but somebody has to know.
      log.warn('queue.not-deleted', { queue: queue.arn, messageId: message.MessageId, said: String(error) })
      const fault = troubled(error)
      return fault === null ? null : { ...fault, said: `${fault.said} What was taken can't be deleted from the queue, and comes again.` }
    }
  }

  async function taken(message: Message): ReturnType<Take> {
    const body = Buffer.from(message.Body ?? '', 'utf8')
    try {
      return await take({
        integrationId: queue.integrationId,
        source: queue.kind,
        again: false,
        receivedAt: clock.now(),
        headers: headersOf(message, queue),
        body,
        bodyBytes: body.byteLength,
      })
    } catch (error) {
      log.error('queue.not-taken', { queue: queue.arn, messageId: message.MessageId, said: String(error) })
      return { status: 503, said: 'The desk met a fault of its own with this message: see its log.' }
    }
  }
}

/** What SQS says of a message, in the manner of headers: where it stood, since when, and how often it was had. */
function headersOf({ MessageId, Attributes }: Message, queue: QueueRow): Record<string, string> {
  const sentAt = Number(Attributes?.SentTimestamp)
  return {
    'sqs-queue': queue.arn,
    ...(MessageId === undefined ? {} : { 'sqs-message-id': MessageId }),
    ...(Number.isNaN(sentAt) ? {} : { 'sqs-sent-at': new Date(sentAt).toISOString() }),
    ...(Attributes?.ApproximateReceiveCount === undefined ? {} : { 'sqs-receive-count': Attributes.ApproximateReceiveCount }),
  }
}
