import { createPrivateKey, createSign, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto'
import { generate } from 'selfsigned'

/** An SNS message as JSON has it. */
export type Envelope = { Type: string } & Record<string, unknown>

export interface Signer {
  certificatePem: string
  publicKeyPem: string
  privateKey: KeyObject
  /** The envelope with its Signature, by its own SignatureVersion. */
  sign<E extends Envelope>(envelope: E): E & { Signature: string }
}

export interface SignerOptions {
  commonName?: string
  /** DNS alternative names; the common name alone unless given. */
  alternativeNames?: string[]
  validFrom?: Date
  validTo?: Date
  /** Signers of the same key name share a key. */
  key?: string
  keyBits?: number
}

const keys = new Map<string, { privateKey: string; publicKey: string }>()
const signers = new Map<string, Promise<Signer>>()

/** A signing identity of our own: an RSA key with a certificate. The same options give the same one, once made for a process. */
export function createSigner(options: SignerOptions = {}): Promise<Signer> {
  const name = JSON.stringify(options)
  const made = signers.get(name) ?? makeSigner(options)
  signers.set(name, made)
  return made
}

async function makeSigner({
  commonName = 'sns.amazonaws.com',
  alternativeNames = [commonName],
  validFrom,
  validTo,
  key = 'a',
  keyBits = 2048,
}: SignerOptions) {
  const pair = keyPair(key, keyBits)
  const { cert } = await generate([{ name: 'commonName', value: commonName }], {
    keyPair: pair,
    algorithm: 'sha256',
    notBeforeDate: validFrom ?? new Date(Date.now() - 30 * 86_400_000),
    notAfterDate: validTo ?? new Date(Date.now() + 300 * 86_400_000),
    extensions: [{ name: 'subjectAltName', altNames: alternativeNames.map((value) => ({ type: 2 as const, value })) }],
  })
  const privateKey = createPrivateKey(pair.privateKey)
  return {
    certificatePem: cert,
    publicKeyPem: pair.publicKey,
    privateKey,
    sign: <E extends Envelope>(envelope: E) => {
      const digest = envelope.SignatureVersion === '2' ? 'RSA-SHA256' : 'RSA-SHA1'
      return { ...envelope, Signature: createSign(digest).update(signedText(envelope), 'utf8').sign(privateKey, 'base64') }
    },
  }
}

function keyPair(name: string, modulusLength: number): { privateKey: string; publicKey: string } {
  const id = `${name} ${modulusLength}`
  const held = keys.get(id)
  if (held) return held
  const made = generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  keys.set(id, made)
  return made
}

// Written from AWS's description on purpose, not taken from the product: one proves the other.
function signedText(envelope: Envelope): string {
  const names =
    envelope.Type === 'Notification'
      ? ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      : ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type']
  return names
    .flatMap((name) => (envelope[name] === undefined || envelope[name] === null ? [] : [`${name}\n${String(envelope[name])}\n`]))
    .join('')
}

export const topicArn = 'arn:aws:sns:eu-west-1:123456789012:alarms'
export const certificateFile = `SimpleNotificationService-${'0123456789abcdef'.repeat(2)}.pem`
export const certificateUrl = `https://sns.eu-west-1.amazonaws.com/${certificateFile}`

const common = (): Record<string, unknown> => ({
  MessageId: randomUUID(),
  TopicArn: topicArn,
  Timestamp: new Date().toISOString(),
  SignatureVersion: '2',
  SigningCertURL: certificateUrl,
})

export const notification = (fields: Record<string, unknown> = {}): Envelope => ({
  Type: 'Notification',
  Subject: 'ALARM: "HighCPU" in EU (Ireland)',
  Message: '{"AlarmName":"HighCPU","NewStateValue":"ALARM"}',
  UnsubscribeURL: `https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${topicArn}:0a1b2c3d-1111-4222-8333-444455556666`,
  ...common(),
  ...fields,
})

export const subscriptionConfirmation = (fields: Record<string, unknown> = {}): Envelope => {
  const token = randomUUID().replaceAll('-', '').repeat(4)
  return {
    Type: 'SubscriptionConfirmation',
    Token: token,
    Message: `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
    SubscribeURL: `https://sns.eu-west-1.amazonaws.com/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`,
    ...common(),
    ...fields,
  }
}

export const unsubscribeConfirmation = (fields: Record<string, unknown> = {}): Envelope => ({
  ...subscriptionConfirmation({
    Message: `You have chosen to deactivate subscription ${topicArn}:0a1b2c3d-1111-4222-8333-444455556666.\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message.`,
    ...fields,
  }),
  Type: 'UnsubscribeConfirmation',
})

/** The bytes as SNS posts them: JSON, indented. */
export const bytesOf = (envelope: unknown): Uint8Array => Buffer.from(JSON.stringify(envelope, null, 2), 'utf8')
