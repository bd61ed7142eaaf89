import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Held, HttpTarget, Refusal, Subscriptions } from './subscriptions.ts'

/** The API that a practice SNS answers, on the loopback address. */
export interface Endpoint {
  /** `http://127.0.0.1:PORT`, without a slash at its end. */
  url: string
  close(): Promise<void>
}

export interface EndpointDeps {
  subscriptions: Subscriptions
  /** The signing certificate and the path under which it is served. */
  certificate: { path: string; pem: string }
  /** An unsigned call ended this subscription. */
  onUnsubscribed(held: Held & HttpTarget): void
}

const maxBodyBytes = 64 * 1024

/**
 * Answers ConfirmSubscription and Unsubscribe in the AWS Query protocol (GET or POST, XML), as SNS does.
 * A call counts as signed where it carries an AWS signature, which is not verified: there are no keys here to check it with.
 * Rejects where no port can be had.
 */
export async function openEndpoint(deps: EndpointDeps): Promise<Endpoint> {
  const server = createServer((incoming, answer) => {
    respond(incoming, answer, deps).catch(() => answer.destroy()) // the caller went away in the middle of its request
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
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
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function respond(incoming: IncomingMessage, answer: ServerResponse, deps: EndpointDeps): Promise<void> {
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1')
  if (incoming.method === 'GET' && url.pathname === deps.certificate.path) {
    answer.writeHead(200, { 'content-type': 'application/x-pem-file' }).end(deps.certificate.pem)
    return
  }
  const body = await readBody(incoming)
  if (body === null) return void answer.writeHead(413, { connection: 'close' }).end()
  const call = new URLSearchParams([...url.searchParams, ...new URLSearchParams(body)])
  const { status, xml } = answerCall(call, isSigned(incoming, call), deps)
  answer.writeHead(status, { 'content-type': 'text/xml', 'x-amzn-requestid': randomUUID() }).end(xml)
}

/** Null: more than any call of ours holds. */
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

function isSigned(incoming: IncomingMessage, call: URLSearchParams): boolean {
  return incoming.headers.authorization?.startsWith('AWS4-') === true || call.has('X-Amz-Signature')
}

function answerCall(call: URLSearchParams, signed: boolean, deps: EndpointDeps): { status: number; xml: string } {
  const action = call.get('Action')
  if (action === 'ConfirmSubscription') {
    const confirmed = deps.subscriptions.confirm({
      topicArn: call.get('TopicArn') ?? '',
      token: call.get('Token') ?? '',
      authenticateOnUnsubscribe: call.get('AuthenticateOnUnsubscribe') === 'true',
      signed,
    })
    return 'code' in confirmed ? refuse(confirmed) : succeed(action, `<SubscriptionArn>${escaped(confirmed.arn)}</SubscriptionArn>`)
  }
  if (action === 'Unsubscribe') {
    const ended = deps.subscriptions.unsubscribe({ subscriptionArn: call.get('SubscriptionArn') ?? '', signed })
    if ('code' in ended) return refuse(ended)
    if (ended.held !== null && ended.tell) deps.onUnsubscribed(ended.held)
    return succeed(action, null)
  }
  return refuse({ status: 400, code: 'InvalidAction', message: `Could not find operation ${action} for version 2010-03-31` })
}

function succeed(action: string, result: string | null): { status: number; xml: string } {
  const inner = result === null ? '' : `  <${action}Result>\n    ${result}\n  </${action}Result>\n`
  const xml = `<${action}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/">\n${inner}  <ResponseMetadata>\n    <RequestId>${randomUUID()}</RequestId>\n  </ResponseMetadata>\n</${action}Response>\n`
  return { status: 200, xml }
}

function refuse({ status, code, message }: Refusal): { status: number; xml: string } {
  const xml = `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">\n  <Error>\n    <Type>Sender</Type>\n    <Code>${code}</Code>\n    <Message>${escaped(message)}</Message>\n  </Error>\n  <RequestId>${randomUUID()}</RequestId>\n</ErrorResponse>\n`
  return { status, xml }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
