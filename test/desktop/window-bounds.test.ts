import fc from 'fast-check'
import { expect, test } from 'vitest'
import { placeWindow } from '../../main/desktop/window-bounds.ts'

const primary = { x: 0, y: 0, width: 1_920, height: 1_080 }
const left = { x: -1_280, y: 0, width: 1_280, height: 1_024 }

test('a window on a display that is gone goes to the middle of the first', () => {
  const was = { x: -1_200, y: 50, width: 1_000, height: 700, maximized: false }
  expect(placeWindow(was, [primary, left])).toEqual({ x: -1_200, y: 50, width: 1_000, height: 700 })
  expect(placeWindow(was, [primary])).toEqual({ width: 1_000, height: 700 })
})

test('wherever it was, a display shows enough of its top to take hold of it', () => {
  const bounds = fc.record({
    x: fc.integer({ min: -5_000, max: 5_000 }),
    y: fc.integer({ min: -5_000, max: 5_000 }),
    width: fc.integer({ min: 0, max: 6_000 }),
    height: fc.integer({ min: 0, max: 6_000 }),
    maximized: fc.boolean(),
  })
  fc.assert(
    fc.property(bounds, (was) => {
      const placed = placeWindow(was, [primary, left])
      expect(placed.width).toBeGreaterThanOrEqual(900)
      expect(placed.height).toBeGreaterThanOrEqual(600)
      const { x, y } = placed
      if (x === undefined || y === undefined) return
      const home = [primary, left].find(
        (area) => y >= area.y && y + 40 <= area.y + area.height && x < area.x + area.width && x + was.width > area.x,
      )
      expect(home).toBeDefined()
    }),
  )
})
