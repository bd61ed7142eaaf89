import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseProfiles } from '../../../main/core/aws/profiles.ts'

describe('the profiles of the shared files', () => {
  it('are named as each file names them, default first', () => {
    const config =
      '[default]\nregion = eu-west-1\n\n[profile prod]\nregion=us-east-1\n[profile "with space"]\n[sso-session corp]\nsso_region = x\n[services s3]\n'
    const credentials = '[default]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = secret\n[old]\naws_access_key_id=AKIDOLD\n'
    expect(parseProfiles(config, credentials)).toEqual([
      { name: 'default', region: 'eu-west-1', kind: 'keys', mfa: false, signsInAs: 'default' },
      { name: 'old', region: null, kind: 'keys', mfa: false, signsInAs: 'old' },
      { name: 'prod', region: 'us-east-1', kind: 'none', mfa: false, signsInAs: 'prod' },
      { name: 'with space', region: null, kind: 'none', mfa: false, signsInAs: 'with space' },
    ])
  })

  it('say how they sign in, and in whose name', () => {
    const config = `
[profile sso]
sso_session = corp
sso_account_id = 123456789012
[profile old-sso]
sso_start_url = https://corp.awsapps.com/start ; a comment
[profile login]
login_session = arn:aws:iam::123456789012:user/x
[profile process]
credential_process = /usr/bin/keys --json
[profile web]
role_arn = arn:aws:iam::123456789012:role/x
web_identity_token_file = /token
[profile role]
role_arn = arn:aws:iam::123456789012:role/x
source_profile = sso
mfa_serial = arn:aws:iam::123456789012:mfa/me
[profile role-of-role]
role_arn = arn:aws:iam::123456789012:role/y
source_profile = role
[profile loop]
role_arn = arn:aws:iam::123456789012:role/z
source_profile = loop
[profile nested]
s3 =
  region = not-this-one
`
    const told = parseProfiles(config, '').map(({ name, kind, mfa, signsInAs }) => `${name} ${kind}${mfa ? ' mfa' : ''} ${signsInAs}`)
    expect(told).toEqual([
      'login login login',
      'loop role loop',
      'nested none nested',
      'old-sso sso old-sso',
      'process process process',
      'role role mfa sso',
      'role-of-role role sso',
      'sso sso sso',
      'web web-identity web',
    ])
  })

  it('never hold a key, whatever stands in the files', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ minLength: 12 }).filter((key) => /^\S+$/.test(key)),
        (noise, key) => {
          const credentials = `${noise}\n[p]\naws_access_key_id = ${key}\naws_secret_access_key = ${key}\naws_session_token = ${key}\n`
          const found = parseProfiles('', credentials).find(({ name }) => name === 'p')
          expect(found?.kind).toBe('keys')
          expect(JSON.stringify(found)).not.toContain(JSON.stringify(key).slice(1, -1))
        },
      ),
    )
  })
})
