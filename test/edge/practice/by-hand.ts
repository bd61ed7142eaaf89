import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock, Log, Timers } from '../../../main/ports.ts'

export interface HandTime {
  clock: Clock
  timers: Timers
  /** Moves both clocks and runs what falls due, in order. */
  advance(ms: number): void
  /** Resolves once a wait of exactly this length is pending. */
  waiting(delayMs: number): Promise<void>
  /** Resolves once no wait of this length is pending. */
  settled(delayMs: number): Promise<void>
  pending(): number
}

/** A clock and timers that move only when a test says so. */
export function handTime(start = Date.parse('2026-11-24T10:00:30.000Z')): HandTime {
  let now = start
  const waits = new Set<{ due: number; delayMs: number; run: () => void }>()
  const watchers = new Set<() => void>()
  const changed = () => {
    for (const look of watchers) look()
  }
  const until = (delayMs: number, pending: boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if ([...waits].some((wait) => wait.delayMs === delayMs) !== pending) return
        watchers.delete(look)
        resolve()
      }
      watchers.add(look)
      look()
    })
  return {
    clock: { now: () => now, elapsedMs: () => now - start },
    timers: {
      after(delayMs, run) {
        const wait = { due: now + delayMs, delayMs, run }
        waits.add(wait)
        changed()
        return () => {
          waits.delete(wait)
          changed()
        }
      },
    },
    advance(ms) {
      const end = now + ms
      for (;;) {
        const next = [...waits].filter((wait) => wait.due <= end).sort((a, b) => a.due - b.due)[0]
        if (next === undefined) break
        now = Math.max(now, next.due)
        waits.delete(next)
        next.run()
      }
      now = end
      changed()
    },
    waiting: (delayMs) => until(delayMs, true),
    settled: (delayMs) => until(delayMs, false),
    pending: () => waits.size,
  }
}

export const quiet: Log = { info() {}, warn() {}, error() {} }

export interface Heard {
  path: string
  headers: IncomingMessage['headers']
  rawHeaders: string[]
  body: string
  json: Record<string, unknown>
  remotePort: number
  remoteAddress: string
}

/** A status to answer, or a way to answer: `silent` never does. */
export type Reply = number | 'silent' | 'hang-up' | ((heard: Heard, response: ServerResponse) => void)

export interface Hearer {
  url: string
  heard: Heard[]
  server: Server
  /** Resolves when so many requests have come. */
  hears(count: number): Promise<void>
  close(): Promise<void>
}

/** A receiver on a real socket: answers each request by `reply`, given what it heard and how many came before. */
export async function openHearer(reply: (heard: Heard, before: number) => Reply): Promise<Hearer> {
  const heard: Heard[] = []
  const watchers = new Set<() => void>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      const { remotePort = 0, remoteAddress = '' } = request.socket
      const one: Heard = {
        path: request.url ?? '',
        headers: request.headers,
        rawHeaders: request.rawHeaders,
        body,
        json: JSON.parse(body),
        remotePort,
        remoteAddress,
      }
      const answer = reply(one, heard.length)
      heard.push(one)
      for (const look of watchers) look()
      if (typeof answer === 'function') answer(one, response)
      else if (answer === 'hang-up') request.socket.destroy()
      else if (answer !== 'silent') response.writeHead(answer).end('ok')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/in/a-secret`,
    heard,
    server,
    hears: (count) =>
      new Promise((resolve) => {
        const look = () => {
          if (heard.length < count) return
          watchers.delete(look)
          resolve()
        }
        watchers.add(look)
        look()
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
