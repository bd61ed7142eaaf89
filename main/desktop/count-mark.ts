/** Digits of five by seven, drawn for the corner of a tray icon. */
const digits: Record<string, readonly string[]> = {
  '1': ['..#..', '.##..', '..#..', '..#..', '..#..', '..#..', '.###.'],
  '2': ['.###.', '#...#', '....#', '...#.', '..#..', '.#...', '#####'],
  '3': ['####.', '....#', '....#', '.###.', '....#', '....#', '####.'],
  '4': ['...#.', '..##.', '.#.#.', '#..#.', '#####', '...#.', '...#.'],
  '5': ['#####', '#....', '####.', '....#', '....#', '#...#', '.###.'],
  '6': ['.###.', '#....', '#....', '####.', '#...#', '#...#', '.###.'],
  '7': ['#####', '....#', '...#.', '..#..', '..#..', '.#...', '.#...'],
  '8': ['.###.', '#...#', '#...#', '.###.', '#...#', '#...#', '.###.'],
  '9': ['.###.', '#...#', '#...#', '.####', '....#', '....#', '.###.'],
  '+': ['...', '...', '.#.', '###', '.#.', '...', '...'],
}

const bytesPerPixel = 4
/** A side of this many pixels is drawn with single pixels. */
const gridSide = 16

export interface Bitmap {
  /** Four bytes a pixel, alpha last, row after row. */
  pixels: Uint8Array
  width: number
  height: number
}

/**
 * The bitmap with a count in its lower right corner: `9+` from ten on. What lies around the digits is cleared, so that they stand apart.
 * @param ink three bytes in the bitmap's own order
 */
export function withCount({ pixels, width, height }: Bitmap, count: number, ink: readonly [number, number, number]): Uint8Array {
  const drawn = Uint8Array.from(pixels)
  const glyphs = [...(count > 9 ? '9+' : String(count))].flatMap((digit) => digits[digit] ?? [])
  if (glyphs.length === 0) return drawn
  const rows = Array.from({ length: 7 }, (_, row) => glyphs.filter((_, index) => index % 7 === row).join(''))
  const dot = Math.max(1, Math.round(Math.min(width, height) / gridSide))
  const left = width - (rows[0]?.length ?? 0) * dot
  const top = height - rows.length * dot
  const put = (x: number, y: number, bytes: readonly number[]) => {
    if (x >= 0 && y >= 0 && x < width && y < height) drawn.set(bytes, (y * width + x) * bytesPerPixel)
  }
  for (let y = top - dot; y < height; y++) for (let x = left - dot; x < width; x++) put(x, y, [0, 0, 0, 0])
  rows.forEach((row, r) => {
    for (const [c, mark] of [...row].entries()) {
      if (mark !== '#') continue
      for (let y = 0; y < dot; y++) for (let x = 0; x < dot; x++) put(left + c * dot + x, top + r * dot + y, [...ink, 255])
    }
  })
  return drawn
}
