const ascii = /^[\x20-\x7e]*$/
// Line and paragraph separators, controls, and what reorders or hides text (bidi marks, zero widths, tags). The joiners stay: scripts and emoji need them.
const breaking = /[\p{Cc}\p{Zl}\p{Zp}]+/gu
const hidden = /(?![\u200c\u200d])[\p{Cf}\p{Cs}]+/gu
const spaces = /\s{2,}/g

/** Hostile text as one line that is what it seems: no controls, no line breaks, nothing that turns or hides what follows. */
export function plainLine(value: string, max: number): string {
  // Twice the length leaves room for what is taken out, and keeps the work small whatever came.
  const start = value.length > 2 * max + 100 ? value.slice(0, 2 * max + 100) : value
  const plain = ascii.test(start) ? start : start.replace(breaking, ' ').replace(hidden, '')
  return shortened((plain.includes('  ') ? plain.replace(spaces, ' ') : plain).trim(), max)
}

/** Cut to a number of characters, never within one, with an ellipsis. */
export function shortened(value: string, max: number): string {
  if (value.length <= max) return value
  const last = value.charCodeAt(max - 2)
  const end = last >= 0xd800 && last < 0xdc00 ? max - 2 : max - 1
  return `${value.slice(0, end).trimEnd()}…`
}
