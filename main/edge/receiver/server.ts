import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock, Log } from '../../ports.ts'
import type { Gate } from './gate.ts'
import type { Answer } from './inbound.ts'
import type { Intake } from './intake.ts'

/** 256 KB of message, each byte escaped at worst: what is more is no message of SNS. */
const bodyBytesMost = 2 * 1024 * 1024
/** Of what is too large, so much is kept to be looked at. */
const keptOfTooLarge = 2_048
/** What is too large is read to its end up to here, so that the sender hears the answer. */
const drainBytesMost = 16 * 1024 * 1024
/** What is no request is answered by Node's name for what is wrong. A delivery that only came too slowly is not lost: SNS tries again after 503. */
const brokenStatus: Record<string, string> = {
  ERR_HTTP_REQUEST_TIMEOUT: '503 Service Unavailable',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
}
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
  server.maxConnections = 8_192
  server.on('request', (request, response) => {
    handle(deps, request, response).catch((error: unknown) => {
      deps.log.error('receiver.failed', { said: error instanceof Error ? (error.stack ?? error.message) : String(error) })
      answer(response, { status: 503, said: 'not now: an internal error', deliveryId: null })
    })
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (socket.writable)
      socket.end(`HTTP/1.1 ${brokenStatus[error.code ?? ''] ?? '400 Bad Request'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  })
  await listen(server, port)
  const bound = (server.address() as AddressInfo).port
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeIdleConnections()
        // What is under way may finish; who dawdles is cut off.
        setTimeout(() => server.closeAllConnections(), 2_000).unref()
      }),
  }
}

async function handle(
  { gate, intake, clock, ownKnock, mayKnock }: ReceiverDeps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const secret = request.method === 'POST' ? secretPath.exec(request.url ?? '')?.[1] : undefined
  const own = secret === undefined ? null : ownKnock(secret)
  const integrationId = secret === undefined || own !== null ? null : gate.find(secret)
  const known = own !== null || (integrationId !== null && mayKnock(integrationId, request.socket.remotePort ?? 0))
  if (!known) {
    // What a stranger sends is let go by, never held.
    request.resume()
    return answer(response, notFound)
  }
  const body = await read(request)
  if (body === null) return void request.destroy()
  if (integrationId === null) {
    const said = own?.(body.bytes) ?? null
    return answer(response, said === null ? notFound : { status: 200, said, deliveryId: null })
  }
  answer(
    response,
    await intake({
      integrationId,
      source: 'push',
      again: false,
      receivedAt: clock.now(),
      headers: headersOf(request),
      body: body.bytes,
      bodyBytes: body.total,
    }),
  )
}

const notFound: Answer = { status: 404, said: 'Nothing is here.', deliveryId: null }

/** The body's bytes; of what is too large only the beginning. Null where the sender went away or never ends. */
function read(request: IncomingMessage): Promise<{ bytes: Uint8Array; total: number } | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let total = 0
    request.on('data', (chunk: Buffer) => {
      total += chunk.length
      if (total <= bodyBytesMost) chunks.push(chunk)
      if (total > drainBytesMost) resolve(null)
    })
    request.on('end', () => {
      const first = chunks[0]
      const whole = chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks)
      resolve({ bytes: total > bodyBytesMost ? whole.subarray(0, keptOfTooLarge) : whole, total })
    })
    request.on('aborted', () => resolve(null))
    request.on('error', () => resolve(null))
  })
}

function headersOf(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return headers
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
