import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** One call as it came over the wire: `Subscribe` of `sns`, with its input as the protocol had it. */
export interface AwsCall {
  operation: string
  /** Query protocol: the form. JSON: the body. */
  input: Record<string, unknown>
  headers: Record<string, string | string[] | undefined>
}

export interface AwsReply {
  status?: number
  /** JSON protocols: an object. Query protocol: XML inside of OPERATIONResult. */
  body?: Record<string, unknown> | string
  /** An error of AWS's own. */
  error?: { code: string; message: string }
  /** Cuts the connection instead. */
  cut?: true
}

export type Answers = Record<string, (call: AwsCall) => AwsReply>

/** A real HTTP server that speaks what the SDK's clients send: the query protocol (SNS, STS, IAM) and JSON (CloudWatch, SQS, EventBridge). */
export async function startAwsStandIn(answers: Answers = {}) {
  const calls: AwsCall[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      const target = request.headers['x-amz-target']
      const isJson = typeof target === 'string'
      const form = Object.fromEntries(new URLSearchParams(text))
      const operation = isJson ? (target.split('.').at(-1) ?? '') : (form.Action ?? '')
      const call: AwsCall = { operation, input: isJson ? JSON.parse(text) : form, headers: request.headers }
      calls.push(call)
      const unknown = { status: 400, error: { code: 'InvalidAction', message: `No answer was given for ${operation}.` } }
      const reply: AwsReply = answers[operation]?.(call) ?? unknown
      const { status, body, error, cut } = reply
      if (cut) {
        response.destroy()
        return
      }
      const code = status ?? (error === undefined ? 200 : 400)
      if (isJson) {
        response.writeHead(code, { 'content-type': 'application/x-amz-json-1.0' })
        response.end(JSON.stringify(error === undefined ? (body ?? {}) : { __type: `com.amazonaws#${error.code}`, message: error.message }))
        return
      }
      response.writeHead(code, { 'content-type': 'text/xml' })
      response.end(
        error === undefined
          ? `<${operation}Response><${operation}Result>${body ?? ''}</${operation}Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></${operation}Response>`
          : `<ErrorResponse><Error><Type>Sender</Type><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
      )
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    answers,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

export const callerIdentity =
  (account = '123456789012', arn = `arn:aws:iam::${account}:user/op`) =>
  () => ({
    body: `<UserId>AIDAEXAMPLE</UserId><Account>${account}</Account><Arn>${arn}</Arn>`,
  })
export const accountAlias = (alias: string) => () => ({
  body: `<IsTruncated>false</IsTruncated><AccountAliases><member>${alias}</member></AccountAliases>`,
})
export const denies = (action: string) => () => ({
  status: 403,
  error: { code: 'AccessDenied', message: `User: arn:aws:iam::123456789012:user/op is not authorized to perform: ${action}` },
})
