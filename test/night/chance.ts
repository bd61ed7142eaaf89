/** Chance from a seed: the same seed gives the same night. */
export interface Chance {
  /** A whole number from `least` to `most`, both possible. */
  between(least: number, most: number): number
  /** True in this share of the cases. */
  yes(share: number): boolean
  pick<T>(from: readonly [T, ...T[]]): T
  /** An id in the shape of a UUID. */
  id(): string
  shuffled<T>(all: readonly T[]): T[]
}

/** Mulberry32: small, and good enough to make nights differ. Source: github.com/bryc/code, PRNGs.md */
export function openChance(seed: number): Chance {
  let state = Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b) >>> 0
  const next = (): number => {
    state = (state + 0x6d2b_79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1))
  return {
    between,
    yes: (share) => next() < share,
    pick: (from) => from[between(0, from.length - 1)] ?? from[0],
    id() {
      const hex = Array.from({ length: 4 }, () =>
        Math.floor(next() * 2 ** 32)
          .toString(16)
          .padStart(8, '0'),
      ).join('')
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
    },
    shuffled(all) {
      const left = [...all]
      return all.map(() => left.splice(between(0, left.length - 1), 1)[0] as (typeof all)[number])
    },
  }
}
