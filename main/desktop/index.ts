import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  MessageChannelMain,
  Notification,
  nativeImage,
  nativeTheme,
  powerMonitor,
  powerSaveBlocker,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  Tray,
} from 'electron'
import about from '../../package.json' with { type: 'json' }
import { systemClock, systemTimers } from '../system.ts'
import { startShell } from './shell.ts'

/** dist/main, beside which are dist/console, dist/preload and, one up, assets. */
const here = new URL('.', import.meta.url)
const dist = fileURLToPath(new URL('..', here))

// What is written into the data folder is for its owner alone.
process.umask(0o077)

void startShell(
  {
    app,
    BrowserWindow,
    dialog,
    ipcMain,
    Menu,
    MessageChannelMain,
    Notification,
    nativeImage,
    nativeTheme,
    powerMonitor,
    powerSaveBlocker,
    protocol,
    safeStorage,
    screen,
    session,
    shell,
    Tray,
  },
  {
    process,
    say: { out: (text) => process.stdout.write(text), error: (text) => process.stderr.write(text) },
    clock: systemClock,
    timers: systemTimers,
    version: about.version,
    places: {
      console: join(dist, 'console'),
      preload: join(dist, 'preload', 'electron.cjs'),
      icons: join(dist, '..', 'assets'),
      workers: { reader: new URL('reader.worker.js', here), keeper: new URL('keeper.worker.js', here) },
    },
  },
)
