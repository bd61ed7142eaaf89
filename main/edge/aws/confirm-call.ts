import type { ConfirmSubscriptionCommandInput, SNSClientConfig } from '@aws-sdk/client-sns'
import type { ConfirmAnswer } from '../../core/sns/confirmation.ts'
import type { Credentials } from './credentials.ts'
import { noteServerDates } from './server-date.ts'

export interface ConfirmCallDeps {
  /** Whose they are may hang on the topic. Null where none are to be used. */
  credentials: ((topicArn: string) => Promise<Credentials>) | null
  /** The `Date` of an answer of AWS's, in epoch milliseconds. Not called for an endpoint of an integration's own. */
  onServerDate?: (at: number) => void
}

interface Call {
  topicArn: string
  token: string
  region: string
  /** Null is AWS's own in the region, or what AWS_ENDPOINT_URL says. */
  endpoint: string | null
  signed: boolean
}

const connectMs = 3_000
const requestMs = 10_000
const credentialsMs = 10_000

/**
 * ConfirmSubscription by the SDK, one attempt: trying again is decided outside. The SDK is loaded at the first call.
 * https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html
 */
export function openConfirmCall({ credentials, onServerDate }: ConfirmCallDeps) {
  return async (call: Call, signal: AbortSignal): Promise<ConfirmAnswer> => {
    let identity: Credentials | null = null
    if (call.signed) {
      if (credentials === null) return { kind: 'no-credentials', message: 'No AWS credentials are to be used.' }
      try {
        identity = await within(credentialsMs, credentials(call.topicArn))
      } catch (error) {
        return { kind: 'no-credentials', message: messageOf(error) }
      }
    }
    const { ConfirmSubscriptionCommand, SNSClient } = await import('@aws-sdk/client-sns')
    const client = new SNSClient({
      region: call.region,
      ...(call.endpoint === null ? {} : { endpoint: call.endpoint }),
      ...(identity === null ? unsigned : { credentials: identity }),
      maxAttempts: 1,
      requestHandler: { connectionTimeout: connectMs, requestTimeout: requestMs, throwOnRequestTimeout: true },
    })
    if (call.endpoint === null && onServerDate !== undefined) noteServerDates(client, onServerDate)
    const input: ConfirmSubscriptionCommandInput = { TopicArn: call.topicArn, Token: call.token }
    if (call.signed) input.AuthenticateOnUnsubscribe = 'true'
    try {
      const { SubscriptionArn } = await client.send(new ConfirmSubscriptionCommand(input), { abortSignal: signal })
      return SubscriptionArn ? { kind: 'confirmed', subscriptionArn: SubscriptionArn } : unreadable('200 without a SubscriptionArn')
    } catch (error) {
      return answerOf(error)
    } finally {
      client.destroy()
    }
  }
}

const noAuth = 'smithy.api#noAuth'

/**
 * SNS's model marks no call as possible without a signature, so the SDK would refuse to send one. This scheme "signs" by leaving the request
 * as it is, and asks nobody for credentials.
 */
const unsigned: Pick<SNSClientConfig, 'httpAuthSchemes' | 'httpAuthSchemeProvider'> = {
  httpAuthSchemeProvider: () => [{ schemeId: noAuth }],
  httpAuthSchemes: [{ schemeId: noAuth, identityProvider: () => async () => ({}), signer: { sign: async (request) => request } }],
}

/** What an error of the SDK says: a refusal by SNS, or that nothing of SNS came back. */
function answerOf(error: unknown): ConfirmAnswer {
  const { name, message } = error instanceof Error ? error : { name: 'Unknown', message: String(error) }
  if (name === 'AbortError') return { kind: 'no-answer', code: 'aborted', message }
  const status = statusOf(error)
  if (status === null) return { kind: 'no-answer', code: isReset(error) || name !== 'TimeoutError' ? 'no-network' : 'timeout', message }
  if (!nameless.has(name)) return { kind: 'refused', status, code: name.replace(/Exception$/, ''), message }
  return status === 429 || status >= 500 ? { kind: 'refused', status, code: `HTTP${status}`, message } : unreadable(`${status}: ${message}`)
}

// What the SDK calls an answer that holds no error code of SNS's: HTML of a proxy, or nothing.
const nameless = new Set(['Error', 'SyntaxError', 'Unknown', 'UnknownError'])

const unreadable = (message: string): ConfirmAnswer => ({ kind: 'no-answer', code: 'unreadable', message })

/** The SDK counts a connection that was cut as a timeout. */
const isReset = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')

function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('$metadata' in error)) return null
  const { $metadata } = error
  if (typeof $metadata !== 'object' || $metadata === null || !('httpStatusCode' in $metadata)) return null
  return typeof $metadata.httpStatusCode === 'number' ? $metadata.httpStatusCode : null
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

async function within<T>(ms: number, wait: Promise<T>): Promise<T> {
  let late: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error(`The AWS credentials could not be loaded within ${ms / 1_000} s.`)), ms)
  })
  try {
    return await Promise.race([wait, timeout])
  } finally {
    clearTimeout(late)
  }
}
