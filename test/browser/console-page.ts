import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { z } from 'zod'
import { chromiumAvailable, launchChromium, noChromium } from '../harness/chromium.ts'
import { alarmText, post } from '../harness/deliveries.ts'
import { temporaryFolder } from '../harness/desk.ts'
import { type Headless, isBuilt, startHeadless } from '../harness/headless.ts'
import { createSigner, type Envelope, notification, topicArn } from '../harness/signing.ts'

const builtConsole = fileURLToPath(new URL('../../dist/console/index.html', import.meta.url))

type Skip = (condition: boolean, note: string) => void

/** One Chromium for a file of tests. Call at its top. */
export function fileBrowser() {
  let browser: Browser | null = null
  beforeAll(async () => {
    if (await chromiumAvailable()) browser = await launchChromium()
  })
  afterAll(async () => browser?.close())
  return (skip: Skip): Browser => {
    skip(browser === null, noChromium)
    skip(!isBuilt || !existsSync(builtConsole), 'dist/ is not built')
    if (browser === null) throw new Error(noChromium)
    return browser
  }
}

export interface PageWish {
  width?: number
  height?: number
  theme?: 'dark' | 'light'
}

/** A page that collects what it complains of. */
export async function newPage(browser: Browser, { width = 1_280, height = 820, theme = 'dark' }: PageWish = {}) {
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: 'reduce', timezoneId: 'Europe/Berlin' })
  onTestFinished(() => context.close())
  await context.addInitScript((chosen) => {
    window.localStorage.setItem('tocsin:preferences', JSON.stringify({ theme: chosen, density: 'roomy' }))
  }, theme)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return { page, complaints }
}

/** The headless desk as its own process, and the console signed in to it. */
export async function openConsole(browser: Browser, wish: PageWish = {}, dataDir = temporaryFolder()) {
  const desk = await startHeadless(dataDir)
  const { page, complaints } = await newPage(browser, wish)
  await page.goto(desk.ready.consoleUrl)
  await page.locator('.status .state').waitFor()
  return { desk, page, complaints }
}

const made = z.object({ id: z.string(), inboundPath: z.string() })

/** An integration of the desk's that trusts a key of the test's own, and what speaks to it. */
export async function connectTopic(desk: Headless, wish: { name?: string; topics?: string[]; endpoint?: string } = {}) {
  const signer = await createSigner()
  const { id, inboundPath } = made.parse(
    await desk.api('/integrations', {
      method: 'POST',
      body: {
        name: wish.name ?? 'prod-alarms',
        template: 'aws-cloudwatch',
        topics: wish.topics ?? [topicArn],
        trust: { kind: 'custom', certificatePem: signer.certificatePem, endpoint: wish.endpoint ?? 'http://127.0.0.1:9' },
      },
    }),
  )
  const send = (envelope: Envelope, receiverUrl = desk.ready.receiverUrl) =>
    post(receiverUrl + inboundPath, JSON.stringify(signer.sign(envelope)))
  const alarm = (name: string, state: 'ALARM' | 'OK' = 'ALARM', more: Record<string, unknown> = {}, receiverUrl?: string) =>
    send(
      notification({ Subject: `${state}: "${name.slice(0, 60)}"`, Message: alarmText({ state, at: Date.now(), name, more }) }),
      receiverUrl,
    )
  return { id, send, alarm }
}

/** What axe finds, a line each. */
export async function axe(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`)
}

/** By how many pixels the page can be scrolled sideways. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

export const titles = (page: Page): Promise<string[]> => page.locator('.inc .row .what b').allTextContents()
