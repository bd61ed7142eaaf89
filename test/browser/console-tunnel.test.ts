import { expect, test } from 'vitest'
import { fileBrowser, openConsole } from './console-page.ts'

const browser = fileBrowser()
const authtoken = '2tokenThatNobodyMaySee_4xYz'

test('ngrok is chosen by its token, which goes in and never comes out; what is wrong is said', { timeout: 120_000 }, async ({ skip }) => {
  const { page, complaints } = await openConsole(browser(skip))
  await page.evaluate(() => {
    window.location.hash = '#/settings'
  })
  await page.getByLabel('By ngrok').check()
  await page.getByRole('button', { name: 'Open the tunnel' }).click()
  await page.getByText('ngrok takes nobody without one.').waitFor()
  await page.getByLabel('Authtoken').fill(`ngrok config add-authtoken ${authtoken}`)
  await page.getByRole('button', { name: 'Open the tunnel' }).click()
  // Without a network it can't be reached; with one it does not take that token.
  await page.getByText(/ngrok (can’t be reached|does not take)/).waitFor()
  await page.reload()
  await page.locator('.tunnelstate').waitFor()
  expect(await page.getByLabel('Authtoken').getAttribute('placeholder')).toBe('kept')
  expect(await page.content()).not.toContain(authtoken)
  await page.getByLabel('At an address of your own').check()
  await page.getByLabel('Public URL').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.locator('.tunnelstate').waitFor()
  expect(complaints).toEqual([])
})
