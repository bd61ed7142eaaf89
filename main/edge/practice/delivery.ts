import { Agent, type ClientRequest, request } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { Socket } from 'node:net'
import type { Clock, Timers } from '../../ports.ts'
import type { Post } from './messages.ts'
import { pause } from './pause.ts'
import { type AttemptStatus, attemptTimeoutMs, isRetried } from './retry.ts'

/** One try. `at` is in epoch milliseconds. */
export interface Attempt {
  at: number
  status: AttemptStatus
}

/**
 * How a delivery ended. `delivered`: answered by a status that SNS takes as done, which a 403 is too.
 * `given-up`: its retries are used up. `stopped`: the sender closed or the caller's signal ended it.
 */
export interface Delivered {
  attempts: Attempt[]
  outcome: 'delivered' | 'given-up' | 'stopped'
}

/** Sends over http or https and tries again. */
export interface Sender {
  /** Never rejects. `retryDelaysMs` are the waits before each further try. */
  deliver(url: URL, post: Post, retryDelaysMs: readonly number[], signal?: AbortSignal): Promise<Delivered>
  /** Whether a connection that this sender holds now has this local port (and address, where one is given). */
  opened(localPort: number, localAddress?: string): boolean
  /** Ends every delivery and waits until no socket is left. */
  close(): Promise<void>
}

interface SenderOptions {
  /** To one host at a time; further requests wait in line. */
  maxSockets: number
  /** PEM of a further authority that https endpoints may be vouched for by. Without: Node's own. */
  ca?: string
}

/** Opens a sender with connections of its own: no other code's request goes through them, so that `opened` is exact. */
export function openSender(deps: { clock: Clock; timers: Timers }, options: SenderOptions): Sender {
  const { clock, timers } = deps
  const closing = new AbortController()
  const running = new Set<Promise<Delivered>>()
  const { agents, sockets } = openAgents(options)

  async function tryAll(url: URL, post: Post, retryDelaysMs: readonly number[], signal: AbortSignal): Promise<Delivered> {
    const attempts: Attempt[] = []
    for (;;) {
      if (signal.aborted) return { attempts, outcome: 'stopped' }
      const at = clock.now()
      const status = await attempt(url, post, { agents, timers, signal })
      if (status === 'stopped') return { attempts, outcome: 'stopped' }
      attempts.push({ at, status })
      if (!isRetried(status)) return { attempts, outcome: 'delivered' }
      const delayMs = retryDelaysMs[attempts.length - 1]
      if (delayMs === undefined) return { attempts, outcome: 'given-up' }
      await pause(timers, delayMs, signal)
    }
  }

  return {
    deliver(url, post, retryDelaysMs, signal) {
      const ended = signal === undefined ? closing.signal : AbortSignal.any([closing.signal, signal])
      const delivery = tryAll(url, post, retryDelaysMs, ended).finally(() => running.delete(delivery))
      running.add(delivery)
      return delivery
    },
    opened(localPort, localAddress) {
      for (const socket of sockets) {
        if (socket.localPort === localPort && (localAddress === undefined || plain(socket.localAddress) === plain(localAddress)))
          return true
      }
      return false
    },
    async close() {
      closing.abort()
      await Promise.all(running)
      agents.plain.destroy()
      agents.secure.destroy()
      await Promise.all([...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))))
    },
  }
}

interface Agents {
  plain: Agent
  secure: SecureAgent
}

function openAgents({ maxSockets, ca }: SenderOptions): { agents: Agents; sockets: ReadonlySet<Socket> } {
  const kept = { keepAlive: true, maxSockets, maxFreeSockets: maxSockets }
  const agents = { plain: new Agent(kept), secure: new SecureAgent({ ...kept, ...(ca === undefined ? {} : { ca }) }) }
  const sockets = new Set<Socket>()
  for (const agent of [agents.plain, agents.secure]) {
    const connect = agent.createConnection.bind(agent)
    agent.createConnection = (options, callback) => {
      const socket = connect(options, callback)
      if (socket instanceof Socket) {
        sockets.add(socket)
        socket.once('close', () => sockets.delete(socket))
      }
      return socket
    }
  }
  return { agents, sockets }
}

interface AttemptDeps {
  agents: Agents
  timers: Timers
  signal: AbortSignal
}

/** One POST. Resolves when the connection is free again, so that the next one finds it. */
function attempt(url: URL, post: Post, deps: AttemptDeps): Promise<AttemptStatus | 'stopped'> {
  const { agents, timers, signal } = deps
  const secure = url.protocol === 'https:'
  return new Promise((resolve) => {
    let status: number | undefined
    let late = false
    let reset = false
    let cancelTimeout = () => {}
    const sent: ClientRequest = secure
      ? secureRequest(url, { method: 'POST', agent: agents.secure, headers: post.headers })
      : request(url, { method: 'POST', agent: agents.plain, headers: post.headers })
    const stop = () => sent.destroy()
    signal.addEventListener('abort', stop, { once: true })
    // From the moment it has a connection to try: waiting in our own line is no fault of the receiver.
    sent.once('socket', () => {
      cancelTimeout = timers.after(attemptTimeoutMs, () => {
        late = true
        sent.destroy()
      })
    })
    sent.once('response', (response) => {
      status = response.statusCode
      response.on('error', () => {}) // told by 'close' below, with the status that had come
      response.resume()
    })
    sent.once('error', (error: NodeJS.ErrnoException) => {
      reset = error.code === 'ECONNRESET' || error.code === 'EPIPE'
    })
    sent.once('close', () => {
      cancelTimeout()
      signal.removeEventListener('abort', stop)
      if (status !== undefined) return resolve(status)
      if (signal.aborted) return resolve('stopped')
      if (late) return resolve('timeout')
      // The receiver had closed an idle connection just as it was used again: no try at all (nodejs.org/api/http.html, request.reusedSocket).
      if (reset && sent.reusedSocket) return resolve(attempt(url, post, deps))
      resolve('no-answer')
    })
    sent.end(post.body)
  })
}

/** An IPv4 address as a dual-stack socket writes it is the same address. */
function plain(address: string | undefined): string | undefined {
  return address?.replace(/^::ffff:/, '')
}
