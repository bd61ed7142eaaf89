import { z } from 'zod'
import { type DeliveryPolicy, planRetries } from '../retry.ts'

const seconds = z.number().min(1).max(3_600)
const count = z.number().int().min(0).max(100)
const healthy = z
  .object({
    minDelayTarget: seconds,
    maxDelayTarget: seconds,
    numRetries: count,
    numMaxDelayRetries: count,
    numNoDelayRetries: count,
    numMinDelayRetries: count,
    backoffFunction: z.enum(['linear', 'arithmetic', 'geometric', 'exponential']),
  })
  .partial()
const throttle = z.object({ maxReceivesPerSecond: z.number().int().min(1).nullable() }).partial()
const request = z.object({ headerContentType: z.string() }).partial()
const subscriptionShape = z.object({
  healthyRetryPolicy: healthy.nullish(),
  sicklyRetryPolicy: healthy.nullish(),
  throttlePolicy: throttle.nullish(),
  requestPolicy: request.nullish(),
  guaranteed: z.boolean().nullish(),
})
const topicShape = z.object({
  http: z
    .object({
      defaultHealthyRetryPolicy: healthy.nullish(),
      defaultSicklyRetryPolicy: healthy.nullish(),
      defaultThrottlePolicy: throttle.nullish(),
      defaultRequestPolicy: request.nullish(),
      disableSubscriptionOverrides: z.boolean(),
    })
    .partial(),
})

type Read<T> = { ok: true; policy: T } | { ok: false; said: string }

/** SNS's own for http, as recorded. */
const usual = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numMaxDelayRetries: 0,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  backoffFunction: 'linear' as const,
}
const usualContentType = 'text/plain; charset=UTF-8'

/**
 * A subscription's DeliveryPolicy attribute, checked as SNS checks it: 3,600 s in all at most.
 * Source: docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
export const readSubscriptionPolicy = (text: string) => read(subscriptionShape, text, ({ healthyRetryPolicy }) => healthyRetryPolicy)

/** A topic's, whose fields have other names. */
export const readTopicPolicy = (text: string) => read(topicShape, text, ({ http }) => http.defaultHealthyRetryPolicy)

function read<T>(shape: z.ZodType<T>, text: string, retries: (policy: T) => z.infer<typeof healthy> | null | undefined): Read<T> {
  try {
    const parsed = shape.safeParse(JSON.parse(text))
    if (!parsed.success) return { ok: false, said: parsed.error.issues[0]?.path.map(String).join('.') ?? 'JSON' }
    planRetries({ healthyRetryPolicy: retries(parsed.data) ?? {} })
    return { ok: true, policy: parsed.data }
  } catch (error) {
    return { ok: false, said: error instanceof RangeError ? error.message : 'failed to parse JSON.' }
  }
}

interface Policies {
  subscription: string | undefined
  topic: string | undefined
}

/** What holds for a subscription: its own policy, else its topic's, else SNS's. */
export function effectivePolicy({ subscription, topic }: Policies): DeliveryPolicy & { throttlePolicy: unknown } {
  const own = subscription === undefined ? null : readSubscriptionPolicy(subscription)
  const above = topic === undefined ? null : readTopicPolicy(topic)
  const http = above?.ok === true ? above.policy.http : {}
  const policy = own?.ok === true && http.disableSubscriptionOverrides !== true ? own.policy : {}
  return {
    healthyRetryPolicy: { ...usual, ...(policy.healthyRetryPolicy ?? http.defaultHealthyRetryPolicy) },
    throttlePolicy: policy.throttlePolicy ?? http.defaultThrottlePolicy ?? null,
    requestPolicy: { headerContentType: usualContentType, ...(policy.requestPolicy ?? http.defaultRequestPolicy) },
  }
}

/** GetSubscriptionAttributes' EffectiveDeliveryPolicy, in the order in which AWS writes it. */
export function effectiveSubscriptionText(policies: Policies): string {
  const { healthyRetryPolicy, throttlePolicy, requestPolicy } = effectivePolicy(policies)
  return JSON.stringify({ healthyRetryPolicy, sicklyRetryPolicy: null, throttlePolicy, requestPolicy, guaranteed: false })
}

/** GetTopicAttributes' EffectiveDeliveryPolicy. */
export function effectiveTopicText(topic: string | undefined): string {
  const { healthyRetryPolicy, throttlePolicy, requestPolicy } = effectivePolicy({ subscription: undefined, topic })
  return JSON.stringify({
    http: {
      defaultHealthyRetryPolicy: healthyRetryPolicy,
      disableSubscriptionOverrides: false,
      ...(throttlePolicy === null ? {} : { defaultThrottlePolicy: throttlePolicy }),
      defaultRequestPolicy: requestPolicy,
    },
  })
}
