import { expect, it } from 'vitest'
import { openRefusals } from '../../../main/edge/receiver/refusals.ts'

it('refusals are answered at once until there are too many of them in a second, and again in the next', () => {
  let elapsed = 5_000
  const waitMs = openRefusals({ elapsedMs: () => elapsed })
  const waits = (refusals: number) => Array.from({ length: refusals }, waitMs)
  expect(new Set(waits(100))).toEqual(new Set([0]))
  elapsed += 999
  expect(new Set(waits(50))).toEqual(new Set([300]))
  elapsed += 1
  expect(waits(1)).toEqual([0])
})
