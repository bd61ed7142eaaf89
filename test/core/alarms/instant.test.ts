import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantInReason, instantOf } from '../../../main/core/alarms/instant.ts'

const at = Date.UTC(2026, 10, 24, 10, 0, 12, 345)

describe('an instant is read', () => {
  test.each([
    ['2026-11-24T10:00:12.345+0000', at],
    ['2026-11-24T10:00:12.345+00:00', at],
    ['2026-11-24T10:00:12.345Z', at],
    ['2026-11-24T10:00:12.345', at],
    ['2026-11-24 10:00:12.345', at],
    ['2026-11-24 10:00:12.345 UTC', at],
    ['2026-11-24T10:00:12.345678901Z', at],
    ['2026-11-24T12:30:12.345+0230', at],
    ['2026-11-24T02:00:12.345-08', at],
    ['2026-11-24T10:00:12Z', at - 345],
    ['2026-11-24T10:00', at - 12_345],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    [at, at],
    [at / 1_000, at],
    [String(at), at],
    ['1795514412', at - 345],
  ])('from %j', (given, expected) => {
    expect(instantOf(given)).toBe(expected)
  })
})

describe('nothing is made of', () => {
  test.each([
    ['2026-02-29T10:00:00Z'],
    ['2026-13-01T10:00:00Z'],
    ['2026-00-10T10:00:00Z'],
    ['2026-04-31T10:00:00Z'],
    ['2026-11-24T24:00:00Z'],
    ['2026-11-24T10:60:00Z'],
    ['2026-11-24T10:00:00+1500'],
    ['2026-11-24T10:00:00+0099'],
    ['2026-11-24T10:00:00 PST'],
    ['2026-11-24'],
    ['November 24, 2026'],
    ['1'],
    ['yesterday'],
    [''],
    [' '.repeat(100_000)],
    [0],
    [-5],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [1e300],
    [null],
    [undefined],
    [{}],
    [true],
  ])('%j', (given) => {
    expect(instantOf(given)).toBeNull()
  })
})

test('every instant that is written is read back', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }), (date) => {
      const written = date.toISOString()
      expect(instantOf(written)).toBe(date.getTime())
      expect(instantOf(written.replace('Z', '+0000'))).toBe(date.getTime())
    }),
  )
})

test('the day stands first in a state reason, and the time is UTC', () => {
  expect(instantInReason('03/09/25 06:24:00')).toBe(Date.UTC(2025, 8, 3, 6, 24))
  expect(instantInReason('03/09/25 06:24')).toBe(Date.UTC(2025, 8, 3, 6, 24))
  expect(instantInReason('2026-11-24T10:00')).toBe(Date.UTC(2026, 10, 24, 10))
  expect(instantInReason('31/02/25 06:24:00')).toBeNull()
})
