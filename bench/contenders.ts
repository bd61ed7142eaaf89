import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { topicArn } from './signed-messages.ts'

const root = join(import.meta.dirname, '..')

/** A server under load, a process of its own. */
export interface Contender {
  /** Where SNS would post. */
  url: string
  pid: number
  /** Seconds of both cores that the process and its threads have used. NaN where the system doesn't tell. */
  cpuSeconds(): number
  /** Resident bytes now. NaN where the system doesn't tell. */
  residentBytes(): number
  stop(): Promise<void>
}

/** The real product, headless, as a stranger starts it. */
export interface RunningDesk extends Contender {
  /** From the start of the process to its ready line. */
  readyMs: number
  consoleUrl: string
  api(path: string, init?: { method: string; body?: unknown }): Promise<unknown>
  /** One more integration that trusts the signer. @returns its address */
  connect(): Promise<string>
}

export interface DeskOptions {
  certificatePem: string
  /** A data folder that is kept; a fresh one that goes with the desk unless given. */
  dataDir?: string
  /** A checkout, built; this one unless given. */
  checkout?: string
  /** Flags for Node. */
  nodeFlags?: string[]
  /** Instead of node and the built file: what users type. */
  command?: { file: string; args: string[] }
}

export async function startDesk({ certificatePem, dataDir, checkout = root, nodeFlags = [], command }: DeskOptions): Promise<RunningDesk> {
  const folder = dataDir ?? mkdtempSync(join(tmpdir(), 'tocsin-bench-'))
  const flags = ['--headless', '--no-open', '--json', '--data', folder, '--console-port', '0', '--receiver-port', '0']
  const { file, args } = command ?? { file: process.execPath, args: [...nodeFlags, join(checkout, 'dist/main/headless.js')] }
  const startedAt = performance.now()
  // The command's own way in may hold a process in between: then the group is what is stopped.
  const child = spawn(file, [...args, ...flags], { cwd: checkout, stdio: ['ignore', 'pipe', 'inherit'], detached: command !== undefined })
  const ready = JSON.parse(await firstLine(child)) as { consoleUrl: string; apiUrl: string; token: string; receiverUrl: string }
  const readyMs = performance.now() - startedAt
  const api = async (path: string, init?: { method: string; body?: unknown }): Promise<unknown> => {
    const response = await fetch(ready.apiUrl + path, {
      method: init?.method ?? 'GET',
      headers: { authorization: `Bearer ${ready.token}`, 'content-type': 'application/json' },
      ...(init?.body === undefined ? {} : { body: JSON.stringify(init.body) }),
    })
    if (!response.ok) throw new Error(`${path} was answered ${response.status}: ${await response.text()}`)
    return response.json()
  }
  let made = 0
  const connect = async (): Promise<string> => {
    made += 1
    const trust = { kind: 'custom', certificatePem, endpoint: 'http://127.0.0.1:9' }
    const body = { name: `load ${made}`, template: 'aws-cloudwatch', topics: [topicArn], trust }
    const { inboundPath } = (await api('/integrations', { method: 'POST', body })) as { inboundPath: string }
    return ready.receiverUrl + inboundPath
  }
  const url = dataDir === undefined ? await connect() : ''
  return {
    ...processOf(child),
    url,
    readyMs,
    consoleUrl: ready.consoleUrl,
    api,
    connect,
    async stop() {
      await ended(child, command !== undefined)
      if (dataDir === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** One of the programs that the bench carries. */
export async function startCarried(program: 'glue' | 'limit', certificatePem: string): Promise<Contender> {
  const folder = mkdtempSync(join(tmpdir(), `tocsin-bench-${program}-`))
  writeFileSync(join(folder, 'certificate.pem'), certificatePem)
  const child = spawn(process.execPath, [join(import.meta.dirname, `${program}.ts`), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production', NODE_NO_WARNINGS: '1' },
  })
  const port = await firstLine(child)
  return {
    ...processOf(child),
    url: `http://127.0.0.1:${port}/in/alarms`,
    async stop() {
      await ended(child, false)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const end = said.indexOf('\n')
      if (end >= 0) resolve(said.slice(0, end))
    })
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`It ended (${code}) before it was ready.`)))
  })

const ended = (child: ChildProcess, group: boolean): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.pid === undefined) return resolve()
    child.once('exit', () => resolve())
    process.kill(group ? -child.pid : child.pid, 'SIGTERM')
  })

/** What the system counts a second in. */
const ticksASecond = (): number => Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }))

function processOf(child: ChildProcess): Pick<Contender, 'pid' | 'cpuSeconds' | 'residentBytes'> {
  const pid = child.pid ?? 0
  const proc = existsSync(`/proc/${pid}/stat`)
  const ticks = proc ? ticksASecond() : Number.NaN
  return {
    pid,
    cpuSeconds() {
      if (!proc) return Number.NaN
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
      return (Number(fields[11]) + Number(fields[12])) / ticks
    },
    residentBytes() {
      if (!proc) return Number.NaN
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
    },
  }
}
