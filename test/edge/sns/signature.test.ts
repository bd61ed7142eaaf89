import { createPublicKey } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { isSignatureLike, verifySignature } from '../../../main/edge/sns/signature.ts'
import { parsed } from '../../core/sns/parsed.ts'
import {
  createSigner,
  type Envelope,
  notification,
  type Signer,
  subscriptionConfirmation,
  unsubscribeConfirmation,
} from '../../harness/signing.ts'

let signer: Signer
let other: Signer
beforeAll(async () => {
  signer = await createSigner()
  other = await createSigner({ key: 'b' })
})
const verifies = (envelope: Envelope) => verifySignature(parsed(envelope), createPublicKey(signer.publicKeyPem))

const builders = {
  Notification: notification,
  SubscriptionConfirmation: subscriptionConfirmation,
  UnsubscribeConfirmation: unsubscribeConfirmation,
}

describe.each(['1', '2'])('a signature of version %s', (SignatureVersion) => {
  test.each(Object.entries(builders))('fits a %s of any text', (_, build) => {
    for (const Message of ['plain', 'two\nlines', '🚨 «ünïcode»', '\0', '', '{"AlarmName":"a\\"b"}', 'x'.repeat(262_144)])
      expect(verifies(signer.sign(build({ SignatureVersion, Message })))).toBe(true)
  })
  test('fits with a subject, without one, and with a null one', () => {
    for (const Subject of ['subject', '', undefined, null])
      expect(verifies(signer.sign(notification({ SignatureVersion, Subject })))).toBe(true)
  })
  test('fits nothing of which any signed field was changed, removed or added', () => {
    for (const build of Object.values(builders)) {
      const envelope = signer.sign(build({ SignatureVersion }))
      const fields = {
        Message: 'other',
        MessageId: 'other',
        TopicArn: 'arn:aws:sns:eu-west-1:123456789012:other',
        Timestamp: '2026-01-01T00:00:00.000Z',
      }
      for (const [field, value] of Object.entries(fields)) expect(verifies({ ...envelope, [field]: value }), field).toBe(false)
      if (build === notification) for (const Subject of ['other', undefined, '']) expect(verifies({ ...envelope, Subject })).toBe(false)
      else
        for (const [field, value] of Object.entries({ Token: 'other', SubscribeURL: 'https://evil.example' }))
          expect(verifies({ ...envelope, [field]: value })).toBe(false)
    }
    expect(verifies({ ...signer.sign(notification({ SignatureVersion, Subject: undefined })), Subject: 'added' })).toBe(false)
  })
  test('does not fit the other kind of confirmation', () => {
    expect(verifies({ ...signer.sign(unsubscribeConfirmation({ SignatureVersion })), Type: 'SubscriptionConfirmation' })).toBe(false)
  })
  test('says nothing of fields that nobody signs', () => {
    const envelope = signer.sign(notification({ SignatureVersion }))
    expect(verifies({ ...envelope, UnsubscribeURL: 'https://x', SigningCertURL: 'https://x', MessageAttributes: {} })).toBe(true)
  })
  test('of another key fits nothing', () => expect(verifies(other.sign(notification({ SignatureVersion })))).toBe(false))
  test('does not fit as the other version', () => {
    expect(verifies({ ...signer.sign(notification({ SignatureVersion })), SignatureVersion: SignatureVersion === '1' ? '2' : '1' })).toBe(
      false,
    )
  })
})

test('a signature of an unknown version, or of another look, is told without a key', () => {
  const envelope = signer.sign(notification())
  for (const SignatureVersion of ['3', '0', '02', 'toString', '__proto__']) {
    expect(isSignatureLike(parsed({ ...envelope, SignatureVersion }))).toBe(false)
    expect(verifies({ ...envelope, SignatureVersion })).toBe(false)
  }
  for (const Signature of ['!!!!', 'AAAA=A', `${envelope.Signature}*`, '===='])
    expect(isSignatureLike(parsed({ ...envelope, Signature }))).toBe(false)
  expect(isSignatureLike(parsed(envelope))).toBe(true)
  for (const Signature of ['AAAA', 'A', envelope.Signature.slice(4), `${envelope.Signature.slice(0, -4)}AAAA`])
    expect(verifies({ ...envelope, Signature })).toBe(false)
})
