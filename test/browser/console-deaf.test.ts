import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../harness/desk.ts'
import { startHeadless } from '../harness/headless.ts'
import { axe, connectTopic, fileBrowser, openConsole, sideways } from './console-page.ts'

const browserOf = fileBrowser()
const minuteMs = 60_000

/** A desk that was stopped and started again, as if it had been away for some time longer. */
async function afterAnAbsence(awayMs: number) {
  const first = await startHeadless(temporaryFolder())
  const topic = await connectTopic(first)
  await topic.alarm('orders-5xx')
  await first.stop()
  const db = new Database(join(first.ready.dataDir, 'tocsin.db'))
  db.prepare('UPDATE deafness SET began_at = began_at - ?').run(awayMs)
  db.close()
  return first.ready.dataDir
}

describe('the console of a desk that was away', () => {
  it('tells what happened meanwhile, still open first, until it was seen; the ledger keeps it', async ({ skip }) => {
    const dataDir = await afterAnAbsence(45 * minuteMs)
    const { page, complaints } = await openConsole(browserOf(skip), {}, dataDir)
    const card = page.getByRole('region', { name: /While you were away/ })
    await card.waitFor()
    expect(await card.textContent()).toMatch(/nothing was heard for 45 min.*Tocsin was off/)
    expect(await card.textContent()).toContain('1 incident still open')
    expect(await card.textContent()).toContain('AWS was not asked')
    expect(await card.getByRole('link', { name: /INC-1/ }).count()).toBe(1)
    expect(await axe(page)).toEqual([])

    await card.getByRole('button', { name: 'Seen' }).click()
    await card.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Coverage', exact: true }).first().click()
    const row = page.getByRole('table', { name: /Deafness ledger/ }).locator('.row.in.still')
    await row.waitFor()
    expect(await row.textContent()).toMatch(/45 min[\s\S]*Tocsin was off[\s\S]*1 incident opened/)
    expect(await page.getByText('30 days: once, 45 min in all').count()).toBe(1)
    expect(await axe(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  it.for(['dark', 'light'] as const)('fits a narrow window (%s)', async (theme, { skip }) => {
    const dataDir = await afterAnAbsence(3 * 60 * minuteMs)
    const { page } = await openConsole(browserOf(skip), { width: 900, height: 600, theme }, dataDir)
    await page.getByRole('region', { name: /While you were away/ }).waitFor()
    expect(await sideways(page)).toBe(0)
    await page.getByRole('link', { name: 'Coverage', exact: true }).first().click()
    await page.getByRole('table', { name: /Deafness ledger/ }).waitFor()
    expect(await sideways(page)).toBe(0)
    expect(await axe(page)).toEqual([])
  })
})

describe('a lack of proof', () => {
  it('is accepted on its line until a date, and taken back there', async ({ skip }) => {
    const { desk, page } = await openConsole(browserOf(skip))
    await connectTopic(desk)
    await page.getByRole('link', { name: 'Coverage', exact: true }).first().click()
    const line = page.getByRole('table', { name: 'Coverage, link by link' }).getByRole('row', { name: /Signing certificate/ })
    await line.getByRole('button', { name: 'Accept: Signing certificate' }).click()
    await page.getByRole('button', { name: /A week/ }).click()
    await expect.poll(() => line.textContent()).toContain('Accepted until')
    await line.getByRole('button', { name: 'Accept: Signing certificate' }).click()
    await page.getByRole('button', { name: /No longer/ }).click()
    await expect.poll(() => line.textContent()).not.toContain('Accepted until')
  })
})
