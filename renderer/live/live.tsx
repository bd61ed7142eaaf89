import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react'
import type { Change } from '../../preload/contract/changes.ts'
import { createActivityBatch } from './activity.ts'
import { type Cache, createCache } from './cache.ts'
import { type Client, isRefusal, isUnanswered } from './client.ts'
import { type Connection, follow } from './feed.ts'
import type { Wait } from './stale.ts'

const probeEveryMs = 10_000
const patienceMs = 5_000

const browserWait: Wait = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}

function waited(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delayMs)
    const stop = () => {
      clearTimeout(timer)
      resolve()
    }
    signal.addEventListener('abort', stop, { once: true })
  })
}

/** One console's life line to the desk: its client, what it holds, and whether the desk is there. */
export interface Live {
  client: Client
  queries: QueryClient
  cache: Cache
  /** Deliveries in each of the last 24 hours of an incident; asked for together. */
  activity(incidentId: string): Promise<number[]>
  connection(): Connection
  onConnection(changed: () => void): () => void
  /** Every change, after the cache took it. */
  onChange(heard: (change: Change) => void): () => void
  /** Try to reach the desk now. */
  retry(): void
  /** Follows the news until what is returned is called. */
  start(): () => void
}

export function createLive(client: Client): Live {
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        // The desk is on this machine: being offline says nothing about it, and news keeps what is read fresh.
        networkMode: 'always',
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        retry: (failures, error) => isUnanswered(error) && failures < 2,
        retryDelay: 300,
      },
      mutations: { networkMode: 'always' },
    },
  })
  const cache = createCache(queries, browserWait)
  let attempt = new AbortController()
  let waiting = new AbortController()
  let connection: Connection = { state: 'opening' }
  const listeners = new Set<() => void>()
  const hearers = new Set<(change: Change) => void>()

  const setConnection = (next: Connection) => {
    connection = next
    for (const changed of listeners) changed()
  }
  const retry = () => {
    attempt.abort()
    waiting.abort()
  }

  /** The news, given up where not even its greeting comes. */
  async function* open(since: string | undefined, signal: AbortSignal) {
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), patienceMs)
    try {
      const news = await client.changes(since === undefined ? undefined : { since }, { signal: AbortSignal.any([signal, late.signal]) })
      for await (const change of news) {
        clearTimeout(timer)
        yield change
      }
    } finally {
      clearTimeout(timer)
    }
  }

  /** A desk that hangs, or a line that is cut without a word, is found by asking. */
  async function probe(ended: AbortSignal): Promise<void> {
    if (connection.state !== 'open') return
    const askedAt = Date.now()
    try {
      await client.coverage.get(undefined, { signal: AbortSignal.any([ended, AbortSignal.timeout(patienceMs)]) })
    } catch (error) {
      const isMute = isUnanswered(error)
      if (ended.aborted || connection.state !== 'open' || !(isMute || isRefusal(error))) return
      if (isMute) setConnection({ state: 'gone', since: askedAt, retryAt: Date.now() })
      retry()
    }
  }

  return {
    client,
    queries,
    cache,
    activity: createActivityBatch(client),
    connection: () => connection,
    onConnection(changed) {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    onChange(heard) {
      hearers.add(heard)
      return () => hearers.delete(heard)
    },
    retry,
    start() {
      const ended = new AbortController()
      const probing = setInterval(() => void probe(ended.signal), probeEveryMs)
      void follow(
        {
          open,
          heard(change) {
            cache.heard(change)
            for (const heard of hearers) heard(change)
          },
          connection: setConnection,
          isRefusal,
          now: () => Date.now(),
          wait(delayMs, signal) {
            waiting = new AbortController()
            return waited(delayMs, AbortSignal.any([signal, waiting.signal]))
          },
        },
        ended.signal,
        () => {
          attempt = new AbortController()
          return attempt.signal
        },
      )
      return () => {
        clearInterval(probing)
        ended.abort()
        cache.close()
      }
    },
  }
}

const LiveContext = createContext<Live | null>(null)

export function LiveProvider({ live, children }: { live: Live; children: ReactNode }) {
  return (
    <LiveContext value={live}>
      <QueryClientProvider client={live.queries}>{children}</QueryClientProvider>
    </LiveContext>
  )
}

export function useLive(): Live {
  const live = useContext(LiveContext)
  if (live === null) throw new Error('useLive is used outside of LiveProvider')
  return live
}

export function useConnection(): Connection {
  const live = useLive()
  return useSyncExternalStore(live.onConnection, live.connection)
}
