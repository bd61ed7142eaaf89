import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { readConsolePages } from '../console-pages.ts'
import { openDataFolder, StartError, usualDataFolder } from '../data-folder.ts'
import { createDesk, type DeskOptions } from '../desk.ts'
import { readAwsClock } from '../edge/aws/aws-clock.ts'
import { openStage } from '../edge/practice/aws/stage.ts'
import { type Flags, readFlags, usage } from '../flags.ts'
import type { Clock, Timers } from '../ports.ts'
import { openPracticeFolder } from '../practice-folder.ts'
import { StoreError } from '../store/database.ts'
import { openLog } from '../system.ts'
import { deskActs } from './acts.ts'
import { declareConsoleScheme, serveConsole } from './app-protocol.ts'
import { applicationMenu } from './application-menu.ts'
import { ownArguments } from './arguments.ts'
import { autostartFile } from './autostart.ts'
import { showBadge } from './badge.ts'
import type { Client } from './client.ts'
import { loginItem } from './login.ts'
import { desktopChannel } from './notifications.ts'
import { openPorts } from './port.ts'
import { watchPower } from './power.ts'
import { quitting } from './quit.ts'
import { systemSecrets } from './secrets.ts'
import { lockDown } from './security.ts'
import { holdOnlyInstance } from './single-instance.ts'
import { followStanding, type StandingFeed } from './standing.ts'
import { openTray } from './tray.ts'
import { isWaiting, trayFace } from './tray-face.ts'
import { type ConsoleWindow, openWindow } from './window.ts'

/** What we use of Electron. */
export type Electron = Pick<
  typeof import('electron'),
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'ipcMain'
  | 'Menu'
  | 'MessageChannelMain'
  | 'nativeImage'
  | 'nativeTheme'
  | 'Notification'
  | 'powerMonitor'
  | 'powerSaveBlocker'
  | 'protocol'
  | 'safeStorage'
  | 'screen'
  | 'session'
  | 'shell'
  | 'Tray'
>

/** The process that we are, and where its files are. */
export interface World {
  process: Pick<NodeJS.Process, 'argv' | 'env' | 'platform' | 'execPath' | 'on'>
  say: { out(text: string): void; error(text: string): void }
  clock: Clock
  timers: Timers
  version: string
  places: { console: string; preload: string; icons: string; workers: DeskOptions['workers'] }
}

/** electron-builder.yml has the same; Windows shows notifications only of an app that has one. */
const appId = 'app.tocsin.desk'

/**
 * The desktop shell: one window, a tray, the system's notifications, over the desk. What has to be done before Electron is ready is done
 * before the first wait.
 * @returns when the desk runs, or the start was given up with a sentence
 */
export async function startShell(electron: Electron, world: World): Promise<void> {
  const { app, dialog } = electron
  const { env } = world.process
  const read = readFlags(ownArguments(world.process.argv, app.isPackaged), env)
  function refuse(said: string): void {
    world.say.error(`${said}\n`)
    // Who started an installed app from its icon sees no terminal.
    if (app.isPackaged) dialog.showErrorBox('Tocsin could not start', said)
    app.exit(1)
  }
  if (!read.ok) return refuse(`${read.said}\n\n${usage}`)
  const { flags } = read
  if (flags.headless) return refuse('The desktop app has a window: the console without one is  npm start -- --headless')
  if (flags.help) {
    world.say.out(usage)
    return app.exit(0)
  }
  try {
    await start(electron, world, flags)
  } catch (error) {
    const known = error instanceof StartError || error instanceof StoreError
    refuse(known ? error.message : `Tocsin could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  }
}

async function start(electron: Electron, world: World, flags: Flags): Promise<void> {
  const { app, protocol, nativeImage } = electron
  const { clock, timers, places, version } = world
  const { env, platform, execPath } = world.process
  const folder = flags.practice ? openPracticeFolder(flags.data) : null
  const dataDir = folder?.dataDir ?? flags.data ?? usualDataFolder()
  openDataFolder(dataDir)
  const userData = join(dataDir, 'electron')
  mkdirSync(userData, { recursive: true, mode: 0o700 })
  app.setPath('userData', userData)
  if (platform === 'win32') app.setAppUserModelId(appId)
  let window: ConsoleWindow | null = null
  const show = (route?: string): void => window?.show(route)
  if (!holdOnlyInstance(app, show)) {
    world.say.out('Tocsin is running already: its window was brought up.\n')
    return app.exit(0)
  }
  declareConsoleScheme(protocol)
  app.enableSandbox()
  const log = openLog(dataDir)
  await app.whenReady()

  lockDown({ app, session: electron.session.defaultSession, shell: electron.shell, log })

  const stage = flags.practice ? await openStage({ clock, timers, log, newId: randomUUID }, { env, folder: dataDir }) : null
  const pages = readConsolePages(places.console)
  const secrets = await systemSecrets({ safeStorage: electron.safeStorage, platform, folder: dataDir, log })
  let client: Client | null = null
  let standing: StandingFeed | null = null
  const acts = deskActs({ client: () => client, show, clock, log })
  const isSilent = (): boolean => standing?.now()?.settings.soundPaused ?? false
  const channel = desktopChannel({ Notification: electron.Notification, platform, acts, show, isSilent, timers })
  const desk = await createDesk(
    { clock, timers, log, secrets, channels: [channel], readAwsClock },
    {
      dataDir,
      receiverPort: flags.receiverPort,
      publicUrl: flags.publicUrl,
      newSecrets: flags.newSecrets,
      ...(stage === null ? {} : { practice: { trust: stage.trust } }),
      version,
      shell: 'desktop',
      workers: places.workers,
    },
  )
  client = createRouterClient(desk.router)
  const feed = followStanding({
    client,
    timers,
    log,
    onIncident: (incident) => {
      if (!isWaiting(incident, clock.now())) channel.withdraw(incident.id)
    },
  })
  standing = feed

  serveConsole(protocol, pages)
  const ports = openPorts({
    ipcMain: electron.ipcMain,
    MessageChannelMain: electron.MessageChannelMain,
    router: desk.router,
    isOurs: (contents) => window?.isOurs(contents) ?? false,
    log,
  })
  const menu = applicationMenu(platform, app.isPackaged)
  electron.Menu.setApplicationMenu(menu === null ? null : electron.Menu.buildFromTemplate(menu))
  const shown = openWindow(
    { electron, timers, log },
    {
      dataDir,
      preload: places.preload,
      icon: join(places.icons, 'tocsin.png'),
      devTools: !app.isPackaged,
      hidden: flags.hidden,
      closesTo: platform === 'linux' && /gnome/i.test(env.XDG_CURRENT_DESKTOP ?? '') ? 'taskbar' : 'tray',
    },
  )
  window = shown

  const quit = quitting({ app, dialog: electron.dialog, connected: () => feed.now()?.connected ?? 0, stop, timers, log })
  const power = watchPower({
    powerMonitor: electron.powerMonitor,
    powerSaveBlocker: electron.powerSaveBlocker,
    log,
    wake: desk.wake,
    stopNow: quit.now,
  })
  const program = app.isPackaged ? [env.APPIMAGE ?? execPath] : [execPath, app.getAppPath()]
  const atLogin = loginItem({
    app,
    platform,
    command: [...program, '--hidden', ...(flags.data === null ? [] : ['--data', flags.data])],
    autostartFile: autostartFile(app.getPath('home'), env.XDG_CONFIG_HOME),
    log,
  })
  const trayFolder = join(places.icons, 'tray')
  const tray = openTray({ electron, folder: trayFolder, platform, acts: { ...acts, show, quit: quit.ask }, now: clock.now })
  feed.subscribe((current) => {
    tray.show(current)
    showBadge({ app, nativeImage, window: shown.native, folder: trayFolder, platform }, trayFace(current, clock.now()))
    power.keepAwake(current.settings.keepAwake)
    if (stage === null) atLogin(current.settings.startAtLogin)
  })

  // In the tray there are no windows, and that is no reason to end.
  app.on('window-all-closed', () => undefined)
  app.on('activate', () => show())
  shown.native().on('session-end', quit.now)
  // Only now: Electron puts its own in their place until it is ready. One may come twice, to the group and handed on by the runner.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) world.process.on(signal, quit.now)

  async function stop(): Promise<void> {
    shown.letGo()
    ports.close()
    power.close()
    tray.close()
    channel.close()
    await feed.close()
    await desk.stop()
    await stage?.close()
    log.close()
    folder?.remove()
  }

  world.say.out(
    flags.json
      ? `${JSON.stringify({ ready: true, receiverUrl: desk.receiverUrl, dataDir })}\n`
      : `Tocsin ${version}\n  receiver  ${desk.receiverUrl}\n  data      ${dataDir}\n`,
  )
}
