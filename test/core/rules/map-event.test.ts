import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AlarmEvent } from '../../../main/core/alarms/alarm-event.ts'
import { readAlarm } from '../../../main/core/alarms/read-alarm.ts'
import { mapEvent, spokenSeverityOf } from '../../../main/core/rules/map-event.ts'
import type { Rule } from '../../../main/core/rules/mapping.ts'
import { alarmText } from '../../harness/deliveries.ts'

const event = (change: Partial<AlarmEvent> = {}): AlarmEvent => ({
  ...readAlarm(alarmText({ state: 'ALARM', at: 0 }), { subject: null, topicArn: null }),
  ...change,
})
const text = { subject: 'ALARM: "HighCPU"', message: 'the whole message' }
const rule = (change: Partial<Rule> = {}): Rule => ({ name: 'a rule', when: [], outcome: 'by-state', ...change })

describe('without a rule an event is mapped by its state', () => {
  it.each([
    ['alarm', 'open', null],
    ['ok', 'close', null],
    ['insufficient-data', 'leave', 'insufficient-data'],
    [null, 'unmapped', 'no-alarm-state'],
  ] as const)('%s: %s', (state, effect, reason) => {
    expect(mapEvent(event({ state }), [], text)).toEqual({ effect, reason, severity: 'error', rule: null })
  })
})

describe('the first rule whose conditions all hold', () => {
  it('says what is done, and is named', () => {
    const rules = [
      rule({ name: 'no', when: [{ field: 'alarmName', test: 'equals', value: 'Other' }], outcome: 'filter' }),
      rule({
        name: 'half',
        when: [
          { field: 'alarmName', test: 'equals', value: 'HighCPU' },
          { field: 'region', test: 'equals', value: 'us-east-1' },
        ],
        outcome: 'filter',
      }),
      rule({ name: 'yes', when: [{ field: 'alarmName', test: 'starts-with', value: 'High' }], outcome: 'leave', severity: 'info' }),
      rule({ name: 'later', outcome: 'open' }),
    ]
    expect(mapEvent(event(), rules, text)).toEqual({ effect: 'leave', reason: 'rule', severity: 'info', rule: 'yes' })
  })

  it.each([
    ['by-state', 'open'],
    ['open', 'open'],
    ['close', 'close'],
    ['leave', 'leave'],
    ['filter', 'filter'],
  ] as const)('with outcome %s makes %s of an ALARM', (outcome, effect) => {
    expect(mapEvent(event(), [rule({ outcome })], text)).toMatchObject({ effect, rule: 'a rule' })
  })

  it.each([
    ['alarmName', 'HighCPU'],
    ['state', 'alarm'],
    ['accountId', '123456789012'],
    ['region', 'eu-west-1'],
    ['namespace', 'AWS/EC2'],
    ['metricName', 'CPUUtilization'],
    ['subject', text.subject],
    ['message', text.message],
  ] as const)('looks at %s', (field, value) => {
    const holds = (wish: string) => mapEvent(event(), [rule({ when: [{ field, test: 'equals', value: wish }] })], text).rule !== null
    expect(holds(value)).toBe(true)
    expect(holds(`${value}!`)).toBe(false)
  })

  it('does not hold of a field that is absent, whatever is asked', () => {
    for (const test of ['equals', 'starts-with', 'ends-with', 'contains'] as const)
      expect(mapEvent(event({ description: null }), [rule({ when: [{ field: 'description', test, value: '' }] })], text).rule).toBeNull()
  })

  it('tests as it says, for any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (before, value, after) => {
        const message = before + value + after
        const holds = (test: 'equals' | 'starts-with' | 'ends-with' | 'contains') =>
          mapEvent(event(), [rule({ when: [{ field: 'message', test, value }] })], { subject: null, message }).rule !== null
        expect(holds('contains')).toBe(true)
        expect(holds('equals')).toBe(message === value)
        expect(holds('starts-with')).toBe(message.startsWith(value))
        expect(holds('ends-with')).toBe(message.endsWith(value))
      }),
    )
  })
})

describe('above every rule', () => {
  it('stands that a change of configuration tells no state', () => {
    expect(mapEvent(event({ kind: 'configuration' }), [rule({ outcome: 'open' })], text)).toMatchObject({
      effect: 'leave',
      reason: 'configuration-change',
    })
  })

  it('stands that a state whose actions AWS held back tells nobody', () => {
    const held = event({ suppressedBy: 'Alarm' as AlarmEvent['suppressedBy'] })
    expect(mapEvent(held, [rule({ outcome: 'open' })], text)).toMatchObject({ effect: 'leave', reason: 'actions-suppressed' })
  })
})

describe('the severity that an alarm’s own words give it', () => {
  it.each([
    ['prod-critical-cpu', 'critical'],
    ['P1 orders', 'critical'],
    ['SEV-0', 'critical'],
    ['orders_warn', 'warning'],
    ['sev3', 'warning'],
    ['Informational: deploy', 'info'],
    ['orders', 'error'],
    ['critically-acclaimed', 'error'],
    ['p10', 'error'],
    ['reinforce', 'error'],
  ] as const)('%s is %s', (alarmName, severity) => {
    expect(spokenSeverityOf(event({ alarmName, description: null }))).toBe(severity)
  })

  it('may stand in the description, and a rule stands above it', () => {
    const graded = event({ alarmName: 'orders', description: 'Runbook: x. Severity: warning' })
    expect(spokenSeverityOf(graded)).toBe('warning')
    expect(mapEvent(graded, [rule({ severity: 'critical' })], text).severity).toBe('critical')
  })
})
