import { type AwsErrorFacts, type AwsFault, mfaNeeded, readAwsFault, type Signer } from '../../core/aws/aws-fault.ts'

/** What an error of the SDK's means for the operator, whoever was to sign. */
export function faultOf(error: unknown, signer: Signer): AwsFault {
  const facts = factsOf(error)
  if (facts.name === 'MfaNeeded') return mfaNeeded(facts.message, signer.profile ?? 'default')
  return readAwsFault(facts, signer)
}

function factsOf(error: unknown): AwsErrorFacts {
  if (!(error instanceof Error)) return { name: 'Unknown', message: String(error), status: null, socketCode: null }
  return { name: error.name, message: error.message, status: statusOf(error), socketCode: socketCodeOf(error) }
}

function statusOf(error: Error): number | null {
  const metadata: unknown = '$metadata' in error ? error.$metadata : null
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return null
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : null
}

/** Of the error itself, or of what it came from: several addresses of a host fail as one. */
function socketCodeOf(error: Error): string | null {
  if ('code' in error && typeof error.code === 'string' && /^E[A-Z_]+$/.test(error.code)) return error.code
  return error.cause instanceof Error ? socketCodeOf(error.cause) : null
}
