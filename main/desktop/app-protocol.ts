import type { Protocol } from 'electron'
import { type FindPage, secure } from '../console-pages.ts'

const scheme = 'app'
const host = 'console'

/** The console's origin on the desktop. */
export const consoleOrigin = `${scheme}://${host}`

/** Where the console is; `route` is a fragment such as `#/incidents`. */
export const consoleAddress = (route = ''): string => `${consoleOrigin}/${route}`

/** Whether this address is the console's page, on whatever route. */
export function isConsoleAddress(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && url.protocol === `${scheme}:` && url.host === host && url.pathname === '/' && url.search === ''
}

/** To be called before the app is ready: an origin of its own, as trusted as https. */
export function declareConsoleScheme(protocol: Pick<Protocol, 'registerSchemesAsPrivileged'>): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])
}

/** Answers `app://console/` with the console's own files and nothing else. */
export function serveConsole(protocol: Pick<Protocol, 'handle'>, find: FindPage): void {
  protocol.handle(scheme, (request) => {
    const url = URL.parse(request.url)
    const page = url !== null && url.host === host && request.method === 'GET' ? find(url.pathname) : null
    return page === null
      ? new Response('Nothing is here.', { status: 404, headers: secure })
      : new Response(page.body, { headers: page.headers })
  })
}
