import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stepEffects } from '../../../preload/contract/words.ts'
import { changeCount, kindOf, planRows, subjectName } from '../../../renderer/aws/plan-rows.ts'

const step = fc.record({
  effect: fc.constantFrom(...stepEffects),
  kind: fc.constantFrom('alarm-actions', 'subscribe', 'test', 'await-confirmation'),
  subject: fc.string({ minLength: 1, maxLength: 8 }),
  said: fc.string({ maxLength: 8 }),
})

describe('the plan as rows', () => {
  it('holds every step once, and what is left stands last', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const rows = planRows(steps)
        expect(new Set(rows.flatMap((row) => row.steps))).toEqual(new Set(steps))
        expect(rows.flatMap((row) => row.steps)).toHaveLength(steps.length)
        const effects = rows.map(({ effect }) => effect === 'leave')
        expect(effects).toEqual(effects.toSorted((a, b) => Number(a) - Number(b)))
        expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length)
      }),
    )
  })

  it('draws many of a kind as one, and few one by one', () => {
    const alarm = (subject: string) => ({ effect: 'change' as const, kind: 'alarm-actions', subject, said: '' })
    expect(planRows(['a', 'b', 'c'].map(alarm)).map(kindOf)).toEqual(['alarm', 'alarm', 'alarm'])
    expect(planRows(['a', 'b', 'c', 'd'].map(alarm)).map(kindOf)).toEqual(['4 alarms'])
  })

  it('counts what changes AWS: no wait, no test, nothing that is left', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const changing = steps.filter(({ effect, kind }) => effect !== 'leave' && kind !== 'test' && kind !== 'await-confirmation')
        expect(changeCount(steps)).toBe(changing.length)
      }),
    )
  })
})

it('an ARN is called by its last part, an alarm by its whole name', () => {
  expect(subjectName('arn:aws:sns:eu-west-1:123456789012:oncall')).toBe('oncall')
  expect(subjectName('arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a:b')).toBe('a:b')
  expect(subjectName('orders-5xx')).toBe('orders-5xx')
})
