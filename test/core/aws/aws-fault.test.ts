import { describe, expect, it } from 'vitest'
import { readAwsFault, shellWord } from '../../../main/core/aws/aws-fault.ts'

const signer = { profile: 'prod', signsInAs: 'corp sso' }
const fault = (name: string, message: string, status: number | null = 400, socketCode: string | null = null) =>
  readAwsFault({ name, message, status, socketCode }, signer)

describe('what AWS says no with', () => {
  it('names the exact command where a sign-in has ended, for the profile that signs in', () => {
    const sso =
      'The SSO session associated with this profile has expired. To refresh this SSO session run aws sso login with the corresponding profile.'
    for (const message of [sso, "Token is expired. To refresh this SSO session run 'aws sso login' with the corresponding profile."])
      expect(fault('CredentialsProviderError', message, null)).toMatchObject({
        code: 'sso-expired',
        command: "aws sso login --profile 'corp sso'",
      })
    for (const message of [
      'Failed to load a token for session arn:x, please re-authenticate using aws login',
      'Your session has expired. Please reauthenticate.',
      'Failed to load token from /home/x/.aws/login/cache/1.json: Error: ENOENT',
    ])
      expect(fault('CredentialsProviderError', message, null)).toMatchObject({
        code: 'login-expired',
        command: "aws login --profile 'corp sso'",
      })
    expect(
      readAwsFault({ name: 'CredentialsProviderError', message: sso, status: null, socketCode: null }, { profile: null, signsInAs: null })
        .command,
    ).toBe('aws sso login')
  })

  it.each([
    ['AuthorizationError', 'User: x is not authorized to perform: SNS:Subscribe', 403, 'denied', false],
    ['AccessDeniedException', 'no', 400, 'denied', false],
    ['AccessDenied', 'MultiFactorAuthentication failed with invalid MFA one time pass code.', 403, 'mfa-needed', false],
    ['Throttling', 'Rate exceeded', 400, 'throttled', true],
    ['ThrottlingException', 'Rate exceeded', 400, 'throttled', true],
    ['LimitExceededException', 'x', 400, 'throttled', true],
    ['NotFoundException', 'Topic does not exist', 404, 'not-found', false],
    ['QueueDoesNotExist', 'The specified queue does not exist.', 400, 'not-found', false],
    ['ExpiredTokenException', 'The security token included in the request is expired', 400, 'credentials-expired', false],
    ['UnrecognizedClientException', 'The security token included in the request is invalid.', 400, 'credentials-refused', false],
    ['InvalidParameterException', 'Invalid parameter: Endpoint', 400, 'refused', false],
    ['QueueDeletedRecently', 'You must wait 60 seconds after deleting a queue', 400, 'throttled', true],
    ['InternalError', 'x', 500, 'aws-unavailable', true],
    ['RequestTimeTooSkewed', 'x', 403, 'clock', false],
  ] as const)('%s (%s) is %s', (name, message, status, code, recoverable) => {
    const told = fault(name, message, status)
    expect(told).toMatchObject({ code, recoverable })
    expect(told.said).toMatch(/^[A-Z].*[.!]$/)
  })

  it('tells an answer that never came from one that was a no', () => {
    expect(fault('Error', 'connect ECONNREFUSED 127.0.0.1:1', null, 'ECONNREFUSED')).toMatchObject({
      code: 'no-network',
      said: expect.stringContaining('ECONNREFUSED'),
    })
    expect(fault('TimeoutError', 'x', null)).toMatchObject({ code: 'no-network', said: 'AWS did not answer in time.' })
    expect(fault('AbortError', 'x', null)).toMatchObject({ code: 'aborted' })
  })

  it('quotes for a shell what a shell would read', () => {
    expect([shellWord('prod'), shellWord("it's; rm -rf $HOME"), shellWord('')]).toEqual(['prod', `'it'\\''s; rm -rf $HOME'`, "''"])
  })
})
