import { describe, expect, it } from 'vitest'
import {
  bothZones,
  briefReason,
  bytes,
  duration,
  fullInstant,
  longDuration,
  plural,
  reading,
  secondsInWords,
  shellWord,
  shortArn,
  shortInstant,
  timeOfDay,
  zoneName,
} from '../../renderer/ui/format.ts'

const at = Date.parse('2026-11-24T02:04:12.398Z')
const berlin = 'Europe/Berlin'

describe('how long', () => {
  it('is told in the one unit that matters', () => {
    expect([0, 41_000, 59_999, 60_000, 21 * 60_000, 3 * 3_600_000, 30 * 3_600_000, 6 * 86_400_000].map(duration)).toEqual([
      '0 s',
      '41 s',
      '59 s',
      '1 min',
      '21 min',
      '3 h',
      '30 h',
      '6 d',
    ])
    expect(duration(-5_000)).toBe('0 s')
  })

  it('is told in two units where there is room', () => {
    expect([13 * 3_600_000 + 21 * 60_000, 2 * 3_600_000, 6 * 86_400_000 + 4 * 3_600_000, 39 * 60_000].map(longDuration)).toEqual([
      '13 h 21 min',
      '2 h',
      '6 d 4 h',
      '39 min',
    ])
  })

  it('is told of a setting without a remainder', () => {
    expect([259_200, 86_400, 3_600, 5_400, 90].map(secondsInWords)).toEqual(['3 days', '1 day', '1 h', '90 min', '90 s'])
  })
})

describe('an instant', () => {
  it('has its time of day in the zone asked for', () => {
    expect(timeOfDay(at, 'minute', berlin)).toBe('03:04')
    expect(timeOfDay(at, 'second', 'UTC')).toBe('02:04:12')
    expect(timeOfDay(at, 'millisecond', 'UTC')).toBe('02:04:12.398')
    expect(timeOfDay(Date.parse('2026-11-24T23:30:00Z'), 'minute', berlin)).toBe('00:30')
  })

  it('is told in both zones, and once where they are the same', () => {
    expect(bothZones(at, 'minute', berlin)).toEqual({ here: '03:04 CET', utc: '02:04 UTC' })
    expect(bothZones(at, 'minute', 'UTC')).toEqual({ here: '02:04 UTC', utc: null })
    expect(zoneName(at, 'America/New_York')).toBe('EST')
  })

  it('is short today, with its weekday this week, with its day before', () => {
    expect(shortInstant(at, at + 60_000, berlin)).toBe('03:04')
    expect(shortInstant(at - 2 * 86_400_000, at, berlin)).toBe('Sun 03:04')
    expect(shortInstant(Date.parse('2026-11-12T10:00:00Z'), at, berlin)).toBe('12 Nov')
    expect(fullInstant(at, berlin)).toBe('Tue 24 Nov 2026 03:04:12 CET · 02:04:12 UTC')
  })
})

describe('numbers and names', () => {
  it('have no false precision', () => {
    expect([7.234_567, 0.123_456, 5, 1_234.567, 12_345_678, 0].map(reading)).toEqual(['7.23', '0.123', '5', '1235', '1.23e+7', '0'])
    expect([533, 2_540, 2_000_000].map(bytes)).toEqual(['533 B', '2.5 kB', '2.0 MB'])
    expect([plural(1, 'delivery', 'deliveries'), plural(3, 'incident')]).toEqual(['1 delivery', '3 incidents'])
  })

  it('are cut to what names the thing', () => {
    expect(shortArn('arn:aws:sns:eu-west-1:123456789012:prod-alarms')).toBe('123456789012:prod-alarms')
    expect(shortArn('arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a:b')).toBe('123456789012:alarm:a:b')
    expect(shortArn('nonsense')).toBe('nonsense')
  })

  it('are one word for a shell, whatever is in them', () => {
    expect(shellWord('orders-5xx')).toBe('orders-5xx')
    expect(shellWord('a b; rm -rf /')).toBe("'a b; rm -rf /'")
    expect(shellWord("it's")).toBe(`'it'\\''s'`)
    expect(shellWord('$(id)')).toBe("'$(id)'")
  })
})

it('cuts CloudWatch’s sentence to what a reader needs at three in the night', () => {
  expect(
    briefReason(
      'Threshold Crossed: 3 out of the last 3 datapoints [7.2 (24/11/26 02:02:00), 6.4 (24/11/26 02:00:00)] were greater than the threshold (5.0) (minimum 3 datapoints for OK -> ALARM transition).',
    ),
  ).toBe('3 out of the last 3 datapoints [7.2, 6.4] were greater than the threshold (5.0)')
  expect(briefReason('Tocsin test')).toBe('Tocsin test')
})
