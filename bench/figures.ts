/** The value that a share of all values does not exceed. @param sorted ascending, not empty @param share 0 to 1 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))
  return sorted[at] ?? Number.NaN
}

export const ascending = (values: Iterable<number>): number[] => [...values].sort((a, b) => a - b)

/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: Iterable<number>): number {
  const sorted = ascending(values)
  const half = sorted.length / 2
  return ((sorted[Math.ceil(half) - 1] ?? Number.NaN) + (sorted[Math.floor(half)] ?? Number.NaN)) / 2
}

/** `1.23 (1.10 to 1.40)`: the median of some rounds, and between what they lay. */
export function spread(values: readonly number[], digits: number): string {
  const sorted = ascending(values)
  const told = (value: number | undefined) => decimals(value ?? Number.NaN, digits)
  return `${told(median(values))} (${told(sorted[0])} to ${told(sorted.at(-1))})`
}

const decimals = (value: number, digits: number): string =>
  Number.isNaN(value) ? 'not known' : value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })

/** A table of Markdown, its columns aligned so that it also reads as text. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) => `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

/** Says when a goal is reached, and when not by how much. */
export const goal = (what: string, value: number, holds: boolean, wanted: string): string =>
  `${holds ? 'reached' : 'MISSED '}  ${what}: ${decimals(value, 2)}, wanted ${wanted}`
