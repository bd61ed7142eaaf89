/** A JSON object of unknown make. No field is trusted to be there. */
export type Fields = Readonly<Record<string, unknown>>

const none: Fields = Object.freeze({})

/** Longer text than any field of CloudWatch's holds; past it lies only what somebody else made up. */
const textMax = 8_192

export const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object, or one without fields. */
export const fields = (value: unknown): Fields => (isFields(value) ? value : none)

/** The object, also where it comes as JSON text within JSON (`reasonData`); otherwise one without fields. */
export function fieldsOrJson(value: unknown): Fields {
  if (typeof value !== 'string') return fields(value)
  return fields(parseJson(value))
}

/** What JSON text holds; undefined where it is no object, array or string of JSON. Never throws. */
export function parseJson(text: string): unknown {
  const start = text.trimStart()
  const first = start.charCodeAt(0)
  if (first !== 0x7b && first !== 0x5b && first !== 0x22) return undefined
  try {
    const value: unknown = JSON.parse(start)
    return value
  } catch {
    return undefined
  }
}

/** The array, or an empty one. */
export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

/** Text that says something; a number too, since account ids come as both. Blank is null. */
export function text(value: unknown): string | null {
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null
  if (typeof value !== 'string' || value.trim() === '') return null
  return value.length > textMax ? value.slice(0, textMax) : value
}

const numeral = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?\s*$/

/** A finite number, also where it comes as text. */
export function number(value: unknown): number | null {
  if (typeof value === 'string') {
    if (value.length > 400 || !numeral.test(value)) return null
    return number(Number(value))
  }
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

export const flag = (value: unknown): boolean => value === true || (typeof value === 'string' && value.trim().toLowerCase() === 'true')

/** A field by its SNS spelling (`MetricName`), or by EventBridge's (`metricName`). */
export const either = (of: Fields, pascal: string, camel: string): unknown => of[pascal] ?? of[camel]
