import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../renderer')
const css = readFileSync(join(root, 'ui/tokens.css'), 'utf8')

type Rgb = readonly [number, number, number]

/** The tokens of a theme that are colours. */
function themeOf(name: 'dark' | 'light'): ReadonlyMap<string, Rgb> {
  const block = new RegExp(`:root\\[data-theme=["']${name}["']\\]\\s*\\{([^}]*)\\}`).exec(css)?.[1] ?? ''
  return new Map(
    [...block.matchAll(/--([\w-]+):\s*#([0-9a-f]{6});/g)].map(([, token = '', hex = '']) => {
      const channel = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16)
      return [token, [channel(0), channel(2), channel(4)]]
    }),
  )
}

const linear = (channel: number): number => {
  const part = channel / 255
  return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
}

/** WCAG 2.2: relative luminance and contrast ratio. */
const luminance = ([r, g, b]: Rgb): number => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
function contrast(a: Rgb, b: Rgb): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((x, y) => y - x)
  return (high + 0.05) / (low + 0.05)
}

const grounds = ['canvas', 'surface', 'raised', 'hover', 'selected'] as const
const readable = ['text', 'muted', 'faint', 'critical', 'error', 'warning', 'info', 'ok', 'unknown'] as const
const signals = ['critical', 'error', 'warning', 'info', 'ok', 'unknown'] as const
const severities = ['critical', 'error', 'warning', 'info'] as const

type Matrix = readonly [Rgb, Rgb, Rgb]
/** Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB. */
const sights: Record<string, Matrix> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  deuteranope: [
    [0.367_322, 0.860_646, -0.227_968],
    [0.280_085, 0.672_501, 0.047_413],
    [-0.011_82, 0.042_94, 0.968_881],
  ],
  protanope: [
    [0.152_286, 1.052_583, -0.204_868],
    [0.114_503, 0.786_281, 0.099_216],
    [-0.003_882, -0.048_116, 1.051_998],
  ],
  tritanope: [
    [1.255_528, -0.076_749, -0.178_779],
    [-0.078_411, 0.930_809, 0.147_602],
    [0.004_733, 0.691_367, 0.303_9],
  ],
}

const times = (row: Rgb, [r, g, b]: Rgb): number => Math.min(1, Math.max(0, row[0] * r + row[1] * g + row[2] * b))

/** CIE L*a*b* (D65) of a colour as it is seen. */
function lab(colour: Rgb, [toR, toG, toB]: Matrix): Rgb {
  const seen: Rgb = [linear(colour[0]), linear(colour[1]), linear(colour[2])]
  const [r, g, b] = [times(toR, seen), times(toG, seen), times(toB, seen)]
  const f = (part: number) => (part > (6 / 29) ** 3 ? Math.cbrt(part) : part / (3 * (6 / 29) ** 2) + 4 / 29)
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.950_47)
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b)
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.088_83)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

const distance = (a: Rgb, b: Rgb): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])

describe.each([
  { theme: 'dark' as const, closest: 27, ink: 6.5 },
  { theme: 'light' as const, closest: 15, ink: 5.7 },
])('the $theme theme', ({ theme, closest, ink }) => {
  const tokens = themeOf(theme)
  const colour = (token: string): Rgb => {
    const found = tokens.get(token)
    if (found === undefined) throw new Error(`no --${token} in the ${theme} theme`)
    return found
  }

  it('can be read: every text and signal has 4.5 to 1 on every ground', () => {
    for (const token of readable)
      for (const ground of grounds) expect(contrast(colour(token), colour(ground)), `${token} on ${ground}`).toBeGreaterThanOrEqual(4.5)
  })

  it('shows where a control ends: borders have 3 to 1 on canvas, surface and raised', () => {
    for (const ground of ['canvas', 'surface', 'raised'] as const)
      expect(contrast(colour('line-strong'), colour(ground)), ground).toBeGreaterThanOrEqual(3)
  })

  it('can be read on a filled chip and on the bar that says deaf', () => {
    for (const token of signals) expect(contrast(colour('ink'), colour(token)), token).toBeGreaterThanOrEqual(ink)
  })

  it('keeps the severities apart for every kind of sight', () => {
    for (const [sight, matrix] of Object.entries(sights))
      for (const [at, a] of severities.entries())
        for (const b of severities.slice(at + 1))
          expect(distance(lab(colour(a), matrix), lab(colour(b), matrix)), `${a} and ${b}, ${sight}`).toBeGreaterThanOrEqual(closest)
  })
})

it('is the only place with a literal colour or a font name', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.(css|tsx|ts)$/.test(file) && file !== join('ui', 'tokens.css'),
  )
  expect(files.length).toBeGreaterThan(60)
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8')
    expect(text.match(/#[0-9a-f]{3,8}\b(?=[\s;,)'"])|\b(?:rgba?|hsla?|oklch)\(/gi) ?? [], file).toEqual([])
    expect(text.match(/font-family:(?!\s*var\()/g) ?? [], file).toEqual([])
  }
})
