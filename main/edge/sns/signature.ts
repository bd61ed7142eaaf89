import { type KeyObject, verify } from 'node:crypto'
import type { SnsMessage } from '../../core/sns/message.ts'
import { stringToSign } from '../../core/sns/string-to-sign.ts'

// SHA-1 is what SNS signs with unless a topic says otherwise (SignatureVersion 2).
const digests: Readonly<Record<string, string>> = { '1': 'sha1', '2': 'sha256' }

/** Whether a signature of this version and look could verify at all: told before its certificate is asked for. */
export const isSignatureLike = (message: SnsMessage): boolean =>
  Object.hasOwn(digests, message.signatureVersion) && /^[A-Za-z0-9+/]+={0,2}$/.test(message.signature)

/**
 * Whether this key signed the message: RSA with PKCS#1 v1.5 over the string to sign, SHA-1 or SHA-256 by the message's version.
 * Synchronous: at some 28 µs a signature the thread pool's round trip costs more than it saves.
 */
export function verifySignature(message: SnsMessage, key: KeyObject): boolean {
  const digest = Object.hasOwn(digests, message.signatureVersion) ? digests[message.signatureVersion] : undefined
  if (digest === undefined) return false
  return verify(digest, Buffer.from(stringToSign(message), 'utf8'), key, Buffer.from(message.signature, 'base64'))
}
