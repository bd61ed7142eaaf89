import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { setTimeout } from 'node:timers/promises'
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

/** So many are taken before what is counted, so that the code is compiled as it is for the rest of its life. */
const warmUp = 8_000
/** Between the two, so that the profile shows where the one ends. */
const pauseMs = 1_500

/**
 * Where the time of a delivery goes: the product under load with Node's own profiler, its time a request by the part of
 * the path that it was spent in. What a part asked of SQLite or of OpenSSL counts as its own.
 */
export async function profile({ certificatePem, messages }: SignedMessages, connections: number): Promise<string> {
  const profiles = mkdtempSync(join(tmpdir(), 'tocsin-bench-profile-'))
  try {
    // Beside the sources' node_modules, so that what stays external is found.
    const checkout = join(root, '.cache', 'bench-profile')
    const dist = join(checkout, 'dist/main')
    await build({
      root,
      configFile: join(root, 'vite.main.config.ts'),
      logLevel: 'error',
      build: { outDir: dist, sourcemap: true },
    })
    cpSync(join(root, 'dist/console'), join(checkout, 'dist/console'), { recursive: true })
    const desk = await startDesk({
      certificatePem,
      checkout,
      nodeFlags: ['--cpu-prof', `--cpu-prof-dir=${profiles}`, '--cpu-prof-interval', '250'],
    })
    const requests = requestsTo(desk.url, messages)
    const forMs = Number.POSITIVE_INFINITY
    await load({ url: desk.url, connections, requests: requests.slice(0, warmUp), from: 0, forMs })
    await setTimeout(pauseMs)
    const { answered, tookMs } = await load({ url: desk.url, connections, requests, from: warmUp, forMs })
    await desk.stop()
    // The threads write one each; the main thread's is the one that served the requests.
    const served = readdirSync(profiles)
      .filter((file) => file.endsWith('.cpuprofile'))
      .map((file) => JSON.parse(readFileSync(join(profiles, file), 'utf8')) as CpuProfile)
      .find((one) => one.nodes.some(({ callFrame }) => callFrame.functionName === 'parserOnHeadersComplete'))
    if (served === undefined) throw new Error('No profile of the main thread was written.')
    const head = `Profile at ${connections} connections: ${answered} requests in ${Math.round(tookMs)} ms`
    return `${head}\n\n${told(served, answered, sourceOf(dist))}`
  } finally {
    rmSync(profiles, { recursive: true, force: true })
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
  const idle = new Set(profile.nodes.filter(({ callFrame }) => callFrame.functionName === '(idle)').map(({ id }) => id))
  const deliveries = new Set(
    profile.nodes.filter((node) => source(node.callFrame)?.startsWith('main/edge/receiver/')).map((node) => node.id),
  )
  const last = profile.samples.findLastIndex((id) => deliveries.has(id))
  const own = new Map<number, number>()
  // Back from the last delivery to the pause.
  for (let n = last, idleUs = 0; n >= 0 && idleUs < pauseMs * 500; n--) {
    const id = profile.samples[n] ?? 0
    const us = profile.timeDeltas[n] ?? 0
    idleUs = idle.has(id) ? idleUs + us : 0
    if (!idle.has(id)) own.set(id, (own.get(id) ?? 0) + us)
  }
  const byPart = new Map<string, number>()
  const byFunction = new Map<string, number>()
  const add = (into: Map<string, number>, key: string, us: number) => into.set(key, (into.get(key) ?? 0) + us)
  for (const [id, us] of own) {
    const frame = nodes.get(id)?.callFrame
    if (frame === undefined) continue
    // What has no source of its own (a binding, a built-in) is the doing of who called it.
    const stack: { of: string; in: string }[] = []
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const caller: Frame | undefined = nodes.get(at)?.callFrame
      const found = caller === undefined || caller.url.includes('better-sqlite3') ? null : source(caller)
      if (caller !== undefined && found !== null) stack.push({ of: caller.functionName, in: found })
    }
    const [nearest] = stack
    const ours = stack.find((one) => one.in.startsWith('main/'))
    add(byPart, partOf(frame.functionName, ours), us)
    const where = nearest === undefined ? frame.functionName : `${nearest.in} ${nearest.of}`
    add(byFunction, nearest === undefined || nearest.of === frame.functionName ? where : `${where} > ${frame.functionName}`, us)
  }
  const rows = (of: Map<string, number>, most: number) =>
    [...of]
      .sort(([, x], [, y]) => y - x)
      .slice(0, most)
      .map(([name, us]) => [name, (us / requests).toFixed(1)])
  return `${table(['part', 'µs a request'], rows(byPart, 30))}\n\n${table(['function', 'µs a request'], rows(byFunction, functionsShown))}`
}

const functionsShown = 40

/** The parts of a delivery's path, by where the innermost source of ours lies; the first that fits. */
const parts: [RegExp, string][] = [
  [/^main\/core\/sns\/message/, 'parse the message'],
  [/^main\/(edge\/sns|core\/sns\/string-to-sign)/, 'certificate and signature'],
  [/^main\/core\/sns/, 'admit: topic, age, address'],
  [/^main\/core\/alarms/, 'read the alarm'],
  [/^main\/core\/rules/, 'match the rules'],
  [/^main\/core\/incidents/, 'decide, reduce'],
  [/^main\/(edge\/(oncall|notifications|rounds)|core\/notifications|store\/(record-due|intent-rows))/, 'who is told'],
  [/^main\/store\/[a-z]+-rows/, 'statements'],
  [/^main\/store\/writer/, 'commit and its sync'],
  [/^main\/store\/changes|^main\/api\/feed/, 'announce'],
  [/^main\/store/, 'record, but its statements'],
  [/^main\/edge\/receiver/, 'receiver and intake'],
]

function partOf(name: string, ours: { in: string } | undefined): string {
  if (name === '(garbage collector)') return 'garbage collection'
  if (name === '(program)') return 'not in JavaScript'
  if (ours === undefined) return 'Node.js: HTTP, streams, the loop'
  return parts.find(([path]) => path.test(ours.in))?.[1] ?? 'the rest of the desk'
}
