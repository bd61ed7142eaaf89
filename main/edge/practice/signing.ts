import { createHash, generateKeyPair, type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'

/** SNS's two ways to sign: SHA1withRSA and SHA256withRSA. */
export type SignatureVersion = '1' | '2'

/** Who signs. Where `signingCertUrl` is null the certificate's address is the practice SNS's own endpoint. */
export interface SigningIdentity {
  privateKey: KeyObject
  certificatePem: string
  signingCertUrl: string | null
}

/** A new RSA key that lives in memory only. Its PEM is the bare public key: under custom trust the key itself is the trust. */
export async function makeIdentity(): Promise<SigningIdentity> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 })
  return { privateKey, certificatePem: publicKey.export({ type: 'spki', format: 'pem' }).toString(), signingCertUrl: null }
}

/** The file name under which a certificate is served: 32 hexadecimal digits, as at AWS. */
export function certificateFile(certificatePem: string): string {
  return `SimpleNotificationService-${createHash('sha256').update(certificatePem).digest('hex').slice(0, 32)}.pem`
}

/**
 * Signs the named fields: sorted, each `Name\nvalue\n`, in UTF-8. Returns base64.
 * Written apart from the code that verifies, so that the two can't share a mistake.
 * Source: docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export function signFields(fields: Record<string, string>, version: SignatureVersion, privateKey: KeyObject): string {
  const names = Object.keys(fields).sort()
  const text = names.map((name) => `${name}\n${fields[name]}\n`).join('')
  return sign(version === '1' ? 'RSA-SHA1' : 'RSA-SHA256', Buffer.from(text, 'utf8'), privateKey).toString('base64')
}
