import { describe, expect, test } from 'vitest'
import { eventually } from '../harness/eventually.ts'
import { axe, connectTopic, fileBrowser, openConsole, sideways } from './console-page.ts'

const browser = fileBrowser()

const views = ['incidents', 'inbound', 'integrations', 'coverage', 'settings'] as const
const hostile = {
  long: 'N'.repeat(10_000),
  bidi: '\u202Egnitrela \u2067مرحبا\u2069 <img src=x onerror=alert(1)>',
} as const

/** axe takes its time, more so on a machine that is busy with other things. */
const patience = { timeout: 240_000 }

describe.each([
  { width: 1_440, height: 900, theme: 'dark' as const, judged: true },
  { width: 900, height: 600, theme: 'light' as const, judged: true },
  // 900 x 600 at 200 %.
  { width: 450, height: 300, theme: 'dark' as const, judged: false },
])('at $width x $height, $theme', ({ judged, ...wish }) => {
  test('no view scrolls sideways, whatever stands in it, and axe finds nothing', patience, async ({ skip }) => {
    const { desk, page, complaints } = await openConsole(browser(skip), wish)
    const { alarm } = await connectTopic(desk)
    await alarm('orders-5xx')
    await alarm(hostile.long, 'ALARM', { AlarmDescription: hostile.long })
    await alarm(hostile.bidi)
    await page.locator('.inc .row').nth(2).waitFor()
    const judge = async (view: string) => {
      expect(await sideways(page), view).toBe(0)
      if (judged) expect(await axe(page), view).toEqual([])
    }
    for (const view of views) {
      await page.evaluate((to) => {
        window.location.hash = `#/${to}`
      }, view)
      await page.locator(`.nav a[aria-current][href="#/${view}"]`).waitFor()
      await page.locator('.main h1').first().waitFor()
      await eventually(async () => expect(await page.locator('.bones').count()).toBe(0))
      await judge(view)
    }
    await page.evaluate(() => {
      window.location.hash = '#/incidents'
    })
    await page.locator('.inc .row .id a').first().click()
    await page.locator('.lead').waitFor()
    await judge('incident')
    expect(complaints).toEqual([])
  })
})

test('what lies over a view is clean too: palette, keys, why, snooze', patience, async ({ skip }) => {
  const { desk, page } = await openConsole(browser(skip))
  const { alarm } = await connectTopic(desk)
  await alarm('orders-5xx')
  await page.locator('.inc .row').first().waitFor()
  for (const key of ['Control+k', '?', 'y', 'z']) {
    await page.keyboard.press(key)
    await page.getByRole('dialog').waitFor()
    expect(await axe(page), key).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
})
