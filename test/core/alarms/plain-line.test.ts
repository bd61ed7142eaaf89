import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plainLine } from '../../../main/core/alarms/plain-line.ts'

test('controls, line breaks and what turns or hides text are taken out', () => {
  expect(plainLine('a\r\nb\tc\u0000d\u2028e', 100)).toBe('a b c d e')
  expect(plainLine('safe\u202egnp.exe\u2066\u200b\ufeff\u061c', 100)).toBe('safegnp.exe')
  expect(plainLine('half \ud83d character', 100)).toBe('half character')
  expect(plainLine('\u001b[31mred', 100)).toBe('[31mred')
  expect(plainLine('  many   spaces  ', 100)).toBe('many spaces')
})

test('emoji, accents and joined scripts stay', () => {
  expect(plainLine('🔥 Größe 👩‍🚒 می‌خواهم 東京', 100)).toBe('🔥 Größe 👩‍🚒 می‌خواهم 東京')
})

test('whatever comes, a line is short, whole and one', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.integer({ min: 4, max: 60 }), (value, max) => {
      const line = plainLine(value, max)
      expect(line.length).toBeLessThanOrEqual(max)
      expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/u)
      expect(line).toBe(line.trim())
    }),
  )
})
