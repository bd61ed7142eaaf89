/** How SNS tries an https endpoint again; the names are SNS's own. Delays in seconds. */
export interface RetryPolicy {
  minDelayTarget: number
  maxDelayTarget: number
  numRetries: number
  numNoDelayRetries: number
  numMinDelayRetries: number
  numMaxDelayRetries: number
  backoffFunction: 'linear' | 'arithmetic' | 'geometric' | 'exponential'
}

/**
 * The longest that SNS goes on for an https endpoint: 3,600 s in all is its hard limit, 100 the most retries. Every retry has one of two
 * delays (none is left to the backoff between), so that the sum is known to the second: 15 after 5 s, then 80 after 44 s.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
export const longestRetries: RetryPolicy = {
  minDelayTarget: 5,
  maxDelayTarget: 44,
  numRetries: 95,
  numNoDelayRetries: 0,
  numMinDelayRetries: 15,
  numMaxDelayRetries: 80,
  backoffFunction: 'linear',
}

/** The seconds from the first try to the last one; null where some retries are left to the backoff, whose delays are SNS's own affair. */
export function retrySeconds(policy: RetryPolicy): number | null {
  const { numRetries, numNoDelayRetries, numMinDelayRetries, numMaxDelayRetries, minDelayTarget, maxDelayTarget } = policy
  if (numNoDelayRetries + numMinDelayRetries + numMaxDelayRetries !== numRetries) return null
  return numMinDelayRetries * minDelayTarget + numMaxDelayRetries * maxDelayTarget
}

/** The attribute `DeliveryPolicy` of a subscription. */
export const deliveryPolicyText = (policy: RetryPolicy = longestRetries): string => JSON.stringify({ healthyRetryPolicy: policy })

/** Whether a subscription's DeliveryPolicy already says that, whatever the order of its fields. */
export function retriesAre(text: string | null, policy: RetryPolicy = longestRetries): boolean {
  const own = field(jsonOf(text), 'healthyRetryPolicy')
  return Object.entries(policy).every(([name, value]) => field(own, name) === value)
}

/** The attribute `RedrivePolicy`: where SNS puts what it could not deliver. */
export const redrivePolicyText = (queueArn: string): string => JSON.stringify({ deadLetterTargetArn: queueArn })

/** The dead-letter queue that a RedrivePolicy names; null where it names none. */
export function redriveTarget(text: string | null): string | null {
  const target = field(jsonOf(text), 'deadLetterTargetArn')
  return typeof target === 'string' ? target : null
}

function jsonOf(text: string | null): unknown {
  if (text === null) return null
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
