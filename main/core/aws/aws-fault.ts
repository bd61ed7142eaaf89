import type { AwsFaultCode } from '../../../preload/contract/words.ts'

/** Why AWS, or the way to it, said no. */
export interface AwsFault {
  code: AwsFaultCode
  /** One sentence for the operator: what is wrong and what to do. */
  said: string
  /** The command to type in a terminal that mends it, where there is one. */
  command: string | null
  /** AWS's own code: `AuthorizationError`, `Throttling`; null where nothing of AWS's came back. */
  awsCode: string | null
  /** Worth another try without anything being changed. */
  recoverable: boolean
}

/** What an error of the SDK's says of itself. */
export interface AwsErrorFacts {
  name: string
  message: string
  /** HTTP's, where something answered. */
  status: number | null
  /** Node's code of a socket that failed, such as ECONNREFUSED. */
  socketCode: string | null
}

/** Whose credentials were used: the profile's name, and the one that its sign-in rests on. Null: what the computer has without a profile. */
export interface Signer {
  profile: string | null
  signsInAs: string | null
}

const deniedNames = new Set([
  'AccessDenied',
  'AuthorizationError',
  'NotAuthorized',
  'UnauthorizedOperation',
  'Forbidden',
  'KMSAccessDenied',
])
const expiredNames = new Set(['ExpiredToken', 'TokenRefreshRequired', 'RequestExpired'])
const badKeyNames = new Set([
  'InvalidClientTokenId',
  'UnrecognizedClient',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'InvalidAccessKeyId',
  'AuthFailure',
  'InvalidSecurity',
  'MissingAuthenticationToken',
])
const throttledNames = new Set([
  'Throttled',
  'Throttling',
  'ThrottledException',
  'TooManyRequests',
  'RequestLimitExceeded',
  'LimitExceeded',
  'SlowDown',
  'RequestThrottled',
  'KMSThrottling',
])
const goneNames = new Set([
  'NotFound',
  'ResourceNotFound',
  'QueueDoesNotExist',
  'AWS.SimpleQueueService.NonExistentQueue',
  'NoSuchEntity',
  'NonExistentQueue',
])

/** What an error of the SDK's means, for whoever was to sign. */
export function readAwsFault(error: AwsErrorFacts, signer: Signer): AwsFault {
  const name = error.name.replace(/Exception$/, '')
  const ofCredentials = credentialsFault(name, error.message, signer)
  if (ofCredentials !== null) return ofCredentials
  const { status, message } = error
  if (status === null) return noAnswer(error)
  const told = { awsCode: name, command: null }
  if (expiredNames.has(name)) return { ...signInAgain(signer, 'The AWS credentials have expired.'), awsCode: name }
  if (badKeyNames.has(name))
    return {
      ...told,
      code: 'credentials-refused',
      recoverable: false,
      said: `AWS does not take the credentials${of(signer)} (${name}): check their keys.`,
    }
  if (name === 'RequestTimeTooSkewed')
    return { ...told, code: 'clock', recoverable: false, said: 'AWS says that this computer’s clock is wrong: set it right.' }
  if (/MultiFactorAuthentication failed/i.test(message))
    return { ...told, code: 'mfa-needed', recoverable: false, said: 'AWS did not take the MFA code: wait for the next one and enter that.' }
  if (deniedNames.has(name)) return { ...told, code: 'denied', recoverable: false, said: `AWS denied it: ${sentence(message)}` }
  if (throttledNames.has(name) || status === 429)
    return { ...told, code: 'throttled', recoverable: true, said: 'AWS asks for fewer calls at once: try again in a moment.' }
  if (/QueueDeletedRecently$/.test(name))
    return {
      ...told,
      code: 'throttled',
      recoverable: true,
      said: 'A queue of this name was deleted just now, and AWS makes no other within a minute: it is tried again.',
    }
  if (name === 'OptInRequired' || name === 'SubscriptionRequired')
    return { ...told, code: 'denied', recoverable: false, said: `The account has not opted in to this: ${sentence(message)}` }
  if (goneNames.has(name) || status === 404) return { ...told, code: 'not-found', recoverable: false, said: sentence(message) }
  if (status >= 500)
    return { ...told, code: 'aws-unavailable', recoverable: true, said: `AWS has trouble of its own (${status} ${name}): try again.` }
  return { ...told, code: 'refused', recoverable: false, said: `AWS refused it (${name}): ${sentence(message)}` }
}

/** An error that came up before anything was sent: there is nothing to sign with. */
function credentialsFault(name: string, message: string, signer: Signer): AwsFault | null {
  if (!['CredentialsProviderError', 'TokenProviderError', 'ProviderError', 'CredentialsError'].includes(name)) return null
  const profile = signer.signsInAs ?? signer.profile
  if (/\bSSO\b|sso login/i.test(message)) return signIn(profile, 'sso', 'The SSO session has ended or was never begun.')
  if (/aws login|reauthenticate|re-authenticate|Failed to load token from|Token validation failed/i.test(message))
    return signIn(profile, 'login', 'The sign-in to AWS has ended or was never begun.')
  return {
    code: 'no-credentials',
    said: `There are no AWS credentials to be had${of(signer)}: ${sentence(message)}`,
    command: profile === null ? 'aws configure' : `aws configure --profile ${shellWord(profile)}`,
    awsCode: null,
    recoverable: false,
  }
}

function signIn(profile: string | null, way: 'sso' | 'login', what: string): AwsFault {
  const command = `aws ${way === 'sso' ? 'sso login' : 'login'}${profile === null ? '' : ` --profile ${shellWord(profile)}`}`
  return {
    code: way === 'sso' ? 'sso-expired' : 'login-expired',
    said: `${what} Run ${command} in a terminal, then check again.`,
    command,
    awsCode: null,
    recoverable: false,
  }
}

const signInAgain = (signer: Signer, what: string): AwsFault => ({
  code: 'credentials-expired',
  said: `${what} Sign in again${of(signer)}, then check again.`,
  command: null,
  awsCode: null,
  recoverable: false,
})

function noAnswer({ name, message, socketCode }: AwsErrorFacts): AwsFault {
  const told = { command: null, awsCode: null, recoverable: true }
  if (name === 'AbortError') return { ...told, code: 'aborted', said: 'It was given up before AWS answered.' }
  if (name === 'TimeoutError' && socketCode === null) return { ...told, code: 'no-network', said: 'AWS did not answer in time.' }
  const why = socketCode ?? message
  return { ...told, code: 'no-network', said: `AWS could not be reached from here (${why}): check the network.` }
}

/** A profile that wants the code of an MFA device before it gives credentials. */
export const mfaNeeded = (serial: string, profile: string): AwsFault => ({
  code: 'mfa-needed',
  said: `The profile ${profile} asks for the code of the MFA device ${serial}: enter the six digits that it shows now.`,
  command: null,
  awsCode: null,
  recoverable: false,
})

const of = ({ profile }: Signer): string => (profile === null ? '' : ` of the profile ${profile}`)

const sentence = (message: string): string => {
  const text = message.trim()
  return text === '' ? 'it gave no reason.' : /[.!?]$/.test(text) ? text : `${text}.`
}

/** A word as a POSIX shell takes it for one, whatever is in it. */
export const shellWord = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)
