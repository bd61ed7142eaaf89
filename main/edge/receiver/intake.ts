import type { DeliverySource, Rejection } from '../../../preload/contract/words.ts'
import { readAlarm } from '../../core/alarms/read-alarm.ts'
import { mapEvent } from '../../core/rules/map-event.ts'
import { admit, type CertificateSource } from '../../core/sns/admit.ts'
import { confirmationExpiresAt } from '../../core/sns/confirmation.ts'
import { type Claimed, parseMessage, type SnsMessage } from '../../core/sns/message.ts'
import { isTopicArnLike } from '../../core/sns/topic-arn.ts'
import type { SnsTrust, TraceStep } from '../../core/sns/trust.ts'
import type { Clock, Secrets } from '../../ports.ts'
import { StoreError } from '../../store/database.ts'
import type { IntegrationRow } from '../../store/integration-rows.ts'
import type { Store } from '../../store/open.ts'
import type { Answer, Inbound } from './inbound.ts'

/** What the signature said. `not-now`: it can't be judged until the certificate can be had. */
export type Verdict =
  | { kind: 'verified'; trace: TraceStep[] }
  | { kind: 'rejected'; rejection: Extract<Rejection, 'signature' | 'certificate'>; said: string; trace: TraceStep[] }
  | { kind: 'not-now'; said: string; trace: TraceStep[] }

export interface IntakeDeps {
  store: Store
  verify: (message: SnsMessage, certificate: CertificateSource, cameBy: DeliverySource) => Verdict | Promise<Verdict>
  secrets: Secrets
  clock: Clock
  /** AWS's own Date says that this computer's clock is wrong. */
  clockIsOff: () => boolean
}

export type Intake = (inbound: Inbound) => Promise<Answer>

/** The one imperative path from bytes to commit; it reads from top to bottom. */
export function openIntake({ store, verify, secrets, clock, clockIsOff }: IntakeDeps): Intake {
  return async (inbound) => {
    const startedMs = clock.elapsedMs()
    const tookUs = () => Math.round((clock.elapsedMs() - startedMs) * 1_000)
    const integration = store.integration(inbound.integrationId)
    if (integration === null) return gone
    const kept = { ...inbound, bodySealed: false }
    const trace: TraceStep[] = [{ step: 'received', ok: true, said: `${inbound.bodyBytes} bytes ${cameTo(inbound, integration.name)}` }]

    try {
      if (inbound.bodyBytes > inbound.body.byteLength) {
        return await refuse('too-large', `${inbound.bodyBytes} bytes are more than any message of SNS.`, null)
      }
      const { trust } = integration
      if (trust.kind === 'secret-url') return await takeUnsigned()

      const parsed = parseMessage(inbound.body, inbound.headers)
      if (!parsed.ok) return await refuse(parsed.rejection, parsed.said, parsed.claimed)
      const { message } = parsed
      trace.push({ step: 'parsed', ok: true, said: `${message.type}, signature version ${message.signatureVersion}` })

      const admitted = admit(message, policyOf(integration, trust), inbound.receivedAt)
      trace.push(...admitted.trace)
      if (!admitted.ok) return await refuse(admitted.rejection, admitted.said, claimedOf(message))

      const pending = verify(message, admitted.certificate, inbound.source)
      const verdict = pending instanceof Promise ? await pending : pending
      trace.push(...verdict.trace)
      if (verdict.kind === 'not-now') return notNow(verdict.said)
      if (verdict.kind === 'rejected') return await refuse(verdict.rejection, verdict.said, claimedOf(message))
      if (admitted.stale !== null) return notNow('This computer’s clock is wrong, so the age of the message can’t be judged.')

      return message.type === 'Notification' ? await takeNotification(message) : await takeSubscription(message)
    } catch (error) {
      if (error instanceof StoreError) return notNow('The store can’t be written now.')
      throw error
    }

    async function takeNotification(message: Extract<SnsMessage, { type: 'Notification' }>): Promise<Answer> {
      const { subject, topicArn, messageId, type } = message
      return take(message.message, { subject, topicArn, messageId, type })
    }

    async function takeUnsigned(): Promise<Answer> {
      const text = utf8(inbound.body)
      if (text === null || text === '') return refuse('malformed', text === '' ? 'The body is empty.' : 'The body is not UTF-8.', null)
      trace.push({ step: 'signature', ok: true, said: 'Not signed: whoever has the URL is believed.' })
      return take(text, { subject: null, topicArn: null, messageId: null, type: null })
    }

    async function take(text: string, envelope: Claimed): Promise<Answer> {
      const event = readAlarm(text, envelope)
      trace.push({
        step: 'read',
        ok: true,
        said: event.state === null ? `${event.kind}: ${event.title}` : `${event.kind} alarm, ${event.state}`,
      })
      const row = integration as IntegrationRow
      const mapping = mapEvent(event, row.rules, { subject: envelope.subject, message: text })
      trace.push({
        step: 'matched',
        ok: true,
        said: mapping.rule === null ? `no rule: ${mapping.effect} by its state` : `«${mapping.rule}»: ${mapping.effect}`,
      })
      const recorded = await store.recordDelivery({ ...kept, ...envelope, rulesRev: row.rev, tookUs, trace, text, event, mapping })
      return recorded.kind === 'gone' ? gone : { status: 200, said: recorded.delivery.disposition, deliveryId: recorded.delivery.id }
    }

    async function takeSubscription(message: Exclude<SnsMessage, { type: 'Notification' }>): Promise<Answer> {
      const { type, messageId, topicArn, token } = message
      const sealedToken = await secrets.seal(token)
      const expiresAt = confirmationExpiresAt(message.timestampMs)
      const delivery = await store.recordSubscription({
        ...(await sealed()),
        tookUs,
        trace,
        type,
        messageId,
        topicArn,
        subject: null,
        sealedToken,
        expiresAt,
      })
      return delivery === null ? gone : { status: 200, said: delivery.disposition, deliveryId: delivery.id }
    }

    /** The body of a confirmation holds its token: a key to the topic. */
    async function sealed() {
      return { ...kept, body: await secrets.seal(Buffer.from(inbound.body).toString('base64')), bodySealed: true }
    }

    async function refuse(reason: Rejection, said: string, claimed: Claimed | null): Promise<Answer> {
      if (trace.at(-1)?.said !== said) trace.push({ step: stepOf[reason], ok: false, said })
      const { type = null, messageId = null, topicArn = null, subject = null } = claimed ?? {}
      const isNotice = type === null || type === 'Notification'
      const content = isNotice ? kept : await sealed()
      const delivery = await store.recordRejection({ ...content, tookUs, trace, reason, type, messageId, topicArn, subject })
      return { status: statusOf[reason], said: `${reason}: ${said}`, deliveryId: delivery?.id ?? null }
    }

    function policyOf(row: IntegrationRow, snsTrust: SnsTrust) {
      return {
        trust: snsTrust,
        topics: row.topics,
        maxAgeSeconds: isQueue(inbound.source) || inbound.ageless === true ? null : row.maxAgeSeconds,
        clockIsOff: clockIsOff(),
      }
    }
  }
}

/** Whoever may read a queue was authenticated by IAM, and a dead-letter queue holds two weeks: no age limit. */
const isQueue = (source: DeliverySource): boolean => source === 'queue' || source === 'dead-letter'

const cameTo = ({ source, headers }: Inbound, name: string): string =>
  isQueue(source) ? `from the queue ${headers['sqs-queue'] ?? ''} of «${name}»` : `to the URL of «${name}»`

const statusOf = {
  malformed: 400,
  'too-large': 413,
  unsigned: 403,
  topic: 403,
  stale: 403,
  certificate: 403,
  signature: 403,
} as const satisfies Record<Rejection, Answer['status']>

const stepOf: Record<Rejection, string> = {
  malformed: 'parsed',
  'too-large': 'received',
  unsigned: 'parsed',
  topic: 'topic',
  stale: 'age',
  certificate: 'certificate',
  signature: 'signature',
}

const gone: Answer = { status: 404, said: 'There is no such integration.', deliveryId: null }
const notNow = (said: string): Answer => ({ status: 503, said: `not now: ${said}`, deliveryId: null })

/** A topic that is none is not claimed: the operator is offered to trust what a refused delivery claims. */
const claimedOf = ({ type, messageId, topicArn, subject }: SnsMessage): Claimed => ({
  type,
  messageId,
  topicArn: isTopicArnLike(topicArn) ? topicArn : null,
  subject,
})

const decoder = new TextDecoder('utf-8', { fatal: true })
function utf8(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes)
  } catch {
    return null
  }
}
