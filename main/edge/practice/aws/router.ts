import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Clock, Log, Timers } from '../../../ports.ts'
import { pause } from '../pause.ts'
import { parseArn } from './arn.ts'
import { parseJson, queryErrorHeader, toJsonAnswer, toJsonError } from './json.ts'
import { parseQuery, toQueryAnswer, toQueryError } from './query.ts'
import { type Call, type Operations, type Result, refused, type Service } from './wire.ts'

/** What answers the calls, and what else is served. */
export interface RouterDeps {
  clock: Clock
  timers: Timers
  log: Log
  newId: () => string
  services: Readonly<Record<Service, Operations>>
  /** Asked before each call: how long it waits, and whether it fails. */
  meet(call: Call): { delayMs: number; refused: Result | null }
}

export interface RouterOptions {
  port: number
  /** The signing certificate and the path under which it is served. */
  certificate: { path: string; pem: string }
  /** Where a call does not say its region. */
  region: string
  /** Sees every call, with its answer. */
  onAnswered(call: Call, result: Result): void
}

export interface Router {
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  url: string
  close(): Promise<void>
}

const maxBodyBytes = 2 * 1024 * 1024

/** Answers AWS's calls on the loopback address, all services on one port. Rejects where the port can't be had. */
export async function openRouter(deps: RouterDeps, options: RouterOptions): Promise<Router> {
  const closing = new AbortController()
  const server = createServer((incoming, answer) => {
    answer.sendDate = false // the clock is given: `Date` below
    respond(incoming, answer, deps, { ...options, closing: closing.signal }).catch((error: unknown) => {
      if (!answer.destroyed) deps.log.warn('practice-aws.broke', { said: String(error) })
      answer.destroy()
    })
  })
  // A long poll of 20 s and a client's kept connection are both usual.
  server.keepAliveTimeout = 60_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        closing.abort()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function respond(
  incoming: IncomingMessage,
  answer: ServerResponse,
  deps: RouterDeps,
  options: RouterOptions & { closing: AbortSignal },
): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1')
  const date = { date: new Date(deps.clock.now()).toUTCString() }
  if (incoming.method === 'GET' && url.pathname === options.certificate.path) {
    answer.writeHead(200, { ...date, 'content-type': 'application/x-pem-file' }).end(options.certificate.pem)
    return
  }
  const body = await readBody(incoming)
  if (body === null) return void answer.writeHead(413, { ...date, connection: 'close' }).end()

  const gone = new AbortController()
  answer.once('close', () => gone.abort())
  const read = readCall(incoming, url, body, options.region)
  const call = { ...read.call, signal: AbortSignal.any([options.closing, gone.signal]) }
  const result = read.fault ?? (await perform(call, deps))
  if (answer.destroyed) return
  options.onAnswered(call, result)

  const requestId = deps.newId()
  const status = result.kind === 'refused' ? result.status : 200
  const headers = { ...date, 'x-amzn-requestid': requestId }
  if (read.json === null) {
    const xml = result.kind === 'refused' ? toQueryError(result, call.service, requestId) : toQueryAnswer(result, call, requestId)
    answer.writeHead(status, { ...headers, 'content-type': 'text/xml' }).end(xml)
    return
  }
  const told = result.kind === 'refused' ? queryErrorHeader(result, call.service) : {}
  const json = result.kind === 'refused' ? toJsonError(result) : toJsonAnswer(result)
  answer.writeHead(status, { ...headers, ...told, 'content-type': read.json }).end(json)
}

async function perform(call: Call, deps: RouterDeps): Promise<Result> {
  const { delayMs, refused: failed } = deps.meet(call)
  if (delayMs > 0) await pause(deps.timers, delayMs, call.signal)
  if (failed !== null) return failed
  if (call.accessKeyId === null && !unsignedCalls.includes(call.operation)) {
    return refused(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token')
  }
  const operation = Object.hasOwn(deps.services[call.service], call.operation) ? deps.services[call.service][call.operation] : undefined
  if (operation === undefined) return unknownOperation(call)
  return operation(call)
}

/** What whoever holds a message may ask for. */
const unsignedCalls = ['ConfirmSubscription', 'Unsubscribe']

function unknownOperation({ operation }: Call): Result {
  return refused(400, 'InvalidAction', `The action ${operation} is not valid for this web service.`, 'UnknownOperationException')
}

/** Null: more than any call holds. */
async function readBody(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of incoming) {
    const part = Buffer.from(chunk)
    bytes += part.length
    if (bytes > maxBodyBytes) return null
    chunks.push(part)
  }
  return Buffer.concat(chunks).toString('utf8')
}

interface Read {
  call: Omit<Call, 'signal'>
  /** The content type of the answer; null: the query protocol. */
  json: string | null
  fault: Result | null
}

/** Whose call it is, by the scope of its signature, else by its target, else by its action. */
function readCall(incoming: IncomingMessage, url: URL, body: string, region: string): Read {
  const form = new URLSearchParams([...url.searchParams])
  const scope = readScope(incoming.headers.authorization ?? form.get('X-Amz-Credential') ?? '')
  const target = incoming.headers['x-amz-target']
  if (typeof target === 'string') {
    const [prefix = '', operation = ''] = target.split('.')
    const service = scope.service ?? targets[prefix] ?? 'cloudwatch'
    const input = parseJson(body)
    const fault = input === null ? refused(400, 'SerializationException', 'The request body is no JSON object.') : null
    const call = { service, operation, region: scope.region ?? region, accessKeyId: scope.accessKeyId, input: input ?? {} }
    return { call, json: incoming.headers['content-type'] ?? 'application/x-amz-json-1.0', fault }
  }
  for (const [name, value] of new URLSearchParams(body)) form.append(name, value)
  const operation = form.get('Action') ?? ''
  const service = scope.service ?? unsignedActions[operation] ?? 'sns'
  const input = parseQuery(form)
  const named = parseArn(String(input.TopicArn ?? input.SubscriptionArn ?? ''))?.region
  return {
    call: { service, operation, region: scope.region ?? named ?? region, accessKeyId: scope.accessKeyId, input },
    json: null,
    fault: null,
  }
}

const targets: Readonly<Record<string, Service>> = { GraniteServiceVersion20100801: 'cloudwatch', AmazonSQS: 'sqs', AWSEvents: 'events' }
const unsignedActions: Readonly<Record<string, Service>> = { GetCallerIdentity: 'sts', AssumeRole: 'sts', ListAccountAliases: 'iam' }
const scopes: Readonly<Record<string, Service>> = {
  sns: 'sns',
  sqs: 'sqs',
  monitoring: 'cloudwatch',
  sts: 'sts',
  iam: 'iam',
  events: 'events',
}

/** `Credential=KEY/DATE/REGION/SERVICE/aws4_request`. Source: docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
function readScope(signature: string): { accessKeyId: string | null; region: string | null; service: Service | null } {
  const credential = /(?:Credential=)?([^\s,=/]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(signature)
  const [, accessKeyId, region, service] = credential ?? []
  return { accessKeyId: accessKeyId ?? null, region: region ?? null, service: scopes[service ?? ''] ?? null }
}
