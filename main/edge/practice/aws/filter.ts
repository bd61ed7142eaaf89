import { z } from 'zod'

const json = z.record(z.string(), z.unknown())

/** A policy as text, or null where it is no JSON object. */
export function readFilter(text: string): Record<string, unknown> | null {
  try {
    const parsed = json.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null // not JSON
  }
}

/**
 * Whether a message passes a subscription's filter policy: every key, any of its values. Numbers compare exactly; of SNS's operators cidr and
 * wildcard are left out, and match nothing. Source: docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export function passes(policy: Record<string, unknown>, message: Record<string, unknown>): boolean {
  return Object.entries(policy).every(([key, wanted]) => {
    const actual = message[key]
    if (Array.isArray(wanted)) return wanted.some((one) => fits(one, actual))
    const inner = json.safeParse(wanted)
    const part = json.safeParse(actual)
    return inner.success && part.success && passes(inner.data, part.data)
  })
}

function fits(wanted: unknown, actual: unknown): boolean {
  const rule = json.safeParse(wanted)
  if (!rule.success) return (Array.isArray(actual) ? actual : [actual]).includes(wanted)
  return Object.entries(rule.data).every(([operator, operand]) => {
    if (operator === 'exists') return (actual !== undefined) === operand
    if (actual === undefined) return false
    const values: unknown[] = Array.isArray(actual) ? actual : [actual]
    return values.some((value) => compare(operator, operand, value))
  })
}

function compare(operator: string, operand: unknown, value: unknown): boolean {
  if (operator === 'anything-but') return ![operand].flat().some((one) => fits(one, value))
  if (operator === 'numeric' && Array.isArray(operand) && typeof value === 'number') return within(operand, value)
  if (typeof value !== 'string' || typeof operand !== 'string') return false
  if (operator === 'prefix') return value.startsWith(operand)
  if (operator === 'suffix') return value.endsWith(operand)
  return operator === 'equals-ignore-case' && value.toLowerCase() === operand.toLowerCase()
}

/** `[">=", 0, "<", 10]` */
function within(bounds: readonly unknown[], value: number): boolean {
  for (let i = 0; i < bounds.length; i += 2) {
    const [sign, bound] = [bounds[i], bounds[i + 1]]
    if (typeof bound !== 'number') return false
    const holds = { '=': value === bound, '<': value < bound, '<=': value <= bound, '>': value > bound, '>=': value >= bound }
    if (typeof sign !== 'string' || !Object.entries(holds).some(([name, yes]) => name === sign && yes)) return false
  }
  return true
}
