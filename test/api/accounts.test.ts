import { writeFileSync } from 'node:fs'
import { safe } from '@orpc/client'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  type Answers,
  type AwsCall,
  type AwsReply,
  accountAlias,
  callerIdentity,
  denies,
  startAwsStandIn,
} from '../edge/aws/aws-stand-in.ts'
import { withAwsProfile } from '../harness/aws-profile.ts'
import { startDesk } from '../harness/desk.ts'
import { eventually } from '../harness/eventually.ts'

const config = `
[default]
region = eu-west-1
[profile prod]
region = eu-west-1
role_arn = arn:aws:iam::123456789012:role/oncall
source_profile = keys
mfa_serial = arn:aws:iam::123456789012:mfa/op
[profile corp]
sso_start_url = https://corp.awsapps.com/start
sso_region = eu-west-1
sso_account_id = 123456789012
sso_role_name = oncall
region = eu-west-1
[profile console]
login_session = arn:aws:iam::123456789012:user/op
region = eu-west-1
`
const keys = (key: string) => `aws_access_key_id = ${key}\naws_secret_access_key = not-a-real-secret\n`

/** STS gives the role's session for one code of the MFA device, and only for that. */
const givesRole =
  (code: string, ends: string) =>
  ({ input }: AwsCall): AwsReply =>
    input.TokenCode === code
      ? {
          body: `<Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${ends}</Expiration></Credentials><AssumedRoleUser><AssumedRoleId>x</AssumedRoleId><Arn>arn:aws:sts::123456789012:assumed-role/oncall/x</Arn></AssumedRoleUser>`,
        }
      : { status: 403, error: { code: 'AccessDenied', message: 'MultiFactorAuthentication failed with invalid MFA one time pass code.' } }

/** A desk beside a stand-in of AWS, with shared files of the test's own. */
async function setUp(answers: Answers = {}) {
  const aws = await startAwsStandIn({ GetCallerIdentity: callerIdentity(), ListAccountAliases: accountAlias('acme-prod'), ...answers })
  onTestFinished(aws.close)
  const files = withAwsProfile(aws.url, { config, credentials: `[keys]\n${keys('AKIDKEYS')}[default]\n${keys('AKIDDEFAULT')}` })
  const desk = await startDesk({ channel: null })
  return { desk, api: desk.api, aws, files }
}

const regions = ['eu-west-1']

describe('an account', () => {
  it('is connected by the name of a profile, and known by what AWS says of it', async () => {
    const { api, aws } = await setUp()
    expect((await api.accounts.profiles()).items.map(({ name }) => name)).toEqual(['default', 'console', 'corp', 'keys', 'prod'])
    const account = await api.accounts.connect({ profile: 'default', regions })
    expect(account).toMatchObject({
      profile: 'default',
      accountId: '123456789012',
      partition: 'aws',
      alias: 'acme-prod',
      callerArn: 'arn:aws:iam::123456789012:user/op',
      regions,
      credentials: { state: 'ok', said: null },
    })
    expect(aws.calls.map(({ operation }) => operation)).toEqual(['GetCallerIdentity', 'ListAccountAliases'])
    expect(aws.calls[0]?.headers.authorization).toMatch(/Credential=AKIDDEFAULT\/\d+\/eu-west-1\/sts\//)
    expect((await api.accounts.list()).items).toEqual([account])
    expect((await api.accounts.profiles()).items.find(({ name }) => name === 'default')?.accountId).toBe(account.id)

    // The same profile again is the same account, with other regions.
    const again = await api.accounts.connect({ profile: 'default', regions: ['eu-west-1', 'us-east-1'] })
    expect(again).toMatchObject({ id: account.id, regions: ['eu-west-1', 'us-east-1'] })
    expect(await api.accounts.update({ id: account.id, regions: ['us-east-1'] })).toMatchObject({ regions: ['us-east-1'] })
    await api.accounts.remove({ id: account.id })
    expect((await api.accounts.list()).items).toEqual([])
    expect((await safe(api.accounts.check({ id: account.id }))).error).toMatchObject({ code: 'not-found' })
  })

  it('needs no alias: who may not read it goes by the number', async () => {
    const { api } = await setUp({ ListAccountAliases: denies('iam:ListAccountAliases') })
    expect(await api.accounts.connect({ profile: 'default', regions })).toMatchObject({ alias: null, credentials: { state: 'ok' } })
  })

  it('asks for the code of an MFA device once, and keeps the session that it gave', async () => {
    const ends = new Date(Date.now() + 3_600_000).toISOString()
    const { api, aws } = await setUp({
      AssumeRole: givesRole('123456', ends),
    })
    const asked = await safe(api.accounts.connect({ profile: 'prod', regions }))
    expect(asked.error).toMatchObject({ code: 'aws-refused', data: { reason: 'mfa-needed' }, message: expect.stringContaining('mfa/op') })
    const wrong = await safe(api.accounts.connect({ profile: 'prod', regions, mfaCode: '000000' }))
    expect(wrong.error).toMatchObject({ code: 'aws-refused', data: { reason: 'mfa-needed' } })
    const account = await api.accounts.connect({ profile: 'prod', regions, mfaCode: '123456' })
    expect(account.credentials).toMatchObject({ state: 'ok', endsAt: ends })
    // The session lasts: looking again asks for no other code.
    expect((await api.accounts.check({ id: account.id })).credentials).toMatchObject({ state: 'ok', endsAt: ends })
    expect(aws.calls.filter(({ operation }) => operation === 'AssumeRole')).toHaveLength(2)
    expect(aws.calls.filter(({ operation }) => operation === 'GetCallerIdentity').at(-1)?.headers.authorization).toContain('ASIAROLE')
  })

  it('says the exact command where a sign-in is needed', async () => {
    const { api } = await setUp()
    for (const [profile, reason, command] of [
      ['corp', 'sso-expired', 'aws sso login --profile corp'],
      ['console', 'login-expired', 'aws login --profile console'],
      ['nobody', 'no-credentials', 'aws configure --profile nobody'],
    ] as const) {
      const { error } = await safe(api.accounts.connect({ profile, regions }))
      expect(error).toMatchObject({ code: 'aws-refused', status: 409, data: { reason, command } })
      if (reason !== 'no-credentials') expect(error?.message).toContain(command)
    }
    expect((await api.accounts.list()).items).toEqual([])
  })

  it('says so when its credentials fail later, and is well again after a check', async () => {
    const { api, aws, files, desk } = await setUp()
    const account = await api.accounts.connect({ profile: 'default', regions })
    aws.answers.GetCallerIdentity = () => ({
      status: 403,
      error: { code: 'InvalidClientTokenId', message: 'The security token included in the request is invalid.' },
    })
    const failed = await safe(api.accounts.check({ id: account.id }))
    expect(failed.error).toMatchObject({ code: 'aws-refused', data: { reason: 'credentials-refused' } })
    expect((await api.accounts.list()).items[0]).toMatchObject({ credentials: { state: 'failing', reason: 'credentials-refused' } })
    // New keys in the file are seen at once.
    writeFileSync(files.credentials, `[default]\n${keys('AKIDNEW')}`)
    aws.answers.GetCallerIdentity = callerIdentity()
    expect(await api.accounts.check({ id: account.id })).toMatchObject({ credentials: { state: 'ok' } })
    expect(aws.calls.findLast(({ operation }) => operation === 'GetCallerIdentity')?.headers.authorization).toContain('AKIDNEW')
    // A profile that leads elsewhere now is not taken for the same.
    aws.answers.GetCallerIdentity = callerIdentity('999999999999')
    expect((await safe(api.accounts.check({ id: account.id }))).error?.message).toMatch(/now belongs to account 999999999999/)
    expect((await api.accounts.list()).items[0]?.accountId).toBe('123456789012')
    // After a start nothing is known of them until they are asked.
    await desk.stop()
    const next = await startDesk({ dataDir: desk.dataDir, clock: desk.clock, channel: null })
    expect((await next.api.accounts.list()).items[0]).toMatchObject({ profile: 'default', credentials: { state: 'unproven', at: null } })
  })

  it('is news when it comes, changes and goes', async () => {
    const { api } = await setUp()
    const stop = new AbortController()
    const heard: string[] = []
    const following = (async () => {
      for await (const change of await api.changes(undefined, { signal: stop.signal }))
        heard.push(change.kind === 'account' ? `account ${change.account.regions.join()}` : change.kind)
    })().catch(() => undefined)
    await eventually(() => expect(heard).toContain('hello'))
    const { id } = await api.accounts.connect({ profile: 'default', regions })
    await eventually(() => expect(heard).toContain('account eu-west-1'))
    await api.accounts.update({ id, regions: ['us-east-1'] })
    await eventually(() => expect(heard).toContain('account us-east-1'))
    await api.accounts.remove({ id })
    await eventually(() => expect(heard).toContain('account-removed'))
    stop.abort()
    await following
  })

  it('offers the least policy for what is wished, with the account’s own numbers in it', async () => {
    const { api } = await setUp()
    const { id } = await api.accounts.connect({ profile: 'default', regions })
    const told = await api.accounts.leastPolicy({ features: ['connect', 'subscribe'], account: id })
    expect(told.features.map(({ feature }) => feature)).toEqual(['connect', 'subscribe'])
    const document = JSON.parse(told.document)
    expect(document.Version).toBe('2012-10-17')
    expect(told.document).toContain('arn:aws:sns:eu-west-1:123456789012:*')
    // Without an account it is offered all the same.
    expect((await api.accounts.leastPolicy({ features: ['topics'] })).document).toContain('sns:ListTopics')
  })
})
