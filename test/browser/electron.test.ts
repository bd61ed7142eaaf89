import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { _electron } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { electronHere } from '../../scripts/electron.mjs'
import { temporaryFolder } from '../harness/desk.ts'

const root = join(import.meta.dirname, '../..')
const hasScreen = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

test('the real Electron opens the console in one window, hands it its port, and stops with 0', async ({ skip }) => {
  const executablePath = electronHere()
  skip(executablePath === null, 'Electron’s binary is not here: npm start -- --get-electron')
  skip(!hasScreen, 'there is no screen (DISPLAY and WAYLAND_DISPLAY are not set)')
  skip(!existsSync(join(root, 'dist/main/desktop.js')), 'dist/ is not built')
  const app = await _electron.launch({
    executablePath: executablePath ?? '',
    args: [root, '--data', temporaryFolder(), '--json', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
  })
  onTestFinished(() => app.close().catch(() => undefined))
  const window = await app.firstWindow()
  expect(window.url()).toMatch(/^app:\/\/console\//)
  // The status bar is drawn from what came over the port.
  await window.getByText(/Idle/).first().waitFor()
  expect(await window.evaluate(() => 'require' in globalThis)).toBe(false)
  expect(
    await app.evaluate(({ BrowserWindow, safeStorage }) => [BrowserWindow.getAllWindows().length, typeof safeStorage.encryptStringAsync]),
  ).toEqual([1, 'function'])
  const ended = new Promise<number | null>((resolve) => app.process().once('exit', resolve))
  await app.evaluate(({ app: electron }) => electron.quit())
  expect(await ended).toBe(0)
})
