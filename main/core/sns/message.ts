import { type SnsType, snsTypes } from '../../../preload/contract/words.ts'

interface Common {
  messageId: string
  topicArn: string
  message: string
  /** As it came, since it is signed so. */
  timestamp: string
  timestampMs: number
  /** Not signed. */
  signatureVersion: string
  /** Base64, not empty. */
  signature: string
  /** Not signed: only to be compared with what it must be. */
  signingCertUrl: string | null
  /** From a header, which nobody signs: a hint. */
  subscriptionArn: string | null
}

/** A message as SNS delivers it: of the right shape, not yet verified. The signature covers each field that does not say otherwise. */
export type SnsMessage =
  | (Common & {
      type: 'Notification'
      subject: string | null
      token: null
      subscribeUrl: null
      /** Not signed: never to be acted on. */
      unsubscribeUrl: string | null
    })
  | (Common & {
      type: 'SubscriptionConfirmation' | 'UnsubscribeConfirmation'
      subject: null
      /** With the topic, all that a ConfirmSubscription call needs. */
      token: string
      /** Signed, and still never fetched: the call is built by us. */
      subscribeUrl: string
      unsubscribeUrl: null
    })

/** What a refused delivery says of itself, as far as it has a shape that can be shown in a row. Proven by nothing. */
export interface Claimed {
  type: SnsType | null
  messageId: string | null
  topicArn: string | null
  subject: string | null
}

export type Parsed = { ok: true; message: SnsMessage } | { ok: false; rejection: 'malformed' | 'unsigned'; said: string; claimed: Claimed }

// Only `Message` may hold line breaks; stringToSign relies on it. The bounds are several times what SNS sends.
const word = (max: number) => new RegExp(`^[\\x21-\\x7e]{1,${max}}$`)
const shapes = {
  MessageId: word(100),
  TopicArn: word(400),
  Token: word(4_096),
  SubscribeURL: word(8_192),
  SignatureVersion: word(16),
  Signature: word(4_096),
  Subject: /^[^\r\n]{0,1000}$/,
  Timestamp: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/,
} as const
type ShapedField = keyof typeof shapes

const utf8 = new TextDecoder('utf-8', { fatal: true })

const rawAdvice =
  'Raw message delivery carries no signature, so nobody can tell who sent it. Turn raw message delivery off on this subscription (AWS console, SNS, Subscriptions, Edit).'

/**
 * Reads one delivery. Content type and headers decide nothing, but for SNS's own mark of a raw delivery; names of headers are lower case.
 * A byte order mark is passed over. Where a key stands twice the last one counts, as JSON.parse has it: what is verified is what is used.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
 */
export function parseMessage(body: Uint8Array, headers: Readonly<Record<string, string>>): Parsed {
  if (headers['x-amz-sns-rawdelivery']?.trim().toLowerCase() === 'true') return refuse('unsigned', rawAdvice, claimedByHeaders(headers))
  const envelope = readEnvelope(body)
  if (typeof envelope === 'string') return refuse('malformed', envelope, claimedBy({}))
  const type = typeOf(envelope)
  if (type === null) {
    const bare = !Object.hasOwn(envelope, 'Type') && isBareMessage(envelope)
    return bare
      ? refuse('unsigned', rawAdvice, claimedByHeaders(headers))
      : refuse('malformed', `Type is none of ${snsTypes.join(', ')}: this is no message of SNS.`, claimedBy(envelope))
  }
  const signature = own(envelope, 'Signature')
  if (signature === null || signature === '') return refuse('unsigned', 'The message carries no signature.', claimedBy(envelope))
  return readMessage(type, envelope, hinted(headers['x-amz-sns-subscription-arn']))
}

type Envelope = Readonly<Record<string, unknown>>

const refuse = (rejection: 'malformed' | 'unsigned', said: string, claimed: Claimed): Parsed => ({ ok: false, rejection, said, claimed })

/** The delivery's JSON object, or the sentence that says why there is none. */
function readEnvelope(body: Uint8Array): Envelope | string {
  if (body.length === 0) return 'The body is empty.'
  let text: string
  try {
    text = utf8.decode(body)
  } catch {
    return 'The body is not UTF-8.'
  }
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : 'The body is JSON, but not an object.'
  } catch {
    return 'The body is not JSON.'
  }
}

const isObject = (value: unknown): value is Envelope => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A field that is its own, not its prototype's; null where it is absent or null. */
const own = (envelope: Envelope, name: string): unknown => (Object.hasOwn(envelope, name) ? (envelope[name] ?? null) : null)

/** What SNS would have wrapped: an alarm or an event of EventBridge, standing alone. */
const isBareMessage = (envelope: Envelope): boolean =>
  (Object.hasOwn(envelope, 'AlarmName') && Object.hasOwn(envelope, 'NewStateValue')) ||
  (Object.hasOwn(envelope, 'detail-type') && Object.hasOwn(envelope, 'source'))

function readMessage(type: SnsType, envelope: Envelope, subscriptionArn: string | null): Parsed {
  const problems: string[] = []
  const text = (name: string): string | null => {
    const value = own(envelope, name)
    if (value === null || typeof value === 'string') return value
    problems.push(`${name} is not text.`)
    return null
  }
  const shaped = (name: ShapedField): string | null => {
    const value = text(name)
    if (value === null || shapes[name].test(value)) return value
    problems.push(`${name} has not the shape that SNS gives it.`)
    return null
  }
  const required = (name: ShapedField | 'Message'): string => {
    const value = name === 'Message' ? text(name) : shaped(name)
    if (value === null) problems.push(`${name} is missing.`)
    return value ?? ''
  }
  const timestamp = required('Timestamp')
  const common: Common = {
    messageId: required('MessageId'),
    topicArn: required('TopicArn'),
    message: required('Message'),
    timestamp,
    timestampMs: Date.parse(timestamp),
    signatureVersion: required('SignatureVersion'),
    signature: required('Signature'),
    signingCertUrl: text('SigningCertURL') ?? text('SigningCertUrl'),
    subscriptionArn,
  }
  const message: SnsMessage =
    type === 'Notification'
      ? {
          ...common,
          type,
          subject: shaped('Subject'),
          token: null,
          subscribeUrl: null,
          unsubscribeUrl: text('UnsubscribeURL') ?? text('UnsubscribeUrl'),
        }
      : { ...common, type, subject: null, token: required('Token'), subscribeUrl: required('SubscribeURL'), unsubscribeUrl: null }
  if (Number.isNaN(message.timestampMs)) problems.push('Timestamp is no time.')
  if (!message.message.isWellFormed() || message.subject?.isWellFormed() === false)
    problems.push('The text holds half a character (a lone surrogate).')
  const [problem] = problems
  return problem === undefined ? { ok: true, message } : refuse('malformed', problem, claimedBy(envelope))
}

function typeOf(envelope: Envelope): SnsType | null {
  const type = own(envelope, 'Type')
  return snsTypes.find((known) => known === type) ?? null
}

function claimedBy(envelope: Envelope): Claimed {
  const shaped = (name: ShapedField) => {
    const value = own(envelope, name)
    return typeof value === 'string' && shapes[name].test(value) ? value : null
  }
  return {
    type: typeOf(envelope),
    messageId: shaped('MessageId'),
    topicArn: shaped('TopicArn'),
    subject: shaped('Subject'),
  }
}

const claimedByHeaders = (headers: Readonly<Record<string, string>>): Claimed =>
  claimedBy({
    Type: headers['x-amz-sns-message-type'],
    MessageId: headers['x-amz-sns-message-id'],
    TopicArn: headers['x-amz-sns-topic-arn'],
  })

const hinted = (arn: string | undefined): string | null => (arn !== undefined && shapes.TopicArn.test(arn) ? arn : null)
