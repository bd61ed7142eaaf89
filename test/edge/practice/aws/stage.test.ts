import { existsSync } from 'node:fs'
import { ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { fromIni } from '@aws-sdk/credential-providers'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { openStage } from '../../../../main/edge/practice/aws/stage.ts'
import { handClock } from '../../../harness/clock.ts'
import { temporaryFolder } from '../../../harness/desk.ts'
import { countedIds } from '../../../harness/practice-aws.ts'

const quiet = { info() {}, warn() {}, error() {} }

describe('a practice account in the place of AWS', () => {
  it('is what every client of this process talks to, as somebody of no worth, and is gone when it closes', async () => {
    vi.stubEnv('AWS_PROFILE', 'prod')
    vi.stubEnv('AWS_SESSION_TOKEN', 'real')
    const folder = temporaryFolder()
    const clock = handClock()
    const stage = await openStage({ clock, timers: clock, log: quiet, newId: countedIds() }, { env: process.env, folder })
    const config = process.env.AWS_CONFIG_FILE ?? ''
    expect([process.env.AWS_PROFILE, process.env.AWS_SESSION_TOKEN, existsSync(config)]).toEqual([undefined, undefined, true])
    for (const more of [{}, { credentials: fromIni({ profile: 'practice' }) }]) {
      const [sns, sts] = [new SNSClient(more), new STSClient(more)]
      onTestFinished(() => {
        sns.destroy()
        sts.destroy()
      })
      expect((await sns.send(new ListTopicsCommand({}))).Topics).toHaveLength(4)
      expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe('123456789012')
    }
    expect(stage.trust).toMatchObject({ kind: 'custom', endpoint: process.env.AWS_ENDPOINT_URL })
    await stage.close()
    expect([process.env.AWS_PROFILE, process.env.AWS_SESSION_TOKEN, process.env.AWS_ENDPOINT_URL]).toEqual(['prod', 'real', undefined])
    expect(existsSync(config)).toBe(false)
    await expect(fetch(stage.trust.endpoint)).rejects.toThrow()
    expect(clock.waiting()).toBe(0)
  })
})
