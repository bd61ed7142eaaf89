import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { ownFrame, type TestDesktop } from '../harness/desktop.ts'
import type { StandInPort } from '../harness/electron-ports.ts'

const root = join(import.meta.dirname, '../..')
export const builtConsole = join(root, 'dist/console')
export const builtPreload = join(root, 'dist/preload/electron.cjs')

/** Chromium lets nobody else name a scheme, so the page has an https origin in the place of `app://console`. */
export const pageOrigin = 'https://console.test'

/**
 * Plays Electron's part between a window of the stand-in and a page of a real Chromium: the page gets its files from the shell's own
 * protocol handler, the built preload script gets `ipcRenderer`, and ports are bridged message by message.
 */
export async function playWindow(page: Page, desktop: TestDesktop): Promise<{ asked(): number }> {
  const ports = new Map<number, StandInPort>()
  let asked = 0

  await page.route(`${pageOrigin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url())
    const answer = await desktop.fetches(`app://console${pathname}`)
    const body = pathname.endsWith('.js') ? onHttps(await answer.text()) : Buffer.from(await answer.arrayBuffer())
    await route.fulfill({ status: answer.status, headers: Object.fromEntries(answer.headers), body })
  })

  // The page's words in their order, whatever each takes to arrive.
  let told = Promise.resolve()
  const tell = (id: number, data: unknown): void => {
    told = told.then(() => page.evaluate(([port, message]) => window.__toPort(port, message), [id, data] as const)).catch(() => undefined)
  }
  await page.exposeFunction('__asksForPort', () => {
    const port = desktop.asksForPort(desktop.window.webContents, ownFrame)
    if (port === null) return null
    const id = ++asked
    ports.set(id, port)
    port.raw.on('message', (data: unknown) => tell(id, data))
    port.raw.start()
    return id
  })
  await page.exposeFunction('__fromPort', (id: number, data: unknown) => ports.get(id)?.raw.postMessage(data))
  await page.addInitScript({ content: `(${ipcRendererInPage})((require) => {${readFileSync(builtPreload, 'utf8')}})` })
  return { asked: () => asked }
}

declare global {
  interface Window {
    __asksForPort(): Promise<number | null>
    __fromPort(id: number, data: unknown): Promise<void>
    __toPort(id: number, data: unknown): void
  }
}

/** The one place where the console looks at its scheme. */
function onHttps(script: string): string {
  const looks = script.split(/(?<=location\.protocol===)[`"']app:[`"']/)
  return looks.length === 2 ? looks.join('"https:"') : script
}

/** Runs in the page: what a preload script is given of Electron. */
function ipcRendererInPage(preload: (require: (name: string) => unknown) => void): void {
  const ends = new Map<number, MessagePort>()
  const listeners: ((event: { ports: readonly MessagePort[] }) => void)[] = []
  window.__toPort = (id, data) => ends.get(id)?.postMessage(data)
  const ipcRenderer = {
    on: (_channel: string, heard: (event: { ports: readonly MessagePort[] }) => void) => void listeners.push(heard),
    async send(_channel: string) {
      const id = await window.__asksForPort()
      if (id === null) return
      const { port1, port2 } = new MessageChannel()
      ends.set(id, port1)
      port1.onmessage = ({ data }) => void window.__fromPort(id, data)
      for (const heard of listeners) heard({ ports: [port2] })
    },
  }
  preload((name) => (name === 'electron' ? { ipcRenderer } : undefined))
}
