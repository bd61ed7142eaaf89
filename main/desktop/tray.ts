import { join } from 'node:path'
import type { NativeImage } from 'electron'
import { withCount } from './count-mark.ts'
import type { Standing } from './standing.ts'
import { type TrayFace, type TrayIcon, trayFace } from './tray-face.ts'
import { type TrayActs, trayMenu } from './tray-menu.ts'

export interface TrayDeps {
  electron: Pick<typeof import('electron'), 'Tray' | 'Menu' | 'nativeImage' | 'nativeTheme'>
  /** Holds the icons, as `NAME-on-dark.png` and `NAME-on-light.png`. */
  folder: string
  platform: NodeJS.Platform
  acts: TrayActs
  now: () => number
}

/** These have no hue, so that macOS may colour them like the clock beside them. */
const quiet: readonly TrayIcon[] = ['idle', 'covered', 'unproven', 'degraded', 'acknowledged']

/** Blue, green, red, as the bitmaps of Electron have them. */
const inks = { dark: [235, 231, 228], light: [36, 31, 27] } as const

/** The icon in the tray: its shape says the state, the number beside or in it how many wait. */
export function openTray({ electron, folder, platform, acts, now }: TrayDeps): { show(standing: Standing): void; close(): void } {
  const { Tray, Menu, nativeImage, nativeTheme } = electron
  let shown: Standing | null = null
  const tray = new Tray(picture({ icon: 'idle', count: 0, said: '' }))
  tray.setToolTip('Tocsin')

  function picture({ icon, count }: TrayFace): NativeImage {
    const theme = nativeTheme.shouldUseDarkColors ? 'dark' : 'light'
    const template = platform === 'darwin' && quiet.includes(icon)
    const image = nativeImage.createFromPath(join(folder, `${icon}-on-${template ? 'light' : theme}.png`))
    // macOS has room for a title beside the icon; elsewhere the number has to go into it.
    if (platform !== 'darwin') return count > 0 ? counted(image, count, theme) : image
    image.setTemplateImage(template)
    return image
  }

  function counted(image: NativeImage, count: number, theme: keyof typeof inks): NativeImage {
    const marked = nativeImage.createEmpty()
    for (const scaleFactor of image.getScaleFactors()) {
      const pixels = image.toBitmap({ scaleFactor })
      // Our icons are square, four bytes a pixel.
      const side = Math.sqrt(pixels.length / 4)
      const buffer = Buffer.from(withCount({ pixels, width: side, height: side }, count, inks[theme]))
      marked.addRepresentation({ scaleFactor, width: side, height: side, buffer })
    }
    return marked.isEmpty() ? image : marked
  }

  function draw(): void {
    if (shown === null) return
    const face = trayFace(shown, now())
    tray.setImage(picture(face))
    tray.setToolTip(`Tocsin: ${face.said}`)
    if (platform === 'darwin') tray.setTitle(face.count > 0 ? String(face.count) : '')
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(shown, acts, now())))
  }

  // On macOS and Linux a click opens the menu, as everybody's does there.
  if (platform === 'win32') tray.on('click', () => acts.show())
  nativeTheme.on('updated', draw)
  return {
    show(standing) {
      shown = standing
      draw()
    },
    close() {
      nativeTheme.off('updated', draw)
      tray.destroy()
    },
  }
}
