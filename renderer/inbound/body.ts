/** A piece of text: a name, a value or what stands between. */
export interface Piece {
  kind: 'name' | 'value' | 'rest'
  text: string
}

const mostPieces = 4_000

/** JSON on one line is indented to be read; anything else stands as it came. */
export function readable(body: string): { text: string; isIndented: boolean } {
  if (body.trim().includes('\n')) return { text: body, isIndented: false }
  try {
    const parsed: unknown = JSON.parse(body)
    return typeof parsed === 'object' && parsed !== null
      ? { text: JSON.stringify(parsed, null, 2), isIndented: true }
      : { text: body, isIndented: false }
  } catch {
    return { text: body, isIndented: false }
  }
}

/** The JSON inside the Message of an SNS envelope, to be read; `null` where there is none. */
export function innerMessage(body: string): string | null {
  try {
    const outer: unknown = JSON.parse(body)
    if (typeof outer !== 'object' || outer === null || !('Message' in outer) || typeof outer.Message !== 'string') return null
    const inner: unknown = JSON.parse(outer.Message)
    return typeof inner === 'object' && inner !== null ? JSON.stringify(inner, null, 2) : null
  } catch {
    return null
  }
}

/** The strings of a JSON text told apart, names from values, so that the values stand out. */
export function pieces(text: string): readonly Piece[] {
  const found: Piece[] = []
  let from = 0
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)) {
    if (found.length >= mostPieces) break
    if (match.index > from) found.push({ kind: 'rest', text: text.slice(from, match.index) })
    found.push({ kind: match[1] === undefined ? 'value' : 'name', text: match[0] })
    from = match.index + match[0].length
  }
  if (from < text.length) found.push({ kind: 'rest', text: text.slice(from) })
  return found
}
