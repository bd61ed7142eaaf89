import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseMessage } from '../../../main/core/sns/message.ts'
import { bytesOf, notification, subscriptionConfirmation, topicArn, unsubscribeConfirmation } from '../../harness/signing.ts'
import { parsed } from './parsed.ts'

const signed = { Signature: 'AAAA' }
const read = (body: unknown, headers = {}) => parseMessage(bytesOf(body), headers)
const readText = (text: string, headers = {}) => parseMessage(Buffer.from(text), headers)

describe('a message of SNS', () => {
  test('is read field by field, its time also as a number', () => {
    const message = parsed(notification({ Timestamp: '2026-03-06T20:00:26.893Z', MessageId: 'm-1', Message: 'text', Subject: 'subject' }))
    expect(message).toMatchObject({
      type: 'Notification',
      messageId: 'm-1',
      topicArn,
      subject: 'subject',
      message: 'text',
      timestamp: '2026-03-06T20:00:26.893Z',
      timestampMs: Date.UTC(2026, 2, 6, 20, 0, 26, 893),
      signatureVersion: '2',
      token: null,
      subscribeUrl: null,
    })
  })
  test('of either confirmation type carries its token, and never a subject, which nobody signed', () => {
    for (const envelope of [subscriptionConfirmation({ Subject: 'unsigned' }), unsubscribeConfirmation({ Subject: 'unsigned' })]) {
      const message = parsed(envelope)
      expect(message).toMatchObject({ type: envelope.Type, token: envelope.Token, subscribeUrl: envelope.SubscribeURL, subject: null })
    }
  })
  test('carries no token as a Notification, where nobody would have signed it', () => {
    expect(parsed(notification({ Token: 'unsigned', SubscribeURL: 'https://evil.example' }))).toMatchObject({
      token: null,
      subscribeUrl: null,
    })
  })
  test('with a null subject has none', () => expect(parsed(notification({ Subject: null })).subject).toBeNull())
  test('in the spelling of Lambda events is understood, and the spelling of SNS wins', () => {
    const lambda = notification({
      SigningCertURL: undefined,
      UnsubscribeURL: undefined,
      SigningCertUrl: 'https://a',
      UnsubscribeUrl: 'https://b',
    })
    expect(parsed(lambda)).toMatchObject({ signingCertUrl: 'https://a', unsubscribeUrl: 'https://b' })
    expect(parsed(notification({ SigningCertURL: 'https://c', SigningCertUrl: 'https://a' })).signingCertUrl).toBe('https://c')
  })
  test('keeps the subscription of its header as a hint, if it looks like one', () => {
    const arn = `${topicArn}:0a1b2c3d-1111-4222-8333-444455556666`
    expect(read({ ...notification(), ...signed }, { 'x-amz-sns-subscription-arn': arn })).toMatchObject({
      message: { subscriptionArn: arn },
    })
    expect(read({ ...notification(), ...signed }, { 'x-amz-sns-subscription-arn': 'a b' })).toMatchObject({
      message: { subscriptionArn: null },
    })
  })
  test('is the same after a byte order mark', () => {
    expect(readText(`\uFEFF${JSON.stringify({ ...notification(), ...signed })}`).ok).toBe(true)
  })
  test('takes the last of a key that stands twice', () => {
    const text = JSON.stringify({ ...notification({ MessageId: 'first' }), ...signed }).replace(/}$/, ',"MessageId":"last"}')
    expect(readText(text)).toMatchObject({ ok: true, message: { messageId: 'last' } })
  })
  test('holds any text in its Message: newlines, emoji, NUL, a quarter of a megabyte', () => {
    for (const text of ['a\nMessageId\nb', '🚨', '\0', 'x'.repeat(262_144), ''])
      expect(parsed(notification({ Message: text })).message).toBe(text)
  })
})

describe('unsigned is', () => {
  test('a raw delivery, with the advice to turn it off and what its headers claim', () => {
    const headers = { 'x-amz-sns-rawdelivery': 'true', 'x-amz-sns-topic-arn': topicArn, 'x-amz-sns-message-id': 'm-1' }
    const result = readText('{"AlarmName":"HighCPU","NewStateValue":"ALARM"}', headers)
    expect(result).toMatchObject({ ok: false, rejection: 'unsigned', claimed: { topicArn, messageId: 'm-1' } })
    expect(result.ok ? '' : result.said).toMatch(/turn raw message delivery off/i)
  })
  test('a bare alarm or event, also without the header', () => {
    for (const body of [
      { AlarmName: 'a', NewStateValue: 'OK' },
      { 'detail-type': 'CloudWatch Alarm State Change', source: 'aws.cloudwatch' },
    ])
      expect(read(body)).toMatchObject({ ok: false, rejection: 'unsigned', said: expect.stringMatching(/raw/i) })
  })
  test('a message whose signature is absent, null or empty', () => {
    for (const Signature of [undefined, null, ''])
      expect(read({ ...notification(), Signature })).toMatchObject({ rejection: 'unsigned', claimed: { topicArn } })
  })
})

describe('malformed is', () => {
  const bodies: [string, string | Uint8Array][] = [
    ['nothing', ''],
    ['no JSON', '{nope'],
    ['an array', '[]'],
    ['null', 'null'],
    ['a number', '7'],
    ['a string', '"Notification"'],
    ['deep nesting', '['.repeat(50_000) + ']'.repeat(50_000)],
    ['deep nesting in an object', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['a prototype', '{"__proto__":{"Type":"Notification"}}'],
    ['invalid UTF-8', Uint8Array.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['NUL', '\0\0\0'],
    ['wrong types', JSON.stringify({ Type: 1, MessageId: {}, TopicArn: [], Message: null })],
    ['another type of message', JSON.stringify({ ...notification(), ...signed, Type: 'Unheard' })],
    ['a type from a prototype', JSON.stringify({ ...notification(), ...signed, Type: 'toString' })],
  ]
  test.each(bodies)('%s', (_, body) => {
    expect(parseMessage(typeof body === 'string' ? Buffer.from(body) : body, {})).toMatchObject({ ok: false, rejection: 'malformed' })
  })

  const fields: [string, Record<string, unknown>][] = [
    ['a notification that calls itself a subscription', { Type: 'SubscriptionConfirmation' }],
    ['no MessageId', { MessageId: undefined }],
    ['a MessageId with a line break', { MessageId: 'a\nSubject\nb' }],
    ['an endless MessageId', { MessageId: 'x'.repeat(5_000) }],
    ['an endless topic', { TopicArn: `${topicArn}${'x'.repeat(500)}` }],
    ['a topic with a line break', { TopicArn: `${topicArn}\nType\nNotification` }],
    ['a subject with a line break', { Subject: 'a\nTimestamp\nb' }],
    ['a Message that is an object', { Message: {} }],
    ['no Message', { Message: undefined }],
    ['a time in words', { Timestamp: 'yesterday' }],
    ['a thirteenth month', { Timestamp: '2026-13-01T00:00:00Z' }],
    ['a numeric version', { SignatureVersion: 2 }],
    ['half a character', { Message: '\ud83d' }],
    ['half a character in the subject', { Subject: 'a\udc00' }],
    ['a certificate address that is a list', { SigningCertURL: [] }],
  ]
  test.each(fields)('%s', (_, change) => {
    expect(read({ ...notification(), ...signed, ...change })).toMatchObject({ ok: false, rejection: 'malformed' })
  })

  test('a confirmation without, or with an absurd, token or URL', () => {
    for (const change of [
      { Token: undefined },
      { Token: '' },
      { Token: 'a b' },
      { Token: 'x'.repeat(10_000) },
      { SubscribeURL: undefined },
      { SubscribeURL: 'a\nb' },
    ])
      expect(read({ ...subscriptionConfirmation(change), ...signed })).toMatchObject({ ok: false, rejection: 'malformed' })
  })

  test('whatever else it is, it never throws, and says why', () => {
    const envelope = fc.record(
      Object.fromEntries(
        ['Type', 'MessageId', 'TopicArn', 'Subject', 'Message', 'Timestamp', 'Signature', 'SignatureVersion', 'Token', '__proto__'].map(
          (name) => [
            name,
            fc.oneof(fc.constantFrom('Notification', 'SubscriptionConfirmation', '2', '2026-01-01T00:00:00Z', topicArn), fc.jsonValue()),
          ],
        ),
      ),
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(
        fc.oneof(
          envelope.map(bytesOf),
          fc.uint8Array(),
          fc.json().map((text) => Buffer.from(text)),
        ),
        (body) => {
          const result = parseMessage(body, {})
          expect(result.ok || result.said.length > 0).toBe(true)
        },
      ),
    )
  })
})
