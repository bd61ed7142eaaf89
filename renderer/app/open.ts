import { type Client, clientOverHttp, clientOverPort, portOfDesktop } from '../live/client.ts'
import { dropToken, heldToken, signIn } from '../live/session.ts'

/** How this page speaks to its desk: over the port that the desktop hands it, or over HTTP with a token. */
export interface Opening {
  client: Client | null
  /** Signs in with a token that was typed; on the desktop there is nothing to sign in to. */
  withToken(token: string): Client
  forget(): void
}

/** Chooses the transport; the only place that knows which it is. */
export async function openConsole(page: Window): Promise<Opening> {
  const withToken = (token: string) => clientOverHttp(page.location.origin, token)
  if (page.location.protocol === 'app:') return { client: clientOverPort(await portOfDesktop(page)), withToken, forget: () => undefined }
  await signIn(page)
  const token = heldToken(page.sessionStorage)
  return { client: token === null ? null : withToken(token), withToken, forget: () => dropToken(page.sessionStorage) }
}
