import { expect, test } from 'vitest'
import { isClockOff, judgeAge } from '../../../main/core/sns/age.ts'

const now = Date.UTC(2026, 0, 10)
const threeDays = 3 * 86_400

test('a message is fresh up to the age that is allowed, and up to a day ahead', () => {
  expect(judgeAge(now, now, threeDays)).toBe('fresh')
  expect(judgeAge(now - threeDays * 1_000, now, threeDays)).toBe('fresh')
  expect(judgeAge(now - threeDays * 1_000 - 1, now, threeDays)).toBe('too-old')
  expect(judgeAge(now + 86_400_000, now, threeDays)).toBe('fresh')
  expect(judgeAge(now + 86_400_001, now, threeDays)).toBe('ahead')
  expect(judgeAge(0, now, 2 ** 31)).toBe('fresh')
})

test('a message from a queue has no limit of age', () => {
  expect(judgeAge(0, now, null)).toBe('fresh')
  expect(judgeAge(now * 2, now, null)).toBe('fresh')
})

test('our clock is off where AWS differs by more than five minutes, and unknown is not off', () => {
  expect([null, 0, 300_000, -300_000].map(isClockOff)).toEqual([false, false, false, false])
  expect([300_001, -300_001].map(isClockOff)).toEqual([true, true])
})
