import { expect, test } from 'vitest'
import { startHeadless } from '../harness/headless.ts'
import { fileBrowser, newPage } from './console-page.ts'

const browser = fileBrowser()

test('a practice account is marked in every view, wide and narrow', { timeout: 120_000 }, async ({ skip }) => {
  const chromium = browser(skip)
  const desk = await startHeadless(null, ['--practice'])
  const { page, complaints } = await newPage(chromium)
  await page.goto(desk.ready.consoleUrl)
  const mark = page.locator('.status').getByText('practice account', { exact: true })
  for (const view of ['incidents', 'inbound', 'integrations', 'coverage', 'settings']) {
    await page.evaluate((hash) => {
      window.location.hash = hash
    }, `#/${view}`)
    await mark.waitFor()
  }
  await page.setViewportSize({ width: 720, height: 640 })
  const box = await mark.boundingBox()
  expect(box !== null && box.width > 40 && box.x + box.width <= 720).toBe(true)
  await page.getByText('The practice account reaches the receiver on this computer').waitFor()
  expect(complaints).toEqual([])
})
