import { beforeAll, describe, expect, test } from 'vitest'
import { admit, type CertificateSource } from '../../../main/core/sns/admit.ts'
import { subjectNamesFor } from '../../../main/core/sns/signing-certificate.ts'
import type { SnsTrust } from '../../../main/core/sns/trust.ts'
import type { CertificateAnswer } from '../../../main/edge/sns/certificates.ts'
import { openVerify } from '../../../main/edge/sns/verify.ts'
import { parseGivenKey, parseSigningCertificate } from '../../../main/edge/sns/x509.ts'
import { parsed } from '../../core/sns/parsed.ts'
import {
  createSigner,
  type Envelope,
  notification,
  type Signer,
  type SignerOptions,
  subscriptionConfirmation,
  topicArn,
  unsubscribeConfirmation,
} from '../../harness/signing.ts'

const now = Date.now()
const aws: SnsTrust = { kind: 'aws' }
let signer: Signer
beforeAll(async () => {
  signer = await createSigner()
})

function certificateOf(pem: string, from: 'memory' | 'disk' | 'aws' = 'memory'): CertificateAnswer {
  const certificate = parseSigningCertificate(pem)
  return certificate === null ? { kind: 'absent', said: 'unreadable' } : { kind: 'certificate', certificate, from }
}

function sourceOf(envelope: Envelope, trust: SnsTrust = aws): CertificateSource {
  const admitted = admit(parsed(envelope), { trust, topics: [topicArn], maxAgeSeconds: 2 ** 31, clockIsOff: false }, now)
  if (!admitted.ok) throw new Error(admitted.said)
  return admitted.certificate
}

/** The verdict on a message whose certificate AWS answers so. */
const judge = (envelope: Envelope, answer: CertificateAnswer | Promise<CertificateAnswer> = certificateOf(signer.certificatePem)) =>
  openVerify({ certificates: { get: () => answer } })(parsed(envelope), sourceOf(envelope))

describe('a message by a certificate of AWS', () => {
  test.each([notification, subscriptionConfirmation, unsubscribeConfirmation])('is verified, at once where it is in memory', (build) => {
    for (const SignatureVersion of ['1', '2']) {
      const verdict = judge(signer.sign(build({ SignatureVersion })))
      expect(verdict).toMatchObject({
        kind: 'verified',
        trace: [
          { step: 'certificate', ok: true },
          { step: 'signature', ok: true },
        ],
      })
    }
  })
  test('is verified after a wait where it is not', async () => {
    const verdict = judge(signer.sign(notification()), Promise.resolve(certificateOf(signer.certificatePem, 'aws')))
    expect(verdict).toBeInstanceOf(Promise)
    expect(await verdict).toMatchObject({ kind: 'verified' })
  })
  test('is rejected as signature where it was signed by somebody else', async () => {
    const forger = await createSigner({ key: 'b' })
    expect(judge(forger.sign(notification()))).toMatchObject({ kind: 'rejected', rejection: 'signature' })
  })
  test('of an unknown version or a nonsense signature is rejected before any certificate is asked for', () => {
    let asked = 0
    const verify = openVerify({
      certificates: {
        get: () => {
          asked += 1
          return { kind: 'not-now', said: '' }
        },
      },
    })
    for (const change of [{ SignatureVersion: '3' }, { Signature: '?' }]) {
      const envelope = { ...signer.sign(notification()), ...change }
      expect(verify(parsed(envelope), sourceOf(envelope))).toMatchObject({ kind: 'rejected', rejection: 'signature' })
    }
    expect(asked).toBe(0)
  })
  test('that AWS does not have is rejected as certificate; one that can not be had now is not judged', () => {
    expect(judge(signer.sign(notification()), { kind: 'absent', said: 'none' })).toMatchObject({
      kind: 'rejected',
      rejection: 'certificate',
      mayBeOurs: false,
    })
    expect(judge(signer.sign(notification()), { kind: 'not-now', said: 'later' })).toMatchObject({ kind: 'not-now', said: 'later' })
  })
})

describe('a certificate', () => {
  const verdictOf = async (options: SignerOptions, fields: Record<string, unknown> = {}) => {
    const one = await createSigner(options)
    return judge(one.sign(notification(fields)), certificateOf(one.certificatePem))
  }
  test('of another name is rejected, and it may be us who are behind', async () => {
    for (const commonName of [
      'evil.example',
      'sns.amazonaws.com.evil.example',
      'sns-signing.eu-west-1.amazonaws.com',
      '*.amazonaws.com',
      'SNS',
    ])
      expect(await verdictOf({ commonName })).toMatchObject({
        kind: 'rejected',
        rejection: 'certificate',
        mayBeOurs: true,
        said: expect.stringContaining(commonName),
      })
  })
  test('may carry its name as the subject or as an alternative', async () => {
    expect(await verdictOf({ commonName: 'other', alternativeNames: ['x.example', 'sns.amazonaws.com'] })).toMatchObject({
      kind: 'verified',
    })
    expect(await verdictOf({ commonName: 'sns.amazonaws.com', alternativeNames: ['x.example'] })).toMatchObject({ kind: 'verified' })
  })
  test('cannot smuggle in a name by a comma', async () => {
    expect(await verdictOf({ commonName: 'evil.example', alternativeNames: ['evil.example, DNS:sns.amazonaws.com'] })).toMatchObject({
      rejection: 'certificate',
    })
  })
  test('must be named as its own region has it', async () => {
    const named = 'sns-signing.eu-south-1.amazonaws.com'
    expect(subjectNamesFor('eu-south-1', 'aws')).toEqual([named])
    const one = await createSigner({ commonName: named })
    const envelope = one.sign(notification())
    const verify = openVerify({ certificates: { get: () => certificateOf(one.certificatePem) } })
    expect(verify(parsed(envelope), { ...source(envelope), names: [named] })).toMatchObject({ kind: 'verified' })
    expect(verify(parsed(envelope), { ...source(envelope), names: ['sns.amazonaws.com'] })).toMatchObject({ rejection: 'certificate' })
  })
  test('is judged at the time of the message, not of today', async () => {
    const options = { validFrom: new Date('2020-01-01T00:00:00Z'), validTo: new Date('2021-01-01T00:00:00Z') }
    for (const [Timestamp, kind] of [
      ['2020-06-01T00:00:00.000Z', 'verified'],
      ['2020-01-01T00:00:00.000Z', 'verified'],
      ['2021-01-01T00:00:00.000Z', 'verified'],
      ['2019-12-31T23:59:59.999Z', 'rejected'],
      ['2021-01-01T00:00:01.000Z', 'rejected'],
    ])
      expect(await verdictOf(options, { Timestamp }), Timestamp).toMatchObject({
        kind,
        ...(kind === 'rejected' ? { rejection: 'certificate' } : {}),
      })
  })
})

const source = (envelope: Envelope) => {
  const found = sourceOf(envelope)
  if (found.kind !== 'url') throw new Error('not by address')
  return found
}

describe('a message by a given key', () => {
  const judgeBy = (certificatePem: string, envelope: Envelope) => {
    const trust: SnsTrust = { kind: 'custom', certificatePem, endpoint: 'http://127.0.0.1:1' }
    const never = { get: () => Promise.reject(new Error('nothing is to be fetched')) }
    return openVerify({ certificates: never })(parsed(envelope), sourceOf(envelope, trust))
  }
  test('is verified by a certificate of any name and age, or by a bare public key, and nothing is fetched', async () => {
    const local = await createSigner({ commonName: 'localhost', validFrom: new Date('2020-01-01'), validTo: new Date('2021-01-01') })
    const envelope = local.sign(notification({ SigningCertURL: 'http://localhost/cert.pem' }))
    for (const pem of [local.certificatePem, local.publicKeyPem]) expect(judgeBy(pem, envelope)).toMatchObject({ kind: 'verified' })
  })
  test('is rejected as signature where another key signed it, and as certificate where the key is none', async () => {
    const forger = await createSigner({ key: 'b' })
    expect(judgeBy(signer.certificatePem, forger.sign(notification()))).toMatchObject({ rejection: 'signature' })
    for (const pem of ['', 'nonsense', signer.certificatePem.slice(0, 200)])
      expect(judgeBy(pem, signer.sign(notification()))).toMatchObject({ rejection: 'certificate' })
  })
})

describe('what is no key to trust', () => {
  test('is refused: several, a private one, a short one, another kind', async () => {
    const { generateKeyPairSync } = await import('node:crypto')
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const short = await createSigner({ key: 'short', keyBits: 1024 })
    expect(parseSigningCertificate(signer.certificatePem)?.names).toContain('sns.amazonaws.com')
    for (const pem of [
      '',
      'x',
      signer.certificatePem.repeat(2),
      signer.publicKeyPem,
      short.certificatePem,
      `-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`,
    ])
      expect(parseSigningCertificate(pem)).toBeNull()
    for (const pem of [
      ec.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      ec.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      signer.publicKeyPem.repeat(2),
    ])
      expect(parseGivenKey(pem)).toBeNull()
  })
})
