import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { startDesk } from './contenders.ts'
import { table } from './figures.ts'
import { load, requestsTo } from './load.ts'
import type { SignedMessages } from './signed-messages.ts'

const root = join(import.meta.dirname, '..')

interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string; lineNumber: number; columnNumber: number }; children?: number[] }[]
  samples: number[]
  timeDeltas: number[]
}

/**
 * Where the time of a delivery goes: the product under load with Node's own profiler, its time a request by the source
 * that it was spent in. What a source asked of SQLite or of OpenSSL counts as its own.
 */
export async function profile({ certificatePem, messages }: SignedMessages, connections: number, forMs: number): Promise<string> {
  const checkout = mkdtempSync(join(tmpdir(), 'tocsin-bench-profile-'))
  try {
    // Beside the sources' node_modules, so that what stays external is found.
    const dist = join(root, '.cache', 'bench-profile')
    await build({
      root,
      configFile: join(root, 'vite.main.config.ts'),
      logLevel: 'error',
      build: { outDir: join(dist, 'dist/main'), sourcemap: true },
    })
    cpSync(join(root, 'dist/console'), join(dist, 'dist/console'), { recursive: true })
    const desk = await startDesk({
      certificatePem,
      checkout: dist,
      nodeFlags: ['--cpu-prof', `--cpu-prof-dir=${checkout}`, '--cpu-prof-interval', '250'],
    })
    const requests = requestsTo(desk.url, messages)
    const { answered, tookMs } = await load({ url: desk.url, connections, requests, from: 0, forMs })
    await desk.stop()
    // The threads write one each; the main thread's is the one that served the requests.
    const profiles = readdirSync(checkout)
      .filter((file) => file.endsWith('.cpuprofile'))
      .map((file) => JSON.parse(readFileSync(join(checkout, file), 'utf8')) as CpuProfile)
    const served = profiles.find((one) => one.nodes.some(({ callFrame }) => callFrame.functionName === 'parserOnHeadersComplete'))
    if (served === undefined) throw new Error('No profile of the main thread was written.')
    const head = `Profile at ${connections} connections: ${answered} requests in ${Math.round(tookMs)} ms`
    return `${head}\n\n${told(served, answered, sourceOf(join(dist, 'dist/main')))}`
  } finally {
    rmSync(checkout, { recursive: true, force: true })
  }
}

type Frame = CpuProfile['nodes'][number]['callFrame']

/** Which source a frame of a bundle is of. */
function sourceOf(dist: string): (frame: Frame) => string | null {
  const maps = new Map<string, SourceMap>()
  return ({ url, lineNumber, columnNumber }) => {
    if (!url.startsWith('file://')) return url === '' ? null : url
    const file = fileURLToPath(url)
    if (!file.startsWith(dist)) return relative(root, file)
    let map = maps.get(file)
    if (map === undefined) {
      map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')))
      maps.set(file, map)
    }
    const entry = map.findEntry(lineNumber, columnNumber)
    return 'originalSource' in entry ? relative(root, join(file, '..', entry.originalSource)) : basename(file)
  }
}

function told(profile: CpuProfile, requests: number, source: (frame: Frame) => string | null): string {
  const parents = new Map<number, number>()
  for (const node of profile.nodes) for (const child of node.children ?? []) parents.set(child, node.id)
  const nodes = new Map(profile.nodes.map((node) => [node.id, node]))
  // From the first delivery to the last: what starting and stopping take is another figure.
  const deliveries = new Set(
    profile.nodes.filter((node) => source(node.callFrame)?.startsWith('main/edge/receiver/')).map((node) => node.id),
  )
  const first = profile.samples.findIndex((id) => deliveries.has(id))
  const last = profile.samples.findLastIndex((id) => deliveries.has(id))
  const own = new Map<number, number>()
  for (let n = first; n <= last; n++) {
    const id = profile.samples[n] ?? 0
    own.set(id, (own.get(id) ?? 0) + (profile.timeDeltas[n] ?? 0))
  }

  const bySource = new Map<string, number>()
  const byFunction = new Map<string, number>()
  const add = (into: Map<string, number>, key: string, us: number) => into.set(key, (into.get(key) ?? 0) + us)
  for (const [id, us] of own) {
    const node = nodes.get(id)
    if (node === undefined) continue
    const name = node.callFrame.functionName
    if (name === '(idle)') continue
    // What has no source of its own (a binding, a built-in) is the doing of who called it.
    let at: number | undefined = id
    let found: string | null = null
    let caller = name
    while (at !== undefined && found === null) {
      const frame: Frame | undefined = nodes.get(at)?.callFrame
      found = frame === undefined || frame.url.includes('better-sqlite3') ? null : source(frame)
      if (found !== null && frame !== undefined) caller = frame.functionName
      at = parents.get(at)
    }
    const where = found ?? name
    add(bySource, where.startsWith('node:') ? 'node' : where, us)
    add(byFunction, `${where} ${caller}${caller === name ? '' : ` > ${name}`}`, us)
  }
  const rows = (of: Map<string, number>, most: number) =>
    [...of]
      .sort(([, a], [, b]) => b - a)
      .slice(0, most)
      .map(([name, us]) => [name, (us / requests).toFixed(1)])
  return `${table(['source', 'µs a request'], rows(bySource, 40))}\n\n${table(['function', 'µs a request'], rows(byFunction, 80))}`
}
