import { Worker } from 'node:worker_threads'
import { StoreError, type StoreFault } from './database.ts'
import type { Queries } from './queries/index.ts'
import { endThread } from './thread.ts'

/** The queries as seen from the main thread: each is answered by the reader's thread. */
export type Reader = {
  [Name in keyof Queries]: (...args: Parameters<Queries[Name]>) => Promise<Awaited<ReturnType<Queries[Name]>>>
}

export interface ReaderRequest {
  seq: number
  query: keyof Queries
  args: unknown[]
}

export type ReaderReply =
  | { seq: number; ok: true; value: unknown; tookMs: number }
  | { seq: number; ok: false; message: string; fault: StoreFault | null }

/** A query slower than this is logged. */
const slowMs = 250

export interface ReaderThread {
  reader: Reader
  /** Lets go of the file: the next query opens the one that stands there now. */
  restart(): void
  close(): Promise<void>
}

/**
 * Starts the reader's thread: read-only, so that nothing a screen asks for holds up a delivery. A thread that died is
 * started again at the next query.
 * @param workerUrl where the thread's program is
 */
export function openReader(
  file: string,
  workerUrl: URL,
  { slow, damaged }: { slow: (query: string, tookMs: number) => void; damaged: (said: string) => void },
): ReaderThread {
  const waiting = new Map<number, { query: string; resolve: (value: unknown) => void; reject: (error: Error) => void }>()
  let worker: Worker | null = null
  let seq = 0
  let closed = false

  function thread(): Worker {
    if (worker !== null) return worker
    const started = new Worker(workerUrl, { workerData: { file } })
    started.on('message', (reply: ReaderReply) => {
      const asked = waiting.get(reply.seq)
      waiting.delete(reply.seq)
      if (asked === undefined) return
      if (!reply.ok) {
        if (reply.fault === 'corrupt') damaged(reply.message)
        return asked.reject(new StoreError(reply.fault ?? 'io', reply.message))
      }
      if (reply.tookMs > slowMs) slow(asked.query, reply.tookMs)
      asked.resolve(reply.value)
    })
    started.on('error', (error) => end(started, error))
    started.on('exit', () => end(started, new Error('The reader ended.')))
    worker = started
    return started
  }

  function end(ended: Worker, cause: unknown): void {
    if (worker !== ended) return
    worker = null
    for (const asked of waiting.values()) asked.reject(new StoreError('io', 'The store could not be read.', cause))
    waiting.clear()
  }

  const ask = (query: keyof Queries, args: unknown[]): Promise<unknown> => {
    if (closed) return Promise.reject(new StoreError('io', 'The store is closed.'))
    return new Promise((resolve, reject) => {
      seq += 1
      waiting.set(seq, { query, resolve, reject })
      thread().postMessage({ seq, query, args } satisfies ReaderRequest)
    })
  }

  const names = [
    'deliveries',
    'delivery',
    'incidents',
    'incident',
    'activity',
    'counts',
    'figures',
    'subscriptions',
    'lastDeliveryAt',
    'ledger',
    'away',
  ] as const
  const reader = Object.fromEntries(names.map((name) => [name, (...args: unknown[]) => ask(name, args)])) as unknown as Reader
  return {
    reader,
    restart() {
      const ended = worker
      if (ended === null) return
      end(ended, new Error('Another file stands in its place.'))
      void endThread(ended)
    },
    async close() {
      closed = true
      if (worker !== null) await endThread(worker)
    },
  }
}
