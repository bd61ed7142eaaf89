import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AlarmEvent } from '../../../main/core/alarms/alarm-event.ts'
import { alarmLinks } from '../../../main/core/alarms/links.ts'
import { readAlarm } from '../../../main/core/alarms/read-alarm.ts'
import { resourceOf } from '../../../main/core/alarms/resource.ts'
import { alarmKinds, alarmStates } from '../../../preload/contract/words.ts'
import {
  alarmAction,
  anomalyTrigger,
  compositeAlarm,
  contributorAlarm,
  envelope,
  eventBridge,
  here,
  mathTrigger,
  nowhere,
  snsAlarm,
} from './messages.ts'

const samples = [
  snsAlarm(),
  snsAlarm({ Trigger: mathTrigger }),
  snsAlarm({ Trigger: anomalyTrigger }),
  contributorAlarm('a', 'a29eb44b20c4362e'),
  compositeAlarm(),
  eventBridge(),
  alarmAction(),
  JSON.stringify({ alarm_name: 'HighCPU', state: 'ALARM', reason: 'somebody made it', time: '2026-11-24T10:00:12Z' }),
  JSON.stringify(envelope(snsAlarm())),
  JSON.stringify({ Records: [{ Sns: envelope(eventBridge()) }] }),
]

/** What every event holds, whatever the message was. */
function expectWhole(event: AlarmEvent) {
  expect(alarmKinds).toContain(event.kind)
  if (event.state !== null) expect(alarmStates).toContain(event.state)
  if (event.kind === 'notice' || event.kind === 'configuration') expect(event.state).toBeNull()
  expect(event.dedupKey.length).toBeGreaterThan(0)
  expect(event.dedupKey.length).toBeLessThan(1_100)
  expect(event.title.length).toBeGreaterThan(0)
  expect(event.title.length).toBeLessThanOrEqual(140)
  expect(event.title).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/u)
  if (event.at !== null) expect(Number.isSafeInteger(event.at)).toBe(true)
  for (const { at, value, lower, upper } of event.datapoints) {
    expect([at, value, lower, upper].every((each) => each === null || Number.isFinite(each))).toBe(true)
  }
  for (const value of Object.values(event)) {
    expect(value).not.toBeUndefined()
    if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true)
  }
  for (const { url } of alarmLinks(event)) expect(url.startsWith('https://')).toBe(true)
  expect((resourceOf(event) ?? '').length).toBeLessThanOrEqual(80)
}

const context = fc.constantFrom(here, nowhere, { subject: '', topicArn: 'arn:aws:sns' }, { subject: '\u202e', topicArn: 'arn:::::' })

test('any text gives an event', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), context, (message, from) => expectWhole(readAlarm(message, from))))
})

test('any JSON gives an event', () => {
  fc.assert(fc.property(fc.jsonValue(), context, (value, from) => expectWhole(readAlarm(JSON.stringify(value), from))))
})

test('an alarm cut short, or changed in any character, gives an event', () => {
  const at = fc.nat()
  fc.assert(
    fc.property(fc.constantFrom(...samples), at, fc.string({ maxLength: 3 }), fc.boolean(), (sample, where, inserted, cut) => {
      const place = where % sample.length
      expectWhole(readAlarm(sample.slice(0, place) + inserted + (cut ? '' : sample.slice(place + inserted.length)), here))
    }),
  )
})

const strange = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    0,
    -1,
    1e308,
    '1e999',
    'NaN',
    [],
    {},
    [[]],
    [null],
    true,
    'ALARM',
    '\u202e',
    '\ud800',
    'x'.repeat(20_000),
    '['.repeat(5_000),
    '{"a":',
  ),
)

/** Each field of a JSON value, at any depth, may become anything or be gone. */
function mutated(value: unknown, next: () => unknown): unknown {
  const replacement = next()
  if (replacement !== keep) return replacement
  if (Array.isArray(value)) return value.map((each) => mutated(each, next))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mutated(each, next)]))
}
const keep = Symbol('keep')

test('an alarm whose fields are anything at all gives an event', () => {
  const changes = fc.infiniteStream(
    fc.oneof(
      { weight: 12, arbitrary: fc.constant(keep) },
      { weight: 1, arbitrary: fc.constant(undefined) },
      { weight: 2, arbitrary: strange },
    ),
  )
  fc.assert(
    fc.property(fc.constantFrom(...samples), changes, context, (sample, stream, from) => {
      const fields: unknown = JSON.parse(sample)
      const next = () => stream.next().value
      const changed = Object.fromEntries(Object.entries(fields as object).map(([key, each]) => [key, mutated(each, next)]))
      expectWhole(readAlarm(JSON.stringify(changed), from))
    }),
    { numRuns: 1_000 },
  )
})

test('a name and a new state are an alarm, whatever stands beside them', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.constantFrom('Trigger', 'AlarmRule', 'Region', 'AlarmArn', 'OKActions', 'StateChangeTime', 'AlarmContributorAttributes'),
        strange,
      ),
      (beside) => {
        const event = readAlarm(JSON.stringify({ ...beside, AlarmName: 'HighCPU', NewStateValue: 'ALARM' }), here)
        expectWhole(event)
        expect(event).toMatchObject({ alarmName: 'HighCPU', state: 'alarm' })
        expect(event.kind).not.toBe('notice')
      },
    ),
  )
})

test('the same message always gives the same event', () => {
  for (const sample of samples) expect(readAlarm(sample, here)).toEqual(readAlarm(sample, here))
})
