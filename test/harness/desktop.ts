import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { onTestFinished } from 'vitest'
import { startShell } from '../../main/desktop/shell.ts'
import type { contract } from '../../preload/contract/index.ts'
import { type HandClock, handClock } from './clock.ts'
import { temporaryFolder, workers } from './desk.ts'
import { type StandIn, type StandInOptions, standInElectron } from './electron.ts'
import type { StandInPort } from './electron-ports.ts'
import type { StandInWindow } from './electron-window.ts'
import { eventually } from './eventually.ts'

export type ContractClient = ContractRouterClient<typeof contract>

export interface DesktopOptions extends Partial<StandInOptions> {
  platform?: NodeJS.Platform
  dataDir?: string
  flags?: string[]
  /** The built console; an empty page where none is given. */
  console?: string
  env?: NodeJS.ProcessEnv
}

export interface TestDesktop extends StandIn {
  window: StandInWindow
  /** The contract over the port that the window's first load was handed. */
  api: ContractClient
  receiverUrl: string
  clock: HandClock
  dataDir: string
  said: { out: string; error: string }
  /** The process gets a signal. */
  signalled(signal: NodeJS.Signals): void
  /** What the tray shows now. */
  tray(): { icon: string; counted: boolean; title: string; said: string; labels: string[] }
  picks(label: string): void
  /** Looks until it holds; the shell's clock goes on meanwhile, since the tray is not drawn at every change. */
  eventually<T>(look: () => T | Promise<T>): Promise<T>
}

export const ownFrame = { origin: 'app://console', parent: null } as const

/** The contract as a page has it, over a port that it was handed. */
export function clientOver(port: StandInPort): ContractClient {
  const client: ContractClient = createORPCClient(new RPCLink({ port: port.raw }))
  port.raw.start()
  return client
}

function emptyConsole(): string {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Tocsin</title><script nonce="__CSP_NONCE__"></script>')
  return folder
}

/** Starts the shell on the stand-in without waiting for anything: for starts that are given up. */
export async function startStandIn(options: DesktopOptions = {}) {
  const { dataDir = temporaryFolder(), flags = [], env = {}, platform = 'linux', console = emptyConsole(), ...rest } = options
  const standIn = standInElectron({ home: join(dataDir, 'home'), ...rest })
  const clock = handClock()
  const said = { out: '', error: '' }
  const signals = new Map<string, () => void>()
  await startShell(standIn.electron, {
    process: {
      argv: ['/usr/bin/electron', ...(rest.packaged ? [] : ['/opt/tocsin']), '--data', dataDir, '--json', ...flags],
      env,
      platform,
      execPath: '/usr/bin/electron',
      on: ((signal: string, run: () => void) => void signals.set(signal, run)) as unknown as NodeJS.Process['on'],
    },
    say: {
      out: (text) => {
        said.out += text
      },
      error: (text) => {
        said.error += text
      },
    },
    clock,
    timers: clock,
    version: '0.0.0',
    places: { console, preload: '/opt/tocsin/dist/preload/electron.cjs', icons: '/opt/tocsin/assets', workers },
  })
  return { ...standIn, clock, dataDir, said, signalled: (signal: NodeJS.Signals) => signals.get(signal)?.() }
}

/** The desktop shell over a real desk, in the stand-in's hands; stopped when the test ends. */
export async function startDesktop(options: DesktopOptions = {}): Promise<TestDesktop> {
  const started = await startStandIn(options)
  const { seen, clock, said, signalled } = started
  onTestFinished(async () => {
    signalled('SIGTERM')
    await eventually(() => {
      if (seen.exitCode === null) throw new Error('The shell did not stop.')
    })
    if (clock.waiting() > 0) throw new Error(`The shell left ${clock.waiting()} waits behind.`)
  })
  const [window] = seen.windows
  const [tray] = seen.trays
  if (window === undefined || tray === undefined) throw new Error(`The shell did not start: ${said.error}`)
  const port = started.asksForPort(window.webContents, ownFrame)
  if (port === null) throw new Error('The window got no port.')
  const { receiverUrl } = JSON.parse(said.out) as { receiverUrl: string }
  await eventually(() => {
    if (tray.menu.length === 0) throw new Error(`The tray shows nothing yet: ${readFileSync(join(started.dataDir, 'tocsin.log'), 'utf8')}`)
  })
  return {
    ...started,
    window,
    api: clientOver(port),
    receiverUrl,
    tray: () => ({
      icon: /([a-z]+)-on-/.exec(tray.picture.path)?.[1] ?? '',
      counted: tray.picture.counted,
      title: tray.title,
      said: tray.toolTip,
      labels: tray.labels(),
    }),
    picks: (label) => tray.picks(label),
    eventually: (look) =>
      eventually(async () => {
        await started.clock.advance(100)
        return look()
      }),
  }
}
