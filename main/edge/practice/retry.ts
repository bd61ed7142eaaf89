/** What became of one try: the HTTP status of the answer, no answer in time, or no connection (refused, reset). */
export type AttemptStatus = number | 'timeout' | 'no-answer'

/**
 * A subscription's delivery policy in AWS's own words; delays are in seconds. What is left out is SNS's default for http.
 * Between the phases the delay grows linearly; SNS's other curves are not published and its jitter is left out.
 * Source: docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
export interface DeliveryPolicy {
  healthyRetryPolicy?: {
    minDelayTarget?: number
    maxDelayTarget?: number
    numRetries?: number
    numNoDelayRetries?: number
    numMinDelayRetries?: number
    numMaxDelayRetries?: number
  }
  requestPolicy?: { headerContentType?: string }
}

/** SNS waits this long for a connection and an answer. Source: docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.prepare.html */
export const attemptTimeoutMs = 15_000

/**
 * The waits before each further try, in milliseconds: the default is three of 20 s.
 * Throws a RangeError for a policy that SNS refuses: more than 100 retries, more than 3,600 s in all, phases beyond the retries.
 */
export function planRetries(policy: DeliveryPolicy = {}): number[] {
  const {
    minDelayTarget = 20,
    maxDelayTarget = 20,
    numRetries = 3,
    numNoDelayRetries = 0,
    numMinDelayRetries = 0,
    numMaxDelayRetries = 0,
  } = policy.healthyRetryPolicy ?? {}
  const backoff = numRetries - numNoDelayRetries - numMinDelayRetries - numMaxDelayRetries
  if (numRetries > 100 || backoff < 0 || maxDelayTarget < minDelayTarget) throw new RangeError('SNS refuses this retry policy')
  const seconds = [
    ...Array<number>(numNoDelayRetries).fill(0),
    ...Array<number>(numMinDelayRetries).fill(minDelayTarget),
    ...Array.from({ length: backoff }, (_, i) => minDelayTarget + ((maxDelayTarget - minDelayTarget) * i) / Math.max(1, backoff - 1)),
    ...Array<number>(numMaxDelayRetries).fill(maxDelayTarget),
  ]
  if (seconds.reduce((sum, delay) => sum + delay, 0) > 3_600) throw new RangeError('SNS retries for an hour at most')
  return seconds.map((delay) => Math.round(delay * 1_000))
}

/** SNS tries again after 5xx, 429 and silence; every other answer, a redirect or a 4xx too, is done. */
export function isRetried(status: AttemptStatus): boolean {
  return typeof status === 'string' || status === 429 || status >= 500
}
