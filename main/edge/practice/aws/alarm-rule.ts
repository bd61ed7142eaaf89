import type { StateValue } from './alarms.ts'

/** A composite's rule, parsed. */
export type RuleNode =
  | { kind: 'is'; state: StateValue; alarm: string }
  | { kind: 'constant'; value: boolean }
  | { kind: 'not'; of: RuleNode }
  | { kind: 'and' | 'or'; left: RuleNode; right: RuleNode }

/**
 * A composite's AlarmRule: `ALARM("a") AND NOT (OK(b) OR TRUE)`. AND binds tighter than OR. Null: it is none that CloudWatch takes.
 * AT_LEAST is left out. Source: docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export function parseAlarmRule(text: string): RuleNode | null {
  const tokens = text.match(/"[^"]*"|[()]|[^\s()"]+/g) ?? []
  let at = 0
  const take = (token: string) => {
    if (tokens[at]?.toUpperCase() !== token) return false
    at += 1
    return true
  }
  const chain = (kind: 'and' | 'or', next: () => RuleNode | null) => (): RuleNode | null => {
    let left = next()
    while (left !== null && take(kind.toUpperCase())) {
      const right = next()
      left = right === null ? null : { kind, left, right }
    }
    return left
  }
  const one = (): RuleNode | null => {
    if (take('NOT')) {
      const of = one()
      return of === null ? null : { kind: 'not', of }
    }
    if (take('(')) {
      const inner = either()
      return inner !== null && take(')') ? inner : null
    }
    if (take('TRUE')) return { kind: 'constant', value: true }
    if (take('FALSE')) return { kind: 'constant', value: false }
    const state = states.find((name) => take(name))
    if (state === undefined || !take('(')) return null
    const alarm = tokens[at]?.replace(/^["']|["']$/g, '') ?? ''
    at += 1
    return alarm !== '' && take(')') ? { kind: 'is', state, alarm } : null
  }
  const either: () => RuleNode | null = chain('or', chain('and', one))
  const rule = either()
  return at === tokens.length ? rule : null
}

const states = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const

/** `stateOf` is asked by name or ARN; an alarm that is not there is in no state. */
export function holdsRule(rule: RuleNode, stateOf: (alarm: string) => StateValue | null): boolean {
  switch (rule.kind) {
    case 'is':
      return stateOf(rule.alarm) === rule.state
    case 'constant':
      return rule.value
    case 'not':
      return !holdsRule(rule.of, stateOf)
    case 'and':
      return holdsRule(rule.left, stateOf) && holdsRule(rule.right, stateOf)
    case 'or':
      return holdsRule(rule.left, stateOf) || holdsRule(rule.right, stateOf)
  }
}

/** The names or ARNs that a rule mentions. */
export function alarmsIn(rule: RuleNode): string[] {
  if (rule.kind === 'is') return [rule.alarm]
  if (rule.kind === 'not') return alarmsIn(rule.of)
  return rule.kind === 'constant' ? [] : [...alarmsIn(rule.left), ...alarmsIn(rule.right)]
}
