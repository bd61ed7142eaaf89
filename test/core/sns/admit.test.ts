import { describe, expect, test } from 'vitest'
import { type AdmissionPolicy, admit, confirmsAtOnce } from '../../../main/core/sns/admit.ts'
import type { SnsTrust } from '../../../main/core/sns/trust.ts'
import {
  certificateFile,
  certificateUrl,
  type Envelope,
  notification,
  subscriptionConfirmation,
  topicArn,
  unsubscribeConfirmation,
} from '../../harness/signing.ts'
import { parsed } from './parsed.ts'

const now = Date.UTC(2026, 0, 10)
const Timestamp = new Date(now - 1_000).toISOString()
const aws: SnsTrust = { kind: 'aws' }
const custom: SnsTrust = { kind: 'custom', certificatePem: 'PEM', endpoint: 'http://127.0.0.1:4566' }
const usual: AdmissionPolicy = { trust: aws, topics: [topicArn], maxAgeSeconds: 259_200, clockIsOff: false }
const other = 'arn:aws:sns:eu-west-1:999999999999:theirs'

const judge = (envelope: Envelope, policy: Partial<AdmissionPolicy> = {}) => admit(parsed(envelope), { ...usual, ...policy }, now)

const at = (fields: Record<string, unknown> = {}) => ({ Timestamp, ...fields })

describe('a message is admitted', () => {
  test('with the address of its certificate, which we built, and what the certificate must be named', () => {
    const result = judge(notification(at()))
    expect(result).toMatchObject({
      ok: true,
      topicListed: true,
      stale: null,
      certificate: {
        kind: 'url',
        host: 'sns.eu-west-1.amazonaws.com',
        file: certificateFile,
        url: certificateUrl,
        names: ['sns.amazonaws.com'],
      },
    })
    expect(result.trace.map(({ step, ok }) => [step, ok])).toEqual([
      ['topic', true],
      ['age', true],
      ['certificate', true],
    ])
  })
  test('with the given key under custom trust, wherever its certificate is said to be', () => {
    for (const SigningCertURL of [undefined, 'http://localhost:4566/cert.pem'])
      expect(judge(notification(at({ SigningCertURL })), { trust: custom })).toMatchObject({
        ok: true,
        certificate: { kind: 'given', certificatePem: 'PEM' },
      })
  })
  test('of any kind, when its topic is listed', () => {
    for (const build of [notification, subscriptionConfirmation, unsubscribeConfirmation]) expect(judge(build(at())).ok).toBe(true)
  })
  test('as a confirmation of a topic that is not listed, to wait for a click, whether the list is empty or not', () => {
    for (const topics of [[], [other]])
      expect(judge(subscriptionConfirmation(at()), { topics })).toMatchObject({ ok: true, topicListed: false })
  })
})

describe('a message is rejected for its topic', () => {
  test('while no topic is trusted, unless it asks for confirmation', () => {
    for (const build of [notification, unsubscribeConfirmation])
      expect(judge(build(at()), { topics: [] })).toMatchObject({ ok: false, rejection: 'topic' })
  })
  test('where the list names others only', () => {
    for (const build of [notification, unsubscribeConfirmation])
      expect(judge(build(at()), { topics: [other] })).toMatchObject({ ok: false, rejection: 'topic' })
  })
  test('where it has not the shape of AWS, though a pattern would hold it, and though it asks for confirmation', () => {
    for (const region of ['s3-us-west-2', 'evil', '127.0.0.1', 'eu-west-1.evil.example', 'cn-north-1']) {
      const fields = at({
        TopicArn: `arn:aws:sns:${region}:123456789012:alarms`,
        SigningCertURL: `https://sns.${region}.amazonaws.com/${certificateFile}`,
      })
      for (const build of [notification, subscriptionConfirmation])
        for (const topics of [[], ['arn:aws:sns:*:*:*']])
          expect(judge(build(fields), { topics })).toMatchObject({ ok: false, rejection: 'topic' })
    }
  })
  test('under custom trust where it is no topic of any SNS', () => {
    expect(judge(notification(at({ TopicArn: 'arn:aws:sqs:local:0:q' })), { trust: custom, topics: ['*'] })).toMatchObject({
      ok: false,
      rejection: 'topic',
    })
    expect(judge(notification(at({ TopicArn: 'arn:aws:sns:local:0:t' })), { trust: custom, topics: ['arn:aws:sns:local:0:t'] }).ok).toBe(
      true,
    )
  })
})

describe('a message is rejected as stale', () => {
  const old = new Date(now - 4 * 86_400_000).toISOString()
  const ahead = new Date(now + 25 * 3_600_000).toISOString()
  test('when it is four days old or 25 hours ahead, under either trust', () => {
    for (const time of [old, ahead])
      for (const trust of [aws, custom])
        expect(judge(notification({ Timestamp: time }), { trust })).toMatchObject({ ok: false, rejection: 'stale' })
  })
  test('but not from a queue', () => {
    for (const time of [old, ahead])
      expect(judge(notification({ Timestamp: time }), { maxAgeSeconds: null })).toMatchObject({ ok: true, stale: null })
  })
  test('but goes on to be verified while our own clock is known to be off', () => {
    for (const time of [old, ahead]) {
      const result = judge(notification({ Timestamp: time }), { clockIsOff: true })
      expect(result).toMatchObject({ ok: true, stale: expect.stringContaining(time) })
      expect(result.trace.find(({ step }) => step === 'age')?.ok).toBe(false)
    }
  })
})

test('a message is rejected for its certificate when that is said to be anywhere else, and the reason names both places', () => {
  for (const SigningCertURL of [undefined, 'https://sns.us-east-1.amazonaws.com/x.pem', `https://evil.example/${'x'.repeat(5_000)}`]) {
    const result = judge(notification(at({ SigningCertURL })))
    expect(result).toMatchObject({
      ok: false,
      rejection: 'certificate',
      said: expect.stringContaining('https://sns.eu-west-1.amazonaws.com/'),
    })
    expect(result.ok ? 0 : result.said.length).toBeLessThan(600)
    expect(result.trace.at(-1)).toMatchObject({ step: 'certificate', ok: false })
  }
})

test('the topic is judged before the age, and the age before the certificate', () => {
  const wrong = { Timestamp: new Date(0).toISOString(), SigningCertURL: 'https://evil.example' }
  expect(judge(notification({ ...wrong, TopicArn: other }))).toMatchObject({ rejection: 'topic' })
  expect(judge(notification(wrong))).toMatchObject({ rejection: 'stale' })
})

test('a confirmation is taken at once only where that was chosen, for a listed topic or the very first', () => {
  expect(confirmsAtOnce('automatic', [], topicArn)).toBe(true)
  expect(confirmsAtOnce('automatic', ['arn:aws:sns:*:123456789012:*'], topicArn)).toBe(true)
  expect(confirmsAtOnce('automatic', [other], topicArn)).toBe(false)
  for (const topics of [[], [topicArn]]) expect(confirmsAtOnce('manual', topics, topicArn)).toBe(false)
})
