import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openPracticeAws, type PracticeAwsDeps } from './open.ts'

/** A practice account that stands in AWS's place for this process. */
export interface Stage {
  /** How an integration made meanwhile trusts: by a key that lives in this process's memory only. */
  trust: { kind: 'custom'; certificatePem: string; endpoint: string }
  /** Gives the variables back and ends the account. */
  close(): Promise<void>
}

/**
 * Opens a practice account and points every AWS call of this process at it: each `AWS_` variable of the environment is put aside, and a
 * profile of no worth, `practice`, stands in the place of the operator's own files, so that nothing of his is read or sent.
 * @param world its environment, and a folder for the two files
 */
export async function openStage(deps: PracticeAwsDeps, world: { env: NodeJS.ProcessEnv; folder: string }): Promise<Stage> {
  const { env, folder } = world
  const aws = await openPracticeAws(deps, { alias: 'practice' })
  await aws.seed()

  const files = join(folder, 'practice-profile')
  mkdirSync(files, { recursive: true, mode: 0o700 })
  const [config, credentials] = [join(files, 'config'), join(files, 'credentials')]
  writeFileSync(config, `[profile practice]\nregion = ${aws.region}\n`, { mode: 0o600 })
  writeFileSync(credentials, `[practice]\naws_access_key_id = ${keyId}\naws_secret_access_key = practice\n`, { mode: 0o600 })

  const before = Object.entries(env).filter(([name]) => name.startsWith('AWS_'))
  const clear = () => {
    for (const name of Object.keys(env)) if (name.startsWith('AWS_')) delete env[name]
  }
  clear()
  Object.assign(env, {
    AWS_ENDPOINT_URL: aws.url,
    AWS_REGION: aws.region,
    AWS_ACCESS_KEY_ID: keyId,
    AWS_SECRET_ACCESS_KEY: 'practice',
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: credentials,
    AWS_EC2_METADATA_DISABLED: 'true',
  })
  return {
    trust: { kind: 'custom', certificatePem: aws.certificatePem, endpoint: aws.url },
    async close() {
      clear()
      Object.assign(env, Object.fromEntries(before))
      rmSync(files, { recursive: true, force: true })
      await aws.close()
    },
  }
}

const keyId = 'AKIAPRACTICE00000001'
