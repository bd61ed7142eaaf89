import { describe, expect, test } from 'vitest'
import { isCertificatePlace, signingCertificateAddress, subjectNamesFor } from '../../../main/core/sns/signing-certificate.ts'
import type { TopicArn } from '../../../main/core/sns/topic-arn.ts'
import { certificateUrl, certificateFile as file } from '../../harness/signing.ts'

const topic: TopicArn = { partition: 'aws', region: 'eu-west-1', accountId: '123456789012', name: 'alarms' }

test('the address of a certificate is the one that AWS has for the region', () => {
  expect(signingCertificateAddress(certificateUrl, topic)).toEqual({ host: 'sns.eu-west-1.amazonaws.com', file, url: certificateUrl })
  expect(
    signingCertificateAddress(`https://sns.cn-north-1.amazonaws.com.cn/${file}`, { ...topic, partition: 'aws-cn', region: 'cn-north-1' })
      ?.host,
  ).toBe('sns.cn-north-1.amazonaws.com.cn')
})

const hosts = [
  'http://sns.eu-west-1.amazonaws.com',
  'HTTPS://sns.eu-west-1.amazonaws.com',
  'https://SNS.eu-west-1.amazonaws.com',
  'https://sns.eu-west-1.amazonaws.com.',
  'https://sns.eu-west-1.amazonaws.com.evil.example',
  'https://evil.example/sns.eu-west-1.amazonaws.com',
  'https://evil.example#sns.eu-west-1.amazonaws.com',
  'https://evil.example?sns.eu-west-1.amazonaws.com',
  'https://sns.eu-west-1.amazonaws.com@evil.example',
  'https://user@sns.eu-west-1.amazonaws.com',
  'https://user:word@sns.eu-west-1.amazonaws.com',
  'https://evil.example\\@sns.eu-west-1.amazonaws.com',
  'https://sns.eu-west-1.amazonaws.com:443',
  'https://sns.eu-west-1.amazonaws.com:8443',
  'https://sns.eu-west-1.amazonaws.com.cn',
  'https://sns.eu-west-1.amazonaws.eu',
  'https://s3.amazonaws.com/sns.eu-west-1',
  'https://sns.s3-us-west-2.amazonaws.com',
  'https://sns.us-east-1.amazonaws.com',
  'https://sns.amazonaws.com',
  'https://sns.eu-west-1.amazonaws.com/..',
  'https://sns.eu-west-1.amazonaws.com/x/..',
  'https://sns.eu-west-1.amazonaws.com/x',
  'https://sns.eu-west-1.amazonaws.com/',
  'https://sns.eu-west-1.amazonaws。com',
  'https://sns.eu-west-1.amazonaws%2Ecom',
  'https://ѕns.eu-west-1.amazonaws.com',
  'https:sns.eu-west-1.amazonaws.com',
  'https:\\\\sns.eu-west-1.amazonaws.com',
  ' https://sns.eu-west-1.amazonaws.com',
  'https://sns.eu-west-1.amazonaws.com\n',
  'https://sns.eu-west-1.amazonaws.com\t',
  'https://127.0.0.1',
  'https://169.254.169.254',
  'https://[::1]',
  'file:///etc/passwd',
  '',
]
test.each(hosts)('%j is not its place', (host) => expect(signingCertificateAddress(`${host}/${file}`, topic)).toBeNull())

const files = [
  'evil.pem',
  `${file}?x=.pem`,
  `${file}#.pem`,
  `${file};.pem`,
  `${file}/`,
  `${file}\n`,
  `${file}\0.pem`,
  ` ${file}`,
  `%2e%2e/${file}`,
  `SimpleNotificationService-${'A'.repeat(32)}.pem`,
  `SimpleNotificationService-${'a'.repeat(31)}.pem`,
  `SimpleNotificationService-${'a'.repeat(33)}.pem`,
  `SimpleNotificationService-${'g'.repeat(32)}.pem`,
  `SimpleNotificationService-${'a'.repeat(32)}.PEM`,
  `SimpleNotificationService-${'a'.repeat(32)}xpem`,
  `simplenotificationservice-${'a'.repeat(32)}.pem`,
  '',
]
test.each(files)('%j is not its file', (name) =>
  expect(signingCertificateAddress(`https://sns.eu-west-1.amazonaws.com/${name}`, topic)).toBeNull(),
)

test('an address that is not there is none', () => expect(signingCertificateAddress(null, topic)).toBeNull())

test('the place of a certificate on disk can lead nowhere else', () => {
  expect(isCertificatePlace('sns.eu-west-1.amazonaws.com', file)).toBe(true)
  for (const host of ['..', 'sns', 'sns..com', 'sns./x', 'evil.example', 'sns.a/../../b', 'SNS.eu-west-1.amazonaws.com', 'sns.a\0'])
    expect(isCertificatePlace(host, file)).toBe(false)
  for (const name of ['../x.pem', `../${file}`, `${file}.new`, 'x.pem'])
    expect(isCertificatePlace('sns.eu-west-1.amazonaws.com', name)).toBe(false)
})

describe('a signing certificate is named', () => {
  test.each([
    ['us-east-1', 'aws', ['sns.amazonaws.com']],
    ['ap-northeast-3', 'aws', ['sns.amazonaws.com']],
    ['eu-south-1', 'aws', ['sns-signing.eu-south-1.amazonaws.com']],
    ['af-south-1', 'aws', ['sns-signing.af-south-1.amazonaws.com']],
    ['cn-north-1', 'aws-cn', ['sns-cn-north-1.amazonaws.com.cn']],
    ['us-gov-east-1', 'aws-us-gov', ['sns-us-gov-west-1.amazonaws.com']],
    ['us-iso-east-1', 'aws-iso', ['sns-us-iso-east-1.c2s.ic.gov']],
    ['eusc-de-east-1', 'aws-eusc', ['sns-signing.eusc-de-east-1.amazonaws.eu']],
  ] as const)('in %s (%s) as %j', (region, partition, names) => expect(subjectNamesFor(region, partition)).toEqual(names))

  test('in a region that is not known yet by any name its partition has used', () => {
    expect(subjectNamesFor('zz-north-9', 'aws')).toEqual([
      'sns-signing.zz-north-9.amazonaws.com',
      'sns-zz-north-9.amazonaws.com',
      'sns.amazonaws.com',
    ])
    expect(subjectNamesFor('cn-south-1', 'aws-cn')).toContain('sns-cn-south-1.amazonaws.com.cn')
  })
})
