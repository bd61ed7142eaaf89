import { EventEmitter } from 'node:events'
import type {
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Event,
  IpcMainEvent,
  NativeImage,
  Rectangle,
  WebContents,
  WebFrameMain,
  WindowOpenHandlerResponse,
} from 'electron'
import type { StandInPort } from './electron-ports.ts'

export type Frame = Pick<WebFrameMain, 'origin' | 'parent'>

/** An event that can be prevented. */
export function preventable<Fields extends object>(fields: Fields): Event<Fields> {
  let prevented = false
  return {
    ...fields,
    preventDefault() {
      prevented = true
    },
    get defaultPrevented() {
      return prevented
    },
  }
}

/** The page's side of a window, as far as the main process sees it. */
export class StandInContents extends EventEmitter implements Pick<WebContents, 'getURL' | 'postMessage'> {
  address = ''
  /** The ports that reached the page, oldest first. */
  readonly ports: StandInPort[] = []
  private openHandler: ((details: { url: string }) => WindowOpenHandlerResponse) | null = null

  getURL(): string {
    return this.address
  }

  postMessage(channel: string, _message: unknown, transfer: unknown[] = []): void {
    if (channel === 'tocsin:port') this.ports.push(...(transfer as StandInPort[]))
  }

  setWindowOpenHandler(handler: (details: { url: string }) => WindowOpenHandlerResponse): void {
    this.openHandler = handler
  }

  /** The page asks for a window. @returns whether it got one */
  opens(url: string): boolean {
    return this.openHandler === null || this.openHandler({ url }).action === 'allow'
  }

  /** The page, or a frame in it, sets out for an address. @returns whether it arrives */
  navigates(url: string, isMainFrame = true): boolean {
    const details = preventable({ url, isMainFrame })
    this.emit('will-frame-navigate', details)
    return !details.defaultPrevented
  }
}

/** A window as the operator sees it. */
export class StandInWindow
  extends EventEmitter
  implements
    Pick<
      BrowserWindow,
      | 'show'
      | 'hide'
      | 'focus'
      | 'minimize'
      | 'restore'
      | 'maximize'
      | 'isMinimized'
      | 'isMaximized'
      | 'isDestroyed'
      | 'getNormalBounds'
      | 'loadURL'
      | 'setOverlayIcon'
    >
{
  readonly options: BrowserWindowConstructorOptions
  readonly webContents = new StandInContents()
  state: 'hidden' | 'shown' | 'minimised' | 'closed' = 'hidden'
  focused = false
  maximized = false
  bounds: Rectangle
  overlay: { image: NativeImage | null; said: string } = { image: null, said: '' }

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super()
    this.options = options
    this.bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 }
  }

  show(): void {
    this.state = 'shown'
  }
  hide(): void {
    this.state = 'hidden'
  }
  focus(): void {
    this.focused = true
  }
  minimize(): void {
    this.state = 'minimised'
  }
  restore(): void {
    this.state = 'shown'
  }
  maximize(): void {
    this.maximized = true
  }
  isMinimized(): boolean {
    return this.state === 'minimised'
  }
  isMaximized(): boolean {
    return this.maximized
  }
  isDestroyed(): boolean {
    return this.state === 'closed'
  }
  getNormalBounds(): Rectangle {
    return this.bounds
  }
  loadURL(url: string): Promise<void> {
    this.webContents.address = url
    return Promise.resolve()
  }
  setOverlayIcon(image: NativeImage | null, said: string): void {
    this.overlay = { image, said }
  }

  /** The operator closes it. */
  closes(): void {
    const event = preventable({})
    this.emit('close', event)
    if (!event.defaultPrevented) this.state = 'closed'
  }

  moves(bounds: Rectangle): void {
    this.bounds = bounds
    this.emit('move')
    this.emit('resize')
  }
}

/** What an IpcMainEvent has for who looks at its sender alone. */
export const sentBy = (sender: StandInContents, senderFrame: Frame | null): Pick<IpcMainEvent, 'sender' | 'senderFrame'> =>
  ({ sender, senderFrame }) as unknown as IpcMainEvent
