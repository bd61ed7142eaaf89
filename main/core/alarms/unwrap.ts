import { type Fields, fields, isFields, list, parseJson, text } from './fields.ts'

/** A message out of whatever it was wrapped in. */
export interface Unwrapped {
  /** The JSON object that it is; null for plain text. */
  body: Fields | null
  text: string
  /** Those of the innermost envelope, where it has them. */
  subject: string | null
  topicArn: string | null
}

/** Each wrapping once: a queue's record, a Lambda event, an SNS envelope, JSON in a string. */
const wrappingsMax = 4

/**
 * Takes off what stands around a message that somebody passed on: an SNS envelope (`Type: Notification`), a Lambda event of SNS
 * (`{Records: [{Sns}]}`, or one record of it) or of SQS, an array of one, JSON as a JSON string.
 */
export function unwrap(message: string, context: { subject: string | null; topicArn: string | null }): Unwrapped {
  let found: unknown = parseJson(message)
  const said = { text: message, subject: context.subject, topicArn: context.topicArn }
  for (let wrappings = 0; wrappings < wrappingsMax; wrappings++) {
    const inner = takeOff(found)
    if (inner === null) break
    said.subject = inner.subject ?? said.subject
    said.topicArn = inner.topicArn ?? said.topicArn
    if (typeof inner.content !== 'string') {
      found = inner.content
      continue
    }
    said.text = inner.content
    found = parseJson(inner.content)
  }
  return { body: isFields(found) ? found : null, ...said }
}

interface Inner {
  content: unknown
  subject: string | null
  topicArn: string | null
}

const bare = (content: unknown): Inner => ({ content, subject: null, topicArn: null })

function takeOff(value: unknown): Inner | null {
  if (typeof value === 'string') return bare(value)
  if (Array.isArray(value)) return value.length === 1 && isFields(value[0]) ? bare(value[0]) : null
  if (!isFields(value)) return null
  // The common case first: an alarm or an event is what it is.
  if ('NewStateValue' in value || 'detail-type' in value || 'alarmData' in value) return null
  const record = isFields(value.Sns) || isFields(value.sns) ? value : fields(list(value.Records)[0])
  const sns = record.Sns ?? record.sns
  if (isFields(sns)) return readEnvelope(sns)
  if (typeof record.body === 'string' && text(record.eventSource) === 'aws:sqs') return bare(record.body)
  if (value.Type === 'Notification') return readEnvelope(value)
  if (typeof value.default === 'string' && isFields(parseJson(value.default))) return bare(value.default)
  return null
}

function readEnvelope(envelope: Fields): Inner | null {
  const content = envelope.Message ?? envelope.message
  if (typeof content !== 'string' && !isFields(content)) return null
  return {
    content,
    subject: text(envelope.Subject ?? envelope.subject),
    topicArn: text(envelope.TopicArn ?? envelope.topicArn),
  }
}
