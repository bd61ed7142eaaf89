import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { quantities, quantity } from '../../../main/core/alarms/quantity.ts'

describe('a value is written as an operator reads it', () => {
  test.each<[number, string | null, string]>([
    [97.43, 'Percent', '97.4 %'],
    [0, null, '0'],
    [-0, null, '0'],
    [0.36473, null, '0.365'],
    [1_234_567.89, null, '1,234,568'],
    [-20_000, 'Count', '-20,000'],
    [999.6, null, '1,000'],
    [1.5, 'Count/Second', '1.5/s'],
    [1e18, null, '1e18'],
    [1.234e-9, null, '1.23e-9'],
    [512, 'Bytes', '512 B'],
    [10_737_418_240, 'Bytes', '10 GiB'],
    [1_572_864, 'Bytes/Second', '1.5 MiB/s'],
    [0.25, 'Seconds', '250 ms'],
    [1.9, 'Seconds', '1.9 s'],
    [90, 'Seconds', '90 s'],
    [600, 'Seconds', '10 min'],
    [10_800, 'Seconds', '3 h'],
    [259_200, 'Seconds', '3 d'],
    [1_500, 'Milliseconds', '1.5 s'],
    [40, 'Microseconds', '40 µs'],
    [3, 'Kilobytes', '3 kB'],
    [3, 'None', '3'],
    [3, 'parsecs', '3 parsecs'],
    [3, '<script>', '3'],
  ])('%d %s', (value, unit, written) => {
    expect(quantity(value, unit)).toBe(written)
  })
})

test('a value and its threshold never look equal while they differ', () => {
  expect(quantities(97.4, 80, 'Percent')).toEqual(['97.4 %', '80 %'])
  expect(quantities(80.0004, 80, 'Percent')).toEqual(['80.0004 %', '80 %'])
  expect(quantities(99.96, 99.95, 'Percent')).toEqual(['99.96 %', '99.95 %'])
  expect(quantities(99.95, 99.95, null)).toEqual(['99.95', '99.95'])
  fc.assert(
    fc.property(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      (value, threshold) => {
        const [one, other] = quantities(value, threshold, null)
        expect(one === other).toBe(value === threshold)
      },
    ),
  )
})
