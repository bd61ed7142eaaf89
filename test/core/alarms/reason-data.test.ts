import { expect, test } from 'vitest'
import { readReasonData } from '../../../main/core/alarms/reason-data.ts'

const minute = (value: number) => Date.UTC(2026, 10, 24, 10, value)
const nothing = { threshold: null, periodSeconds: null, statistic: null, unit: null, datapoints: [], children: [] }

test('recent datapoints follow each other from the start on', () => {
  const data = {
    startDate: '2026-11-24T10:00:00.000+0000',
    period: 60,
    recentDatapoints: [1, '2', 3],
    threshold: 5,
    unit: 'Percent',
    statistic: 'Maximum',
  }
  expect(readReasonData(JSON.stringify(data))).toEqual({
    ...nothing,
    threshold: 5,
    periodSeconds: 60,
    unit: 'Percent',
    statistic: 'Maximum',
    datapoints: [1, 2, 3].map((value, index) => ({ at: minute(index), value, lower: null, upper: null })),
  })
})

test('evaluated datapoints win over recent ones of their time, and take over their band', () => {
  const data = {
    startDate: '2026-11-24T10:00:00.000+0000',
    period: 60,
    recentDatapoints: [1, 2],
    recentLowerThresholds: [0, 0.5],
    recentUpperThresholds: [4, 4.5],
    evaluatedDatapoints: [{ timestamp: '2026-11-24T10:01:00.000+0000', value: 2.5 }, { timestamp: '2026-11-24T10:02:00.000+0000' }],
  }
  expect(readReasonData(data).datapoints).toEqual([
    { at: minute(0), value: 1, lower: 0, upper: 4 },
    { at: minute(1), value: 2.5, lower: 0.5, upper: 4.5 },
  ])
})

test('where times are missing the evaluated datapoints stand alone', () => {
  expect(readReasonData({ recentDatapoints: [1, 2], evaluatedDatapoints: [{ value: 3 }] }).datapoints).toEqual([
    { at: null, value: 3, lower: null, upper: null },
  ])
  expect(readReasonData({ recentDatapoints: [1, 2] }).datapoints.map((each) => [each.at, each.value])).toEqual([
    [null, 1],
    [null, 2],
  ])
})

test('whatever is no such data gives nothing', () => {
  for (const value of [
    undefined,
    null,
    '',
    '{',
    '[]',
    '{"recentDatapoints":{}}',
    7,
    [],
    { evaluatedDatapoints: [null, 1, 'x', {}] },
    { triggeringAlarms: [null, {}] },
  ]) {
    expect(readReasonData(value)).toEqual(nothing)
  }
})
