import { expect, it } from 'vitest'
import { spanOf } from '../../../renderer/coverage/span.ts'

it('says when, with both times on whatever day, and whether it is over', () => {
  const at = (day: number, hour: number, minute: number) => new Date(2026, 10, day, hour, minute).toISOString()
  const now = Date.parse(at(24, 18, 0))
  expect(spanOf({ beganAt: at(24, 2, 51), endedAt: null }, now)).toBe('02:51, not over')
  expect(spanOf({ beganAt: at(23, 13, 4), endedAt: at(23, 13, 43) }, now)).toBe('Mon 13:04 to 13:43')
  expect(spanOf({ beganAt: at(22, 23, 50), endedAt: at(23, 0, 10) }, now)).toBe('Sun 23:50 to Mon 00:10')
  expect(spanOf({ beganAt: at(1, 10, 2), endedAt: at(1, 10, 12) }, now)).toBe('1 Nov 10:02 to 10:12')
})
