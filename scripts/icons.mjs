// Renders assets/ from its SVG sources in the tests' Chromium: node scripts/icons.mjs, after a source was changed.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { launchChromium } from '../test/harness/chromium.ts'
import { root } from './place.mjs'

const assets = join(root, 'assets')

/** The tokens of the console: one ink for a dark tray, one for a light one. */
const quiet = { dark: '#e4e7eb', light: '#1b1f24' }
const trayInks = {
  idle: quiet,
  covered: quiet,
  unproven: quiet,
  degraded: quiet,
  acknowledged: quiet,
  deaf: { dark: '#b9a3e3', light: '#5f45a0' },
  critical: { dark: '#fb7180', light: '#a71527' },
  error: { dark: '#feae4d', light: '#a64b0d' },
  warning: { dark: '#fef1ad', light: '#473a08' },
  info: { dark: '#3fa5f9', light: '#075b9c' },
}
const traySide = 16
/** Electron picks the file whose suffix fits the display. */
const trayScales = { '': 1, '@1.5x': 1.5, '@2x': 2 }

/** From which electron-builder makes what each system wants. */
const appSides = { 'tocsin.png': 256, 'icon.png': 1_024 }

const browser = await launchChromium()
const page = await browser.newPage()

/**
 * @param {string} source an SVG file
 * @param {number} side in pixels
 * @param {string} target a PNG file
 * @param {string} [ink] for what is drawn in currentColor
 */
async function render(source, side, target, ink = '#000') {
  await page.setViewportSize({ width: side, height: side })
  const svg = readFileSync(source, 'utf8')
  await page.setContent(`<style>html,body{margin:0;color:${ink}}svg{display:block;width:${side}px;height:${side}px}</style>${svg}`)
  writeFileSync(target, await page.screenshot({ omitBackground: true }))
}

for (const [file, side] of Object.entries(appSides)) await render(join(assets, 'tocsin.svg'), side, join(assets, file))
const tray = join(assets, 'tray')
mkdirSync(tray, { recursive: true })
for (const [name, inks] of Object.entries(trayInks)) {
  for (const [theme, ink] of Object.entries(inks)) {
    for (const [suffix, scale] of Object.entries(trayScales)) {
      await render(join(tray, `${name}.svg`), traySide * scale, join(tray, `${name}-on-${theme}${suffix}.png`), ink)
    }
  }
}
await browser.close()
