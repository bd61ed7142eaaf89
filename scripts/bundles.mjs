import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { runChild } from './child.mjs'
import { withLock } from './lock.mjs'
import { Interrupted, root, SetupError, say } from './place.mjs'

/**
 * What dist/ is made of. A bundle is built when one of its `entries` is there, and anew when a byte of its `sources` has changed.
 * @type {{ name: string, config: string, entries: string[], sources: string[] }[]}
 */
export const bundles = [
  {
    name: 'main',
    config: 'vite.main.config.ts',
    entries: ['main/headless/index.ts', 'main/desktop/index.ts', 'main/store/reader.worker.ts', 'main/store/keeper.worker.ts'],
    sources: ['main', 'preload/contract'],
  },
  { name: 'preload', config: 'vite.preload.config.ts', entries: ['preload/electron.ts'], sources: ['preload/electron.ts'] },
  {
    name: 'console',
    config: 'vite.console.config.ts',
    entries: ['renderer/index.html'],
    sources: ['renderer', 'preload/contract', 'assets'],
  },
]

const alwaysSources = ['package.json', 'package-lock.json', 'scripts/bundle.mjs']

/**
 * @param {string} path from the root
 * @returns {string[]} the files there, in a fixed order
 */
const filesIn = (path) => {
  const full = join(root, path)
  if (!existsSync(full)) return []
  if (statSync(full).isFile()) return [path]
  return readdirSync(full)
    .sort()
    .flatMap((name) => filesIn(`${path}/${name}`))
}

/** @param {{ config: string, sources: string[] }} bundle */
export const digestOf = ({ config, sources }) => {
  const hash = createHash('sha256')
  for (const file of [...alwaysSources, config, ...sources].flatMap(filesIn)) {
    const bytes = readFileSync(join(root, file))
    hash.update(`${file} ${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}

/** @param {string} name */
export const stampOf = (name) => join(root, 'dist', `.${name}-built-from`)

/** @param {{ entries: string[] }} bundle */
const hasEntry = ({ entries }) => entries.some((entry) => existsSync(join(root, entry)))

const outdated = () =>
  bundles.filter(
    (bundle) => hasEntry(bundle) && !(existsSync(stampOf(bundle.name)) && readFileSync(stampOf(bundle.name), 'utf8') === digestOf(bundle)),
  )

/**
 * dist/ as the sources say. Does nothing where that is so already.
 * @param {string} node
 * @returns {Promise<string[]>} the names of what was built
 */
export async function ensureBuilt(node) {
  if (outdated().length === 0) return []
  return withLock('setup', async () => {
    const names = outdated().map(({ name }) => name)
    if (names.length === 0) return []
    say(`building ${names.join(', ')}`)
    mkdirSync(join(root, 'dist'), { recursive: true })
    const { exitCode, signalled } = await runChild(node, [join(root, 'scripts', 'bundle.mjs'), ...names], { stdio: ['ignore', 2, 2] })
    if (signalled) throw new Interrupted(exitCode)
    if (exitCode !== 0) throw new SetupError('the build failed: the reason is above')
    return names
  })
}
