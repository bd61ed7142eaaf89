import { expect, it } from 'vitest'
import { findings } from '../../../main/core/aws/findings.ts'
import type { RegionLook, TopicLook } from '../../../main/core/aws/look.ts'
import { withPublisher } from '../../../main/core/aws/resource-policy.ts'
import { account, alarmLook, topicArn } from './alarms.ts'

const open = withPublisher(null, 'cloudwatch.amazonaws.com', topicArn, account)
const topic = (attributes: { policy?: string | null; kmsKeyId?: string | null } = {}, more: Partial<TopicLook> = {}): TopicLook => ({
  topicArn,
  name: 'alarms',
  region: 'eu-west-1',
  accountId: account,
  ours: true,
  attributes: { seen: true, value: { signatureVersion: '1', kmsKeyId: null, policy: open, displayName: '', ...attributes } },
  subscriptions: { seen: true, value: [] },
  rules: { seen: true, value: [] },
  ...more,
})
const look = (topics: TopicLook[], alarms: ReturnType<typeof alarmLook>[]): RegionLook => ({
  accountId: account,
  region: 'eu-west-1',
  topics: { seen: true, value: topics },
  alarms: { seen: true, value: alarms },
})
const told = (region: RegionLook) =>
  findings(region, (arn) => arn === topicArn).map(({ kind, subject, fix }) => [kind, subject.split(':').at(-1), fix?.kind ?? null])

it('nothing is found where all is well', () => {
  expect(told(look([topic()], [alarmLook('cpu')]))).toEqual([])
})

it('topics that CloudWatch can’t reach are found, with their fix', () => {
  const closed = JSON.stringify({
    Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sns:Publish' }],
  })
  expect(told(look([topic({ kmsKeyId: 'alias/aws/sns' })], []))).toEqual([['aws-managed-key', 'alarms', 'topic-key']])
  expect(told(look([topic({ kmsKeyId: `arn:aws:kms:eu-west-1:${account}:alias/aws/sns` })], []))).toHaveLength(1)
  expect(told(look([topic({ kmsKeyId: 'alias/mine' })], []))).toEqual([])
  expect(told(look([topic({ policy: closed })], [alarmLook('cpu')]))).toEqual([['policy-without-cloudwatch', 'alarms', 'allow-publisher']])
  expect(told(look([topic({}, { rules: { seen: true, value: ['to-topic'] } })], []))).toEqual([
    ['policy-without-eventbridge', 'alarms', 'allow-publisher'],
  ])
  // Of somebody else’s topic it is said, and that is all.
  expect(told(look([topic({ policy: closed }, { ours: false })], [alarmLook('cpu')]))).toEqual([
    ['policy-without-cloudwatch', 'alarms', null],
  ])
  // What could not be seen is not found fault with.
  expect(told(look([topic({}, { attributes: { seen: false, said: 'denied' } })], []))).toEqual([])
})

it('alarms that tell nobody, or not enough, are found, with their fix', () => {
  expect(told(look([topic()], [alarmLook('a', { ok: [] })]))).toEqual([['no-ok-action', 'a', 'add-action']])
  expect(told(look([topic()], [alarmLook('b', { enabled: false })]))).toEqual([['actions-disabled', 'b', 'enable-actions']])
  expect(told(look([topic()], [alarmLook('c', { alarm: [], ok: [] })]))).toEqual([['notifies-nobody', 'c', null]])
  expect(told(look([topic()], [alarmLook('d', { ok: [], type: 'log' })]))).toEqual([['no-ok-action', 'd', null]])
  // A child that a composite alarm speaks for needs no action of its own.
  const composite = alarmLook('whole', { type: 'composite', more: { AlarmRule: 'ALARM("child") OR ALARM(other)' } })
  expect(told(look([topic()], [composite, ...['child', 'other', 'third'].map((name) => alarmLook(name, { alarm: [], ok: [] }))]))).toEqual([
    ['notifies-nobody', 'third', null],
  ])
  // What tells another topic is not ours to judge.
  expect(told(look([topic()], [alarmLook('e', { alarm: ['arn:aws:sns:eu-west-1:123456789012:other'], ok: [] })]))).toEqual([])
})
