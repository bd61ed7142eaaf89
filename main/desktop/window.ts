import type { BrowserWindow, WebContents } from 'electron'
import type { Log, Timers } from '../ports.ts'
import { consoleAddress } from './app-protocol.ts'
import { placeWindow, readBounds, smallest, writeBounds } from './window-bounds.ts'

export interface WindowDeps {
  electron: Pick<typeof import('electron'), 'BrowserWindow' | 'screen'>
  timers: Timers
  log: Log
}

export interface WindowOptions {
  dataDir: string
  preload: string
  icon: string
  /** Developer tools are for those who build it. */
  devTools: boolean
  /** Starts out of sight. */
  hidden: boolean
  /** Closing leaves it in the tray; where there may be none, such as on GNOME, it stays among the windows, minimised. */
  closesTo: 'tray' | 'taskbar'
}

export interface ConsoleWindow {
  /** Brings it to the front, and the console to a route where one is given. */
  show(route?: string): void
  isOurs(contents: WebContents): boolean
  native(): BrowserWindow
  /** From now on closing it closes it. */
  letGo(): void
}

const canvas = '#16181c'
const saveAfterMs = 500
/** A page that crashes is loaded again, but not for ever. */
const crashesMost = 5

/** The one window: the console, which lives on out of sight when it is closed. */
export function openWindow({ electron, timers, log }: WindowDeps, options: WindowOptions): ConsoleWindow {
  const { dataDir, closesTo, devTools, icon, preload } = options
  const was = readBounds(dataDir)
  const primary = electron.screen.getPrimaryDisplay()
  const others = electron.screen.getAllDisplays().filter((display) => display.id !== primary.id)
  const window = new electron.BrowserWindow({
    ...placeWindow(
      was,
      [primary, ...others].map((display) => display.workArea),
    ),
    minWidth: smallest.width,
    minHeight: smallest.height,
    show: false,
    title: 'Tocsin',
    icon,
    backgroundColor: canvas,
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      devTools,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      // A console out of sight still has to sound, at once and without a click before.
      backgroundThrottling: false,
      autoplayPolicy: 'no-user-gesture-required',
    },
  })
  let lets = false
  let crashes = 0
  let cancelSave = (): void => undefined
  if (was?.maximized) window.maximize()

  function save(): void {
    cancelSave()
    if (window.isDestroyed()) return
    try {
      writeBounds(dataDir, { ...window.getNormalBounds(), maximized: window.isMaximized() })
    } catch (error) {
      log.warn('window.bounds-not-written', { said: String(error) })
    }
  }
  const saveSoon = (): void => {
    cancelSave()
    cancelSave = timers.after(saveAfterMs, save)
  }

  function load(route?: string): void {
    window.loadURL(consoleAddress(route)).catch((error: unknown) => log.warn('window.not-loaded', { said: String(error) }))
  }

  function show(route?: string): void {
    // Only the fragment differs: the page stays, and goes there.
    if (route !== undefined && window.webContents.getURL() !== consoleAddress(route)) load(route)
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  window.on('resize', saveSoon)
  window.on('move', saveSoon)
  window.on('close', (event) => {
    save()
    if (lets) return
    event.preventDefault()
    if (closesTo === 'tray') window.hide()
    else window.minimize()
  })
  window.once('ready-to-show', () => {
    if (!options.hidden) window.show()
    else if (closesTo === 'taskbar') window.minimize()
  })
  window.on('unresponsive', () => log.warn('window.unresponsive'))
  window.webContents.on('render-process-gone', (_, { reason, exitCode }) => {
    log.error('window.crashed', { reason, exitCode })
    if (reason !== 'clean-exit' && ++crashes <= crashesMost) load()
  })
  load()

  return {
    show,
    isOurs: (contents) => contents === window.webContents,
    native: () => window,
    letGo() {
      lets = true
    },
  }
}
