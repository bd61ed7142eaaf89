import { createRouterClient } from '@orpc/server'
import { expect, onTestFinished, test } from 'vitest'
import { followStanding, type Standing } from '../../main/desktop/standing.ts'
import type { Log } from '../../main/ports.ts'
import { connect } from '../harness/deliveries.ts'
import { startDesk, type TestDeskOptions } from '../harness/desk.ts'
import { eventually } from '../harness/eventually.ts'

const log: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

async function follow(options: TestDeskOptions = {}) {
  const desk = await startDesk(options)
  const shown: Standing[] = []
  const feed = followStanding({ client: createRouterClient(desk.router), timers: desk.clock, log, onIncident: () => undefined })
  onTestFinished(feed.close)
  feed.subscribe((standing) => shown.push(standing))
  await eventually(() => expect(feed.now()).not.toBeNull())
  return { desk, feed, shown }
}

test('knows what was there before it came', async () => {
  const desk = await startDesk()
  const source = await connect(desk)
  await source.alarm('ALARM', desk.clock.now() - 1_000)
  const feed = followStanding({ client: createRouterClient(desk.router), timers: desk.clock, log, onIncident: () => undefined })
  onTestFinished(feed.close)
  await eventually(() => expect(feed.now()).toMatchObject({ connected: 1, incidents: [{ alarmName: 'HighCPU', status: 'open' }] }))
})

test('holds what is not closed, and lets go of what is', async () => {
  const { desk, feed } = await follow()
  const source = await connect(desk)
  const at = desk.clock.now() - 10_000
  await source.alarm('ALARM', at)
  await eventually(() => expect(feed.now()?.incidents).toMatchObject([{ status: 'open' }]))
  await source.alarm('OK', at + 1_000)
  await eventually(() => expect(feed.now()?.incidents).toEqual([]))
})

test('in a storm it is shown now and then, and its end last', async () => {
  const { desk, feed, shown } = await follow()
  const source = await connect(desk)
  const before = shown.length
  const at = desk.clock.now() - 10_000
  await Promise.all(Array.from({ length: 40 }, (_, index) => source.alarm('ALARM', at, { name: `Alarm ${index}` })))
  await eventually(() => expect(feed.now()?.incidents).toHaveLength(40))
  // Its clock stands still: one time at once, and the rest is owed.
  expect(shown.length - before).toBeLessThanOrEqual(1)
  await desk.clock.advance(200)
  expect(shown.at(-1)?.incidents).toHaveLength(40)
  expect(shown.length - before).toBeLessThanOrEqual(2)
})

test('practice counts as nothing connected', async () => {
  const { desk, feed } = await follow()
  await desk.api.practice.run()
  await eventually(() => expect(feed.now()?.incidents).toMatchObject([{ practice: true }]))
  expect(feed.now()?.connected).toBe(0)
})
