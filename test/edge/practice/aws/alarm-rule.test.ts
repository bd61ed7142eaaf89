import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alarmsIn, holdsRule, parseAlarmRule, type RuleNode } from '../../../../main/edge/practice/aws/alarm-rule.ts'

const holds = (text: string, states: Record<string, 'OK' | 'ALARM'>) => {
  const rule = parseAlarmRule(text)
  return rule === null ? null : holdsRule(rule, (name) => states[name] ?? null)
}

describe("a composite's rule", () => {
  it('is read with its precedence, its brackets and both ways to name an alarm', () => {
    const states = { a: 'ALARM', b: 'OK', 'c d': 'ALARM' } as const
    expect(holds('ALARM(a) AND ALARM(b) OR ALARM("c d")', states)).toBe(true)
    expect(holds('ALARM(a) AND (ALARM(b) OR NOT ALARM("c d"))', states)).toBe(false)
    expect(holds('not OK(b)', states)).toBe(false)
    expect(holds('TRUE AND NOT FALSE', states)).toBe(true)
    expect(holds('ALARM(none)', states)).toBe(false)
  })

  it('that is broken is none', () => {
    for (const text of ['', 'ALARM(', 'ALARM()', 'AND', 'ALARM(a) ALARM(b)', '(ALARM(a)', 'BURNS(a)', 'NOT'])
      expect(parseAlarmRule(text)).toBeNull()
  })

  it('reads back what was written, whatever it is', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9 ._-]{1,12}$/).filter((text) => text.trim() !== '')
    const node = fc.letrec<{ node: RuleNode }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 4 },
        fc.record({ kind: fc.constant('is' as const), state: fc.constantFrom('OK' as const, 'ALARM' as const), alarm: name }),
        fc.record({ kind: fc.constant('not' as const), of: tie('node') }),
        fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), left: tie('node'), right: tie('node') }),
      ),
    })).node
    const write = (rule: RuleNode): string => {
      if (rule.kind === 'is') return `${rule.state}("${rule.alarm}")`
      if (rule.kind === 'constant') return String(rule.value).toUpperCase()
      return rule.kind === 'not' ? `NOT (${write(rule.of)})` : `(${write(rule.left)}) ${rule.kind.toUpperCase()} (${write(rule.right)})`
    }
    fc.assert(
      fc.property(node, (rule) => {
        const read = parseAlarmRule(write(rule))
        expect(read).toEqual(rule)
        expect(alarmsIn(rule).length).toBeGreaterThan(0)
      }),
    )
  })
})
