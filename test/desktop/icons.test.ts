import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { trayIcons } from '../../main/desktop/tray-face.ts'

const assets = join(import.meta.dirname, '../../assets')

/** Width and height, from a PNG's header. */
function sizeOf(file: string): [number, number] {
  const bytes = readFileSync(join(assets, file))
  expect(bytes.subarray(1, 4).toString('ascii'), file).toBe('PNG')
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
}

test('every state of the tray is drawn for a dark and a light tray, and for sharper displays', () => {
  for (const icon of trayIcons) {
    for (const theme of ['dark', 'light']) {
      for (const [suffix, side] of [
        ['', 16],
        ['@1.5x', 24],
        ['@2x', 32],
      ] as const) {
        expect(sizeOf(`tray/${icon}-on-${theme}${suffix}.png`)).toEqual([side, side])
      }
    }
    expect(readFileSync(join(assets, `tray/${icon}.svg`), 'utf8')).toContain('currentColor')
  }
})

test('the app has an icon as large as installers are made from', () => {
  expect(sizeOf('icon.png')).toEqual([1_024, 1_024])
  expect(sizeOf('tocsin.png')).toEqual([256, 256])
})
