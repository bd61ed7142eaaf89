/** What came back when a subscription was confirmed by ConfirmSubscription. */
export type ConfirmAnswer =
  | { kind: 'confirmed'; subscriptionArn: string | null }
  /** SNS's own error code, without the `Exception` that SDKs add. `status` is HTTP's. */
  | { kind: 'refused'; status: number | null; code: string; message: string }
  | { kind: 'no-answer'; code: 'timeout' | 'no-network' | 'aborted' | 'unreadable'; message: string }
  /** The call was to be signed, and there was nothing to sign it with. */
  | { kind: 'no-credentials'; message: string }

type ConfirmationFailure =
  | 'token-invalid'
  | 'token-expired'
  | 'subscription-gone'
  | 'topic-unknown'
  | 'denied'
  | 'limit'
  | 'throttled'
  | 'aws-unavailable'
  | 'no-network'
  | 'timeout'
  | 'aborted'
  | 'unexpected'

export type ConfirmationResult =
  | {
      kind: 'confirmed'
      subscriptionArn: string | null
      /** False: anyone who holds one of its messages can end it, and that can't be changed later. Null: it was confirmed before, nobody knows how. */
      authenticated: boolean | null
      /** Why it is not authenticated, where it is not. */
      said: string | null
    }
  | { kind: 'failed'; code: ConfirmationFailure; recoverable: boolean; said: string }

/** What the answer to a call means: the end of it, or that the call is to be made again without a signature, and why. */
export type ConfirmationStep = ConfirmationResult | { kind: 'go-unsigned'; why: string }

// What AWS says to credentials that are wrong, late or not allowed to do this. The token is enough without them.
const deniedCodes = new Set([
  'AuthorizationError',
  'AccessDenied',
  'AuthFailure',
  'ExpiredToken',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidSecurity',
  'MissingAuthenticationToken',
  'NotAuthorized',
  'OptInRequired',
  'RequestExpired',
  'RequestTimeTooSkewed',
  'SignatureDoesNotMatch',
  'UnauthorizedOperation',
  'UnrecognizedClient',
])
const throttledCodes = new Set(['Throttled', 'Throttling', 'TooManyRequests', 'RequestLimitExceeded', 'SlowDown'])
const limitCodes = new Set(['SubscriptionLimitExceeded', 'FilterPolicyLimitExceeded', 'ReplayLimitExceeded'])

/**
 * Reads the answer to a ConfirmSubscription call that was signed (with AuthenticateOnUnsubscribe) or not. "Subscription already confirmed"
 * has the code of a denial and means the opposite.
 * https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html
 */
export function judgeConfirmation(answer: ConfirmAnswer, signed: boolean): ConfirmationStep {
  switch (answer.kind) {
    case 'confirmed':
      return { kind: 'confirmed', subscriptionArn: answer.subscriptionArn, authenticated: signed, said: null }
    case 'no-credentials':
      return signed ? { kind: 'go-unsigned', why: answer.message } : failed('unexpected', true, answer.message)
    case 'no-answer':
      return failed(answer.code === 'unreadable' ? 'unexpected' : answer.code, true, noAnswerSaid[answer.code])
    case 'refused':
      return judgeRefusal(answer, signed)
  }
}

const noAnswerSaid = {
  timeout: 'SNS did not answer in time.',
  'no-network': 'SNS could not be reached from here.',
  aborted: 'The desk stopped before SNS answered.',
  unreadable: 'What answered was not SNS: a proxy or a sign-in page may stand between.',
} as const

function judgeRefusal({ status, code, message }: Extract<ConfirmAnswer, { kind: 'refused' }>, signed: boolean): ConfirmationStep {
  if (/already confirmed/i.test(message))
    return {
      kind: 'confirmed',
      subscriptionArn: null,
      authenticated: null,
      said: 'It had been confirmed before; whether protected is known to AWS only.',
    }
  if (deniedCodes.has(code))
    return signed
      ? { kind: 'go-unsigned', why: `AWS denied the signed call (${code}: ${message})` }
      : failed('denied', false, `AWS denied the call: ${message}`)
  if (code === 'InvalidParameter') return judgeParameter(message)
  if (code === 'NotFound')
    return failed(
      'subscription-gone',
      false,
      'AWS knows no such subscription any more: it was deleted meanwhile. Subscribe this URL to the topic again.',
    )
  if (throttledCodes.has(code) || status === 429) return failed('throttled', true, 'SNS asks for fewer calls.')
  if (limitCodes.has(code)) return failed('limit', true, `A limit of the AWS account is reached: ${message}`)
  if (status !== null && status >= 500) return failed('aws-unavailable', true, `SNS has trouble of its own (${status} ${code}).`)
  return failed('unexpected', true, `SNS answered ${status ?? 'without a status'}: ${code}: ${message}`)
}

function judgeParameter(message: string): ConfirmationResult {
  const again = 'Ask for a new one: AWS console, SNS, Subscriptions, Request confirmation; or subscribe this URL again.'
  if (/expired/i.test(message)) return failed('token-expired', false, `The confirmation's token has expired. ${again}`)
  if (/token/i.test(message))
    return failed('token-invalid', false, `AWS does not know the confirmation's token; it lives two days. ${again}`)
  if (/topic/i.test(message)) return failed('topic-unknown', false, `AWS does not know the topic there: ${message}`)
  return failed('unexpected', false, `AWS refused the call: ${message}`)
}

const failed = (code: ConfirmationFailure, recoverable: boolean, said: string): ConfirmationResult => ({
  kind: 'failed',
  code,
  recoverable,
  said,
})

const secondMs = 1_000
const delaysMs = [1, 2, 5, 15, 30, 60, 120, 300, 600].map((seconds) => seconds * secondMs)
const tokenLifetimeMs = 2 * 24 * 3_600 * secondMs

/** How long to wait after so many failed attempts (1 or more): from one second up to ten minutes. */
export const confirmationRetryDelayMs = (failedAttempts: number): number =>
  delaysMs[Math.min(Math.max(Math.trunc(failedAttempts), 1), delaysMs.length) - 1] ?? 600 * secondMs

/** When a confirmation's token ends, in epoch milliseconds: two days after the message's own Timestamp. */
export const confirmationExpiresAt = (timestampMs: number): number => timestampMs + tokenLifetimeMs
