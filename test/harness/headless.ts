import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

/** The built headless shell: `npm test` builds it before the tests run. */
export const builtHeadless = fileURLToPath(new URL('../../dist/main/headless.js', import.meta.url))
export const isBuilt = existsSync(builtHeadless)

export interface Headless {
  ready: { ready: boolean; consoleUrl: string; apiUrl: string; token: string; receiverUrl: string; dataDir: string }
  child: ChildProcess
  stderr(): string
  /** Sends a signal and waits for the end. */
  stop(signal?: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  api(path: string, init?: { method?: string; body?: unknown }): Promise<unknown>
}

/** Starts the built headless shell as a process of its own, and ends it with the test. Rejects with its words where it ends before it is ready. */
export async function startHeadless(
  dataDir: string | null,
  flags: string[] = [],
  command: string[] = [process.execPath],
): Promise<Headless> {
  const [program = process.execPath, ...before] = command
  const data = dataDir === null ? [] : ['--data', dataDir]
  const child = spawn(program, [...before, builtHeadless, '--headless', '--no-open', '--json', ...data, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let out = ''
  let err = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text
  })
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.on('exit', (code, signal) => resolve({ code, signal }))
  })
  const kill = (signal: NodeJS.Signals) => {
    try {
      // The whole group: a tracer before it too.
      if (child.pid !== undefined) process.kill(-child.pid, signal)
    } catch {
      // It has ended already.
    }
  }
  onTestFinished(async () => {
    kill('SIGKILL')
    await ended
  })
  const ready = await new Promise<Headless['ready']>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
      const [line, rest] = out.split('\n', 2)
      if (line !== undefined && rest !== undefined) resolve(JSON.parse(line) as Headless['ready'])
    })
    void ended.then(({ code }) => reject(new Error(`exited ${code} before it was ready: ${err}`)))
  })
  return {
    ready,
    child,
    stderr: () => err,
    stop(signal = 'SIGTERM') {
      kill(signal)
      return ended
    },
    async api(path, { method = 'GET', body } = {}) {
      const response = await fetch(ready.apiUrl + path, {
        method,
        headers: { authorization: `Bearer ${ready.token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
      return response.json()
    },
  }
}
