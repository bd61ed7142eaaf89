import type { QueueKind } from '../../../preload/contract/words.ts'
import type { AwsFault } from '../../core/aws/aws-fault.ts'
import { awsDelayMs } from '../../core/aws/aws-pace.ts'
import { parseQueueArn, regionOfQueueUrl } from '../../core/aws/queue-trouble.ts'
import type { Clock, Log, Timers } from '../../ports.ts'
import type { Store } from '../../store/open.ts'
import type { QueueRow } from '../../store/queue-rows.ts'
import type { AwsAccess } from './access.ts'
import { type Looked, lookInto, type Take } from './queue.ts'

export interface QueuesDeps {
  store: Store
  access: AwsAccess
  take: Take
  clock: Clock
  timers: Timers
  log: Log
}

export interface QueueWish {
  integrationId: number
  /** The connected account (`AccountRow.id`) whose credentials read it. */
  accountId: number
  url: string
  kind: QueueKind
}

export type Added = { ok: true; queue: QueueRow } | { ok: false; fault: AwsFault }

export interface Queues {
  /** Asks AWS for the queue, then reads it from now on. */
  add(wish: QueueWish): Promise<Added>
  /** Tries again at once what waits after a failure: after the computer slept, or the network came back. */
  look(): void
  /** Gives up the waiting; what was received is committed, and deleted, before it resolves. */
  close(): Promise<void>
}

interface Reading {
  stop: AbortController
  ended: Promise<void>
  wake(): void
}

/** That a queue was read is written this often, that something came out of it this often. */
const tellPolledMs = 60_000
const tellReceivedMs = 5_000
/** A queue that doesn't wait, as some stand-ins don't, is not asked in a circle. */
const leastRoundMs = 1_000

/** Reads every queue that the store names, each by itself, as long as it is named. */
export function openQueues({ store, access, take, clock, timers, log }: QueuesDeps): Queues {
  const readings = new Map<number, Reading>()
  const stopping = new AbortController()

  function follow(): void {
    if (stopping.signal.aborted) return
    const named = new Set<number>()
    for (const { id, integrationId } of store.queues()) {
      if (store.integration(integrationId) !== null) named.add(id)
      // It goes with its integration.
      else store.unwatchQueue(id).catch((error: unknown) => log.warn('queue.not-removed', { queue: id, said: String(error) }))
    }
    for (const [id, reading] of readings) if (!named.has(id)) reading.stop.abort()
    for (const id of named) if (!readings.has(id)) begin(id)
  }

  function begin(id: number): void {
    const stop = new AbortController()
    const pause = openPause(timers)
    stop.signal.addEventListener('abort', pause.wake)
    const ended = read(id, stop.signal, pause.wait)
      .catch((error: unknown) => log.error('queue.failed', { queue: id, said: String(error) }))
      .finally(() => readings.delete(id))
    readings.set(id, { stop, ended, wake: pause.wake })
  }

  async function read(id: number, stop: AbortSignal, wait: (delayMs: number) => Promise<void>): Promise<void> {
    let failures = 0
    let toldAt = Number.NEGATIVE_INFINITY
    while (!stop.aborted) {
      const queue = store.queue(id)
      if (queue === null) return
      const beganMs = clock.elapsedMs()
      const looked = await look(queue, stop)
      if (stop.aborted && looked.messages === 0) return
      failures = looked.trouble === null ? 0 : failures + 1
      const changed = queue.trouble?.code !== looked.trouble?.code || queue.trouble?.said !== looked.trouble?.said
      if (changed || clock.elapsedMs() - toldAt >= (looked.messages > 0 ? tellReceivedMs : tellPolledMs)) {
        toldAt = clock.elapsedMs()
        await tell(queue, looked)
      }
      // Nobody wakes a wait that begins after the end.
      if (stop.aborted) return
      if (looked.trouble !== null) await wait(awsDelayMs(looked.trouble.code, failures, Math.random()))
      else if (looked.messages === 0 && clock.elapsedMs() - beganMs < leastRoundMs) await wait(leastRoundMs)
    }
  }

  function look(queue: QueueRow, stop: AbortSignal): Promise<Looked> {
    const account = store.account(queue.accountId)
    if (account !== null) return lookInto(queue, { clients: access.clients(account.profile), take, clock, log }, stop)
    const said = 'The account whose credentials read this queue is connected no more: connect it again, or remove the queue.'
    return Promise.resolve({ messages: 0, left: 0, trouble: { code: 'no-account', said } })
  }

  async function tell(queue: QueueRow, { messages, trouble }: Looked): Promise<void> {
    const now = clock.now()
    const since = queue.trouble?.code === trouble?.code ? (queue.trouble?.since ?? now) : now
    if (trouble !== null && queue.trouble?.code !== trouble.code) log.warn('queue.trouble', { queue: queue.arn, ...trouble })
    if (trouble === null && queue.trouble !== null) log.info('queue.well-again', { queue: queue.arn })
    const poll = {
      ...(trouble === null || messages > 0 ? { polledAt: now } : {}),
      ...(messages > 0 ? { receivedAt: now } : {}),
      trouble: trouble === null ? null : { ...trouble, since },
    }
    // A store that can't be written has its own link of coverage; the queue is read on.
    await store.recordPoll(queue.id, poll).catch(() => undefined)
  }

  const wakeAll = (): void => {
    for (const { wake } of readings.values()) wake()
  }
  const unsubscribe = store.changes.subscribe((news) => {
    if (news.some(({ kind }) => kind === 'queue' || kind === 'integration-removed')) follow()
    if (news.some(({ kind }) => kind === 'account')) wakeAll()
  })
  follow()

  return {
    async add({ integrationId, accountId, url, kind }) {
      const account = store.account(accountId)
      if (account === null) return { ok: false, fault: unfit('There is no such account: connect it first.') }
      const region = regionOfQueueUrl(url) ?? account.regions[0] ?? 'us-east-1'
      const clients = access.clients(account.profile)
      try {
        const { GetQueueAttributesCommand } = await import('@aws-sdk/client-sqs')
        const sqs = await clients.sqs(region)
        const asked = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] })
        const arn = (await sqs.send(asked, { abortSignal: stopping.signal })).Attributes?.QueueArn ?? ''
        const parts = parseQueueArn(arn)
        if (parts === null) return { ok: false, fault: unfit(`${url} did not answer with the ARN of a queue: check the URL.`) }
        if (parts.name.endsWith('.fifo')) {
          return {
            ok: false,
            fault: unfit('What a FIFO topic sends carries no signature, so nobody can tell who sent it: use a standard topic and queue.'),
          }
        }
        return { ok: true, queue: await store.watchQueue({ integrationId, accountId, region: parts.region, url, arn, kind }) }
      } catch (error) {
        return { ok: false, fault: clients.fault(error) }
      }
    },
    look: wakeAll,
    async close() {
      stopping.abort()
      unsubscribe()
      const all = [...readings.values()]
      for (const { stop } of all) stop.abort()
      await Promise.all(all.map(({ ended }) => ended))
    },
  }
}

const unfit = (said: string): AwsFault => ({ code: 'refused', said, command: null, awsCode: null, recoverable: false })

/** A wait that can be cut short. */
function openPause(timers: Timers): { wait(delayMs: number): Promise<void>; wake(): void } {
  let wake: () => void = () => undefined
  return {
    wait: (delayMs) =>
      new Promise((resolve) => {
        const cancel = timers.after(delayMs, () => wake())
        wake = () => {
          cancel()
          wake = () => undefined
          resolve()
        }
      }),
    wake: () => wake(),
  }
}
