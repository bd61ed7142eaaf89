import { join } from 'node:path'
import type { App, BrowserWindow } from 'electron'
import type { TrayFace } from './tray-face.ts'

export interface BadgeDeps {
  app: Pick<App, 'setBadgeCount'>
  nativeImage: Pick<typeof import('electron').nativeImage, 'createFromPath'>
  /** Null while there is none. */
  window: () => Pick<BrowserWindow, 'setOverlayIcon'> | null
  folder: string
  platform: NodeJS.Platform
}

/** How many incidents wait, on the dock or the launcher; Windows has an overlay on the taskbar instead, with the worst one's shape. */
export function showBadge({ app, nativeImage, window, folder, platform }: BadgeDeps, { icon, count, said }: TrayFace): void {
  if (platform !== 'win32') return void app.setBadgeCount(count)
  const marked = count > 0 || icon === 'deaf'
  window()?.setOverlayIcon(marked ? nativeImage.createFromPath(join(folder, `${icon}-on-dark.png`)) : null, marked ? said : '')
}
