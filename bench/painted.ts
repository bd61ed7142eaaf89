import { setTimeout as wait } from 'node:timers/promises'
import { launchChromium } from '../test/harness/chromium.ts'
import { startDesk } from './contenders.ts'
import { ascending, quantile, table } from './figures.ts'
import { signMessages } from './signed-messages.ts'

/** Each message of the first of these is of an alarm of its own, so that its row can be told. */
const samples = 200
const pauseMs = 60

/**
 * Runs in the page: writes down when a row with an alarm's name had been painted, in epoch milliseconds. A frame is asked
 * for, and it has been painted once the task after it runs.
 */
const watchRows = `
  location.hash = '#/inbound'
  const seen = (globalThis.seen = {})
  const look = () => {
    for (const [name] of document.body.textContent.matchAll(/orders-api-5xx-\\d{3}/g)) {
      if (name in seen) continue
      seen[name] = 0
      requestAnimationFrame(() => setTimeout(() => (seen[name] = performance.timeOrigin + performance.now())))
    }
  }
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true })
`

/** From the answer to a delivery, which leaves after its commit, to its row painted in the open inbound log. */
export async function painted(): Promise<string> {
  const { certificatePem, messages } = await signMessages(samples)
  const desk = await startDesk({ certificatePem })
  const browser = await launchChromium()
  try {
    const page = await browser.newPage({ viewport: { width: 1_440, height: 900 }, reducedMotion: 'reduce' })
    await page.goto(desk.consoleUrl)
    await page.evaluate(watchRows)
    await wait(1_000)
    const answered = new Map<string, number>()
    for (const { head, body } of messages) {
      const name = /orders-api-5xx-\d{3}/.exec(body)?.[0] ?? ''
      const headers = Object.fromEntries(
        head
          .trim()
          .split('\r\n')
          .map((line): [string, string] => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      )
      delete headers['Content-Length']
      delete headers.Host
      delete headers.Connection
      const response = await fetch(desk.url, { method: 'POST', headers, body })
      answered.set(name, performance.timeOrigin + performance.now())
      if (!response.ok) throw new Error(`A delivery was answered ${response.status}.`)
      await response.arrayBuffer()
      await wait(pauseMs)
    }
    await wait(1_000)
    const seen = await page.evaluate<Record<string, number>>('seen')
    const tookMs = ascending([...answered].flatMap(([name, at]) => (seen[name] ? [Math.max(0, seen[name] - at)] : [])))
    if (tookMs.length < samples * 0.9) throw new Error(`Only ${tookMs.length} of ${samples} rows were seen.`)
    return table(
      ['answer to painted row', 'ms'],
      [
        ['p50', quantile(tookMs, 0.5).toFixed(0)],
        ['p99', quantile(tookMs, 0.99).toFixed(0)],
        ['rows', String(tookMs.length)],
      ],
    )
  } finally {
    await browser.close()
    await desk.stop()
  }
}
