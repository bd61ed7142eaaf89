import { afterAll, beforeAll, expect, it } from 'vitest'
import { replayWith, runNight } from './night.ts'
import { makeSetting } from './setting.ts'

/** How long a slow machine may take for one night. */
const patienceMs = 400
/** In so large a share of all nights coverage must have been green once, or that it was never green while deaf says nothing. */
const greenShare = 0.8

/** Declares the test of these nights: each promise is kept in each of them. */
export function nightsFrom(first: number, count: number): void {
  let setting: Awaited<ReturnType<typeof makeSetting>>
  beforeAll(async () => {
    setting = await makeSetting()
  })
  afterAll(() => setting.end())

  it(`the nights ${first} to ${first + count - 1} keep every promise`, { timeout: count * patienceMs }, async () => {
    let green = 0
    for (let seed = first; seed < first + count; seed++) {
      const { broken, story, figures } = await runNight(setting, seed)
      if (figures.coveredMs > 0) green += 1
      if (broken.length > 0) {
        const said = broken.map((one) => `${one.promise}: ${one.said}`)
        expect.fail([`night ${seed}; once more: ${replayWith(seed)}`, ...said, ...story].join('\n'))
      }
    }
    expect(green / count).toBeGreaterThan(greenShare)
  })
}
