import { ConfirmSubscriptionCommand, SNSClient, UnsubscribeCommand } from '@aws-sdk/client-sns'
import { afterEach, describe, expect, it } from 'vitest'
import { openPracticeSns } from '../../../main/edge/practice/sns.ts'
import { handTime, openHearer, quiet } from './by-hand.ts'

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:alarms'
const dayMs = 86_400_000
const opened: { close(): Promise<void> | void }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

/** A pending subscription whose confirmation was heard, and the real SDK pointed at the endpoint. */
async function setUp() {
  const time = handTime(Date.now())
  const hearer = await openHearer(() => 200)
  const sns = await openPracticeSns({ ...time, log: quiet })
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' }
  const client = new SNSClient({ region: 'eu-west-1', endpoint: sns.endpoint, maxAttempts: 1, credentials })
  opened.push(hearer, sns, { close: () => client.destroy() })
  const subscription = sns.subscribe({ topicArn, url: hearer.url })
  await subscription.confirmation
  const Token = String(hearer.heard[0]?.json.Token)
  const get = (query: string) => fetch(`${sns.endpoint}/?${query}`)
  const confirm = (input: { TopicArn?: string; Token?: string; AuthenticateOnUnsubscribe?: string } = {}) =>
    client.send(new ConfirmSubscriptionCommand({ TopicArn: topicArn, Token, ...input }))
  return { time, hearer, sns, client, subscription, Token, get, confirm }
}

describe('ConfirmSubscription', () => {
  it('is answered to the real SDK, and whoever waits hears of it', async () => {
    const { subscription, confirm } = await setUp()
    const waiting = subscription.confirmed(new AbortController().signal)
    const { SubscriptionArn, $metadata } = await confirm()
    expect(SubscriptionArn).toBe(subscription.arn)
    expect($metadata.requestId).toMatch(/^[0-9a-f-]{36}$/)
    expect(await waiting).toBe(true)
    expect(subscription.state()).toBe('confirmed')
    expect(await subscription.confirmed(new AbortController().signal)).toBe(true)
  })

  it('is answered to a plain GET of the SubscribeURL, twice too', async () => {
    const { hearer, subscription } = await setUp()
    for (let i = 0; i < 2; i++) {
      const answer = await fetch(String(hearer.heard[0]?.json.SubscribeURL))
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toBe('text/xml')
      expect(await answer.text()).toContain(`<SubscriptionArn>${subscription.arn}</SubscriptionArn>`)
    }
  })

  it('goes by the token alone, within its region', async () => {
    const { subscription, confirm } = await setUp()
    await expect(confirm({ TopicArn: 'arn:aws:sns:us-east-1:123456789012:alarms' })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: Topic',
    })
    const { SubscriptionArn } = await confirm({ TopicArn: `${topicArn}-other` })
    expect(SubscriptionArn).toBe(subscription.arn)
  })

  it('refuses a token that is malformed, unknown, or older than two days', async () => {
    const { time, confirm } = await setUp()
    const refused = (message: string) => ({ name: 'InvalidParameterException', message, $metadata: { httpStatusCode: 400 } })
    await expect(confirm({ Token: 'nonsense' })).rejects.toMatchObject(refused('Invalid token'))
    await expect(confirm({ Token: '0'.repeat(256) })).rejects.toMatchObject(refused('Invalid parameter: Token'))
    time.advance(2 * dayMs + 1)
    await expect(confirm()).rejects.toMatchObject(refused('Invalid parameter: Token'))
  })

  it('still takes a token of two days', async () => {
    const { time, subscription, confirm } = await setUp()
    time.advance(2 * dayMs)
    await confirm()
    expect(subscription.state()).toBe('confirmed')
  })

  it('can be protected by a signed call, once', async () => {
    const { Token, get, confirm } = await setUp()
    const unsigned = await get(`Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${Token}&AuthenticateOnUnsubscribe=true`)
    expect(unsigned.status).toBe(403)
    expect(await unsigned.text()).toContain('<Code>AuthorizationError</Code>')
    await confirm({ AuthenticateOnUnsubscribe: 'true' })
    await expect(confirm({ AuthenticateOnUnsubscribe: 'true' })).rejects.toMatchObject({
      name: 'AuthorizationErrorException',
      message: 'Subscription already confirmed',
      $metadata: { httpStatusCode: 403 },
    })
  })

  it('ends the wait of whoever gives it up', async () => {
    const { subscription } = await setUp()
    const stop = new AbortController()
    const waiting = subscription.confirmed(stop.signal)
    stop.abort()
    expect(await waiting).toBe(false)
    expect(await subscription.confirmed(stop.signal)).toBe(false)
  })
})

describe('Unsubscribe', () => {
  it('without a signature is told to the endpoint, whose new token restores the subscription', async () => {
    const { hearer, sns, subscription, Token, confirm } = await setUp()
    await confirm()
    await sns.publish({ topicArn, message: 'm' })
    await fetch(String(hearer.heard[1]?.json.UnsubscribeURL))
    expect(subscription.state()).toBe('unsubscribed')
    await hearer.hears(3)
    const { headers, json } = hearer.heard[2] ?? { headers: undefined, json: undefined }
    expect(headers).toMatchObject({ 'x-amz-sns-message-type': 'UnsubscribeConfirmation', 'x-amz-sns-subscription-arn': subscription.arn })
    expect(json).toMatchObject({ Type: 'UnsubscribeConfirmation', Message: expect.stringContaining(subscription.arn) })
    expect(json?.Token).not.toBe(Token)
    expect(await sns.publish({ topicArn, message: 'm' })).toEqual([])
    await fetch(String(json?.SubscribeURL))
    expect(subscription.state()).toBe('confirmed')
  })

  it('with a signature is told to nobody', async () => {
    const { hearer, sns, client, subscription, confirm } = await setUp()
    await confirm()
    await client.send(new UnsubscribeCommand({ SubscriptionArn: subscription.arn }))
    expect(subscription.state()).toBe('unsubscribed')
    await sns.close()
    expect(hearer.heard).toHaveLength(1)
  })

  it('is refused while pending, and without a signature where the subscription is protected', async () => {
    const { client, subscription, get, confirm } = await setUp()
    const unsubscribe = new UnsubscribeCommand({ SubscriptionArn: subscription.arn })
    await expect(client.send(unsubscribe)).rejects.toMatchObject({ name: 'InvalidParameterException' })
    await confirm({ AuthenticateOnUnsubscribe: 'true' })
    expect((await get(`Action=Unsubscribe&SubscriptionArn=${subscription.arn}`)).status).toBe(403)
    expect(subscription.state()).toBe('confirmed')
    await client.send(unsubscribe)
    expect(subscription.state()).toBe('unsubscribed')
  })
})

describe('the endpoint', () => {
  it('listens on loopback and refuses what it does not know', async () => {
    const { sns, get } = await setUp()
    expect(sns.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const answer = await get('Action=<Publish>')
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('Could not find operation &lt;Publish&gt;')
  })

  it('reads no endless body', async () => {
    const { sns } = await setUp()
    const answer = await fetch(sns.endpoint, { method: 'POST', body: 'x'.repeat(70_000) })
    expect(answer.status).toBe(413)
  })
})
