import { expect, test } from 'vitest'
import { chromiumAvailable, launchChromium, noChromium } from '../harness/chromium.ts'

test('text has a width, so there are fonts to judge a layout by', async ({ skip }) => {
  skip(!(await chromiumAvailable()), noChromium)
  await using browser = await launchChromium()
  const page = await browser.newPage()
  await page.setContent('<span id="short">on</span><br><span id="long">on call</span>')
  const width = async (id: string) => (await page.locator(id).boundingBox())?.width ?? 0
  expect(await width('#short')).toBeGreaterThan(5)
  expect(await width('#long')).toBeGreaterThan(await width('#short'))
})
