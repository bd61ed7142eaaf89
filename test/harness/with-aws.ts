import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import type { PracticeAwsOptions } from '../../main/edge/practice/aws/open.ts'
import { temporaryFolder } from './desk.ts'
import { startPracticeAws, type TestAws } from './practice-aws.ts'

/** Shared files with one profile, `default`, in a home of the test's own, and the SDK led to an endpoint. */
export function signInTo(endpoint: string): void {
  const home = temporaryFolder()
  mkdirSync(join(home, '.aws'))
  writeFileSync(join(home, '.aws', 'config'), '[default]\nregion = eu-west-1\n')
  writeFileSync(
    join(home, '.aws', 'credentials'),
    '[default]\naws_access_key_id = AKIAPRACTICE00000001\naws_secret_access_key = practice\n',
  )
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined)
  vi.stubEnv('HOME', home)
  vi.stubEnv('AWS_CONFIG_FILE', join(home, '.aws', 'config'))
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(home, '.aws', 'credentials'))
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint)
  onTestFinished(() => void vi.unstubAllEnvs())
}

/** The practice AWS, and the computer set up so that the desk's own SDK clients reach it. */
export async function withPracticeAws(options: Parameters<typeof startPracticeAws>[0] & PracticeAwsOptions = {}): Promise<TestAws> {
  const started = await startPracticeAws(options)
  signInTo(started.aws.url)
  return started
}
