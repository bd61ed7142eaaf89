import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runChild } from './child.mjs'
import { withLock } from './lock.mjs'
import { cache, Interrupted, root, say } from './place.mjs'

const silenceMs = 10_000
const rememberedMs = 24 * 3_600_000

const hint = 'npm start -- --get-electron tries again'

const packageDir = join(root, 'node_modules', 'electron')
const failureFile = join(cache, 'electron-unavailable.json')

const executable = () =>
  process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : process.platform === 'win32' ? 'electron.exe' : 'electron'

/**
 * The binary where it is already: in the folder of one's own that ELECTRON_OVERRIDE_DIST_PATH names, else where the package electron
 * puts it (path.txt is its last word: without it the folder is half unpacked).
 * @returns {string | null}
 */
export function electronHere() {
  const own = process.env.ELECTRON_OVERRIDE_DIST_PATH
  const file = own ? join(own, executable()) : join(packageDir, 'dist', executable())
  return existsSync(file) && (own || existsSync(join(packageDir, 'path.txt'))) ? file : null
}

const version = () => JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8')).version

/** @returns {number | null} when the last attempt at this version failed, if that is less than a day ago */
function failedAt() {
  try {
    const failure = JSON.parse(readFileSync(failureFile, 'utf8'))
    return failure.version === version() && Date.now() - failure.at < rememberedMs ? failure.at : null
  } catch {
    return null
  }
}

/**
 * @param {string} path a file or folder that may go while we look
 * @returns {number} bytes
 */
const sizeOf = (path) => {
  try {
    const stat = statSync(path)
    return stat.isDirectory() ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0) : stat.size
  } catch {
    return 0
  }
}

/**
 * One attempt with electron's own install script. It says nothing for its first half minute, so what arrives is seen by the size of the
 * folders it writes to.
 * @param {string} node
 * @returns {Promise<string | null>} the reason why not
 */
async function download(node) {
  const arriving = join(cache, 'electron-download')
  rmSync(arriving, { recursive: true, force: true })
  mkdirSync(arriving, { recursive: true })
  const env = { ...process.env, TMPDIR: arriving, TMP: arriving, TEMP: arriving, ELECTRON_GET_NO_PROGRESS: '1' }
  let words = ''
  let silent = false
  /** @type {NodeJS.Timeout | undefined} */
  let watch
  const { exitCode, signalled } = await runChild(node, [join(packageDir, 'install.js')], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    started: (child) => {
      child.stderr?.setEncoding('utf8').on('data', (text) => {
        words += text
      })
      const startedAt = Date.now()
      let arrivedAt = startedAt
      let bytes = 0
      let shown = -1
      watch = setInterval(() => {
        const now = Date.now()
        const size = sizeOf(arriving) + sizeOf(join(packageDir, 'dist'))
        if (size !== bytes) arrivedAt = now
        bytes = size
        // Where there is no network it is over at once, and nothing needs to be said of it.
        if (now - startedAt > 1_000 && Math.floor(bytes / 10_000_000) !== shown) {
          shown = Math.floor(bytes / 10_000_000)
          say(`downloading Electron ${version()}, which the desktop app runs in: ${shown * 10} of about 120 MB`)
        }
        if (now - arrivedAt >= silenceMs) {
          silent = true
          child.kill('SIGKILL')
        }
      }, 250)
    },
  }).finally(() => clearInterval(watch))
  rmSync(arriving, { recursive: true, force: true })
  if (signalled) throw new Interrupted(exitCode)
  if (silent) return `nothing arrived for ${silenceMs / 1_000} s`
  if (exitCode === 0) return null
  const [reason = `its install script ended with ${exitCode}`] = words.split('\n').flatMap((line) => line.trim() || [])
  return reason.includes('fetch failed') ? 'its address could not be reached' : reason
}

/**
 * Electron's binary, if it is here or can be had.
 * @param {string} node
 * @param {{ again: boolean }} options `again`: try a download even if one failed less than a day ago
 * @returns {Promise<{ binary: string } | { why: string }>}
 */
export async function findElectron(node, { again }) {
  const here = electronHere()
  if (here) return { binary: here }
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH) return { why: `there is no ${executable()} in ELECTRON_OVERRIDE_DIST_PATH` }
  const lately = failedAt()
  if (lately !== null && !again)
    return { why: `Electron could not be downloaded at ${new Date(lately).toISOString().slice(0, 16)}Z; ${hint}` }
  return withLock('electron', async () => {
    const meanwhile = electronHere()
    if (meanwhile) return { binary: meanwhile }
    const why = await download(node)
    const binary = electronHere()
    if (binary) {
      rmSync(failureFile, { force: true })
      return { binary }
    }
    writeFileSync(failureFile, `${JSON.stringify({ version: version(), at: Date.now(), why })}\n`)
    return { why: `Electron could not be downloaded (${why ?? 'its install script left no binary'}); ${hint}` }
  })
}
