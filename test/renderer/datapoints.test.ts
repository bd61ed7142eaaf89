import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { breaches, chartOf, type Reading } from '../../renderer/incidents/datapoints.ts'

const minute = 60_000
const start = Date.parse('2026-11-24T02:00:00.000Z')
const reading = (index: number, value: number, band?: [number, number]): Reading => ({
  at: new Date(start + index * minute).toISOString(),
  value,
  lower: band?.[0] ?? null,
  upper: band?.[1] ?? null,
})
const facts = { threshold: 5, comparison: 'GreaterThanThreshold', periodSeconds: 60 }

describe('the chart', () => {
  it('is none without datapoints', () => {
    expect(chartOf({ ...facts, readings: [] })).toBeNull()
    expect(chartOf({ ...facts, readings: [reading(0, Number.NaN)] })).toBeNull()
  })

  it('holds zero, the threshold and every value', () => {
    const chart = chartOf({ ...facts, threshold: 40, readings: [reading(0, 7), reading(1, -3)] })
    expect(chart?.low).toBeLessThanOrEqual(-3)
    expect(chart?.high).toBeGreaterThanOrEqual(40)
  })

  it('puts the last datapoint at its right edge, in the order of time', () => {
    const chart = chartOf({ ...facts, readings: [reading(2, 8), reading(0, 6), reading(1, 7)] })
    expect(chart?.bars.map(({ value }) => value)).toEqual([6, 7, 8])
    const last = chart?.bars.at(-1)
    expect((last?.left ?? 0) + (last?.width ?? 0)).toBeLessThanOrEqual(100)
    expect(chart?.to).toBe(start + 3 * minute)
  })

  it('hatches periods without a datapoint between others, and none before the first', () => {
    const chart = chartOf({ ...facts, readings: [reading(0, 1), reading(1, 1), reading(4, 1)] })
    expect(chart?.gaps).toHaveLength(1)
  })

  it('guesses the period from the datapoints where the message does not say it', () => {
    const chart = chartOf({ ...facts, periodSeconds: null, readings: [0, 5, 10].map((index) => reading(index, 1)) })
    expect(chart?.to).toBe(start + 15 * minute)
    expect(chart?.gaps).toEqual([])
  })

  it('stays within its frame, whatever the message says', () => {
    const value = fc.double({ noNaN: false, min: -1e300, max: 1e300 })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 5_000 }), value), { maxLength: 40 }),
        fc.option(value),
        fc.option(fc.double()),
        (points, threshold, periodSeconds) => {
          const chart = chartOf({ readings: points.map(([index, one]) => reading(index, one)), threshold, comparison: null, periodSeconds })
          for (const bar of chart?.bars ?? []) {
            expect(bar.left).toBeGreaterThanOrEqual(-0.001)
            expect(bar.left + bar.width).toBeLessThanOrEqual(100.001)
          }
          if (chart !== null) expect(chart.high).toBeGreaterThan(chart.low)
        },
      ),
    )
  })
})

describe('a datapoint breaches', () => {
  it('above, below or at the threshold, as the alarm compares', () => {
    expect(breaches(reading(0, 6), 5, 'GreaterThanThreshold')).toBe(true)
    expect(breaches(reading(0, 5), 5, 'GreaterThanThreshold')).toBe(false)
    expect(breaches(reading(0, 5), 5, 'GreaterThanOrEqualToThreshold')).toBe(true)
    expect(breaches(reading(0, 4), 5, 'LessThanThreshold')).toBe(true)
    expect(breaches(reading(0, 5), 5, 'LessThanOrEqualToThreshold')).toBe(true)
    expect(breaches(reading(0, 6), null, 'GreaterThanThreshold')).toBe(false)
  })

  it('outside of the band of an anomaly alarm, on the side that the alarm looks at', () => {
    expect(breaches(reading(0, 9, [2, 5]), null, 'LessThanLowerOrGreaterThanUpperThreshold')).toBe(true)
    expect(breaches(reading(0, 1, [2, 5]), null, 'LessThanLowerOrGreaterThanUpperThreshold')).toBe(true)
    expect(breaches(reading(0, 1, [2, 5]), null, 'GreaterThanUpperThreshold')).toBe(false)
    expect(breaches(reading(0, 3, [2, 5]), null, 'LessThanLowerOrGreaterThanUpperThreshold')).toBe(false)
  })
})
