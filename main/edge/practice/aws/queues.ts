import { createHash } from 'node:crypto'
import type { Clock, Timers } from '../../../ports.ts'

/** A message as SQS keeps it. Instants are in epoch milliseconds. */
interface Message {
  readonly id: string
  readonly body: string
  readonly attributes: Readonly<Record<string, MessageAttribute>>
  readonly senderId: string
  readonly sentAt: number
  visibleAt: number
  firstReceivedAt: number | null
  receives: number
  /** Only the newest one deletes. */
  receiptHandle: string | null
}

export interface MessageAttribute {
  DataType: string
  StringValue?: string
}

export interface Received {
  id: string
  body: string
  attributes: Readonly<Record<string, MessageAttribute>>
  senderId: string
  sentAt: number
  firstReceivedAt: number
  receives: number
  receiptHandle: string
}

export interface Queue {
  readonly arn: string
  readonly url: string
  readonly name: string
  readonly createdAt: number
  /** As SetQueueAttributes sets them, with AWS's defaults. */
  readonly attributes: Map<string, string>
  changedAt: number
  purgedAt: number | null
  /** Resolves with its MessageId and MD5. */
  send(message: { body: string; attributes?: Readonly<Record<string, MessageAttribute>>; senderId: string; delayMs?: number }): {
    id: string
    md5: string
  }
  /** Waits for a message up to `waitMs`; resolves to none where the signal ends the wait, or the queue is deleted. */
  receive(wish: { max: number; visibilityMs: number; waitMs: number }, signal: AbortSignal): Promise<Received[]>
  /** False: no such message is in flight under this handle. */
  changeVisibility(receiptHandle: string, visibilityMs: number): boolean
  /** What an old handle names stays, as AWS warns that it may. */
  remove(receiptHandle: string): void
  purge(): void
  /** How many can be received, are in flight, wait for their delay. */
  counts(): { visible: number; inFlight: number; delayed: number }
  /** Every message's body, oldest first, whoever holds it. */
  bodies(): string[]
  /** Ends its waits. */
  close(): void
}

export interface QueueDeps {
  clock: Clock
  timers: Timers
  newId: () => string
}

/** Source of the defaults: docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const defaults: readonly [string, string][] = [
  ['VisibilityTimeout', '30'],
  ['MaximumMessageSize', '1048576'],
  ['MessageRetentionPeriod', '345600'],
  ['DelaySeconds', '0'],
  ['ReceiveMessageWaitTimeSeconds', '0'],
  ['SqsManagedSseEnabled', 'true'],
]

export const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex')

/** A standard queue: at least once, in no promised order (here: oldest first). */
export function makeQueue(
  deps: QueueDeps,
  made: { arn: string; url: string; name: string; attributes: Iterable<[string, string]> },
): Queue {
  const { clock, timers, newId } = deps
  const messages = new Set<Message>()
  const waiters = new Set<() => void>()
  const attributes = new Map([...defaults, ...made.attributes])
  let closed = false

  const prune = () => {
    const keptMs = Number(attributes.get('MessageRetentionPeriod')) * 1_000
    for (const message of messages) if (clock.now() > message.sentAt + keptMs) messages.delete(message)
  }
  const wake = () => {
    for (const look of [...waiters]) look()
  }
  const inFlight = (receiptHandle: string) => [...messages].find((message) => message.receiptHandle === receiptHandle)

  function take(max: number, visibilityMs: number): Received[] {
    prune()
    const now = clock.now()
    const ready = [...messages].filter((message) => message.visibleAt <= now).slice(0, max)
    return ready.map((message) => {
      const receiptHandle = Buffer.from(`${newId()} ${message.id}`).toString('base64')
      const firstReceivedAt = message.firstReceivedAt ?? now
      Object.assign(message, { visibleAt: now + visibilityMs, receives: message.receives + 1, receiptHandle, firstReceivedAt })
      const { id, body, senderId, sentAt, receives } = message
      return { id, body, attributes: message.attributes, senderId, sentAt, receives, receiptHandle, firstReceivedAt }
    })
  }

  return {
    arn: made.arn,
    url: made.url,
    name: made.name,
    createdAt: clock.now(),
    changedAt: clock.now(),
    purgedAt: null,
    attributes,

    send({ body, attributes: told = {}, senderId, delayMs = Number(attributes.get('DelaySeconds')) * 1_000 }) {
      const now = clock.now()
      const message: Message = {
        id: newId(),
        body,
        attributes: told,
        senderId,
        sentAt: now,
        visibleAt: now + delayMs,
        firstReceivedAt: null,
        receives: 0,
        receiptHandle: null,
      }
      messages.add(message)
      wake()
      return { id: message.id, md5: md5(body) }
    },

    receive({ max, visibilityMs, waitMs }, signal) {
      return new Promise((resolve) => {
        const at = take(max, visibilityMs)
        if (at.length > 0 || waitMs <= 0 || signal.aborted || closed) return resolve(at)
        const until = clock.elapsedMs() + waitMs
        let cancel = () => {}
        const end = (received: Received[]) => {
          cancel()
          waiters.delete(look)
          signal.removeEventListener('abort', give)
          resolve(received)
        }
        const give = () => end([])
        const look = () => {
          cancel()
          const received = closed ? [] : take(max, visibilityMs)
          const leftMs = until - clock.elapsedMs()
          if (received.length > 0 || leftMs <= 0 || closed) return end(received)
          // The next moment at which one in flight comes back, if that is sooner.
          const next = Math.min(...[...messages].map((message) => message.visibleAt - clock.now()).filter((ms) => ms > 0), leftMs)
          cancel = timers.after(next, look)
        }
        waiters.add(look)
        signal.addEventListener('abort', give, { once: true })
        look()
      })
    },

    changeVisibility(receiptHandle, visibilityMs) {
      const message = inFlight(receiptHandle)
      if (message === undefined || message.visibleAt <= clock.now()) return false
      message.visibleAt = clock.now() + visibilityMs
      wake()
      return true
    },

    remove(receiptHandle) {
      const message = inFlight(receiptHandle)
      if (message !== undefined) messages.delete(message)
    },

    purge: () => messages.clear(),

    counts() {
      prune()
      const now = clock.now()
      const hidden = [...messages].filter((message) => message.visibleAt > now)
      const delayed = hidden.filter((message) => message.receives === 0).length
      return { visible: messages.size - hidden.length, inFlight: hidden.length - delayed, delayed }
    },

    bodies: () => [...messages].map((message) => message.body),

    close() {
      closed = true
      wake()
    },
  }
}
