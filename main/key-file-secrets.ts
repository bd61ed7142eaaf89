import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from './data-folder.ts'
import type { Secrets } from './ports.ts'

const algorithm = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16
const keyBytes = 32

/** What the desktop seals with the system's keychain begins so, and no key file opens it. */
export const keychainMark = Buffer.from('tocsin-keychain:', 'ascii')

const keyFileOf = (folder: string): string => join(folder, 'secret-key')

/** Whether the secrets of this data folder are sealed with a key file: whichever shell began a folder, the other goes on in its way. */
export const hasKeyFile = (folder: string): boolean => existsSync(keyFileOf(folder))

/**
 * Seals with a key file of mode 0600 in the data folder: it keeps secrets out of copies of the store, not from who reads the folder.
 * `open` throws StartError for what the desktop's keychain sealed.
 */
export function keyFileSecrets(folder: string): Secrets {
  // Made at the first seal, so that looking into the folder of a desktop leaves no key file there.
  let held: Buffer | null = null
  const key = (make: boolean): Buffer => {
    held ??= keyIn(keyFileOf(folder), make)
    return held
  }
  return {
    kept: 'key-file',
    seal(plain) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv(algorithm, key(true), nonce)
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Promise.resolve(Buffer.concat([nonce, cipher.getAuthTag(), sealed]))
    },
    async open(sealed) {
      const bytes = Buffer.from(sealed)
      if (bytes.subarray(0, keychainMark.length).equals(keychainMark)) {
        throw new StartError(
          `The secrets in ${folder} are sealed with the system’s keychain, which is not open here: start the desktop app with the keychain unlocked, or choose another folder with --data.`,
        )
      }
      const decipher = createDecipheriv(algorithm, key(false), bytes.subarray(0, nonceBytes))
      decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
      return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8')
    },
  }
}

/** @throws StartError where the key file is damaged, or missing and not to be made: another would open nothing that was sealed with it */
function keyIn(file: string, make: boolean): Buffer {
  if (!existsSync(file)) {
    if (!make) throw new StartError(`The key file ${file} is missing.`)
    writeFileSync(file, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  }
  const key = Buffer.from(readFileSync(file, 'utf8'), 'base64')
  if (key.length !== keyBytes) throw new StartError(`The key file ${file} is damaged.`)
  return key
}
