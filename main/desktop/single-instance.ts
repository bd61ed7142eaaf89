import type { App } from 'electron'

/**
 * Holds the only instance on this data folder: Electron binds the lock to `userData`, which lies in it.
 * @param again runs when somebody starts the app once more
 * @returns false where another instance holds it; that one was told
 */
export function holdOnlyInstance(app: Pick<App, 'requestSingleInstanceLock' | 'on'>, again: () => void): boolean {
  if (!app.requestSingleInstanceLock()) return false
  app.on('second-instance', again)
  return true
}
