import { type SignatureVersion, type SigningIdentity, signFields } from './signing.ts'

export type MessageAttributes = Record<string, { Type: string; Value: string }>

/** The JSON document of a notification, its fields in the order in which AWS writes them. */
export interface NotificationEnvelope {
  Type: 'Notification'
  MessageId: string
  TopicArn: string
  Subject?: string
  Message: string
  Timestamp: string
  SignatureVersion: SignatureVersion
  Signature: string
  SigningCertURL: string
  UnsubscribeURL: string
  MessageAttributes?: MessageAttributes
}

/** The JSON document that asks for, or tells of the end of, a subscription. */
export interface ConfirmationEnvelope {
  Type: 'SubscriptionConfirmation' | 'UnsubscribeConfirmation'
  MessageId: string
  Token: string
  TopicArn: string
  Message: string
  SubscribeURL: string
  Timestamp: string
  SignatureVersion: SignatureVersion
  Signature: string
  SigningCertURL: string
}

/** Signs with the identity, whose certificate's address is filled in. */
export type Signer = Omit<SigningIdentity, 'signingCertUrl'> & { signingCertUrl: string }

/** What a notification is made of. `at` is in epoch milliseconds. */
export interface Notice {
  messageId: string
  topicArn: string
  message: string
  at: number
  version: SignatureVersion
  unsubscribeUrl: string
  subject?: string
  messageAttributes?: MessageAttributes
}

/** A signed notification. Subject and MessageAttributes are absent, not null, where there are none. */
export function signNotification(notice: Notice, signer: Signer): NotificationEnvelope {
  const subject: Record<string, never> | { Subject: string } = notice.subject === undefined ? {} : { Subject: notice.subject }
  const signed = {
    Type: 'Notification',
    MessageId: notice.messageId,
    TopicArn: notice.topicArn,
    ...subject,
    Message: notice.message,
    Timestamp: new Date(notice.at).toISOString(),
  } as const
  return {
    ...signed,
    SignatureVersion: notice.version,
    Signature: signFields(signed, notice.version, signer.privateKey),
    SigningCertURL: signer.signingCertUrl,
    UnsubscribeURL: notice.unsubscribeUrl,
    ...(notice.messageAttributes === undefined ? {} : { MessageAttributes: notice.messageAttributes }),
  }
}

/** What a confirmation is made of. `at` is in epoch milliseconds; `endpoint` is where its SubscribeURL leads. */
export interface Asking {
  type: ConfirmationEnvelope['Type']
  messageId: string
  topicArn: string
  subscriptionArn: string
  token: string
  at: number
  version: SignatureVersion
  endpoint: string
}

/** A signed SubscriptionConfirmation or UnsubscribeConfirmation: both carry a token, and both sign it. */
export function signConfirmation(asking: Asking, signer: Signer): ConfirmationEnvelope {
  const { type, topicArn, subscriptionArn, token, version } = asking
  const message =
    type === 'SubscriptionConfirmation'
      ? `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`
      : `You have chosen to deactivate subscription ${subscriptionArn}.\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message.`
  const signed = {
    Type: type,
    MessageId: asking.messageId,
    Token: token,
    TopicArn: topicArn,
    Message: message,
    SubscribeURL: `${asking.endpoint}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`,
    Timestamp: new Date(asking.at).toISOString(),
  } as const
  return {
    ...signed,
    SignatureVersion: version,
    Signature: signFields(signed, version, signer.privateKey),
    SigningCertURL: signer.signingCertUrl,
  }
}

/** One POST as SNS sends it. */
export interface Post {
  headers: Record<string, string>
  body: string
}

/**
 * The request that carries an envelope. `subscriptionArn` is null while a subscription waits for its confirmation.
 * Source: docs.aws.amazon.com/sns/latest/dg/http-header.html
 */
export function toPost(
  envelope: NotificationEnvelope | ConfirmationEnvelope,
  subscriptionArn: string | null,
  contentType = 'text/plain; charset=UTF-8',
): Post {
  const body = toWire(envelope)
  return {
    body,
    headers: {
      'x-amz-sns-message-type': envelope.Type,
      'x-amz-sns-message-id': envelope.MessageId,
      'x-amz-sns-topic-arn': envelope.TopicArn,
      ...(subscriptionArn === null ? {} : { 'x-amz-sns-subscription-arn': subscriptionArn }),
      'Content-Length': String(Buffer.byteLength(body)),
      'Content-Type': contentType,
      'User-Agent': 'Amazon Simple Notification Service Agent',
      'Accept-Encoding': 'gzip,deflate',
    },
  }
}

/** AWS's own spacing: one field a line, a blank on both sides of its colon. A queue gets the same bytes as an endpoint. */
export function toWire(envelope: NotificationEnvelope | ConfirmationEnvelope): string {
  const lines = Object.entries(envelope).map(([name, value]) => `  ${JSON.stringify(name)} : ${JSON.stringify(value)}`)
  return `{\n${lines.join(',\n')}\n}`
}
