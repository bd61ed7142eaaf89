import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseMessage, type SnsMessage } from '../../../main/core/sns/message.ts'
import { stringToSign } from '../../../main/core/sns/string-to-sign.ts'
import { bytesOf, notification, subscriptionConfirmation, topicArn, unsubscribeConfirmation } from '../../harness/signing.ts'
import { parsed } from './parsed.ts'

const fixed = { MessageId: 'm-1', Timestamp: '2026-01-02T03:04:05.678Z', Message: 'line\nbreak' }

test('a notification is signed field by field in the order of the names', () => {
  expect(stringToSign(parsed(notification({ ...fixed, Subject: 'S' })))).toBe(
    `Message\nline\nbreak\nMessageId\nm-1\nSubject\nS\nTimestamp\n2026-01-02T03:04:05.678Z\nTopicArn\n${topicArn}\nType\nNotification\n`,
  )
})

test('without a subject, or with a null one, its name is not signed either; an empty one is', () => {
  for (const Subject of [undefined, null]) expect(stringToSign(parsed(notification({ ...fixed, Subject })))).not.toContain('Subject')
  expect(stringToSign(parsed(notification({ ...fixed, Subject: '' })))).toContain('\nSubject\n\nTimestamp\n')
})

test('both kinds of confirmation are signed with their token and URL', () => {
  for (const build of [subscriptionConfirmation, unsubscribeConfirmation]) {
    const envelope = build({ ...fixed, Token: 'T', SubscribeURL: 'https://u' })
    expect(stringToSign(parsed(envelope))).toBe(
      `Message\nline\nbreak\nMessageId\nm-1\nSubscribeURL\nhttps://u\nTimestamp\n2026-01-02T03:04:05.678Z\nToken\nT\nTopicArn\n${topicArn}\nType\n${envelope.Type}\n`,
    )
  }
})

test('two messages that differ in what is signed never share a text, however cunningly the free text is cut', () => {
  const word = fc.constantFrom('a', 'Subject', 'Timestamp')
  const piece = fc.constantFrom(
    'a',
    '\n',
    '\nSubject\n',
    '\nMessageId\na',
    '\nTimestamp\n',
    fixed.Timestamp,
    `\nTopicArn\n${topicArn}\nType\nNotification\n`,
  )
  const text = fc.array(piece, { maxLength: 5 }).map((pieces) => pieces.join(''))
  const message = fc
    .record({
      build: fc.constantFrom(notification, subscriptionConfirmation),
      Message: text,
      MessageId: word,
      Subject: fc.option(word),
      Token: word,
      SubscribeURL: word,
    })
    .map(({ build, ...fields }) => parsed(build({ ...fields, Timestamp: fixed.Timestamp })))
  const signedPart = ({ type, message, messageId, subject, token, subscribeUrl }: SnsMessage) =>
    JSON.stringify([type, message, messageId, subject, token, subscribeUrl])
  fc.assert(
    fc.property(message, message, (one, other) => {
      expect(stringToSign(one) === stringToSign(other)).toBe(signedPart(one) === signedPart(other))
    }),
    { numRuns: 1_000 },
  )
})

test('a cut that would share a text is not let through', () => {
  const genuine = parsed(notification({ ...fixed, Message: 'a\nMessageId\nforged\nSubject\nb', Subject: undefined }))
  const { timestamp, type } = genuine
  const forged = {
    ...notification({ Message: 'a', MessageId: 'forged', Subject: `b\nMessageId\n${genuine.messageId}`, Timestamp: timestamp }),
    Signature: 'AAAA',
    Type: type,
  }
  expect(parseMessage(bytesOf(forged), {})).toMatchObject({ ok: false, rejection: 'malformed' })
})
