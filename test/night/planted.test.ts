import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runNight } from './night.ts'
import { plants } from './planted.ts'
import type { Broken } from './promises.ts'
import { makeSetting } from './setting.ts'

/** Within so many nights a planted fault is found. */
const seedsMost = 200

let setting: Awaited<ReturnType<typeof makeSetting>>
beforeAll(async () => {
  setting = await makeSetting()
})
afterAll(() => setting.end())

const found: Record<keyof typeof plants, Broken['promise']> = {
  'an answer before its commit': 'answered-is-never-lost',
  'a catch-up that records nothing': 'states-equal-those-of-aws',
  'a watermark one millisecond late': 'states-equal-those-of-aws',
  'a watermark one millisecond early': 'states-equal-those-of-aws',
  'green while the tunnel is down': 'never-green-while-deaf',
  'nobody is told of what reopens': 'every-page-is-sent-or-explained',
  'an OK closes whatever is newer': 'states-equal-those-of-aws',
}

describe('a planted fault', () => {
  for (const [name, planted] of Object.entries(plants)) {
    it(`is found: ${name}`, { timeout: 120_000 }, async () => {
      for (let seed = 1; seed <= seedsMost; seed++) {
        const { broken } = await runNight(setting, seed, planted)
        if (broken.some(({ promise }) => promise === found[name])) return
      }
      expect.fail(`not found in ${seedsMost} nights`)
    })
  }
})
