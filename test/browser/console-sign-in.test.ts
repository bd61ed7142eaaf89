import { expect, test } from 'vitest'
import { temporaryFolder } from '../harness/desk.ts'
import { eventually } from '../harness/eventually.ts'
import { startHeadless } from '../harness/headless.ts'
import { fileBrowser, newPage, openConsole } from './console-page.ts'

const browser = fileBrowser()

test('the sign-in code leaves the address before anything is drawn, and the tab stays signed in over a reload', async ({ skip }) => {
  const { page, complaints } = await openConsole(browser(skip))
  expect(page.url()).not.toContain('code')
  expect(await page.evaluate(() => window.history.length)).toBeLessThanOrEqual(2)
  await page.reload()
  await page.locator('.status .state').waitFor()
  expect(complaints).toEqual([])
})

test('without a code the page asks for the token, says which file holds it, and refuses a wrong one', async ({ skip }) => {
  const desk = await startHeadless(temporaryFolder())
  const { page } = await newPage(browser(skip))
  await page.goto(new URL(desk.ready.consoleUrl).origin)
  await page.getByText('console-token').waitFor()
  await page.getByLabel('Token').fill('not the token')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByText('The desk does not know this token.').waitFor()
  await page.getByLabel('Token').fill(desk.ready.token)
  await page.keyboard.press('Enter')
  await page.locator('.status .state').waitFor()
})

test('a code works once', async ({ skip }) => {
  const { desk } = await openConsole(browser(skip))
  const { page } = await newPage(browser(skip))
  await page.goto(desk.ready.consoleUrl)
  await page.getByText('console-token').waitFor()
  await eventually(() => expect(page.url()).not.toContain('code'))
})
