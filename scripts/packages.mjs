import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from './lock.mjs'
import { npmCi } from './npm.mjs'
import { root, SetupError, say } from './place.mjs'

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, os?: string[] | string, cpu?: string[] | string, libc?: string[] | string }} Locked */

/**
 * Its name is npm's for what it ignores, and it goes when node_modules goes.
 * @param {string} dir
 */
const stampFile = (dir) => join(dir, 'node_modules', '.installed-for')

/** @param {string} dir */
const wanted = (dir) =>
  `${createHash('sha256')
    .update(readFileSync(join(dir, 'package-lock.json')))
    .digest('hex')} ${process.platform}-${process.arch}\n`

/** @param {string} dir */
const isStamped = (dir) => existsSync(stampFile(dir)) && readFileSync(stampFile(dir), 'utf8') === wanted(dir)

/**
 * @param {string} file a lockfile
 * @returns {Record<string, Locked>} without the project itself
 */
const lockedIn = (file) => {
  const { '': _project, ...packages } = JSON.parse(readFileSync(file, 'utf8')).packages
  return packages
}

/**
 * npm's rule for `os`, `cpu` and `libc`: listed, or not forbidden.
 * @param {string[] | string} list
 * @param {string} value
 */
const admits = (list, value) => {
  const items = [list].flat()
  return items.includes(value) || (items.every((item) => item.startsWith('!')) && !items.includes(`!${value}`))
}

const ourLibc = () => {
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport())
  return header.glibcVersionRuntime ? 'glibc' : 'musl'
}

/**
 * npm leaves out what is optional and made for another platform, and what only that needs.
 * @param {Locked} locked
 */
const mayBeAbsent = ({ optional, os = [], cpu = [], libc = [] }) => {
  if (!optional) return false
  if (os.length + cpu.length === 0) return true
  return !(admits(os, process.platform) && admits(cpu, process.arch) && (process.platform !== 'linux' || admits(libc, ourLibc())))
}

/**
 * What of the lockfile node_modules has not, and whether it has other things. npm notes in a lockfile of its own what it installed.
 * @param {string} dir
 */
function compareInstalled(dir) {
  const noted = join(dir, 'node_modules', '.package-lock.json')
  const want = lockedIn(join(dir, 'package-lock.json'))
  const have = existsSync(noted) ? lockedIn(noted) : {}
  const missing = Object.keys(want).filter((path) => !have[path] && !mayBeAbsent(want[path] ?? {}))
  const other = Object.entries(have).some(
    ([path, { version, integrity }]) => want[path]?.version !== version || want[path]?.integrity !== integrity,
  )
  return { missing, other }
}

/**
 * node_modules of `dir` as its lockfile says, for this platform. Does nothing where that is so already, also where somebody typed
 * `npm ci` himself.
 * @param {string} node the Node.js that runs npm
 * @param {string} dir
 * @param {string} what it is, for the line that says that it is being installed
 * @returns {Promise<boolean>} whether it was installed just now
 */
export async function ensureInstalled(node, dir, what) {
  if (isStamped(dir)) return false
  return withLock('setup', async () => {
    if (isStamped(dir)) return false
    const before = compareInstalled(dir)
    const install = before.missing.length > 0 || before.other
    if (install) {
      say(`installing ${what} (once; a minute or so)`)
      await npmCi(node, dir)
      // npm calls it a success when the binary of an optional package can't be had, and nothing works without those.
      const { missing } = compareInstalled(dir)
      if (missing.length > 0) {
        throw new SetupError(
          `npm left out ${missing.join(', ')}: its registry must be reachable this once; then run the same command again`,
        )
      }
    }
    writeFileSync(stampFile(dir), wanted(dir))
    return install
  })
}

/**
 * The JavaScript file behind a package's command, to be started with a Node.js of our choice.
 * @param {string} name of the package
 * @param {string} [command] where the package has several
 */
export function binOf(name, command = name.split('/').at(-1)) {
  const dir = join(root, 'node_modules', name)
  const { bin } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'))
  const file = typeof bin === 'string' ? bin : bin?.[command ?? '']
  if (!file) throw new SetupError(`the package ${name} has no command ${command}`)
  return join(dir, file)
}
