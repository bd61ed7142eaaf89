import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createRouterClient, type RouterClient } from '@orpc/server'
import { inject, onTestFinished } from 'vitest'
import type { Router } from '../../main/api/router.ts'
import { createDesk, type Desk, type DeskOptions } from '../../main/desk.ts'
import type { Channel, Message } from '../../main/edge/notifications/channel.ts'
import { keyFileSecrets } from '../../main/key-file-secrets.ts'
import type { Log } from '../../main/ports.ts'
import type { Decide } from '../../main/store/record-delivery.ts'
import { type HandClock, handClock } from './clock.ts'

/** The store's threads, bundled before the tests run. */
const thread = (name: string): URL => pathToFileURL(join(inject('workers'), `${name}.worker.js`))
export const workers = { reader: thread('reader'), keeper: thread('keeper') }

export interface TestDesk extends Desk {
  api: RouterClient<Router, Record<never, never>>
  clock: HandClock
  dataDir: string
  /** What the channel showed. */
  shown: Message[]
  logged: { level: string; event: string; data?: Record<string, unknown> }[]
}

export interface TestDeskOptions {
  dataDir?: string
  clock?: HandClock
  channel?: Channel | null
  decide?: Decide
  publicUrl?: string
  /** Sees each writing handle of the store. */
  onOpen?: DeskOptions['onOpen']
  receiverPort?: number
  tunnelDriver?: DeskOptions['tunnelDriver']
  /** A practice account stands in AWS's place. */
  practice?: DeskOptions['practice']
}

/** A folder of one test's own, gone when it ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The real desk on a real folder, with a clock moved by hand; stopped when the test ends. */
export async function startDesk(options: TestDeskOptions = {}): Promise<TestDesk> {
  const dataDir = options.dataDir ?? temporaryFolder()
  const clock = options.clock ?? handClock()
  const shown: Message[] = []
  const logged: TestDesk['logged'] = []
  const log: Log = {
    info: (event, data) => void logged.push({ level: 'info', event, data }),
    warn: (event, data) => void logged.push({ level: 'warn', event, data }),
    error: (event, data) => void logged.push({ level: 'error', event, data }),
  }
  const recording: Channel = {
    name: 'desktop',
    send(message) {
      shown.push(message)
      return Promise.resolve({ ok: true })
    },
  }
  const channels = options.channel === null ? [] : [options.channel ?? recording]
  const desk = await createDesk(
    { clock, timers: clock, log, secrets: keyFileSecrets(dataDir), channels },
    {
      dataDir,
      receiverPort: options.receiverPort ?? 0,
      publicUrl: options.publicUrl ?? null,
      version: '0.0.0',
      shell: 'headless',
      workers,
      ...(options.practice === undefined ? {} : { practice: options.practice }),
      ...(options.decide === undefined ? {} : { decide: options.decide }),
      ...(options.tunnelDriver === undefined ? {} : { tunnelDriver: options.tunnelDriver }),
      ...(options.onOpen === undefined ? {} : { onOpen: options.onOpen }),
    },
  )
  let stopped = false
  const stop = async () => {
    if (stopped) return
    stopped = true
    await desk.stop()
    if (clock.waiting() > 0) throw new Error(`The desk left ${clock.waiting()} waits behind.`)
  }
  onTestFinished(stop)
  return { ...desk, stop, api: createRouterClient(desk.router), clock, dataDir, shown, logged }
}
