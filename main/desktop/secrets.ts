import type { SafeStorage } from 'electron'
import { StartError } from '../data-folder.ts'
import { hasKeyFile, keychainMark, keyFileSecrets } from '../key-file-secrets.ts'
import type { Log, Secrets } from '../ports.ts'

export interface SecretsDeps {
  safeStorage: Pick<SafeStorage, 'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'>
  platform: NodeJS.Platform
  /** The data folder. */
  folder: string
  log: Log
}

/**
 * Seals with the system's keychain. A folder that began with a key file, as the headless shell makes one, goes on with it, so that both
 * shells can open it; so does a system without a keychain. Linux without a keyring only scrambles with a password that everybody knows,
 * and `kept` says so. To be called when the app is ready.
 */
export async function systemSecrets({ safeStorage, platform, folder, log }: SecretsDeps): Promise<Secrets> {
  const keyFile = keyFileSecrets(folder)
  if (hasKeyFile(folder) || !(await safeStorage.isAsyncEncryptionAvailable())) return keyFile
  const isPlain = platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())
  if (isPlain) log.warn('secrets.plain')
  const stale = new Set<string>()
  const idOf = (sealed: Uint8Array): string => Buffer.from(sealed).toString('base64')
  return {
    kept: isPlain ? 'plain' : 'keychain',
    seal: async (plain) => Buffer.concat([keychainMark, await safeStorage.encryptStringAsync(plain)]),
    async open(sealed) {
      const bytes = Buffer.from(sealed)
      if (!bytes.subarray(0, keychainMark.length).equals(keychainMark))
        throw new StartError(`A secret in ${folder} was sealed with a key file that is gone: put back its copy.`)
      const { result, shouldReEncrypt } = await safeStorage
        .decryptStringAsync(bytes.subarray(keychainMark.length))
        .catch((error: unknown) => {
          throw new StartError('The system’s keychain does not open Tocsin’s secrets: unlock it, or allow Tocsin, and start again.', error)
        })
      if (shouldReEncrypt) stale.add(idOf(sealed))
      return result
    },
    isStale: (sealed) => stale.delete(idOf(sealed)),
  }
}
