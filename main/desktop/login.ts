import type { App } from 'electron'
import type { Log } from '../ports.ts'
import { removeAutostart, writeAutostart } from './autostart.ts'

export interface LoginDeps {
  app: Pick<App, 'setLoginItemSettings' | 'isPackaged'>
  platform: NodeJS.Platform
  /** What starts us into the tray, the program first. */
  command: readonly string[]
  /** The desktop entry of a Linux session. */
  autostartFile: string
  log: Log
}

/** Starts with the session, or no more. @returns a function that does so where the wish has changed */
export function loginItem({ app, platform, command, autostartFile, log }: LoginDeps): (wanted: boolean) => void {
  let done: boolean | null = null
  return (wanted) => {
    if (wanted === done) return
    done = wanted
    const [path, ...args] = command
    try {
      if (platform === 'linux') {
        if (wanted) writeAutostart(autostartFile, command)
        else removeAutostart(autostartFile)
      } else if (platform === 'win32') {
        // Windows joins them with spaces.
        app.setLoginItemSettings({ openAtLogin: wanted, path, args: args.map((word) => (word.includes(' ') ? `"${word}"` : word)) })
      } else if (app.isPackaged) {
        app.setLoginItemSettings({ openAtLogin: wanted })
      } else if (wanted) {
        // macOS takes no arguments: it would start an empty Electron.
        log.warn('login.not-packaged')
      }
    } catch (error) {
      log.warn('login.failed', { said: String(error) })
    }
  }
}
