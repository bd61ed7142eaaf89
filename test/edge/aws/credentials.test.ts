import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { operatorCredentials } from '../../../main/edge/aws/credentials.ts'

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'tocsin-aws-'))
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) vi.stubEnv(name, undefined)
  vi.stubEnv('AWS_CONFIG_FILE', join(home, 'config'))
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(home, 'credentials'))
})
afterEach(() => rm(home, { recursive: true }))

const profile = (name: string, key: string) => `[${name}]\naws_access_key_id = ${key}\naws_secret_access_key = not-a-real-secret\n`

test('credentials come from the environment, else from the shared files', async () => {
  await writeFile(join(home, 'credentials'), profile('default', 'AKIDFILE') + profile('other', 'AKIDOTHER'))
  expect(await operatorCredentials()()).toMatchObject({ accessKeyId: 'AKIDFILE' })
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDENV')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not-a-real-secret')
  expect(await operatorCredentials()()).toMatchObject({ accessKeyId: 'AKIDENV' })
})

test('a chosen profile goes before keys in the environment', async () => {
  await writeFile(join(home, 'credentials'), profile('default', 'AKIDFILE') + profile('other', 'AKIDPROFILE'))
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDENV')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'not-a-real-secret')
  vi.stubEnv('AWS_PROFILE', 'other')
  expect(await operatorCredentials()()).toMatchObject({ accessKeyId: 'AKIDPROFILE' })
})

test('where there are none, that is said at once, without a probe of the network', async () => {
  const started = performance.now()
  await expect(operatorCredentials()()).rejects.toThrow('There are no AWS credentials on this computer.')
  expect(performance.now() - started).toBeLessThan(900)
})
