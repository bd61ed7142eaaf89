import { createPublicKey, verify, X509Certificate } from 'node:crypto'
import { request } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { openPracticeSns, type PracticeSns, type PracticeSnsOptions } from '../../../main/edge/practice/sns.ts'
import { type Hearer, handTime, openHearer, quiet, type Reply } from './by-hand.ts'

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:alarms'
const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

async function setUp(reply: (type: unknown, before: number) => Reply = () => 200, options?: PracticeSnsOptions) {
  const time = handTime()
  const hearer = await openHearer((heard, before) => reply(heard.json.Type, before))
  const sns = await openPracticeSns({ ...time, log: quiet }, options)
  opened.push(hearer, sns)
  return { time, hearer, sns }
}

/** Subscribes and confirms by the SubscribeURL, as a person would. */
async function subscribed(sns: PracticeSns, hearer: Hearer) {
  const subscription = sns.subscribe({ topicArn, url: hearer.url })
  await subscription.confirmation
  await fetch(String(hearer.heard.at(-1)?.json.SubscribeURL))
  return subscription
}

/** AWS's string to sign, written out: https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html */
function isSigned(json: Record<string, unknown>, pem: string): boolean {
  const names =
    json.Type === 'Notification'
      ? ['Message', 'MessageId', ...('Subject' in json ? ['Subject'] : []), 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
  const text = names.map((name) => `${name}\n${json[name]}\n`).join('')
  const digest = json.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256'
  return verify(digest, Buffer.from(text), createPublicKey(pem), Buffer.from(String(json.Signature), 'base64'))
}

describe('what the practice SNS sends', () => {
  it.each(['1', '2'] as const)('is signed by signature version %s, with and without a subject', async (version) => {
    const { hearer, sns } = await setUp()
    await subscribed(sns, hearer)
    await sns.publish({ topicArn, message: 'a "quoted"\nline, and 🚨', subject: 'Subject', version })
    await sns.publish({ topicArn, message: 'plain', version })
    const [, withSubject, without] = hearer.heard
    expect(withSubject?.json).toMatchObject({ SignatureVersion: version, Subject: 'Subject' })
    expect(without?.json).not.toHaveProperty('Subject')
    for (const { json } of hearer.heard) expect(isSigned(json, sns.certificatePem)).toBe(true)
    expect(isSigned({ ...withSubject?.json, Message: 'another' }, sns.certificatePem)).toBe(false)
  })

  it("has AWS's headers and field order in a notification", async () => {
    const { hearer, sns } = await setUp()
    const { arn } = await subscribed(sns, hearer)
    const [report] = await sns.publish({
      topicArn,
      message: 'm',
      subject: 's',
      messageAttributes: { team: { Type: 'String', Value: 'a' } },
    })
    const heard = hearer.heard[1]
    expect(heard?.headers).toMatchObject({
      'content-type': 'text/plain; charset=UTF-8',
      'user-agent': 'Amazon Simple Notification Service Agent',
      'accept-encoding': 'gzip,deflate',
      'x-amz-sns-message-type': 'Notification',
      'x-amz-sns-message-id': report?.messageId,
      'x-amz-sns-topic-arn': topicArn,
      'x-amz-sns-subscription-arn': arn,
      'content-length': String(Buffer.byteLength(heard?.body ?? '')),
    })
    expect(Object.keys(heard?.json ?? {})).toEqual(
      ['Type', 'MessageId', 'TopicArn', 'Subject', 'Message', 'Timestamp', 'SignatureVersion', 'Signature', 'SigningCertURL'].concat([
        'UnsubscribeURL',
        'MessageAttributes',
      ]),
    )
    expect(heard?.body.startsWith('{\n  "Type" : "Notification",\n  "MessageId" : "')).toBe(true)
  })

  it('asks for a subscription with a token and no subscription ARN in its headers', async () => {
    const { hearer, sns } = await setUp()
    const subscription = sns.subscribe({ topicArn, url: hearer.url, version: '1' })
    expect(await subscription.confirmation).toMatchObject({ outcome: 'delivered', attempts: [{ status: 200 }] })
    const heard = hearer.heard[0]
    const json: Record<string, unknown> = heard?.json ?? {}
    expect(heard?.headers['x-amz-sns-message-type']).toBe('SubscriptionConfirmation')
    expect(heard?.headers).not.toHaveProperty('x-amz-sns-subscription-arn')
    expect(Object.keys(json)).toEqual([
      'Type',
      'MessageId',
      'Token',
      'TopicArn',
      'Message',
      'SubscribeURL',
      'Timestamp',
      'SignatureVersion',
      'Signature',
      'SigningCertURL',
    ])
    expect(json.SubscribeURL).toBe(`${sns.endpoint}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${json.Token}`)
    expect(isSigned(json, sns.certificatePem)).toBe(true)
    expect(subscription.state()).toBe('pending')
  })

  it('serves the key at the address that its messages name', async () => {
    const { hearer, sns } = await setUp()
    await sns.subscribe({ topicArn, url: hearer.url }).confirmation
    const address = String(hearer.heard[0]?.json.SigningCertURL)
    expect(address).toMatch(/\/SimpleNotificationService-[0-9a-f]{32}\.pem$/)
    expect(await (await fetch(address)).text()).toBe(sns.certificatePem)
  })

  it('is signed by an identity of the caller where one is given', async () => {
    const { generate } = await import('selfsigned')
    const pair = await generate([{ name: 'commonName', value: 'sns.amazonaws.com' }], { keySize: 2048 })
    const { createPrivateKey } = await import('node:crypto')
    const signingCertUrl = `https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-${'0'.repeat(32)}.pem`
    const identity = { privateKey: createPrivateKey(pair.private), certificatePem: pair.cert, signingCertUrl }
    const { hearer, sns } = await setUp(undefined, { identity })
    await sns.subscribe({ topicArn, url: hearer.url }).confirmation
    const json = hearer.heard[0]?.json ?? {}
    expect(json.SigningCertURL).toBe(signingCertUrl)
    expect(new X509Certificate(sns.certificatePem).subject).toBe('CN=sns.amazonaws.com')
    expect(isSigned(json, sns.certificatePem)).toBe(true)
  })

  it('honours the content type of a delivery policy', async () => {
    const { hearer, sns } = await setUp()
    const deliveryPolicy = { requestPolicy: { headerContentType: 'application/json' } }
    await sns.subscribe({ topicArn, url: hearer.url, deliveryPolicy }).confirmation
    expect(hearer.heard[0]?.headers['content-type']).toBe('application/json')
  })

  it('is not published to what is not confirmed, nor to another topic', async () => {
    const { hearer, sns } = await setUp()
    await sns.subscribe({ topicArn, url: hearer.url }).confirmation
    expect(await sns.publish({ topicArn, message: 'm' })).toEqual([])
    await subscribed(sns, hearer)
    expect(await sns.publish({ topicArn: `${topicArn}-other`, message: 'm' })).toEqual([])
  })

  it('goes out over http only', async () => {
    const { sns } = await setUp()
    expect(() => sns.subscribe({ topicArn, url: 'https://127.0.0.1/' })).toThrow(RangeError)
  })
})

describe('the retry rule on the wire', () => {
  it.each([500, 503, 429])('tries %i again three times, 20 s apart, and gives up with one MessageId', async (status) => {
    const { time, hearer, sns } = await setUp((type) => (type === 'Notification' ? status : 200))
    await subscribed(sns, hearer)
    const start = time.clock.now()
    const publishing = sns.publish({ topicArn, message: 'm' })
    for (let retry = 0; retry < 3; retry++) {
      await time.waiting(20_000)
      time.advance(20_000)
    }
    const [report] = await publishing
    expect(report).toMatchObject({
      outcome: 'given-up',
      attempts: [0, 20_000, 40_000, 60_000].map((after) => ({ at: start + after, status })),
    })
    const ids = hearer.heard.slice(1).map(({ json }) => json.MessageId)
    expect(ids).toEqual(Array(4).fill(report?.messageId))
    expect(time.pending()).toBe(0)
  })

  it.each([204, 302, 400, 403, 404, 413])('takes %i as done', async (status) => {
    const { time, hearer, sns } = await setUp((type) => (type === 'Notification' ? status : 200))
    await subscribed(sns, hearer)
    const [report] = await sns.publish({ topicArn, message: 'm' })
    expect(report).toMatchObject({ outcome: 'delivered', attempts: [{ status }] })
    expect(hearer.heard).toHaveLength(2)
    expect(time.pending()).toBe(0)
  })

  it('waits 15 s for an answer, then 20 s, so that the next try starts 35 s after the first', async () => {
    const { time, hearer, sns } = await setUp((type, before) => (type === 'Notification' && before === 1 ? 'silent' : 200))
    await subscribed(sns, hearer)
    const start = time.clock.now()
    const publishing = sns.publish({ topicArn, message: 'm' })
    await Promise.all([hearer.hears(2), time.waiting(15_000)])
    time.advance(15_000)
    await time.waiting(20_000)
    time.advance(20_000)
    expect(await publishing).toMatchObject([
      {
        outcome: 'delivered',
        attempts: [
          { at: start, status: 'timeout' },
          { at: start + 35_000, status: 200 },
        ],
      },
    ])
  })

  it('tries again where nothing listens', async () => {
    const { time, hearer, sns } = await setUp()
    await subscribed(sns, hearer)
    await hearer.close()
    const publishing = sns.publish({ topicArn, message: 'm' })
    for (let retry = 0; retry < 3; retry++) {
      await time.waiting(20_000)
      time.advance(20_000)
    }
    expect(await publishing).toMatchObject([{ outcome: 'given-up', attempts: Array(4).fill({ status: 'no-answer' }) }])
  })

  it('tries a SubscriptionConfirmation by the same rule', async () => {
    const { time, hearer, sns } = await setUp((_, before) => (before === 0 ? 503 : 200))
    const subscription = sns.subscribe({ topicArn, url: hearer.url })
    await time.waiting(20_000)
    time.advance(20_000)
    expect(await subscription.confirmation).toMatchObject({ outcome: 'delivered', attempts: [{ status: 503 }, { status: 200 }] })
  })

  it('does not count a kept connection that the receiver had closed just as it was used again', async () => {
    const { hearer, sns } = await setUp((type, before) => (type === 'Notification' && before === 1 ? 'hang-up' : 200))
    await subscribed(sns, hearer)
    expect(await sns.publish({ topicArn, message: 'm' })).toMatchObject([{ outcome: 'delivered', attempts: [{ status: 200 }] }])
    expect(hearer.heard).toHaveLength(3)
  })

  it('ends by the signal of the caller, who hears that it was stopped', async () => {
    const { time, hearer, sns } = await setUp((type) => (type === 'Notification' ? 503 : 200))
    await subscribed(sns, hearer)
    const stop = new AbortController()
    const publishing = sns.publish({ topicArn, message: 'm' }, stop.signal)
    await time.waiting(20_000)
    stop.abort()
    expect(await publishing).toMatchObject([{ outcome: 'stopped', attempts: [{ status: 503 }] }])
    expect(time.pending()).toBe(0)
  })
})

describe('its connections', () => {
  it('are known by their local port while they are open, and nobody else is', async () => {
    const { hearer, sns } = await setUp()
    await subscribed(sns, hearer)
    const { remotePort, remoteAddress } = hearer.heard[0] ?? { remotePort: 0, remoteAddress: '' }
    expect(sns.opened(remotePort)).toBe(true)
    expect(sns.opened(remotePort, remoteAddress)).toBe(true)
    expect(sns.opened(remotePort, `::ffff:${remoteAddress}`)).toBe(true)
    expect(sns.opened(remotePort, '127.0.0.2')).toBe(false)
    const stranger = connect(Number(new URL(hearer.url).port), '127.0.0.1')
    await new Promise((resolve) => stranger.once('connect', resolve))
    expect(sns.opened(stranger.localPort ?? 0)).toBe(false)
    stranger.destroy()
    await sns.close()
    expect(sns.opened(remotePort)).toBe(false)
  })

  it('are known at the moment at which the receiver asks: when the request has come', async () => {
    const time = handTime()
    const sns = await openPracticeSns({ ...time, log: quiet })
    const known: boolean[] = []
    const hearer = await openHearer((heard) => {
      known.push(sns.opened(heard.remotePort))
      return 200
    })
    opened.push(hearer, sns)
    await subscribed(sns, hearer)
    await Promise.all(Array.from({ length: 40 }, () => sns.publish({ topicArn, message: 'm' })))
    expect(known).toEqual(Array(41).fill(true))
  })

  it('are kept and bounded', async () => {
    const { hearer, sns } = await setUp(undefined, { maxSockets: 4 })
    await subscribed(sns, hearer)
    await Promise.all(Array.from({ length: 40 }, () => sns.publish({ topicArn, message: 'm' })))
    expect(new Set(hearer.heard.map(({ remotePort }) => remotePort)).size).toBeLessThanOrEqual(4)
  })

  it('are all gone after close, with every timer and every wait', async () => {
    const { time, hearer, sns } = await setUp((type, before) => (type === 'Notification' ? (before % 2 ? 'silent' : 503) : 200))
    await subscribed(sns, hearer)
    const pending = sns.subscribe({ topicArn: `${topicArn}-b`, url: hearer.url })
    await pending.confirmation
    const confirmed = pending.confirmed(new AbortController().signal)
    const publishing = [sns.publish({ topicArn, message: 'a' }), sns.publish({ topicArn, message: 'b' })]
    await Promise.all([hearer.hears(4), time.waiting(20_000)])
    await sns.close()
    expect(await confirmed).toBe(false)
    expect((await Promise.all(publishing)).flat().map(({ outcome }) => outcome)).toEqual(['stopped', 'stopped'])
    expect(time.pending()).toBe(0)
    const left = await new Promise<number>((resolve) => hearer.server.getConnections((_, count) => resolve(count)))
    expect(left).toBe(0)
    const refused = await new Promise((resolve) =>
      request(sns.endpoint)
        .on('error', () => resolve(true))
        .on('response', () => resolve(false))
        .end(),
    )
    expect(refused).toBe(true)
    expect(await sns.publish({ topicArn, message: 'late' })).toMatchObject([{ outcome: 'stopped', attempts: [] }])
  })
})
