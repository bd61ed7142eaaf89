import { expect, test } from 'vitest'
import { withCount } from '../../main/desktop/count-mark.ts'

const ink = [1, 2, 3] as const

/** The corner as text: `#` for ink, `.` for nothing, `o` for what was there. */
function drawn(count: number, side = 16): string[] {
  const pixels = new Uint8Array(side * side * 4).fill(200)
  const marked = withCount({ pixels, width: side, height: side }, count, ink)
  return Array.from({ length: side }, (_, y) =>
    Array.from({ length: side }, (_, x) => {
      const [first, , , alpha] = marked.slice((y * side + x) * 4, (y * side + x + 1) * 4)
      return alpha === 0 ? '.' : first === ink[0] ? '#' : 'o'
    }).join(''),
  )
}

test('the number stands in the lower right corner, apart from the shape', () => {
  expect(drawn(1).slice(8)).toEqual([
    'oooooooooo......',
    'oooooooooo...#..',
    'oooooooooo..##..',
    'oooooooooo...#..',
    'oooooooooo...#..',
    'oooooooooo...#..',
    'oooooooooo...#..',
    'oooooooooo..###.',
  ])
})

test('from ten on it is 9+, and an icon of twice the size has dots of twice the size', () => {
  expect(drawn(10)).toEqual(drawn(2_000))
  expect(drawn(10)).not.toEqual(drawn(9))
  const large = drawn(3, 32)
  for (let y = 0; y < 32; y += 2) {
    expect(large[y]).toBe(large[y + 1])
    expect(large[y]?.match(/../g)?.every(([a, b]) => a === b)).toBe(true)
  }
})

test('nothing waiting leaves the icon as it is', () => {
  expect(drawn(0).join('')).toMatch(/^o+$/)
})
