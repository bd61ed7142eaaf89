import { createServer, type ServerResponse } from 'node:http'

interface Asked {
  method: string
  headers: Record<string, unknown>
  form: Record<string, string>
}

/** A real HTTP server that speaks SNS's Query protocol: a form in, XML out. */
export async function startSnsStandIn() {
  const asked: Asked[] = []
  const replies: ((response: ServerResponse) => void)[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      asked.push({
        method: request.method ?? '',
        headers: request.headers,
        form: Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString())),
      })
      const reply = replies.shift() ?? confirms()
      reply(response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`,
    asked,
    /** Answers the next requests so, in order; after that, it confirms. */
    answers: (...next: ((response: ServerResponse) => void)[]) => {
      replies.splice(0, replies.length, ...next)
      asked.length = 0
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

export const subscriptionArn = 'arn:aws:sns:eu-west-1:123456789012:alarms:0a1b2c3d-1111-4222-8333-444455556666'

const xmlns = 'xmlns="http://sns.amazonaws.com/doc/2010-03-31/"'

export const confirms = () => (response: ServerResponse) =>
  response
    .writeHead(200, { 'content-type': 'text/xml', date: 'Fri, 02 Jan 2026 03:04:05 GMT' })
    .end(
      `<ConfirmSubscriptionResponse ${xmlns}><ConfirmSubscriptionResult><SubscriptionArn>${subscriptionArn}</SubscriptionArn></ConfirmSubscriptionResult><ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></ConfirmSubscriptionResponse>`,
    )

export const refuses = (status: number, code: string, message: string) => (response: ServerResponse) =>
  response
    .writeHead(status, { 'content-type': 'text/xml', date: 'Fri, 02 Jan 2026 03:04:06 GMT' })
    .end(
      `<ErrorResponse ${xmlns}><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>2</RequestId></ErrorResponse>`,
    )

export const answers = (status: number, body: string) => (response: ServerResponse) =>
  response.writeHead(status, { 'content-type': 'text/html' }).end(body)
