import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock, Log } from '../../ports.ts'
import { type Bodies, letGoBy, openBodies } from './body.ts'
import { type Crowd, openCrowd } from './crowd.ts'
import type { Gate } from './gate.ts'
import type { Answer } from './inbound.ts'
import type { Intake } from './intake.ts'
import { openRefusals } from './refusals.ts'

/** What is no request is answered by Node's name for what is wrong. A delivery that only came too slowly is not lost: SNS tries again after 503. */
const brokenStatus: Record<string, string> = {
  ERR_HTTP_REQUEST_TIMEOUT: '503 Service Unavailable',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
}
/** Who was told that he is hung up on, and does not hang up himself, is hung up on after this. */
const hangUpMs = 1_000
const secretPath = /^\/in\/([A-Za-z0-9_-]{16,86})$/

export interface ReceiverDeps {
  gate: Gate
  intake: Intake
  clock: Clock
  log: Log
  /** For a secret of the desk's own knock at its public address: what its body is answered with. It is no delivery. */
  ownKnock: (secret: string) => ((body: Uint8Array) => string | null) | null
  /** Whether this connection may knock at this integration: practice hears its own SNS alone. */
  mayKnock: (integrationId: number, remotePort: number) => boolean
}

export interface Receiver {
  url: string
  port: number
  close(): Promise<void>
}

/** How long a sender may take, in milliseconds: for the head, for the whole; and how often that is looked at. */
type Patience = Required<Pick<ServerOptions, 'headersTimeout' | 'requestTimeout' | 'connectionsCheckingInterval'>>
const usualPatience: Patience = { headersTimeout: 10_000, requestTimeout: 15_000, connectionsCheckingInterval: 2_500 }

/**
 * Opens the receiver on loopback. It takes POSTs to `/in/SECRET` and serves nothing else.
 * @throws the system's error where the port is taken
 */
export async function openReceiver(deps: ReceiverDeps, port: number, patience: Patience = usualPatience): Promise<Receiver> {
  const server = createServer({ maxHeaderSize: 16 * 1024, keepAliveTimeout: 65_000, ...patience })
  const held = { crowd: openCrowd(), bodies: openBodies(), refusalWaitMs: openRefusals(deps.clock) }
  server.on('connection', held.crowd.enter)
  let closing = false
  const underWay = new Set<ServerResponse>()
  server.on('request', (request, response) => {
    underWay.add(response)
    response.once('close', () => underWay.delete(response))
    if (closing) response.setHeader('connection', 'close')
    handle(deps, held, request, response).catch((error: unknown) => {
      deps.log.error('receiver.failed', { said: error instanceof Error ? (error.stack ?? error.message) : String(error) })
      answer(response, { status: 503, said: 'not now: an internal error', deliveryId: null })
    })
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (socket.writable)
      socket.end(`HTTP/1.1 ${brokenStatus[error.code ?? ''] ?? '400 Bad Request'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
    setTimeout(() => socket.destroy(), hangUpMs).unref()
  })
  await listen(server, port)
  const bound = (server.address() as AddressInfo).port
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        // Who is still sending hears with his answer that it is the last.
        closing = true
        for (const response of underWay) if (!response.headersSent) response.setHeader('connection', 'close')
        server.close(() => resolve())
        server.closeIdleConnections()
        // What is under way may finish; who dawdles is cut off.
        setTimeout(held.crowd.disperse, 2_000).unref()
      }),
  }
}

async function handle(
  { gate, intake, clock, ownKnock, mayKnock }: ReceiverDeps,
  { crowd, bodies, refusalWaitMs }: { crowd: Crowd; bodies: Bodies; refusalWaitMs: () => number },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const secret = request.method === 'POST' ? secretPath.exec(request.url ?? '')?.[1] : undefined
  const own = secret === undefined ? null : ownKnock(secret)
  const integrationId = secret === undefined || own !== null ? null : gate.find(secret)
  const known = own !== null || (integrationId !== null && mayKnock(integrationId, request.socket.remotePort ?? 0))
  if (!known) {
    letGoBy(request)
    // A 404 would be final to SNS.
    const forgotten = secret !== undefined && integrationId === null && gate.hasForgotten()
    return refuse(response, forgotten ? notKnown : notFound, refusalWaitMs())
  }
  const body = await bodies.read(request)
  if (body.kind === 'gone') return void request.destroy()
  if (body.kind === 'no-room') return answer(response, noRoom)
  try {
    if (integrationId === null) {
      const said = own?.(body.bytes) ?? null
      return answer(response, said === null ? notFound : { status: 200, said, deliveryId: null })
    }
    const answered = await intake({
      integrationId,
      source: 'push',
      again: false,
      receivedAt: clock.now(),
      headers: headersOf(request),
      body: body.bytes,
      bodyBytes: body.total,
    })
    if (answered.status === 200) crowd.proved(request.socket)
    if (answered.status === 200 || answered.status === 503) return answer(response, answered)
    refuse(response, answered, refusalWaitMs())
  } finally {
    body.done()
  }
}

const notKnown: Answer = {
  status: 503,
  said: 'not now: the store was lost, and with it which integration this is.',
  deliveryId: null,
}
const notFound: Answer = { status: 404, said: 'Nothing is here.', deliveryId: null }
const noRoom: Answer = { status: 503, said: 'not now: too much arrives at once', deliveryId: null }

function headersOf(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return headers
}

function refuse(response: ServerResponse, refusal: Answer, waitMs: number): void {
  if (waitMs === 0) answer(response, refusal)
  else setTimeout(() => answer(response, refusal), waitMs)
}

function answer(response: ServerResponse, { status, said }: Answer): void {
  if (response.headersSent) return
  const text = `${said}\n`
  response.writeHead(status, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...(status === 503 ? { connection: 'close' } : {}),
  })
  response.end(text)
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
