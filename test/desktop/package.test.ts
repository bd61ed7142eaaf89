import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js'
import { DebugLogger } from 'builder-util'
import { expect, test } from 'vitest'
import { packWithStandIn } from '../../scripts/pack-check.mjs'

const root = join(import.meta.dirname, '../..')
const config = await getConfig(root, 'electron-builder.yml', null)

/** A platform's targets, whose names electron-builder's own check takes as they come. */
const targetsOf = (platform: 'mac' | 'win' | 'linux') =>
  [config[platform]?.target ?? []]
    .flat()
    .map((target) => (typeof target === 'string' ? target : `${target.target} ${[target.arch].flat().join(' ')}`))

test('electron-builder.yml has only keys that electron-builder knows', async () => {
  await expect(validateConfiguration(config, new DebugLogger(false))).resolves.toBeUndefined()
  await expect(
    validateConfiguration({ ...config, linux: { ...config.linux, catgory: 'Network' } } as typeof config, new DebugLogger(false)),
  ).rejects.toThrow('configuration.linux')
})

test('each system gets installers of the kinds that update it', () => {
  expect(targetsOf('mac')).toEqual(['dmg arm64 x64', 'zip arm64 x64'])
  expect(targetsOf('win')).toEqual(['nsis x64 arm64'])
  expect(targetsOf('linux')).toEqual(['AppImage x64 arm64', 'deb x64 arm64'])
})

test('nothing is published by a build, and the app id is the one that the shell names', () => {
  expect(config.publish).toBeNull()
  expect(readFileSync(join(root, 'main/desktop/shell.ts'), 'utf8')).toContain(`'${config.appId}'`)
})

test('the package holds what runs and no more, its native binaries beside it, its fuses set', { timeout: 90_000 }, async ({ skip }) => {
  skip(!existsSync(join(root, 'dist/main/desktop.js')), 'dist/ is not built')
  skip(process.platform === 'win32', 'a stand-in for Electron is laid out as on Linux')
  const { files, fuses, unpackedOnDisk } = await packWithStandIn(process.execPath, { platform: 'linux', arch: 'x64' })
  const paths = files.map(({ path }) => path)
  expect(paths).toEqual(
    expect.arrayContaining([
      'package.json',
      'dist/main/desktop.js',
      'dist/main/reader.worker.js',
      'dist/main/keeper.worker.js',
      'dist/preload/electron.cjs',
      'assets/tocsin.png',
      'assets/tray/deaf-on-dark@2x.png',
      'node_modules/better-sqlite3/lib/index.js',
    ]),
  )
  expect(unpackedOnDisk).toEqual([
    'node_modules/@ngrok/ngrok-linux-x64-gnu/ngrok.linux-x64-gnu.node',
    'node_modules/better-sqlite3/prebuilds/linux-x64.node',
  ])
  expect(
    new Set(
      paths.map((path) =>
        path
          .split('/')
          .slice(0, path.startsWith('node_modules/@') ? 3 : path.startsWith('node_modules/') ? 2 : 1)
          .join('/'),
      ),
    ),
  ).toEqual(
    new Set([
      'package.json',
      'assets',
      'dist',
      'node_modules/@ngrok/ngrok',
      'node_modules/@ngrok/ngrok-linux-x64-gnu',
      'node_modules/better-sqlite3',
    ]),
  )
  expect(paths.filter((path) => /\.(map|svg|[ch]pp|c|h|gyp|ts)$|headless|built-from/.test(path))).toEqual([])
  expect(fuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  })
})
