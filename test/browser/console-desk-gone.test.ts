import { expect, test } from 'vitest'
import { temporaryFolder } from '../harness/desk.ts'
import { eventually } from '../harness/eventually.ts'
import { startHeadless } from '../harness/headless.ts'
import { connectTopic, fileBrowser, openConsole, titles } from './console-page.ts'

const browser = fileBrowser()

test('a desk that is killed and started again: the page says since when it is gone, comes back by itself and misses no row', async ({
  skip,
}) => {
  const dataDir = temporaryFolder()
  const { desk, page } = await openConsole(browser(skip), {}, dataDir)
  const { alarm } = await connectTopic(desk)
  await alarm('before')
  await eventually(async () => expect(await titles(page)).toHaveLength(1))
  await page.evaluate(() => {
    document.body.dataset.same = 'page'
  })

  await desk.stop('SIGKILL')
  await page.getByText(/No desk since \d\d:\d\d:\d\d/).waitFor()
  await page.getByText(/as of \d\d:\d\d:\d\d/).waitFor()
  expect(await titles(page)).toHaveLength(1)
  expect(await page.locator('.inc.stale').count()).toBe(1)

  const again = await startHeadless(dataDir)
  expect(new URL(again.ready.consoleUrl).origin).toBe(new URL(desk.ready.consoleUrl).origin)
  // Before the page has found it again, or after: it must be there.
  await alarm('while-away', 'ALARM', {}, again.ready.receiverUrl)
  await eventually(async () => expect(await titles(page)).toHaveLength(2))
  await alarm('after', 'ALARM', {}, again.ready.receiverUrl)
  await eventually(async () => expect(await titles(page)).toHaveLength(3))
  expect(await page.locator('.status.deaf').count()).toBe(0)
  expect(await page.locator('.stale').count()).toBe(0)
  expect(await page.evaluate(() => document.body.dataset.same)).toBe('page')
})

test('a desk that hangs is noticed too', async ({ skip }) => {
  const { desk, page } = await openConsole(browser(skip))
  desk.child.kill('SIGSTOP')
  try {
    await page.getByText(/No desk since/).waitFor({ timeout: 30_000 })
  } finally {
    desk.child.kill('SIGCONT')
  }
  await eventually(async () => expect(await page.locator('.status.deaf').count()).toBe(0))
})
