import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemSecrets } from '../../main/desktop/secrets.ts'
import { keyFileSecrets } from '../../main/key-file-secrets.ts'
import type { Log } from '../../main/ports.ts'
import { temporaryFolder } from '../harness/desk.ts'

const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** The system's keychain as an in-memory key, which can be changed. */
function keychain({
  backend = 'gnome_libsecret',
  available = true,
}: {
  backend?: 'gnome_libsecret' | 'basic_text'
  available?: boolean
} = {}) {
  const state = { generation: 1, locked: false }
  return {
    state,
    safeStorage: {
      isAsyncEncryptionAvailable: () => Promise.resolve(available),
      getSelectedStorageBackend: () => backend,
      encryptStringAsync: (plain: string) =>
        Promise.resolve(Buffer.from(JSON.stringify([state.generation, [...plain].reverse().join('')]))),
      decryptStringAsync(sealed: Buffer) {
        if (state.locked) return Promise.reject(new Error('The keychain is locked'))
        const [generation, text] = JSON.parse(sealed.toString('utf8')) as [number, string]
        return Promise.resolve({ result: [...text].reverse().join(''), shouldReEncrypt: generation !== state.generation })
      },
    },
  }
}

const open = (folder: string, { safeStorage }: ReturnType<typeof keychain>, platform: NodeJS.Platform = 'linux') =>
  systemSecrets({ safeStorage, platform, folder, log })

test('a secret comes back from the keychain, and lies nowhere in plain', async () => {
  const folder = temporaryFolder()
  const secrets = await open(folder, keychain())
  expect(secrets.kept).toBe('keychain')
  const secret = randomBytes(24).toString('base64url')
  const sealed = await secrets.seal(secret)
  expect(Buffer.from(sealed).includes(secret)).toBe(false)
  expect(await secrets.open(sealed)).toBe(secret)
  expect(existsSync(join(folder, 'secret-key'))).toBe(false)
})

test('Linux without a keyring is called plain; other systems have no such backend', async () => {
  expect((await open(temporaryFolder(), keychain({ backend: 'basic_text' }))).kept).toBe('plain')
  expect((await open(temporaryFolder(), keychain({ backend: 'basic_text' }), 'darwin')).kept).toBe('keychain')
})

test('a system without encryption, and a folder that began with a key file, go on with the key file', async () => {
  expect((await open(temporaryFolder(), keychain({ available: false }))).kept).toBe('key-file')
  const folder = temporaryFolder()
  const sealed = await keyFileSecrets(folder).seal('s3cret')
  const secrets = await open(folder, keychain())
  expect(secrets.kept).toBe('key-file')
  expect(await secrets.open(sealed)).toBe('s3cret')
})

test('the headless shell says that it can’t open what the keychain sealed, and leaves no key file behind', async () => {
  const folder = temporaryFolder()
  const sealed = await (await open(folder, keychain())).seal('s3cret')
  await expect(keyFileSecrets(folder).open(sealed)).rejects.toThrow('keychain')
  expect(existsSync(join(folder, 'secret-key'))).toBe(false)
})

test('a keychain that is locked is a sentence that says what to do', async () => {
  const system = keychain()
  const secrets = await open(temporaryFolder(), system)
  const sealed = await secrets.seal('s3cret')
  system.state.locked = true
  await expect(secrets.open(sealed)).rejects.toThrow('unlock it')
})

test('what an older key sealed is to be sealed anew, once', async () => {
  const system = keychain()
  const secrets = await open(temporaryFolder(), system)
  const sealed = await secrets.seal('s3cret')
  await secrets.open(sealed)
  expect(secrets.isStale?.(sealed)).toBe(false)
  system.state.generation = 2
  expect(await secrets.open(sealed)).toBe('s3cret')
  expect(secrets.isStale?.(sealed)).toBe(true)
  const anew = await secrets.seal('s3cret')
  expect(await secrets.open(anew)).toBe('s3cret')
  expect(secrets.isStale?.(anew)).toBe(false)
})
