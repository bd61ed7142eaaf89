import type { Rejection } from '../../../preload/contract/words.ts'
import { judgeAge } from './age.ts'
import type { SnsMessage } from './message.ts'
import { type CertificateAddress, expectedCertificateUrl, signingCertificateAddress, subjectNamesFor } from './signing-certificate.ts'
import { isTopicArnLike, parseTopicArn, type TopicArn } from './topic-arn.ts'
import { topicAllowed } from './topic-list.ts'
import type { SnsTrust, TraceStep } from './trust.ts'

/** What an integration asks of a message before anything goes out for it. */
export interface AdmissionPolicy {
  trust: SnsTrust
  /** ARNs or patterns of them. While there are none, only a SubscriptionConfirmation goes on. */
  topics: readonly string[]
  /** Null for messages from a queue, which have no age limit. */
  maxAgeSeconds: number | null
  /** AWS's own `Date` says that our clock is wrong: then a stale message goes on to be verified, for a 503 instead of a refusal. */
  clockIsOff: boolean
}

/** By what a message is to be verified: a certificate of AWS's with its address and the names it may carry, or the key given with the integration. */
export type CertificateSource = ({ kind: 'url'; names: readonly string[] } & CertificateAddress) | { kind: 'given'; certificatePem: string }

export type Admission =
  | {
      ok: true
      certificate: CertificateSource
      /** False for a confirmation of a topic that is not on the list: once verified, it waits for a click. */
      topicListed: boolean
      /** Set while our clock is off: what would have been refused as stale. Once verified, it is answered 503. */
      stale: string | null
      trace: TraceStep[]
    }
  | { ok: false; rejection: Extract<Rejection, 'topic' | 'stale' | 'certificate'>; said: string; trace: TraceStep[] }

/**
 * Step 3 of a delivery's path: is the topic on the list, is it young enough, is its certificate where AWS keeps them? Nothing has gone
 * out yet, and for what is refused here nothing will.
 */
export function admit(message: SnsMessage, policy: AdmissionPolicy, nowMs: number): Admission {
  const trace: TraceStep[] = []
  const note = (step: string, said: string, ok: boolean) => trace.push({ step, said, ok })
  const reject = (rejection: 'topic' | 'stale' | 'certificate', said: string): Admission => {
    note(rejection === 'stale' ? 'age' : rejection, said, false)
    return { ok: false, rejection, said, trace }
  }

  const issuer = issuerOf(message.topicArn, policy.trust)
  if (issuer === null) return reject('topic', `${message.topicArn} has not the shape of a topic's ARN.`)

  const topicListed = topicAllowed(message.topicArn, policy.topics)
  if (topicListed) note('topic', `${message.topicArn} is on the list.`, true)
  else if (message.type === 'SubscriptionConfirmation')
    note('topic', `${message.topicArn} is not on the list yet; a subscription may ask to be confirmed.`, true)
  else if (policy.topics.length === 0)
    return reject('topic', `No topic is trusted yet, and ${message.topicArn} has asked for no confirmation first.`)
  else return reject('topic', `${message.topicArn} is not on the list of trusted topics.`)

  const stale = staleness(message, policy.maxAgeSeconds, nowMs)
  if (stale !== null && !policy.clockIsOff) return reject('stale', stale)
  note('age', stale ?? 'It is fresh.', stale === null)

  if (issuer.kind === 'given') return { ok: true, certificate: issuer, topicListed, stale, trace }
  const { topic } = issuer
  const address = signingCertificateAddress(message.signingCertUrl, topic)
  if (address === null)
    return reject(
      'certificate',
      `The certificate is said to be at ${shown(message.signingCertUrl)}; AWS keeps it at ${expectedCertificateUrl(topic)}.`,
    )
  note('certificate', `Its address is AWS's own in ${topic.region}.`, true)
  return {
    ok: true,
    certificate: { kind: 'url', ...address, names: subjectNamesFor(topic.region, topic.partition) },
    topicListed,
    stale,
    trace,
  }
}

/**
 * Whether a verified confirmation is taken at once: only where the operator chose so, and only for a listed topic or the very first.
 * With a list that names other topics it waits for a click all the same.
 */
export const confirmsAtOnce = (confirm: 'automatic' | 'manual', topics: readonly string[], topicArn: string): boolean =>
  confirm === 'automatic' && (topics.length === 0 || topicAllowed(topicArn, topics))

/** Whose signature is expected; null where the topic has not the shape that this trust asks for. */
function issuerOf(
  topicArn: string,
  trust: SnsTrust,
): { kind: 'aws'; topic: TopicArn } | Extract<CertificateSource, { kind: 'given' }> | null {
  if (trust.kind === 'custom') return isTopicArnLike(topicArn) ? { kind: 'given', certificatePem: trust.certificatePem } : null
  const topic = parseTopicArn(topicArn)
  return topic === null ? null : { kind: 'aws', topic }
}

function staleness(message: SnsMessage, maxAgeSeconds: number | null, nowMs: number): string | null {
  switch (judgeAge(message.timestampMs, nowMs, maxAgeSeconds)) {
    case 'fresh':
      return null
    case 'too-old':
      return `It was sent at ${message.timestamp}, longer ago than this integration allows (${maxAgeSeconds} s).`
    case 'ahead':
      return `It says it was sent at ${message.timestamp}, more than 24 hours ahead of this desk's clock.`
  }
}

const shown = (url: string | null): string => (url === null ? 'no address at all' : url.length > 200 ? `${url.slice(0, 200)}…` : url)
