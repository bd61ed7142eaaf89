import { describe, expect, test } from 'vitest'
import {
  type ConfirmAnswer,
  confirmationExpiresAt,
  confirmationRetryDelayMs,
  judgeConfirmation,
} from '../../../main/core/sns/confirmation.ts'

const refused = (status: number, code: string, message = ''): ConfirmAnswer => ({ kind: 'refused', status, code, message })

describe('what SNS answers to a confirmation means', () => {
  test('confirmed: protected where the call was signed', () => {
    const answer: ConfirmAnswer = { kind: 'confirmed', subscriptionArn: 'arn' }
    expect(judgeConfirmation(answer, true)).toMatchObject({ kind: 'confirmed', subscriptionArn: 'arn', authenticated: true })
    expect(judgeConfirmation(answer, false)).toMatchObject({ kind: 'confirmed', subscriptionArn: 'arn', authenticated: false })
  })
  test('confirmed before, though the code is that of a denial; how, nobody knows', () => {
    for (const signed of [true, false])
      expect(judgeConfirmation(refused(403, 'AuthorizationError', 'Subscription already confirmed'), signed)).toMatchObject({
        kind: 'confirmed',
        authenticated: null,
      })
  })
  test.each([
    ['AuthorizationError', 'User: arn:aws:iam::123456789012:user/x is not authorized to perform: SNS:ConfirmSubscription'],
    ['AuthorizationError', 'To disallow anonymous unsubscription, subscriber and confirmer IDs must match'],
    ['InvalidClientTokenId', 'The security token included in the request is invalid.'],
    ['ExpiredToken', 'The security token included in the request is expired'],
    ['SignatureDoesNotMatch', 'Signature expired'],
    ['AccessDenied', ''],
  ])('%s (%s): go on without a signature, and if there was none, it is over', (code, message) => {
    expect(judgeConfirmation(refused(403, code, message), true)).toMatchObject({
      kind: 'go-unsigned',
      why: expect.stringContaining(message),
    })
    expect(judgeConfirmation(refused(403, code, message), false)).toMatchObject({ kind: 'failed', code: 'denied', recoverable: false })
  })
  test('without credentials: go on without a signature, and say why', () => {
    expect(judgeConfirmation({ kind: 'no-credentials', message: 'aws sso login' }, true)).toEqual({
      kind: 'go-unsigned',
      why: 'aws sso login',
    })
  })
  test.each([
    [refused(400, 'InvalidParameter', 'Invalid token'), 'token-invalid', false],
    [refused(400, 'InvalidParameter', 'Invalid parameter: Token'), 'token-invalid', false],
    [refused(400, 'InvalidParameter', 'Token has expired'), 'token-expired', false],
    [refused(400, 'InvalidParameter', 'Invalid parameter: Topic'), 'topic-unknown', false],
    [refused(400, 'InvalidParameter', 'Invalid parameter: Other'), 'unexpected', false],
    [refused(404, 'NotFound', 'Subscription does not exist'), 'subscription-gone', false],
    [refused(400, 'Throttling', 'Rate exceeded'), 'throttled', true],
    [refused(429, 'HTTP429'), 'throttled', true],
    [refused(403, 'SubscriptionLimitExceeded'), 'limit', true],
    [refused(500, 'InternalError'), 'aws-unavailable', true],
    [refused(503, 'HTTP503'), 'aws-unavailable', true],
    [refused(400, 'SomethingNew', 'of AWS'), 'unexpected', true],
    [{ kind: 'no-answer', code: 'timeout', message: '' }, 'timeout', true],
    [{ kind: 'no-answer', code: 'no-network', message: '' }, 'no-network', true],
    [{ kind: 'no-answer', code: 'aborted', message: '' }, 'aborted', true],
    [{ kind: 'no-answer', code: 'unreadable', message: '' }, 'unexpected', true],
  ] as const)('%j: %s, worth another try: %s', (answer, code, recoverable) => {
    for (const signed of [true, false])
      expect(judgeConfirmation(answer, signed)).toMatchObject({ kind: 'failed', code, recoverable, said: expect.stringMatching(/\S/) })
  })
})

describe('a confirmation that failed', () => {
  test('is tried again ever more slowly, never slower than every ten minutes', () => {
    const delays = Array.from({ length: 12 }, (_, failed) => confirmationRetryDelayMs(failed + 1) / 1_000)
    expect(delays).toEqual([1, 2, 5, 15, 30, 60, 120, 300, 600, 600, 600, 600])
    expect([0, -1, Number.MAX_SAFE_INTEGER].map(confirmationRetryDelayMs)).toEqual([1_000, 1_000, 600_000])
  })
  test('is worth a try while its token lives: two days', () => {
    expect(confirmationExpiresAt(Date.UTC(2026, 0, 1))).toBe(Date.UTC(2026, 0, 3))
  })
})
