import { afterAll, beforeAll, expect, it } from 'vitest'
import { runNight } from './night.ts'
import { makeSetting } from './setting.ts'

let setting: Awaited<ReturnType<typeof makeSetting>>
beforeAll(async () => {
  setting = await makeSetting()
})
afterAll(() => setting.end())

it('a night from the same seed is the same night', async () => {
  for (const seed of [3, 8, 21]) expect(await runNight(setting, seed)).toEqual(await runNight(setting, seed))
})

it('nights differ: some sleep, some crash, some have a full disk, a dead tunnel, a clock that jumps', async () => {
  const stories: string[] = []
  for (let seed = 1; seed <= 25; seed++) stories.push((await runNight(setting, seed)).story.join('\n'))
  for (const said of [
    'sleeps',
    'killed in the middle',
    'killed while it is idle',
    'disk is full',
    'tunnel is down',
    'clock is set',
    '503',
    '404',
    'never saw',
  ]) {
    expect(
      stories.some((story) => story.includes(said)),
      said,
    ).toBe(true)
  }
})
