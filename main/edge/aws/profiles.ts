import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Profile, parseProfiles } from '../../core/aws/profiles.ts'

export interface ProfileFiles {
  config: string
  credentials: string
}

/**
 * Where the shared files are: AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE, else ~/.aws.
 * https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html
 */
export const profileFiles = (env: NodeJS.ProcessEnv = process.env): ProfileFiles => ({
  config: env.AWS_CONFIG_FILE || join(homedir(), '.aws', 'config'),
  credentials: env.AWS_SHARED_CREDENTIALS_FILE || join(homedir(), '.aws', 'credentials'),
})

/** The profiles that this computer knows, `default` first; none where there are no files or they can't be read. */
export async function readProfiles(files: ProfileFiles = profileFiles()): Promise<Profile[]> {
  const text = (file: string) => readFile(file, 'utf8').catch(() => '')
  return parseProfiles(await text(files.config), await text(files.credentials))
}
