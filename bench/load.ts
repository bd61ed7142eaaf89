import { connect, type Socket } from 'node:net'
import type { SignedMessage } from './signed-messages.ts'

export interface LoadResult {
  answered: number
  /** Of them, those that were not 200. */
  refused: number
  tookMs: number
  /** Milliseconds from the write of each request to the whole answer, ascending. */
  latenciesMs: Float64Array
  /** How many messages of the pool were used. */
  used: number
}

export interface Load {
  url: string
  connections: number
  /** Whole requests, each sent at most once. */
  requests: readonly Buffer[]
  /** Where in them to begin. */
  from: number
  forMs: number
}

/** The bytes of each POST to this address. */
export function requestsTo(url: string, messages: readonly SignedMessage[]): Buffer[] {
  const { host, pathname } = new URL(url)
  return messages.map(({ head, body }) => Buffer.from(`POST ${pathname} HTTP/1.1\r\nHost: ${host}\r\n${head}\r\n${body}`))
}

/**
 * Sends one request at a time over each of some kept-alive connections. On bare sockets, since a client library would be
 * the limit itself: the generator shares the machine with what it measures.
 */
export async function load({ url, connections, requests, from, forMs }: Load): Promise<LoadResult> {
  const port = Number(new URL(url).port)
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)))
  const latencies = new Float64Array(requests.length - from)
  let next = from
  let answered = 0
  let refused = 0
  const startedAt = performance.now()
  const until = startedAt + forMs
  await Promise.all(
    sockets.map((socket) =>
      drive(
        socket,
        () => (performance.now() < until ? requests[next++] : undefined),
        (status, tookMs) => {
          latencies[answered] = tookMs
          answered += 1
          if (status !== 200) refused += 1
        },
      ),
    ),
  )
  const tookMs = performance.now() - startedAt
  for (const socket of sockets) socket.destroy()
  return { answered, refused, tookMs, latenciesMs: latencies.slice(0, answered).sort(), used: Math.min(next, requests.length) - from }
}

const open = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.off('error', reject)
      resolve(socket)
    })
  })

function drive(socket: Socket, next: () => Buffer | undefined, answeredBy: (status: number, tookMs: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let sentAt = 0
    let held: Buffer | null = null
    const send = () => {
      const request = next()
      if (request === undefined) {
        socket.off('close', closed)
        return resolve()
      }
      sentAt = performance.now()
      socket.write(request)
    }
    const closed = () => reject(new Error('The server closed a connection in the middle of the load.'))
    socket.on('close', closed)
    socket.on('error', reject)
    socket.on('data', (chunk: Buffer) => {
      const bytes: Buffer = held === null ? chunk : Buffer.concat([held, chunk])
      if (!isWhole(bytes)) {
        held = bytes
        return
      }
      held = null
      // "HTTP/1.1 200 OK": the status is where it always is.
      answeredBy(Number(bytes.toString('latin1', 9, 12)), performance.now() - sentAt)
      send()
    })
    send()
  })
}

const contentLength = /\r\ncontent-length: *(\d+)/i

function isWhole(bytes: Buffer): boolean {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return false
  const length = contentLength.exec(bytes.toString('latin1', 0, end))?.[1]
  if (length === undefined) throw new Error('An answer without a content-length came.')
  return bytes.length >= end + 4 + Number(length)
}
