import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { redact, redacted, redactText } from '../../../main/core/sns/redact.ts'
import { topicArn } from '../../harness/signing.ts'

const token = '2336412f37fb687f5d51e6e2425929f52e8e353134fe72d55ef8b330217d82da'
const signature = 'kGNJ7FIM5DJxRv9bdoSJBty2WHpADFWrJ0ZQU/A2sALy6tBE5hqfUvPRlklTJ+PACFMguoFOO7W6ac=='
const subscription = '0a1b2c3d-1111-4222-8333-444455556666'
const secret = 'Zk3v9QmP0x_7-aLrT2wYdNcEhUoBi5sGjXfK8zC1'
const envelope = {
  Type: 'SubscriptionConfirmation',
  MessageId: 'f3f2fc87-c426-4c2f-9044-b55890c0939c',
  Token: token,
  TopicArn: topicArn,
  Message: `You have chosen to deactivate subscription ${topicArn}:${subscription}.\nTo cancel this, visit the SubscribeURL included in this message.`,
  SubscribeURL: `https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`,
  UnsubscribeURL: `https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${topicArn}:${subscription}`,
  Signature: signature,
  SigningCertURL: 'https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0123456789abcdef0123456789abcdef.pem',
}
const secrets = [token, signature, subscription, secret]

/** No secret, and no part of one long enough to be of use. */
function expectClean(text: string): void {
  for (const value of secrets) for (let at = 0; at + 12 <= value.length; at += 1) expect(text).not.toContain(value.slice(at, at + 12))
}

describe('what leaves the desk', () => {
  test('is a message whose tokens, signature and URLs are replaced, and whose rest can be read', () => {
    const { body } = redact({ headers: {}, body: JSON.stringify(envelope, null, 2) })
    expectClean(body)
    expect(JSON.parse(body)).toEqual({
      ...envelope,
      Token: redacted,
      Signature: redacted,
      SubscribeURL: redacted,
      UnsubscribeURL: redacted,
      Message: envelope.Message.replace(subscription, redacted),
    })
  })
  test('has headers without them too, and without credentials', () => {
    const { headers } = redact({
      headers: {
        'x-amz-sns-subscription-arn': `${topicArn}:${subscription}`,
        'x-amz-sns-topic-arn': topicArn,
        'x-original-url': `/in/${secret}`,
        'x-forwarded-uri': `https://desk.example/in/${secret}?x=1`,
        referer: `https://x.example/?next=%2Fin%2F${secret}`,
        authorization: 'Basic dXNlcjpwYXNzd29yZA==',
        Cookie: 'session=abc',
        'x-copied-token': token,
      },
      body: JSON.stringify(envelope),
    })
    expectClean(JSON.stringify(headers))
    expect(headers).toMatchObject({
      'x-amz-sns-subscription-arn': `${topicArn}:${redacted}`,
      'x-amz-sns-topic-arn': topicArn,
      'x-original-url': `/in/${redacted}`,
      authorization: redacted,
      Cookie: redacted,
    })
  })
  test('is clean where a message stands in a message, and so on', () => {
    let text = JSON.stringify(envelope, null, 2)
    for (let depth = 0; depth < 4; depth += 1) {
      text = JSON.stringify({ Type: 'Notification', Message: text, After: 'kept' }, null, depth % 2)
      const clean = redactText(text)
      expectClean(clean)
      expect(JSON.parse(clean)).toMatchObject({ After: 'kept' })
    }
  })
  test.each([
    ['a form', `Action=ConfirmSubscription&Token=${token}&TopicArn=x`],
    ['a URL in a URL', `https://x.example/?to=${encodeURIComponent(envelope.SubscribeURL)}`],
    ['a URL in a URL in a URL', `https://x.example/?to=${encodeURIComponent(encodeURIComponent(envelope.UnsubscribeURL))}`],
    ['a sentence', `Please visit ${envelope.UnsubscribeURL}, or say Token: ${token} and signature = ${signature}.`],
    ['XML', `<a href="${envelope.SubscribeURL.replaceAll('&', '&amp;')}">x</a>`],
    ['escaped slashes', JSON.stringify(envelope).replaceAll('/', '\\/')],
    ['escaped ampersands', JSON.stringify(envelope).replaceAll('&', '\\u0026')],
    ['escaped keys', JSON.stringify(envelope).replaceAll('Token', '\\u0054oken').replaceAll('Signature', 'Signatur\\u0065')],
    ['other spellings', JSON.stringify({ token, signature, SubscribeUrl: envelope.SubscribeURL, unsubscribeUrl: envelope.UnsubscribeURL })],
    ['values after odd ones', `{"Token":"ends in a backslash \\\\","Token":"${token}"}`],
    ['a token elsewhere', JSON.stringify({ ...envelope, Note: `seen ${token} twice, ${encodeURIComponent(signature)} once` })],
    ['a bare value', `{"Token": ${token}, "x": 1}`],
    ['an address of ours', `POST https:\\/\\/desk.example\\/in\\/${secret} HTTP/1.1`],
  ])('is clean as %s', (_, text) => expectClean(redactText(text)))

  test('is clean wherever it was cut short', () => {
    const nested = JSON.stringify({ Inner: JSON.stringify(envelope, null, 1), ...envelope })
    for (const text of [JSON.stringify(envelope, null, 2), nested])
      for (let length = 0; length <= text.length; length += 7) expectClean(redactText(text.slice(0, length)))
  })
  test('is without the secrets that the caller names', () => {
    expect(redactText('old-secret, old%2Fsecret', ['old-secret', 'old/secret', ''])).toBe(`${redacted}, ${redacted}`)
  })
  test('keeps what is no secret', () => {
    const text = `Threshold crossed: "Tokens" 5 of 7; see https://x.example/in/stock and ${topicArn}; Signature missing; {"TokenCount": 5}`
    expect(redactText(text)).toBe(text)
  })
  test('is clean and the same when it is done twice, in JSON within JSON of any kind', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.nat({ max: 3 }), (before, after, depth) => {
        let text = JSON.stringify([before, envelope, after])
        for (let level = 0; level < depth; level++) text = JSON.stringify({ Inner: text })
        const once = redactText(text)
        expectClean(once)
        expect(redactText(once)).toBe(once)
      }),
    )
  })
  test('never throws, whatever the text is', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('"Token":"', '\\"Signature\\":\\"', '\\', '"', 'Token=', 'Action=Unsubscribe', token, `/in/${secret}`, '\\u0054oken'),
    )
    fc.assert(fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => typeof redactText(pieces.join('')) === 'string'))
  })
  test('takes no long time for two megabytes made to take long', () => {
    for (const piece of [
      '\\',
      '"Token":"',
      '\\"Token\\":',
      'Action=Unsubscribe',
      'a',
      '"',
      '\\u00',
      'Token=',
      ':sns:',
      '/in/',
      'Token:        ',
    ]) {
      const text = piece.repeat(2_000_000 / piece.length)
      const started = performance.now()
      redactText(text)
      expect(performance.now() - started, piece).toBeLessThan(2_000)
    }
  })
})
