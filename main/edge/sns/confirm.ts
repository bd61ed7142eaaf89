import { type ConfirmAnswer, type ConfirmationResult, judgeConfirmation } from '../../core/sns/confirmation.ts'
import { parseTopicArn } from '../../core/sns/topic-arn.ts'
import type { Log } from '../../ports.ts'

export interface ConfirmRequest {
  /** Of a verified message. */
  topicArn: string
  token: string
  /** Of an SNS-compatible service under custom trust: calls go there only. Null is AWS's own in the topic's region. */
  endpoint: string | null
}

/** One ConfirmSubscription call. Signed ones carry AuthenticateOnUnsubscribe and the operator's credentials. Never rejects. */
export type ConfirmCall = (
  call: { topicArn: string; token: string; region: string; endpoint: string | null; signed: boolean },
  signal: AbortSignal,
) => Promise<ConfirmAnswer>

// An unsigned call to a given endpoint uses the region for nothing; SNS-compatible services have none of AWS's.
const regionOfNoMatter = 'us-east-1'

/**
 * Confirms a subscription: signed and protected against anonymous unsubscribing where credentials allow it, else unsigned. One attempt of
 * each; trying again later is the caller's. The credentials never go to an endpoint that an integration brought.
 */
export async function confirmSubscription(
  deps: { call: ConfirmCall; log: Log },
  { topicArn, token, endpoint }: ConfirmRequest,
  signal: AbortSignal,
): Promise<ConfirmationResult> {
  const topic = parseTopicArn(topicArn)
  if (topic === null && endpoint === null)
    return { kind: 'failed', code: 'topic-unknown', recoverable: false, said: `${topicArn} is no topic of AWS.` }
  const call = { topicArn, token, endpoint, region: topic?.region ?? regionOfNoMatter }

  let why: string | null = null
  if (endpoint === null) {
    const step = judgeConfirmation(await deps.call({ ...call, signed: true }, signal), true)
    if (step.kind !== 'go-unsigned') return step
    why = step.why
    deps.log.info('subscription.confirm-unsigned', { topicArn, why })
  }
  const step = judgeConfirmation(await deps.call({ ...call, signed: false }, signal), false)
  if (step.kind === 'go-unsigned') return { kind: 'failed', code: 'denied', recoverable: false, said: step.why }
  return step.kind === 'confirmed' && step.authenticated === false ? { ...step, said: why } : step
}
