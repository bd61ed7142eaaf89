import type { App, Session, Shell } from 'electron'
import type { Log } from '../ports.ts'
import { consoleOrigin, isConsoleAddress } from './app-protocol.ts'
import { outsideAddress } from './outside.ts'

export interface SecurityDeps {
  app: Pick<App, 'on'>
  /** Where all contents are: it is there when the app is ready. */
  session: Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler' | 'setDevicePermissionHandler'>
  shell: Pick<Shell, 'openExternal'>
  log: Log
}

/** What our own page may ask for: to notify, and to put text on the clipboard when something is copied. */
const granted: readonly string[] = ['notifications', 'clipboard-sanitized-write']

/** Whatever contents there are stay on the console's page, open no window and get no permission that it doesn't need. */
export function lockDown({ app, session, shell, log }: SecurityDeps): void {
  function leave(address: string): void {
    const outside = outsideAddress(address)
    if (outside === null) log.warn('security.address-refused', { host: URL.parse(address)?.host ?? null })
    else shell.openExternal(outside).catch((error: unknown) => log.warn('security.not-opened', { said: String(error) }))
  }

  app.on('web-contents-created', (_, contents) => {
    contents.on('will-frame-navigate', (details) => {
      if (details.isMainFrame && isConsoleAddress(details.url)) return
      details.preventDefault()
      if (details.isMainFrame) leave(details.url)
    })
    contents.on('will-redirect', (details) => details.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(({ url }) => {
      leave(url)
      return { action: 'deny' }
    })
  })
  session.setPermissionCheckHandler(
    (_, permission, requestingOrigin) => granted.includes(permission) && requestingOrigin.replace(/\/$/, '') === consoleOrigin,
  )
  session.setPermissionRequestHandler((_, permission, answer, { requestingUrl, isMainFrame }) =>
    answer(granted.includes(permission) && isMainFrame && isConsoleAddress(requestingUrl)),
  )
  session.setDevicePermissionHandler(() => false)
}
