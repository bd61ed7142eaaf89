import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'

/** What is needed of a signing certificate, parsed once. Instants are epoch milliseconds. */
export interface SigningCertificate {
  publicKey: KeyObject
  /** Its subject's common name and its DNS alternative names. */
  names: readonly string[]
  validFrom: number
  validTo: number
}

const block = /-----BEGIN ([A-Z0-9 ]+)-----/g
const labels = (pem: string): (string | undefined)[] => [...pem.matchAll(block)].map((match) => match[1])

const isUsable = (key: KeyObject): boolean => key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048

/** Exactly one X.509 certificate in PEM with an RSA key of 2048 bits or more; null for anything else. AWS serves the leaf alone: there is no chain to build. */
export function parseSigningCertificate(pem: string): SigningCertificate | null {
  const [label, ...more] = labels(pem)
  if (label !== 'CERTIFICATE' || more.length > 0) return null
  try {
    const certificate = new X509Certificate(pem)
    const { publicKey } = certificate
    const validFrom = Date.parse(certificate.validFrom)
    const validTo = Date.parse(certificate.validTo)
    if (!isUsable(publicKey) || Number.isNaN(validFrom) || Number.isNaN(validTo)) return null
    return { publicKey, names: namesOf(certificate), validFrom, validTo }
  } catch {
    return null
  }
}

/** The key that an operator gave for an SNS-compatible service: a certificate or a bare public key, PEM. Null where it is neither, or a private key. */
export function parseGivenKey(pem: string): KeyObject | null {
  const [label, ...more] = labels(pem)
  if ((label !== 'CERTIFICATE' && label !== 'PUBLIC KEY' && label !== 'RSA PUBLIC KEY') || more.length > 0) return null
  try {
    const key = createPublicKey(pem)
    return key.asymmetricKeyType === 'rsa' ? key : null
  } catch {
    return null
  }
}

// Node quotes an alternative name that could be mistaken for several (CVE-2021-44532); such a name is none of AWS's and matches nothing here.
function namesOf(certificate: X509Certificate): string[] {
  const alternative = (certificate.subjectAltName ?? '').split(', ').flatMap((name) => (name.startsWith('DNS:') ? [name.slice(4)] : []))
  const common = certificate.subject.split('\n').flatMap((line) => (line.startsWith('CN=') ? [line.slice(3)] : []))
  return [...common, ...alternative]
}
