import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../harness/desk.ts'
import { startDesktop } from '../harness/desktop.ts'
import { eventually } from '../harness/eventually.ts'

test('the window opens on the console, not smaller than it can be used, and shows when it has something to show', async () => {
  const { window } = await startDesktop()
  expect(window.options).toMatchObject({ minWidth: 900, minHeight: 600, show: false })
  expect(window.webContents.getURL()).toBe('app://console/')
  expect(window.state).toBe('hidden')
  window.emit('ready-to-show')
  expect(window.state).toBe('shown')
})

test('its page is sandboxed, isolated and without Node; developer tools are for who builds it', async () => {
  const { window } = await startDesktop({ packaged: true })
  expect(window.options.webPreferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    webSecurity: true,
    webviewTag: false,
    devTools: false,
  })
})

test('closing it leaves it in the tray, and the desk runs on', async () => {
  const desktop = await startDesktop()
  desktop.window.emit('ready-to-show')
  desktop.window.closes()
  expect(desktop.window.state).toBe('hidden')
  desktop.app.emit('window-all-closed')
  expect(desktop.seen.exitCode).toBeNull()
  desktop.picks('Open Tocsin')
  expect(desktop.window.state).toBe('shown')
})

test('on GNOME, which may show no tray, a closed window stays among the others', async () => {
  const { window } = await startDesktop({ env: { XDG_CURRENT_DESKTOP: 'ubuntu:GNOME' } })
  window.closes()
  expect(window.state).toBe('minimised')
})

test('a start into the tray shows no window until it is asked for', async () => {
  const desktop = await startDesktop({ flags: ['--hidden'] })
  desktop.window.emit('ready-to-show')
  expect(desktop.window.state).toBe('hidden')
  desktop.app.emit('activate')
  expect(desktop.window.state).toBe('shown')
})

test('it comes back where it was, as large as it was', async () => {
  const dataDir = temporaryFolder()
  const first = await startDesktop({ dataDir })
  first.window.moves({ x: 200, y: 100, width: 1_000, height: 700 })
  await first.clock.advance(1_000)
  expect(JSON.parse(readFileSync(join(dataDir, 'window.json'), 'utf8'))).toMatchObject({ x: 200, width: 1_000, maximized: false })
  first.signalled('SIGTERM')
  await eventually(() => expect(first.seen.exitCode).toBe(0))
  const second = await startDesktop({ dataDir })
  expect(second.window.options).toMatchObject({ x: 200, y: 100, width: 1_000, height: 700 })
})

test('a damaged note of where it was is left aside', async () => {
  const dataDir = temporaryFolder()
  writeFileSync(join(dataDir, 'window.json'), '{"x": "left"')
  const { window } = await startDesktop({ dataDir })
  expect(window.options.x).toBeUndefined()
})

test('a page that crashes is loaded again', async () => {
  const { window } = await startDesktop()
  window.webContents.address = ''
  window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
  expect(window.webContents.getURL()).toBe('app://console/')
})
