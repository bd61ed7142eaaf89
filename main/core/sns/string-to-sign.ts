import type { SnsMessage } from './message.ts'

/**
 * The text that SNS signed: each signed field as `Name\nvalue\n`, in the order of the names' bytes; `Subject` only where there is one.
 * An UnsubscribeConfirmation is signed like a SubscriptionConfirmation.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message-verify-message-signature.html
 *
 * No two messages that `parseMessage` lets through share one text: every field after `Message` is free of line breaks, so the text
 * can be read back from its end.
 */
export function stringToSign(message: SnsMessage): string {
  const { messageId, timestamp, topicArn, type } = message
  const head = `Message\n${message.message}\nMessageId\n${messageId}\n`
  if (message.type === 'Notification') {
    const subject = message.subject === null ? '' : `Subject\n${message.subject}\n`
    return `${head}${subject}Timestamp\n${timestamp}\nTopicArn\n${topicArn}\nType\n${type}\n`
  }
  return `${head}SubscribeURL\n${message.subscribeUrl}\nTimestamp\n${timestamp}\nToken\n${message.token}\nTopicArn\n${topicArn}\nType\n${type}\n`
}
