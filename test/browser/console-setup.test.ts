import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../harness/desk.ts'
import { eventually } from '../harness/eventually.ts'
import { startHeadless } from '../harness/headless.ts'
import { axe, fileBrowser, newPage, type PageWish, sideways } from './console-page.ts'

const browser = fileBrowser()
type Skip = Parameters<typeof browser>[0]

/** The desk on a practice account, and the console at the set-up. */
async function openPractice(skip: Skip, wish: PageWish = {}) {
  const chromium = browser(skip)
  const desk = await startHeadless(temporaryFolder(), ['--practice'])
  const { page, complaints } = await newPage(chromium, wish)
  await page.goto(desk.ready.consoleUrl)
  await page.locator('.status').getByText('practice account').waitFor()
  return { desk, page, complaints }
}

const goTo = (page: Page, view: string) =>
  page.evaluate((to) => {
    window.location.hash = to
  }, `#/${view}`)

const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click()

/** From nothing to the step where topics are chosen. */
async function connect(page: Page) {
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await page
    .getByRole('radio', { name: /practice/ })
    .first()
    .waitFor()
  await press(page, 'Next: choose topics')
  await page.getByRole('checkbox', { name: /oncall-alarms/ }).waitFor()
}

async function apply(page: Page) {
  await press(page, /^Apply \d+ change/)
  await page.getByRole('dialog').getByRole('button', { name: 'Apply', exact: true }).click()
  await page.getByText('Applied.', { exact: true }).waitFor({ timeout: 30_000 })
}

test('from the first run to the first delivery, and back: connect, choose, apply, confirmed, heard, undone', async ({ skip }) => {
  const { desk, page, complaints } = await openPractice(skip)
  await page.getByRole('link', { name: 'Connect AWS' }).click()
  await connect(page)
  await page.getByRole('checkbox', { name: /oncall-alarms/ }).click()
  await page.getByRole('checkbox', { name: /Let them tell a topic/ }).click()
  await page.getByRole('checkbox', { name: /dead-letter/ }).click()
  await press(page, 'Next: review the plan')
  await page.getByRole('table', { name: /What will be created/ }).waitFor()
  expect(await page.getByRole('row', { name: /create queue tocsin-.*-dead-letter/ }).count()).toBe(1)
  await apply(page)
  await page.getByText(/The test message took \d+ ms/).waitFor()
  await page.getByText(/AWS said so after/).waitFor()
  await page.getByRole('link', { name: 'as this delivery' }).click()
  await page.getByRole('row', { name: /Mapped Ignored/ }).waitFor()

  const known = { subscriptions: [{ state: 'confirmed' }] }
  expect(await desk.api('/integrations')).toMatchObject({ items: [known] })
  await page.goBack()
  await press(page, 'Undo set-up')
  await page.getByRole('dialog').getByRole('button', { name: 'Undo set-up' }).click()
  await page.getByText('Undone.', { exact: true }).waitFor({ timeout: 30_000 })
  expect(complaints).toEqual([])
})

test('applied a second time the plan changes nothing, and what is subscribed is recognised', async ({ skip }) => {
  const { page } = await openPractice(skip)
  await goTo(page, 'setup')
  await connect(page)
  await page.getByRole('checkbox', { name: /oncall-alarms/ }).click()
  await press(page, 'Next: review the plan')
  await apply(page)
  await page.getByRole('link', { name: 'Set up another' }).click()
  await press(page, 'Next: choose topics')
  const topic = page.getByRole('checkbox', { name: /oncall-alarms.*subscribed/ })
  await topic.waitFor()
  await topic.click()
  await press(page, 'Next: review the plan')
  await page.getByText('Nothing would change in AWS: all is as you wish it.').waitFor()
})

test('an undo that stops says why and offers its step again', async ({ skip }) => {
  const { desk, page } = await openPractice(skip)
  await goTo(page, 'setup')
  await connect(page)
  await page.getByRole('checkbox', { name: /oncall-alarms/ }).click()
  await press(page, 'Next: review the plan')
  await apply(page)
  await desk.api('/accounts/1', { method: 'DELETE' })
  await press(page, 'Undo set-up')
  await page.getByRole('dialog').getByRole('button', { name: 'Undo set-up' }).click()
  await page
    .getByRole('alert')
    .getByText(/account of this set-up was removed/)
    .waitFor()
  await press(page, 'Retry this step')
  await page.getByRole('alert').getByRole('button', { name: 'Retry this step' }).and(page.locator(':enabled')).waitFor()
})

test('a queue in place of an address: read, shown and removed; what was in ALARM before is one card until it is answered', async ({
  skip,
}) => {
  const { page, complaints } = await openPractice(skip)
  await goTo(page, 'setup')
  await connect(page)
  await page.getByRole('checkbox', { name: /oncall-alarms/ }).click()
  await page.getByRole('radio', { name: /By a queue/ }).click()
  await press(page, 'Next: review the plan')
  await apply(page)
  await press(page, /^Leave/)
  await page.getByText(/what the topics send; read/).waitFor()

  await goTo(page, 'aws')
  await press(page, 'Look now')
  await page.getByText(/all alarms read/).waitFor()
  await goTo(page, 'incidents')
  await page.getByRole('heading', { name: '1 alarm was already in ALARM' }).waitFor()
  expect(await page.locator('.inc .row').count()).toBe(0)
  await press(page, 'Open it')
  await page.getByRole('row', { name: /emails-queue-oldest-message/ }).waitFor()
  expect(await page.getByText('was already in ALARM').count()).toBe(0)

  await goTo(page, 'integrations')
  await press(page, /^Remove tocsin-/)
  await page.getByText('none is read;').waitFor()
  await page.keyboard.press('u')
  await page.getByText(/what the topics send; read|not asked yet/).waitFor()
  expect(complaints).toEqual([])
})

test('without credentials there is a plan to copy, and nothing can be applied', async ({ skip }) => {
  const { page } = await openPractice(skip)
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await goTo(page, 'setup')
  await page.getByRole('radio', { name: /Without credentials/ }).click()
  await press(page, 'Next: choose topics')
  await page.getByLabel('Topic', { exact: true }).fill('arn:aws:sns:us-east-1:123456789012:alarms')
  await page.keyboard.press('Enter')
  await page.getByText(/go back and choose that region/).waitFor()
  await page.getByLabel('Topic', { exact: true }).fill('arn:aws:sns:eu-west-1:123456789012:alarms')
  await page.keyboard.press('Enter')
  await press(page, 'Next: review the plan')
  await page.getByText(/all of it is planned/).waitFor()
  expect(await page.getByRole('button', { name: /^Apply/ }).count()).toBe(0)
  for (const [button, holds] of [
    ['Copy as CLI', 'aws sns subscribe'],
    ['Copy as Terraform', 'aws_sns_topic_subscription'],
  ] as const) {
    await press(page, button)
    await eventually(async () => expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(holds))
  }
  await press(page, 'Next: first delivery')
  await page.getByText('has not asked yet: run the line that subscribes').waitFor()
})

test('by keys alone: reached, connected, chosen, applied and left', async ({ skip }) => {
  const { page } = await openPractice(skip)
  await page.keyboard.press('g')
  await page.keyboard.press('u')
  await page.getByRole('button', { name: 'Connect', exact: true }).waitFor()
  const tabTo = async (name: RegExp) => {
    for (let tries = 0; tries < 60; tries += 1) {
      await page.keyboard.press('Tab')
      const at = await page.evaluate(() => {
        const element = document.activeElement
        return element instanceof HTMLInputElement ? (element.labels?.[0]?.textContent ?? '') : (element?.textContent ?? '')
      })
      if (name.test(at)) return
    }
    throw new Error(`no Tab leads to ${name}`)
  }
  await tabTo(/^Connect$/)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Next: choose topics' }).and(page.locator(':enabled')).waitFor()
  await tabTo(/^Next: choose topics/)
  await page.keyboard.press('Enter')
  await page.getByRole('checkbox', { name: /oncall-alarms/ }).waitFor()
  await tabTo(/^oncall-alarms/)
  await page.keyboard.press('Space')
  await tabTo(/^Next: review/)
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Apply/ }).waitFor()
  await tabTo(/^Apply \d+/)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('Applied.', { exact: true }).waitFor({ timeout: 30_000 })
  await page.keyboard.press('Escape')
  await page.waitForURL(/#\/integrations\//)
})

describe.each([
  { width: 1_440, height: 900, theme: 'dark' as const, judged: true },
  { width: 900, height: 600, theme: 'light' as const, judged: true },
  { width: 450, height: 300, theme: 'dark' as const, judged: false },
])('at $width x $height, $theme', ({ judged, ...wish }) => {
  test('no step scrolls sideways, and axe finds nothing', { timeout: 120_000 }, async ({ skip }) => {
    const { page, complaints } = await openPractice(skip, wish)
    const judge = async (step: string) => {
      expect(await sideways(page), step).toBe(0)
      if (judged) expect(await axe(page), step).toEqual([])
    }
    await goTo(page, 'aws?new=1')
    await page
      .getByRole('dialog')
      .getByRole('radio', { name: /practice/ })
      .waitFor()
    await judge('connecting')
    await page.keyboard.press('Escape')
    await page.getByText('No account is connected.').waitFor()
    await judge('no account')
    await goTo(page, 'setup')
    await page.getByRole('button', { name: 'Connect', exact: true }).waitFor()
    await judge('account')
    await connect(page)
    await page.getByRole('checkbox', { name: /oncall-alarms/ }).click()
    for (const finding of await page.locator('.findopen').all()) await finding.click()
    await judge('choose')
    await press(page, 'Next: review the plan')
    await page.getByRole('button', { name: /^Apply/ }).click()
    await page.getByRole('dialog').waitFor()
    await judge('asking')
    await page.getByRole('dialog').getByRole('button', { name: 'Apply', exact: true }).click()
    await page.getByText('Applied.', { exact: true }).waitFor({ timeout: 30_000 })
    await judge('applied')
    await goTo(page, 'aws')
    await page.getByRole('heading', { name: /Set-ups/ }).waitFor()
    await judge('accounts')
    expect(complaints).toEqual([])
  })
})
