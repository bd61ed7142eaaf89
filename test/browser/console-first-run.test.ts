import { expect, test } from 'vitest'
import { confirmationEndpoint } from '../harness/deliveries.ts'
import { eventually } from '../harness/eventually.ts'
import { subscriptionConfirmation } from '../harness/signing.ts'
import { connectTopic, fileBrowser, openConsole } from './console-page.ts'

const browser = fileBrowser()

test('a newcomer runs a practice alarm with one click and watches it open, append and close', async ({ skip }) => {
  const { page, complaints } = await openConsole(browser(skip))
  await page.getByRole('heading', { name: 'Hear one alarm before you trust it.' }).waitFor()
  await page.getByRole('button', { name: /Practice alarm/ }).click()
  await page.waitForURL(/#\/incidents\/.+/)
  await page.locator('.lead').getByText('practice', { exact: true }).waitFor()
  await page.locator('.tl').getByText('appended').waitFor()
  await page.keyboard.press('a')
  await page.locator('.tl').getByText('closed', { exact: true }).waitFor()
  await page.getByRole('button', { name: /Reopen/ }).waitFor()
  expect(complaints).toEqual([])
})

test('while there is no public address nothing of this machine is offered to copy for AWS', async ({ skip }) => {
  const { desk, page } = await openConsole(browser(skip))
  await connectTopic(desk)
  await page.keyboard.press('g')
  await page.keyboard.press('n')
  await page.getByText('AWS can’t reach this desk yet').first().waitFor()
  expect(await page.locator('.main').textContent()).not.toMatch(/(127\.0\.0\.1|localhost)(:\d+)?\/in\//)
  expect(await page.getByRole('button', { name: /secret URL|Reveal/ }).count()).toBe(0)
})

test('a subscription that waits is a banner in every view, and one click confirms it', async ({ skip }) => {
  const endpoint = await confirmationEndpoint()
  const { desk, page } = await openConsole(browser(skip))
  const { send } = await connectTopic(desk, { topics: [], endpoint: endpoint.url })
  expect((await send(subscriptionConfirmation())).status).toBe(200)
  for (const view of ['i', 'l', 'n', 'c', 's']) {
    await page.keyboard.press('g')
    await page.keyboard.press(view)
    await page.getByText('A subscription waits for you.').waitFor()
  }
  await page.getByRole('button', { name: 'Confirm' }).first().click()
  await eventually(async () => expect(await page.getByText('A subscription waits for you.').count()).toBe(0))
  await eventually(() => expect(endpoint.asked).toHaveLength(1))
  await page.keyboard.press('g')
  await page.keyboard.press('l')
  await page.getByRole('row', { name: /Confirmed/ }).waitFor()
})
