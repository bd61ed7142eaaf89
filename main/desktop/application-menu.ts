import type { MenuItemConstructorOptions } from 'electron'

/** macOS edits text and closes windows through its menu; elsewhere the console needs none. */
export function applicationMenu(platform: NodeJS.Platform, packaged: boolean): MenuItemConstructorOptions[] | null {
  const developing: MenuItemConstructorOptions[] = packaged
    ? []
    : [{ label: 'Develop', submenu: [{ role: 'reload' }, { role: 'toggleDevTools' }] }]
  if (platform === 'darwin') return [{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }, ...developing]
  return packaged ? null : developing
}
