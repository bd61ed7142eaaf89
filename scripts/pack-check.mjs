import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { runChild } from './child.mjs'
import { binOf } from './packages.mjs'
import { root, SetupError } from './place.mjs'

/** Where a binary of Electron's holds its fuses: this text, a version, their number, then one character each. https://www.electronjs.org/docs/latest/tutorial/fuses */
const fuseWire = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** In their order. */
const fuseNames = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
]
const fusesAsShipped = '10110001'

/** @typedef {{ platform: 'linux' | 'win', arch: 'x64' | 'arm64' }} Target */

/**
 * A folder that looks like Electron's to electron-builder: no byte of it runs.
 * @param {string} dir
 * @param {Target} target
 */
function writeStandIn(dir, { platform }) {
  const version = JSON.parse(readFileSync(join(root, 'node_modules', 'electron', 'package.json'), 'utf8')).version
  const binary = platform === 'win' ? 'electron.exe' : 'electron'
  const words = ['LICENSE', 'LICENSES.chromium.html', 'locales/en-US.pak', 'resources.pak', 'chrome-sandbox', 'chrome_crashpad_handler']
  const files = { ...Object.fromEntries(words.map((name) => [name, '\n'])), version, 'resources/.here': '\n' }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), text)
  }
  writeFileSync(join(dir, binary), `${fuseWire}\u0001${String.fromCharCode(fuseNames.length)}${fusesAsShipped}`)
  chmodSync(join(dir, binary), 0o755)
}

/** @typedef {{ files?: Record<string, Entry>, size?: number, unpacked?: boolean }} Entry */

/**
 * The files of an asar: after two numbers of four bytes each and two lengths, its header is JSON.
 * @param {string} file
 * @returns {{ path: string, unpacked: boolean }[]}
 */
function readAsar(file) {
  const bytes = readFileSync(file)
  const walk = (/** @type {Entry} */ entry, /** @type {string} */ path) =>
    Object.entries(entry.files ?? {}).flatMap(
      /** @returns {{ path: string, unpacked: boolean }[]} */
      ([name, inner]) => (inner.files ? walk(inner, `${path}${name}/`) : [{ path: `${path}${name}`, unpacked: inner.unpacked ?? false }]),
    )
  return walk(JSON.parse(bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString('utf8')), '')
}

/** @param {string} binary */
function readFuses(binary) {
  const bytes = readFileSync(binary)
  const at = bytes.indexOf(fuseWire)
  if (at < 0) return null
  const states = bytes.subarray(at + fuseWire.length + 2).toString('latin1')
  return Object.fromEntries(fuseNames.map((name, index) => [name, states[index] === '1']))
}

/**
 * Packs the app for a target with a stand-in in the place of Electron and tells what is in it: it proves the configuration, not that the
 * app starts.
 * @param {string} node
 * @param {Target} target
 * @returns {Promise<{ files: { path: string, unpacked: boolean }[], fuses: Record<string, boolean> | null, unpackedOnDisk: string[] }>}
 */
export async function packWithStandIn(node, target) {
  const work = mkdtempSync(join(tmpdir(), 'tocsin-pack-'))
  try {
    return await packInto(work, node, target)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/**
 * @param {string} work a folder to fill
 * @param {string} node
 * @param {Target} target
 */
async function packInto(work, node, target) {
  const standIn = join(work, 'electron')
  const out = join(work, 'out')
  writeStandIn(standIn, target)
  let said = ''
  const { exitCode } = await runChild(
    node,
    [
      binOf('electron-builder'),
      `--${target.platform}`,
      'dir',
      '--dir',
      `--${target.arch}`,
      '--publish',
      'never',
      `-c.electronDist=${standIn}`,
      `-c.directories.output=${out}`,
      // The resources of a Windows executable can be edited only where there are some.
      ...(target.platform === 'win' ? ['-c.win.signAndEditExecutable=false', '-c.disableAsarIntegrity=true'] : []),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      started: (child) => {
        for (const stream of [child.stdout, child.stderr]) {
          stream?.setEncoding('utf8').on('data', (text) => {
            said += text
          })
        }
      },
    },
  )
  if (exitCode !== 0) throw new SetupError(`electron-builder ended with ${exitCode} for ${target.platform} ${target.arch}:\n${said}`)
  const folder = join(out, `${target.platform}${target.arch === 'x64' ? '' : `-${target.arch}`}-unpacked`)
  const asar = join(folder, 'resources', 'app.asar')
  const files = readAsar(asar)
  return {
    files,
    fuses: readFuses(join(folder, target.platform === 'win' ? 'Tocsin.exe' : 'tocsin')),
    unpackedOnDisk: files.filter(({ path, unpacked }) => unpacked && existsSync(join(`${asar}.unpacked`, path))).map(({ path }) => path),
  }
}

/**
 * `npm run dist -- --check`: packs for each system that can be packed here and shows what came of it.
 * @param {string} node
 */
export async function checkPacking(node) {
  for (const target of /** @type {Target[]} */ ([
    { platform: 'linux', arch: 'x64' },
    { platform: 'linux', arch: 'arm64' },
    { platform: 'win', arch: 'x64' },
  ])) {
    const { files, fuses, unpackedOnDisk } = await packWithStandIn(node, target)
    const burnt = Object.entries(fuses ?? {}).map(([name, on]) => `${name} ${on ? 'on' : 'off'}`)
    process.stdout.write(
      `${target.platform} ${target.arch}: ${files.length} files, ${unpackedOnDisk.join(', ')} beside them\n  ${burnt.join(', ')}\n`,
    )
  }
  return 0
}
