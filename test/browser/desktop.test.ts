import { existsSync } from 'node:fs'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { chromiumAvailable, launchChromium, noChromium } from '../harness/chromium.ts'
import { connect } from '../harness/deliveries.ts'
import { startDesktop } from '../harness/desktop.ts'
import { eventually } from '../harness/eventually.ts'
import { builtConsole, builtPreload, pageOrigin, playWindow } from './desktop-page.ts'

let browser: Browser | null = null

beforeAll(async () => {
  if (await chromiumAvailable()) browser = await launchChromium()
})
afterAll(async () => browser?.close())

/** The shell on the stand-in, connected to a topic, with the built console in a page of its window. */
async function openDesktop(skip: (condition: boolean, note: string) => void) {
  skip(browser === null, noChromium)
  skip(!existsSync(builtConsole) || !existsSync(builtPreload), 'dist/ is not built')
  if (browser === null) throw new Error(noChromium)
  const desktop = await startDesktop({ console: builtConsole })
  // The page takes the window's port from here on.
  const source = await connect(desktop)
  const context = await browser.newContext({ viewport: { width: 1_280, height: 820 } })
  onTestFinished(() => context.close())
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  const played = await playWindow(page, desktop)
  await page.goto(`${pageOrigin}/#/incidents`)
  const alarm = (name: string) => source.alarm('ALARM', desktop.clock.now() - 1_000, { name })
  return { desktop, page, alarm, complaints, asked: played.asked }
}

const shows = (page: Page, text: string) => page.getByText(text).first().waitFor({ timeout: 15_000 })

test('the built console works over the port that the built preload script hands it: alarms appear by themselves', async ({ skip }) => {
  const { page, alarm, complaints } = await openDesktop(skip)
  await alarm('orders-5xx')
  await shows(page, 'orders-5xx')
  await alarm('queue-age')
  await shows(page, 'queue-age')
  expect(complaints).toEqual([])
})

test('a reload gets a port of its own, shows the same again and goes on', async ({ skip }) => {
  const { page, alarm, asked } = await openDesktop(skip)
  await alarm('orders-5xx')
  await shows(page, 'orders-5xx')
  expect(asked()).toBe(1)
  await page.reload()
  await shows(page, 'orders-5xx')
  expect(asked()).toBe(2)
  await alarm('queue-age')
  await shows(page, 'queue-age')
})

test('a click on a notification leads the open page to its incident without a reload, and an act there reaches the tray', async ({
  skip,
}) => {
  const { desktop, page, alarm, asked } = await openDesktop(skip)
  await alarm('orders-5xx')
  await shows(page, 'orders-5xx')
  await eventually(() => expect(desktop.seen.notifications).toHaveLength(1))
  desktop.seen.notifications[0]?.clicks()
  await page.goto(desktop.window.webContents.address.replace('app://console', pageOrigin))
  await page
    .getByRole('button', { name: /Acknowledge/ })
    .first()
    .click()
  await desktop.eventually(() => expect(desktop.tray()).toMatchObject({ icon: 'acknowledged' }))
  expect(asked()).toBe(1)
})

test('the preload script leaves nothing in the page', async ({ skip }) => {
  const { page } = await openDesktop(skip)
  const names = await page.evaluate(() =>
    ['require', 'process', 'module', 'electron', 'ipcRenderer', 'Buffer'].filter((name) => name in window),
  )
  expect(names).toEqual([])
})
