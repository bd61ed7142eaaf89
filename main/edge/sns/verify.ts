import type { KeyObject } from 'node:crypto'
import type { Rejection } from '../../../preload/contract/words.ts'
import type { CertificateSource } from '../../core/sns/admit.ts'
import type { SnsMessage } from '../../core/sns/message.ts'
import type { TraceStep } from '../../core/sns/trust.ts'
import type { CertificateAnswer, Certificates } from './certificates.ts'
import { isSignatureLike, verifySignature } from './signature.ts'
import { parseGivenKey, type SigningCertificate } from './x509.ts'

type Verdict =
  | { kind: 'verified'; trace: TraceStep[] }
  | {
      kind: 'rejected'
      rejection: Extract<Rejection, 'certificate' | 'signature'>
      said: string
      /** AWS's own host serves a certificate whose name is not one we know: it may be us who are behind, so coverage falls too. */
      mayBeOurs: boolean
      trace: TraceStep[]
    }
  | { kind: 'not-now'; said: string; trace: TraceStep[] }

/** Steps 4 and 5 of a delivery's path. The answer is at once where the certificate is in memory or the key was given, else a promise. */
export type Verify = (message: SnsMessage, source: CertificateSource) => Verdict | Promise<Verdict>

const givenKept = 100

/** Verifies admitted messages by AWS's certificates, or by the key that was given with an integration, which is parsed once. */
export function openVerify(deps: { certificates: Pick<Certificates, 'get'> }): Verify {
  const given = new Map<string, KeyObject | null>()

  function givenKey(pem: string): KeyObject | null {
    const held = given.get(pem)
    if (held !== undefined) return held
    if (given.size >= givenKept) given.clear()
    const key = parseGivenKey(pem)
    given.set(pem, key)
    return key
  }

  return (message, source) => {
    if (!isSignatureLike(message)) {
      return rejected('signature', `The signature is none that SNS makes (version ${message.signatureVersion.slice(0, 16)}).`)
    }
    if (source.kind === 'given') {
      const key = givenKey(source.certificatePem)
      if (key === null) return rejected('certificate', 'The key that was given with this integration is no RSA certificate or public key.')
      return judgeSignature(message, key, [passed('certificate', 'The key given with this integration.')])
    }
    const answer = deps.certificates.get(source)
    return answer instanceof Promise ? answer.then((later) => judge(message, source.names, later)) : judge(message, source.names, answer)
  }
}

const origins = { memory: 'from memory', disk: 'from disk', aws: 'fetched from AWS' } as const

function judge(message: SnsMessage, allowedNames: readonly string[], answer: CertificateAnswer): Verdict {
  if (answer.kind === 'not-now') return { kind: 'not-now', said: answer.said, trace: [failed('certificate', answer.said)] }
  if (answer.kind === 'absent') return rejected('certificate', answer.said)
  const { certificate, from } = answer
  if (!certificate.names.some((name) => allowedNames.includes(name))) {
    const said = `The certificate is named ${certificate.names.join(', ') || 'nothing'}, not ${allowedNames.join(' or ')}.`
    return rejected('certificate', said, true)
  }
  if (!wasValid(certificate, message.timestampMs)) {
    const span = `${iso(certificate.validFrom)} to ${iso(certificate.validTo)}`
    return rejected('certificate', `The certificate is valid from ${span}, and the message is of ${message.timestamp}.`)
  }
  return judgeSignature(message, certificate.publicKey, [passed('certificate', `AWS's own, ${origins[from]}.`)])
}

// Judged at the message's own time: certificates live a year, and an old message may be read again long after.
const wasValid = ({ validFrom, validTo }: SigningCertificate, at: number): boolean => at >= validFrom && at <= validTo

function judgeSignature(message: SnsMessage, key: KeyObject, trace: TraceStep[]): Verdict {
  if (!verifySignature(message, key))
    return rejected('signature', 'The signature does not fit the message: it was changed, or signed by somebody else.', false, trace)
  return { kind: 'verified', trace: [...trace, passed('signature', `It fits (version ${message.signatureVersion}).`)] }
}

const passed = (step: string, said: string): TraceStep => ({ step, said, ok: true })
const failed = (step: string, said: string): TraceStep => ({ step, said, ok: false })

const rejected = (rejection: 'certificate' | 'signature', said: string, mayBeOurs = false, before: TraceStep[] = []): Verdict => ({
  kind: 'rejected',
  rejection,
  said,
  mayBeOurs,
  trace: [...before, failed(rejection, said)],
})

const iso = (at: number): string => new Date(at).toISOString()
