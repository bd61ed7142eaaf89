import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import { temporaryFolder } from './desk.ts'

/** Shared AWS files of the test's own with one default profile, and every call going to an endpoint of its own. */
export function withAwsProfile(
  endpoint: string,
  more: { config?: string; credentials?: string } = {},
): { config: string; credentials: string } {
  const home = temporaryFolder()
  mkdirSync(join(home, '.aws'))
  const files = { config: join(home, '.aws', 'config'), credentials: join(home, '.aws', 'credentials') }
  writeFileSync(files.config, more.config ?? '[default]\nregion = eu-west-1\n')
  writeFileSync(
    files.credentials,
    more.credentials ?? '[default]\naws_access_key_id = AKIAPRACTICE00000001\naws_secret_access_key = practice\n',
  )
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined)
  vi.stubEnv('HOME', home)
  vi.stubEnv('AWS_CONFIG_FILE', files.config)
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', files.credentials)
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint)
  onTestFinished(() => void vi.unstubAllEnvs())
  return files
}
