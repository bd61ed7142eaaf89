import { describe, expect, test } from 'vitest'
import { comparisonIn } from '../../../main/core/alarms/comparison.ts'
import { toldInReason } from '../../../main/core/alarms/state-reason.ts'

const minute = (value: number) => Date.UTC(2026, 10, 24, 10, value)
const values = (reason: string) => toldInReason(reason).datapoints.map((each) => each.value)

describe('a state reason tells its datapoints, oldest first, and its threshold', () => {
  test.each<[string, [number | null, number][], number | null]>([
    [
      'Threshold Crossed: 1 out of the last 1 datapoints [97.4 (24/11/26 10:01:00)] was greater than the threshold (80.0) (minimum 1 datapoint for OK -> ALARM transition).',
      [[minute(1), 97.4]],
      80,
    ],
    [
      'Threshold Crossed: 3 datapoints [20.0 (24/11/26 10:03:00), 10.0 (24/11/26 10:02:00), -5.5 (24/11/26 10:01:00)] were less than or equal to the threshold (1.5E2).',
      [
        [minute(1), -5.5],
        [minute(2), 10],
        [minute(3), 20],
      ],
      150,
    ],
    [
      'Threshold Crossed: 5 datapoints were greater than or equal to the threshold (80.0). The most recent datapoints which crossed the threshold: [84.9 (24/11/26 10:02:00), 84.8 (24/11/26 10:01:00)].',
      [
        [minute(1), 84.8],
        [minute(2), 84.9],
      ],
      80,
    ],
    [
      'Threshold Crossed: 1 out of the last 1 datapoints was not greater than the threshold (10.0). The most recent datapoint which not crossed the threshold: [5.0 (24/11/26 10:01:00)] (minimum 1 datapoint for ALARM -> OK transition).',
      [[minute(1), 5]],
      10,
    ],
    [
      'Threshold Crossed: 2 datapoints were less than the threshold (7.0). The most recent datapoints: [6.0, 5.0].',
      [
        [null, 5],
        [null, 6],
      ],
      7,
    ],
    ['Threshold Crossed: 1 datapoint (3.0) was not less than the threshold (-3.0).', [[null, 3]], -3],
    ['Threshold Crossed: 1 datapoint [1.2E-5 (24/11/26 10:01:00)] was greater than the threshold (1.0E-6).', [[minute(1), 1.2e-5]], 1e-6],
    [
      'Threshold Crossed: 1 out of the last 1 datapoints [97.4 (2026-11-24T10:01)] was greater than the threshold (80.0).',
      [[minute(1), 97.4]],
      80,
    ],
    ['Threshold Breached: 1 datapoint [96.4%] was greater than the threshold.', [[null, 96.4]], null],
    ['Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as [Breaching].', [], null],
    ['Insufficient Data: 10 datapoints were unknown.', [], null],
    ['Unchecked: Initial alarm creation', [], null],
    ['trying it out [please ignore] (really)', [], null],
    ['', [], null],
    ['[', [], null],
  ])('%s', (reason, datapoints, threshold) => {
    const told = toldInReason(reason)
    expect(told.datapoints.map((each) => [each.at, each.value])).toEqual(datapoints)
    expect(told.threshold).toBe(threshold)
  })
})

test.each<[string, 'all' | 'some' | null]>([
  ['Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [Breaching].', 'all'],
  ['Threshold Crossed: no datapoints were received for 2 periods.', 'all'],
  ['No time series were returned by the query. Treat missing data is configured as [Breaching].', 'all'],
  ['Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [Breaching].', 'some'],
  ['Threshold Crossed: 1 datapoint [5.0 (24/11/26 09:59:00)] was greater than the threshold (1.0).', null],
])('how much is missing by %j', (reason, missing) => {
  expect(toldInReason(reason).missing).toBe(missing)
})

test('the newest datapoint stands last, in whatever order a reason names them', () => {
  const values = (said: string) =>
    toldInReason(`Threshold Crossed: 2 datapoints [${said}] were greater than the threshold (1.0).`).datapoints
  expect(values('9.0 (24/11/26 09:59:00), 8.0 (24/11/26 09:58:00)').at(-1)?.value).toBe(9)
  expect(values('8.0 (24/11/26 09:58:00), 9.0 (24/11/26 09:59:00)').at(-1)?.value).toBe(9)
})

test('a threshold in square brackets is one, and the edge of a band is none', () => {
  expect(toldInReason('Threshold Crossed: 1 datapoint [0.0] was less than the threshold [1.0].')).toMatchObject({
    threshold: 1,
    datapoints: [{ value: 0 }],
  })
  expect(toldInReason('1 datapoint (5.0) was greater than the upper threshold (4.0).').threshold).toBeNull()
})

test('what missing data was taken for is told', () => {
  expect(
    toldInReason('no datapoints were received for 5 periods and 5 missing datapoints were treated as [NonBreaching].').missingTreatedAs,
  ).toBe('NonBreaching')
  expect(toldInReason('Threshold Crossed.').missingTreatedAs).toBeNull()
  expect(toldInReason(null)).toEqual({ threshold: null, datapoints: [], missingTreatedAs: null, missing: null })
})

test('the edges of a band go with their datapoints, where one edge is watched or both', () => {
  const both =
    'Thresholds Crossed: 2 out of the last 2 datapoints [28.2 (24/11/26 10:02:00), 27.0 (24/11/26 10:01:00)] were less than the lower thresholds [31.7, 31.3] or greater than the upper thresholds [33.0, 32.6] (minimum 2 datapoints for OK -> ALARM transition).'
  expect(toldInReason(both).datapoints).toEqual([
    { at: minute(1), value: 27, lower: 31.3, upper: 32.6 },
    { at: minute(2), value: 28.2, lower: 31.7, upper: 33 },
  ])
  const upper =
    'Thresholds Crossed: 1 out of the last 2 datapoints [0.1 (24/11/26 10:01:00)] was not greater than the upper thresholds [0.33].'
  expect(toldInReason(upper).datapoints).toEqual([{ at: minute(1), value: 0.1, lower: null, upper: 0.33 }])
})

test('the comparison is told whether it is negated or not', () => {
  expect(comparisonIn('was greater than the threshold (1.0)')).toBe('GreaterThanThreshold')
  expect(comparisonIn('were not greater than or equal to the threshold (1.0)')).toBe('GreaterThanOrEqualToThreshold')
  expect(comparisonIn('was not less than the threshold (1.0)')).toBe('LessThanThreshold')
  expect(comparisonIn('were less than or equal to the threshold (1.0)')).toBe('LessThanOrEqualToThreshold')
  expect(comparisonIn('was not less than the lower thresholds [1] or not greater than the upper thresholds [2]')).toBe(
    'LessThanLowerOrGreaterThanUpperThreshold',
  )
  expect(comparisonIn('was less than the lower thresholds [1]')).toBe('LessThanLowerThreshold')
  expect(comparisonIn('was greater than the upper thresholds [1]')).toBe('GreaterThanUpperThreshold')
  expect(comparisonIn('somebody said so')).toBeNull()
})

test('a reason made to be slow is not', () => {
  const began = performance.now()
  for (const piece of [
    '[',
    '(',
    ' ',
    '[1',
    '1 ',
    'threshold (',
    'upper thresholds [',
    'datapoint ',
    'treated as [',
    'arn:x:alarm:',
    '1,',
  ]) {
    values(piece.repeat(8_000))
    comparisonIn(piece.repeat(8_000))
  }
  expect(performance.now() - began).toBeLessThan(2_000)
})
