/**
 * The notation in which the CloudWatch console keeps its state after `#`: objects are `~(key~value)`, lists `~(~a~b)`, text `~'text`.
 * https://github.com/Sage/jsurl
 */
export type JsUrl = string | number | boolean | readonly JsUrl[] | { readonly [key: string]: JsUrl | undefined }

export function jsUrl(value: JsUrl): string {
  if (typeof value === 'string') return `~'${escaped(value)}`
  if (typeof value !== 'object') return `~${value}`
  if (isList(value)) return `~(${value.map(jsUrl).join('') || '~'})`
  const parts: string[] = []
  for (const [key, each] of Object.entries(value)) if (each !== undefined) parts.push(escaped(key) + jsUrl(each))
  return `~(${parts.join('~')})`
}

const isList = (value: object): value is readonly JsUrl[] => Array.isArray(value)

/** What is not a letter, a digit, `_`, `-` or `.` is `*` and its code, so that nothing of a name can end a link or begin another part. */
const escaped = (value: string): string =>
  value.replace(/[^\w.-]/g, (character) => {
    const code = character.charCodeAt(0)
    return code < 0x100 ? `*${code.toString(16).padStart(2, '0')}` : `**${code.toString(16).padStart(4, '0')}`
  })
