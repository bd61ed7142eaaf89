import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Rectangle } from 'electron'
import { z } from 'zod'

export const smallest = { width: 900, height: 600 } as const
const usual = { width: 1_280, height: 820 } as const

const saved = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int(), maximized: z.boolean() })
export type SavedBounds = z.infer<typeof saved>

const fileOf = (folder: string): string => join(folder, 'window.json')

/** Where the window was, in `DATA/window.json`. */
export function readBounds(folder: string): SavedBounds | null {
  try {
    return saved.parse(JSON.parse(readFileSync(fileOf(folder), 'utf8')))
  } catch {
    return null
  }
}

export const writeBounds = (folder: string, bounds: SavedBounds): void =>
  writeFileSync(fileOf(folder), `${JSON.stringify(bounds)}\n`, { mode: 0o600 })

/** So much of the window's top has to be on a display, or nobody could take hold of it. */
const gripPixels = { width: 120, height: 40 } as const

/**
 * Where the window goes: where it was, if a display still shows enough of it there, else in the middle of the first; never smaller than
 * it can be used, nor larger than its display unless that is smaller still.
 * @param areas the displays' work areas, the primary one first
 */
export function placeWindow(
  was: SavedBounds | null,
  areas: readonly Rectangle[],
): { width: number; height: number } & Partial<Pick<Rectangle, 'x' | 'y'>> {
  const home = was === null ? undefined : areas.find((area) => isWithinReach(was, area))
  const area = home ?? areas[0]
  const within = (size: number, least: number, most: number | undefined): number => Math.max(least, Math.min(size, most ?? size))
  const size = {
    width: within(was?.width ?? usual.width, smallest.width, area?.width),
    height: within(was?.height ?? usual.height, smallest.height, area?.height),
  }
  return was === null || home === undefined ? size : { ...size, x: was.x, y: was.y }
}

function isWithinReach({ x, y, width }: Rectangle, area: Rectangle): boolean {
  const seenWidth = Math.min(x + width, area.x + area.width) - Math.max(x, area.x)
  return seenWidth >= gripPixels.width && y >= area.y && y + gripPixels.height <= area.y + area.height
}
