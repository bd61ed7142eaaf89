import { describe, expect, test } from 'vitest'
import { isTopicArnLike, parseTopicArn, snsHost } from '../../../main/core/sns/topic-arn.ts'

const arn = (region: string, { partition = 'aws', account = '123456789012', name = 'alarms' } = {}) =>
  `arn:${partition}:sns:${region}:${account}:${name}`

describe('a topic of AWS', () => {
  test.each([
    ['eu-west-1', 'aws', 'sns.eu-west-1.amazonaws.com'],
    ['ap-southeast-7', 'aws', 'sns.ap-southeast-7.amazonaws.com'],
    ['mx-central-1', 'aws', 'sns.mx-central-1.amazonaws.com'],
    ['cn-northwest-1', 'aws-cn', 'sns.cn-northwest-1.amazonaws.com.cn'],
    ['us-gov-east-1', 'aws-us-gov', 'sns.us-gov-east-1.amazonaws.com'],
    ['us-iso-east-1', 'aws-iso', 'sns.us-iso-east-1.c2s.ic.gov'],
    ['us-isob-east-1', 'aws-iso-b', 'sns.us-isob-east-1.sc2s.sgov.gov'],
    ['eu-isoe-west-1', 'aws-iso-e', 'sns.eu-isoe-west-1.cloud.adc-e.uk'],
    ['us-isof-south-1', 'aws-iso-f', 'sns.us-isof-south-1.csp.hci.ic.gov'],
    ['eusc-de-east-1', 'aws-eusc', 'sns.eusc-de-east-1.amazonaws.eu'],
  ])('in %s of %s has its SNS at %s', (region, partition, host) => {
    const topic = parseTopicArn(arn(region, { partition }))
    expect(topic).toEqual({ partition, region, accountId: '123456789012', name: 'alarms' })
    expect(topic && snsHost(topic)).toBe(host)
  })

  test.each([
    's3-us-west-2',
    'evil',
    '127.0.0.1',
    'eu-west-1.evil.example',
    'us-west-2-lax-1',
    'EU-WEST-1',
    'eu-west-1 ',
    'eu-west-1\n',
    'eu-west-0',
    'eu-west-100',
    'eu-upper-1',
    '',
    '*',
    'eu–west–1',
  ])('has no region such as %j', (region) => expect(parseTopicArn(arn(region))).toBeNull())
  test('lies in a region of its own partition', () => {
    for (const [region, partition] of [
      ['cn-north-1', 'aws'],
      ['eu-west-1', 'aws-cn'],
      ['us-gov-west-1', 'aws'],
      ['us-east-1', 'aws-us-gov'],
      ['eu-west-1', 'aws-evil'],
      ['eu-west-1', 'constructor'],
    ] as const)
      expect(parseTopicArn(arn(region, { partition }))).toBeNull()
  })
  test('has an account of twelve digits and a name without colons', () => {
    for (const account of ['12345678901', '1234567890123', 'x23456789012', '', '١٢٣٤٥٦٧٨٩٠١٢'])
      expect(parseTopicArn(arn('eu-west-1', { account }))).toBeNull()
    for (const name of ['', 'a:b', 'a b', 'a/b', 'x'.repeat(257), 'a*']) expect(parseTopicArn(arn('eu-west-1', { name }))).toBeNull()
    expect(parseTopicArn(arn('eu-west-1', { name: 'orders.fifo' }))).not.toBeNull()
  })
  test('is a topic of SNS', () => {
    for (const other of ['arn:aws:sqs:eu-west-1:123456789012:alarms', 'urn:aws:sns:eu-west-1:123456789012:alarms', 'alarms']) {
      expect(parseTopicArn(other)).toBeNull()
      expect(isTopicArnLike(other)).toBe(false)
    }
  })
})

test('a service that is compatible with SNS may name regions and accounts its own way', () => {
  for (const like of ['arn:aws:sns:local:000000000000:alarms', 'arn:custom:sns:::t', arn('eu-west-1')])
    expect(isTopicArnLike(like)).toBe(true)
  for (const unlike of ['arn:aws:sns:local:000000000000:a b', 'arn:aws:sns:local:0:a:b', 'arn:aws:sns:local:0:'])
    expect(isTopicArnLike(unlike)).toBe(false)
})

test('a pattern of topics is none, in no part: a message that names one would be let in by its own word', () => {
  for (const pattern of [
    arn('*'),
    arn('eu-west-1', { account: '*' }),
    arn('eu-west-1', { name: 'a*' }),
    arn('eu-west-1', { partition: '*' }),
  ]) {
    expect(isTopicArnLike(pattern)).toBe(false)
    expect(parseTopicArn(pattern)).toBeNull()
  }
})
