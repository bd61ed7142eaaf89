import type { Dimension } from './alarm-event.ts'
import { fields, isFields, list, text } from './fields.ts'

/** CloudWatch allows thirty. */
const dimensionsMax = 100

/** Names and values, from a list (`[{"name", "value"}]`, in either case) or from an object (`{"InstanceId": "i-0abc"}`). */
export function readDimensions(value: unknown): Dimension[] {
  if (isFields(value)) return named(Object.entries(value))
  return named(
    list(value)
      .slice(0, dimensionsMax)
      .map((each) => {
        const { name, Name, key, Key, value: lower, Value } = fields(each)
        return [text(name ?? Name ?? key ?? Key) ?? '', lower ?? Value]
      }),
  )
}

function named(entries: readonly (readonly [string, unknown])[]): Dimension[] {
  const dimensions: Dimension[] = []
  for (const [name, given] of entries.slice(0, dimensionsMax)) {
    const value = typeof given === 'boolean' ? String(given) : text(given)
    if (name !== '' && value !== null) dimensions.push({ name, value })
  }
  return dimensions
}

/** Those of several metrics together, each once. */
export function joinDimensions(lists: readonly (readonly Dimension[])[]): Dimension[] {
  const [first = [], ...others] = lists
  if (others.length === 0) return [...first]
  const all = lists.flat()
  return all.filter((each, index) => all.findIndex((other) => other.name === each.name && other.value === each.value) === index)
}
