import { createORPCClient, ORPCError } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { contract } from '../../preload/contract/index.ts'

/** The whole desk, as a console sees it. */
export type Client = ContractRouterClient<typeof contract>

/** Over HTTP, as a browser speaks to the headless desk. */
export function clientOverHttp(origin: string, token: string): Client {
  return createORPCClient(new OpenAPILink(contract, { url: `${origin}/api`, headers: () => ({ authorization: `Bearer ${token}` }) }))
}

/** Over a MessagePort, as a window of the desktop does. */
export function clientOverPort(port: MessagePort): Client {
  const client: Client = createORPCClient(new RPCLink({ port }))
  port.start()
  return client
}

/** The desk answered that it does not know this token. */
export const isRefusal = (error: unknown): boolean => error instanceof ORPCError && error.status === 401

/** The desk did not answer at all. */
export const isUnanswered = (error: unknown): boolean => !(error instanceof ORPCError)

/** The first port that the preload script hands to this page; only this window may have sent it. */
export function portOfDesktop(page: Window): Promise<MessagePort> {
  return new Promise((resolve) => {
    page.addEventListener('message', function take(event) {
      const port = event.ports[0]
      if (event.source !== page || event.origin !== page.location.origin || event.data !== 'tocsin:port' || port === undefined) return
      page.removeEventListener('message', take)
      resolve(port)
    })
  })
}
