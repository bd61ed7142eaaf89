import { EventEmitter } from 'node:events'
import type {
  App,
  Dialog,
  Menu,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  NativeImage,
  Notification,
  NotificationConstructorOptions,
  PowerSaveBlocker,
  Protocol,
  Rectangle,
  SafeStorage,
  Screen,
  Session,
  Settings,
  Tray,
} from 'electron'
import type { Electron } from '../../main/desktop/shell.ts'
import { StandInChannel, type StandInPort } from './electron-ports.ts'
import { type Frame, preventable, type StandInContents, StandInWindow, sentBy } from './electron-window.ts'

export interface StandInOptions {
  packaged?: boolean
  /** Another instance holds the lock. */
  lockHeld?: boolean
  keychain?: 'there' | 'basic_text' | 'none'
  notifications?: 'shown' | 'failed' | 'silent' | 'unsupported'
  displays?: Rectangle[]
  home?: string
}

/** An image that knows where it is from. */
export interface Picture {
  path: string
  template: boolean
  counted: boolean
}

/** A notification as the operator sees it. */
export class StandInNotification extends EventEmitter implements Pick<Notification, 'show' | 'close' | 'title' | 'body'> {
  readonly options: NotificationConstructorOptions
  readonly title: string
  readonly body: string
  open = false

  constructor(options: NotificationConstructorOptions = {}) {
    super()
    this.options = options
    this.title = options.title ?? ''
    this.body = options.body ?? ''
  }

  show(): void {
    this.open = true
    this.emit('show', {})
  }
  close(): void {
    this.open = false
    this.emit('close', {})
  }
  clicks(): void {
    this.emit('click', {})
  }
  presses(text: string): void {
    const actionIndex = (this.options.actions ?? []).findIndex((action) => action.text === text)
    if (actionIndex < 0) throw new Error(`The notification has no button ${text}.`)
    this.emit('action', { actionIndex, selectionIndex: -1 })
  }
}

/** The tray's icon with its menu. */
export class StandInTray extends EventEmitter implements Pick<Tray, 'setImage' | 'setToolTip' | 'setTitle' | 'setContextMenu' | 'destroy'> {
  picture: Picture
  toolTip = ''
  title = ''
  menu: MenuItemConstructorOptions[] = []
  destroyed = false

  constructor(image: NativeImage | string) {
    super()
    this.picture = pictureOf(image)
  }

  setImage(image: NativeImage | string): void {
    this.picture = pictureOf(image)
  }
  setToolTip(text: string): void {
    this.toolTip = text
  }
  setTitle(text: string): void {
    this.title = text
  }
  setContextMenu(menu: Menu | null): void {
    this.menu = menu === null ? [] : templateOf(menu)
  }
  destroy(): void {
    this.destroyed = true
  }
  labels(): string[] {
    return this.menu.flatMap(({ type, label }) => (type === 'separator' ? [] : [label ?? '']))
  }
  picks(label: string): void {
    const item = this.menu.find((one) => one.label === label)
    if (item?.click === undefined || item.enabled === false)
      throw new Error(`The menu has no «${label}» to pick: ${this.labels().join(' | ')}`)
    ;(item.click as () => void)()
  }
}

const pictures = new WeakMap<object, Picture>()
const templates = new WeakMap<object, MenuItemConstructorOptions[]>()

function pictureOf(image: NativeImage | string | null): Picture {
  const picture = image === null || typeof image === 'string' ? undefined : pictures.get(image)
  if (picture === undefined) throw new Error('That is no picture of the stand-in’s.')
  return picture
}
const templateOf = (menu: Menu): MenuItemConstructorOptions[] => templates.get(menu) ?? []

/** The paths that pictures came from: a bitmap carries its own in its first pixel, so that one drawn from it is known again. */
const paths: string[] = []

function image(picture: Picture): NativeImage {
  const played: Pick<NativeImage, 'getScaleFactors' | 'toBitmap' | 'addRepresentation' | 'isEmpty' | 'setTemplateImage'> = {
    getScaleFactors: () => [1],
    toBitmap() {
      const pixels = Buffer.alloc(16 * 16 * 4)
      pixels.writeUInt32LE(paths.push(picture.path) - 1)
      return pixels
    },
    addRepresentation({ buffer }) {
      picture.path = paths[buffer?.readUInt32LE() ?? -1] ?? ''
      picture.counted = true
    },
    isEmpty: () => picture.path === '',
    setTemplateImage(template) {
      picture.template = template
    },
  }
  pictures.set(played, picture)
  return played as NativeImage
}

/** A handler of contents' permissions, as a session takes it. */
type Permissions = {
  request: Parameters<Session['setPermissionRequestHandler']>[0]
  check: Parameters<Session['setPermissionCheckHandler']>[0]
  device: Parameters<Session['setDevicePermissionHandler']>[0]
}

/**
 * A stand-in for Electron, typed by Electron's own types, that plays as much of it as the shell uses and records what the operator would
 * see. What it doesn't play isn't there: a shell that uses more fails its tests.
 */
export function standInElectron({
  packaged = false,
  lockHeld = false,
  keychain = 'there',
  notifications = 'shown',
  displays = [{ x: 0, y: 0, width: 1_920, height: 1_080 }],
  home = '/home/nobody',
}: StandInOptions = {}) {
  const seen = {
    windows: [] as StandInWindow[],
    trays: [] as StandInTray[],
    notifications: [] as StandInNotification[],
    questions: [] as MessageBoxOptions[],
    errorBoxes: [] as string[],
    outside: [] as string[],
    badge: 0,
    loginItem: null as Settings | null,
    awake: new Set<number>(),
    userData: '',
    schemes: [] as string[],
    exitCode: null as number | null,
  }
  /** What the next question is answered with: the button's text. */
  const answers: string[] = []
  const permissions: Permissions = { request: null, check: null, device: null }
  const handlers = new Map<string, Parameters<Protocol['handle']>[1]>()
  let activated: Parameters<typeof Notification.handleActivation>[0] = () => undefined

  class PlayedApp extends EventEmitter {
    readonly isPackaged = packaged
    whenReady = () => Promise.resolve()
    enableSandbox = () => undefined
    getAppPath = () => '/opt/tocsin'
    getPath: App['getPath'] = (name) => (name === 'home' ? home : `/${name}`)
    setPath: App['setPath'] = (name, path) => {
      if (name === 'userData') seen.userData = path
    }
    setAppUserModelId = () => undefined
    requestSingleInstanceLock = () => !lockHeld
    setBadgeCount: App['setBadgeCount'] = (count = 0) => {
      seen.badge = count
      return true
    }
    setLoginItemSettings: App['setLoginItemSettings'] = (settings) => {
      seen.loginItem = settings
    }
    exit: App['exit'] = (code = 0) => {
      seen.exitCode ??= code
    }
    quit: App['quit'] = () => {
      const event = preventable({})
      this.emit('before-quit', event)
      if (!event.defaultPrevented) this.exit(0)
    }
  }
  const app = new PlayedApp()

  class PlayedWindow extends StandInWindow {
    constructor(options?: ConstructorParameters<typeof StandInWindow>[0]) {
      super(options)
      seen.windows.push(this)
      app.emit('web-contents-created', {}, this.webContents)
    }
  }

  class PlayedNotification extends StandInNotification {
    static isSupported = () => notifications !== 'unsupported'
    static handleActivation = (callback: typeof activated) => {
      activated = callback
    }
    override show(): void {
      seen.notifications.push(this)
      if (notifications === 'failed') this.emit('failed', {}, 'Notifications are not allowed for this application')
      if (notifications === 'shown') super.show()
    }
  }

  class PlayedTray extends StandInTray {
    constructor(picture: NativeImage | string) {
      super(picture)
      seen.trays.push(this)
    }
  }

  const dialog: Pick<Dialog, 'showErrorBox'> & { showMessageBox(options: MessageBoxOptions): Promise<{ response: number }> } = {
    showErrorBox: (_, content) => void seen.errorBoxes.push(content),
    showMessageBox(options) {
      seen.questions.push(options)
      const answer = answers.shift()
      return Promise.resolve({ response: Math.max(0, options.buttons?.indexOf(answer ?? '') ?? 0) })
    },
  }

  const safeStorage: Pick<
    SafeStorage,
    'isAsyncEncryptionAvailable' | 'encryptStringAsync' | 'decryptStringAsync' | 'getSelectedStorageBackend'
  > = {
    isAsyncEncryptionAvailable: () => Promise.resolve(keychain !== 'none'),
    encryptStringAsync: (plain) => Promise.resolve(Buffer.from(plain, 'utf8').reverse()),
    decryptStringAsync: (sealed) => Promise.resolve({ result: Buffer.from(sealed).reverse().toString('utf8'), shouldReEncrypt: false }),
    getSelectedStorageBackend: () => (keychain === 'there' ? 'gnome_libsecret' : 'basic_text'),
  }

  let blockers = 0
  const powerSaveBlocker: PowerSaveBlocker = {
    start: () => {
      seen.awake.add(++blockers)
      return blockers
    },
    stop: (id) => seen.awake.delete(id),
    isStarted: (id) => seen.awake.has(id),
  }

  const screen: Pick<Screen, 'getPrimaryDisplay' | 'getAllDisplays'> = {
    getPrimaryDisplay: () => screen.getAllDisplays()[0] ?? failed('There is no display.'),
    getAllDisplays: () => displays.map((workArea, id) => ({ id, workArea }) as ReturnType<Screen['getPrimaryDisplay']>),
  }

  const session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'> = {
    setPermissionRequestHandler: (handler) => {
      permissions.request = handler
    },
    setPermissionCheckHandler: (handler) => {
      permissions.check = handler
    },
    setDevicePermissionHandler: (handler) => {
      permissions.device = handler
    },
  }

  const protocol: Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'> = {
    registerSchemesAsPrivileged: (schemes) => void seen.schemes.push(...schemes.map(({ scheme }) => scheme)),
    handle: (scheme, handler) => void handlers.set(scheme, handler),
  }

  const ipcMain = new EventEmitter()
  const powerMonitor = new EventEmitter()
  const nativeTheme = Object.assign(new EventEmitter(), { shouldUseDarkColors: true })
  const played = {
    app,
    BrowserWindow: PlayedWindow,
    dialog,
    ipcMain,
    Menu: {
      setApplicationMenu: () => undefined,
      buildFromTemplate(template: MenuItemConstructorOptions[]) {
        const menu = {}
        templates.set(menu, template)
        return menu
      },
    },
    MessageChannelMain: StandInChannel,
    nativeImage: {
      createFromPath: (path: string) => image({ path, template: false, counted: false }),
      createEmpty: () => image({ path: '', template: false, counted: false }),
    },
    nativeTheme,
    Notification: PlayedNotification,
    powerMonitor,
    powerSaveBlocker,
    protocol,
    safeStorage,
    screen,
    session: { defaultSession: session },
    shell: {
      openExternal(url: string) {
        seen.outside.push(url)
        return Promise.resolve()
      },
    },
    Tray: PlayedTray,
  }

  return {
    // The parts are typed one by one above; what of Electron is not played is not there.
    electron: played as unknown as Electron,
    seen,
    answers,
    app,
    powerMonitor,
    nativeTheme,
    permissions,
    /** Windows tells of a click on a notification whose object is gone. */
    activates: (type: 'click' | 'action') => activated({ type, arguments: '' }),
    /** A page asks for an address of ours. */
    async fetches(address: string, init?: RequestInit): Promise<Response> {
      const handler = handlers.get(new URL(address).protocol.slice(0, -1)) ?? failed(`Nothing serves ${address}.`)
      return handler(new Request(address, init))
    },
    /** A frame asks for a port, as the preload script does. @returns the port that it got, if any */
    asksForPort(contents: StandInContents, frame: Frame | null): StandInPort | null {
      const before = contents.ports.length
      ipcMain.emit('tocsin:port', sentBy(contents, frame))
      return contents.ports[before] ?? null
    },
  }
}

export type StandIn = ReturnType<typeof standInElectron>

function failed(said: string): never {
  throw new Error(said)
}
