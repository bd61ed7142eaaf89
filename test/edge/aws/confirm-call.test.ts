import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { openConfirmCall } from '../../../main/edge/aws/confirm-call.ts'
import { confirmSubscription } from '../../../main/edge/sns/confirm.ts'
import { topicArn } from '../../harness/signing.ts'
import { answers, confirms, refuses, startSnsStandIn, subscriptionArn } from './sns-stand-in.ts'

const quiet = { info() {}, warn() {}, error() {} }
const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'not-a-real-secret' }
const never = new AbortController().signal

let sns: Awaited<ReturnType<typeof startSnsStandIn>>
let credentialsAsked = 0
const serverDates: number[] = []
const withKeys = async () => {
  credentialsAsked += 1
  return keys
}
const without = () => Promise.reject(new Error('Could not load credentials from any providers'))

/** A confirmation by the real SDK, to the stand-in as AWS's own endpoint. */
const confirm = (credentials: (() => Promise<typeof keys>) | null = withKeys, endpoint: string | null = null) =>
  confirmSubscription(
    { call: openConfirmCall({ credentials, onServerDate: (at) => serverDates.push(at) }), log: quiet },
    { topicArn, token: 'a-token', endpoint },
    never,
  )

beforeAll(async () => {
  sns = await startSnsStandIn()
})
afterAll(() => sns.close())
beforeEach(() => {
  vi.stubEnv('AWS_ENDPOINT_URL', sns.url)
  vi.stubEnv('AWS_CONFIG_FILE', '/nonexistent')
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', '/nonexistent')
  sns.answers()
  credentialsAsked = 0
  serverDates.length = 0
})

const protection = 'To disallow anonymous unsubscription, subscriber and confirmer IDs must match'
const denied = refuses(
  403,
  'AuthorizationError',
  'User: arn:aws:iam::123456789012:user/x is not authorized to perform: SNS:ConfirmSubscription',
)

describe('a subscription is confirmed', () => {
  test('signed and protected where there are credentials', async () => {
    expect(await confirm()).toEqual({ kind: 'confirmed', subscriptionArn, authenticated: true, said: null })
    expect(sns.asked).toMatchObject([
      {
        method: 'POST',
        headers: { authorization: expect.stringContaining('Credential=AKIDEXAMPLE/') },
        form: { Action: 'ConfirmSubscription', TopicArn: topicArn, Token: 'a-token', AuthenticateOnUnsubscribe: 'true' },
      },
    ])
    expect(sns.asked[0]?.headers.authorization).toMatch(/\/eu-west-1\/sns\/aws4_request/)
  })
  test('unsigned and unprotected where there are none, and the reason is kept', async () => {
    for (const [credentials, said] of [
      [without, 'Could not load credentials from any providers'],
      [null, 'No AWS credentials are to be used.'],
    ] as const) {
      sns.answers()
      expect(await confirm(credentials)).toEqual({ kind: 'confirmed', subscriptionArn, authenticated: false, said })
      expect(sns.asked).toHaveLength(1)
      expect(sns.asked[0]?.form).toEqual({ Action: 'ConfirmSubscription', Version: '2010-03-31', TopicArn: topicArn, Token: 'a-token' })
      expect(Object.keys(sns.asked[0]?.headers ?? {})).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/authorization|x-amz-security-token|x-amz-date/)]),
      )
    }
  })
  test('unsigned after the signed call was denied', async () => {
    for (const refusal of [
      denied,
      refuses(403, 'AuthorizationError', protection),
      refuses(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.'),
    ]) {
      sns.answers(refusal, confirms())
      expect(await confirm()).toMatchObject({ kind: 'confirmed', authenticated: false, said: expect.stringContaining('denied') })
      expect(sns.asked.map(({ headers }) => 'authorization' in headers)).toEqual([true, false])
    }
  })
  test('already: a denial by its code, and yet it is so', async () => {
    sns.answers(refuses(403, 'AuthorizationError', 'Subscription already confirmed'))
    expect(await confirm()).toMatchObject({ kind: 'confirmed', authenticated: null })
    expect(sns.asked).toHaveLength(1)
  })
  test('at the endpoint of an integration, never with the credentials of the operator', async () => {
    const own = await startSnsStandIn()
    expect(await confirm(withKeys, own.url)).toMatchObject({ kind: 'confirmed', authenticated: false })
    expect(own.asked).toHaveLength(1)
    expect(own.asked[0]?.headers).not.toHaveProperty('authorization')
    expect(sns.asked).toEqual([])
    expect(credentialsAsked).toBe(0)
    expect(serverDates).toEqual([])
    await own.close()
  })
})

describe('a confirmation fails', () => {
  test.each([
    [refuses(400, 'InvalidParameter', 'Invalid token'), 'token-invalid', false],
    [refuses(404, 'NotFound', 'Subscription does not exist'), 'subscription-gone', false],
    [refuses(400, 'InvalidParameter', 'Invalid parameter: Topic'), 'topic-unknown', false],
    [refuses(500, 'InternalError', 'x'), 'aws-unavailable', true],
    [refuses(400, 'Throttling', 'Rate exceeded'), 'throttled', true],
    [answers(429, ''), 'throttled', true],
    [answers(503, '<html><p>bad gateway'), 'aws-unavailable', true],
    [answers(200, '<html><body>Sign in to this network</body></html>'), 'unexpected', true],
    [answers(200, ''), 'unexpected', true],
    [answers(403, '<html><p>blocked'), 'unexpected', true],
    [answers(302, ''), 'unexpected', true],
    [(response) => response.destroy(), 'no-network', true],
  ] as const satisfies [Parameters<typeof sns.answers>[0], string, boolean][])('%#: as %s', async (reply, code, recoverable) => {
    sns.answers(reply)
    expect(await confirm()).toMatchObject({ kind: 'failed', code, recoverable })
    expect(sns.asked).toHaveLength(1)
  })
  test('for good where the unsigned call is denied too', async () => {
    sns.answers(denied, denied)
    expect(await confirm()).toMatchObject({ kind: 'failed', code: 'denied', recoverable: false })
  })
  test('for now where nobody listens', async () => {
    vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1')
    expect(await confirm()).toMatchObject({ kind: 'failed', code: 'no-network', recoverable: true })
  })
  test('for now when the desk stops while it waits', async () => {
    sns.answers(() => {})
    const stopping = new AbortController()
    const call = openConfirmCall({ credentials: withKeys })
    const waiting = confirmSubscription({ call, log: quiet }, { topicArn, token: 'a-token', endpoint: null }, stopping.signal)
    await expect.poll(() => sns.asked.length).toBe(1)
    stopping.abort()
    expect(await waiting).toMatchObject({ kind: 'failed', code: 'aborted', recoverable: true })
  })
  test('for a topic that is none of AWS, without a call', async () => {
    const call = openConfirmCall({ credentials: withKeys })
    const asked = confirmSubscription(
      { call, log: quiet },
      { topicArn: 'arn:aws:sns:s3-us-west-2:123456789012:a', token: 't', endpoint: null },
      never,
    )
    expect(await asked).toMatchObject({ kind: 'failed', recoverable: false })
    expect(sns.asked).toEqual([])
  })
})

test('the time that AWS says is passed on, also with a refusal', async () => {
  await confirm()
  sns.answers(refuses(400, 'InvalidParameter', 'Invalid token'))
  await confirm()
  expect(serverDates).toEqual([Date.UTC(2026, 0, 2, 3, 4, 5), Date.UTC(2026, 0, 2, 3, 4, 6)])
})
