/** What stands in place of a secret. */
export const redacted = '[redacted]'

/**
 * A delivery without its secrets, for whatever leaves the desk: tokens, signatures, the URLs that confirm or end a subscription (and a
 * subscription's own id, which is all that ending one takes), the integration's own secret. They go wherever they stand: in headers, in JSON
 * within JSON, percent-encoded, in text that is cut short or no JSON at all. What comes out is for reading, no longer the verbatim body.
 *
 * `secrets` are further ones that are known to the caller.
 */
export function redact(
  delivery: { headers: Readonly<Record<string, string>>; body: string },
  secrets: readonly string[] = [],
): { headers: Record<string, string>; body: string } {
  const known = new Set(secrets.filter((secret) => secret.length > 0))
  const body = withoutMarked(delivery.body, known)
  const headers = Object.entries(delivery.headers).map(
    ([name, value]) => [name, wholeHeaders.has(name.toLowerCase()) ? redacted : withoutMarked(value, known)] as const,
  )
  return {
    headers: Object.fromEntries(headers.map(([name, value]) => [name, withoutKnown(value, known)])),
    body: withoutKnown(body, known),
  }
}

/** The same for a piece of text: a line of the log, a notification, a note. */
export const redactText = (text: string, secrets: readonly string[] = []): string => redact({ headers: {}, body: text }, secrets).body

const wholeHeaders = new Set(['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-amz-security-token'])

// Every pattern below starts at a place that can't be tried twice, so that two megabytes of hostile text take linear time.
const plainEscapes = /(?<!\\)\\+u00([2-7][0-9a-f])/gi
const harmless = /[A-Za-z0-9=&%/:._?+-]/
const secretKey = /(?<!\\)\\*"(?:Token|SubscribeURL|UnsubscribeURL|Signature)(\\*)"/gi
const separator = /(?:\s|\\+[nrt])*:(?:\s|\\+[nrt])*/y
const opening = /\\*"/y
const bareValue = /[^\s,}\]"\\]*/y
const subscriptionAction = /Action(?:=|%(?:25)*3D)(?:ConfirmSubscription|Unsubscribe)/gi
const secretParameter = /((?:Token|Signature)(?:=|%(?:25)*3D))[^\s"'<>&\\]+/gi
const saidInText = /\b((?:Token|Signature)\s{0,8}[:=]\s{0,8})[\w+/=-]{16,}/gi
const inboundPath = /((?:\/|%2F)in\\{0,8}(?:\/|%2F))[\w-]{16,}/gi
const subscriptionId = /(:sns(:|%3A)[a-z0-9-]{0,40}\2\d{0,20}\2[\w.-]{1,300}\2)[0-9a-f-]{8,36}/gi

/** Replaces what can be told by where it stands, and adds the values so found to `known`. */
function withoutMarked(text: string, known: Set<string>): string {
  const plain = text.replace(plainEscapes, (escaped, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16))
    return harmless.test(character) ? character : escaped
  })
  return withoutSubscriptionUrls(withoutKeyed(plain, known))
    .replace(secretParameter, `$1${redacted}`)
    .replace(saidInText, `$1${redacted}`)
    .replace(inboundPath, `$1${redacted}`)
    .replace(subscriptionId, `$1${redacted}`)
}

/** The values of `"Token": "..."` and its like, however deep the JSON stands in strings of other JSON. */
function withoutKeyed(text: string, known: Set<string>): string {
  let out = ''
  let from = 0
  secretKey.lastIndex = 0
  for (let key = secretKey.exec(text); key !== null; key = secretKey.exec(text)) {
    const colonEnd = stickyEnd(separator, text, secretKey.lastIndex)
    if (colonEnd === null) continue
    const quoteEnd = stickyEnd(opening, text, colonEnd)
    const start = quoteEnd ?? colonEnd
    const end = quoteEnd === null ? (stickyEnd(bareValue, text, start) ?? start) : endOfString(text, start, depthOf(key[1]?.length ?? 0))
    if (end > start) {
      if (end - start >= 16 && known.size < 40) known.add(text.slice(start, end))
      out += text.slice(from, start) + redacted
      from = end
    }
    secretKey.lastIndex = end
  }
  return out + text.slice(from)
}

function stickyEnd(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : null
}

/** How deep a quote stands that has so many backslashes before it: each level of JSON within JSON turns n of them into 2n + 1. */
function depthOf(backslashes: number): number {
  let depth = 0
  for (let left = backslashes; left % 2 === 1; left = (left - 1) / 2) depth += 1
  return depth
}

/** Where a string of this depth ends, before the backslashes of its quote; the end of the text where it was cut short. */
function endOfString(text: string, start: number, depth: number): number {
  for (let quote = text.indexOf('"', start); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let first = quote
    while (first > start && text[first - 1] === '\\') first -= 1
    if (depthOf(quote - first) <= depth) return quote - Math.min(quote - first, 2 ** depth - 1)
  }
  return text.length
}

/** Whole runs of text, such as a URL, that hold the call to confirm or to end a subscription. */
function withoutSubscriptionUrls(text: string): string {
  let out = ''
  let from = 0
  subscriptionAction.lastIndex = 0
  for (let action = subscriptionAction.exec(text); action !== null; action = subscriptionAction.exec(text)) {
    let start = action.index
    while (start > from && !isDelimiter(text[start - 1])) start -= 1
    let end = subscriptionAction.lastIndex
    while (end < text.length && !isDelimiter(text[end])) end += 1
    out += text.slice(from, start) + redacted
    from = end
    subscriptionAction.lastIndex = end
  }
  return out + text.slice(from)
}

const isDelimiter = (character: string | undefined): boolean => character === undefined || /[\s"'<>`\\]/.test(character)

/** Lone surrogates can't be encoded; no secret of SNS or of ours holds one. */
const percentEncoded = (secret: string): string => (/\p{Surrogate}/u.test(secret) ? secret : encodeURIComponent(secret))

function withoutKnown(text: string, known: ReadonlySet<string>): string {
  let out = text
  for (const secret of known) {
    out = out.replaceAll(secret, redacted)
    const encoded = percentEncoded(secret)
    if (encoded !== secret) out = out.replaceAll(encoded, redacted)
  }
  return out
}
