import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './bundles.mjs'
import { runChild } from './child.mjs'
import { binOf } from './packages.mjs'
import { cache, Interrupted, root } from './place.mjs'

const usage = `npm test                         the whole gate
npm test -- PART...              some of its parts, in the gate's order
npm test -- [PART...] FILTER...  tests only: whatever vitest takes, such as a path or -t NAME

  format     Biome: layout and order of imports
  lint       Biome's rules, and oxlint's with types (floating promises)
  types      TypeScript, main and renderer
  layers     dependency-cruiser: who may import whom
  dead       knip: files, exports and dependencies that nobody uses
  build      dist/
  unit       test/ but for the next two
  behaviour  test/behaviour/: one promise a file
  browser    test/browser/: the console in a real Chromium
`

/** Whoever reads a file or a pipe wants no colours. */
const plain = process.stdout.isTTY || process.env.FORCE_COLOR ? {} : { NO_COLOR: '1' }

/** @typedef {{ part: string, name: string, command: (node: string) => Promise<{ exitCode: number, output: string }> }} Step */

/**
 * A package's command, its words kept until it ends, so that two that run at once don't mix them.
 * @param {string} name of the package
 * @param {string[]} args
 * @param {string} [command]
 * @returns {Step['command']}
 */
const tool = (name, args, command) => async (node) => {
  let output = ''
  const { exitCode, signalled } = await runChild(node, [binOf(name, command), ...args], {
    env: { ...process.env, ...plain },
    stdio: ['ignore', 'pipe', 'pipe'],
    started: (child) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding('utf8').on('data', (text) => {
          output += text
        })
      }
    },
  })
  if (signalled) throw new Interrupted(exitCode)
  return { exitCode, output }
}

const cruised = ['main', 'preload', 'renderer', 'test', 'bench'].filter((folder) => existsSync(join(root, folder)))

/** In the order in which they start. Each counts as one test. @type {Step[]} */
const steps = [
  { part: 'types', name: 'TypeScript, main', command: tool('typescript', ['-p', 'tsconfig.node.json'], 'tsc') },
  { part: 'types', name: 'TypeScript, renderer', command: tool('typescript', ['-p', 'tsconfig.web.json'], 'tsc') },
  { part: 'types', name: 'TypeScript, tests in the browser', command: tool('typescript', ['-p', 'tsconfig.browser.json'], 'tsc') },
  {
    part: 'format',
    name: 'Biome, format',
    command: tool('@biomejs/biome', ['check', '--linter-enabled=false', '--error-on-warnings', '.']),
  },
  { part: 'lint', name: 'Biome, rules', command: tool('@biomejs/biome', ['lint', '--error-on-warnings', '.']) },
  { part: 'lint', name: 'oxlint, with types', command: tool('oxlint', ['--type-aware', '--deny-warnings']) },
  {
    part: 'layers',
    name: 'dependency-cruiser',
    command: tool('dependency-cruiser', ['--config', '.dependency-cruiser.mjs', ...cruised], 'depcruise'),
  },
  { part: 'dead', name: 'knip', command: tool('knip', ['--no-progress']) },
]

const vitestProjects = ['unit', 'behaviour', 'browser']
const parts = [...new Set(steps.map(({ part }) => part)), 'build', ...vitestProjects]

/** @typedef {{ passed: number, failed: number, skipped: string[] }} Count */

/**
 * @param {Step} step
 * @param {string} node
 * @returns {Promise<Count>}
 */
async function take({ name, command }, node) {
  const startedAt = Date.now()
  const { exitCode, output } = await command(node)
  const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1)
  process.stdout.write(`${exitCode === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)\n${exitCode === 0 ? '' : `${output}\n`}`)
  return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: [] }
}

/**
 * Two at a time: on two cores a third would only slow both.
 * @param {Step[]} queue
 * @param {string} node
 */
async function takeAll(queue, node) {
  /** @type {Count[]} */
  const counts = []
  const waiting = [...queue]
  const worker = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) counts.push(await take(step, node))
  }
  await Promise.all([worker(), worker()])
  return counts
}

/** @type {Step} */
const buildStep = {
  part: 'build',
  name: 'build',
  command: async (node) => {
    try {
      await ensureBuilt(node)
      return { exitCode: 0, output: '' }
    } catch (error) {
      if (error instanceof Interrupted) throw error
      return { exitCode: 1, output: error instanceof Error ? error.message : String(error) }
    }
  },
}

/**
 * @param {string} node
 * @param {string[]} projects
 * @param {string[]} filters
 * @returns {Promise<Count>}
 */
async function tests(node, projects, filters) {
  const file = join(cache, `tests-${process.pid}.json`)
  mkdirSync(cache, { recursive: true })
  const reporters = ['--reporter=default', '--reporter=./scripts/vitest-counts.mjs']
  const args = [binOf('vitest'), 'run', ...reporters, ...projects.map((project) => `--project=${project}*`), ...filters]
  const { exitCode, signalled } = await runChild(node, args, { env: { ...process.env, ...plain, TOCSIN_COUNTS: file } })
  if (signalled) throw new Interrupted(exitCode)
  try {
    /** @type {Count} */
    const count = JSON.parse(readFileSync(file, 'utf8'))
    // What a filter of names left out was not skipped.
    if (filters.some((filter) => /^(-t|--testNamePattern)/.test(filter))) count.skipped = []
    return exitCode !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count
  } catch {
    return { passed: 0, failed: 1, skipped: [] }
  } finally {
    rmSync(file, { force: true })
  }
}

/**
 * `npm test`. Nothing stops it early; its last line on stdout is the sum.
 * @param {string} node
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function gate(node, args) {
  if (args.includes('--help')) {
    process.stdout.write(usage)
    return 0
  }
  const firstFilter = args.findIndex((arg) => !parts.includes(arg))
  const filters = firstFilter === -1 ? [] : args.slice(firstFilter)
  const named = firstFilter === -1 ? args : args.slice(0, firstFilter)
  const asked = named.length > 0 ? named : filters.length > 0 ? vitestProjects : parts
  const projects = vitestProjects.filter((project) => asked.includes(project))

  const counts = await takeAll(
    steps.filter(({ part }) => asked.includes(part)),
    node,
  )
  if (asked.includes('build')) counts.push(await take(buildStep, node))
  else if (projects.some((project) => project !== 'unit')) await ensureBuilt(node)
  if (projects.length > 0) counts.push(await tests(node, projects, filters))

  const sum = (/** @type {(count: Count) => number} */ of) => counts.reduce((total, count) => total + of(count), 0)
  const failed = sum((count) => count.failed)
  for (const line of counts.flatMap((count) => count.skipped)) process.stdout.write(`skipped: ${line}\n`)
  process.stdout.write(`${sum((count) => count.passed)} passed, ${failed} failed, ${sum((count) => count.skipped.length)} skipped\n`)
  return failed > 0 ? 1 : 0
}
