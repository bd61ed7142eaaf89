import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import type { ContractRouterClient } from '@orpc/contract'
import { OpenAPILink } from '@orpc/openapi-client/fetch'
import { call, implement } from '@orpc/server'
import { RPCHandler } from '@orpc/server/message-port'
import { onTestFinished } from 'vitest'
import type { Router } from '../../main/api/router.ts'
import { openConsoleServer } from '../../main/headless/console-server.ts'
import { signInCodes } from '../../main/headless/token.ts'
import type { Log } from '../../main/ports.ts'
import { contract } from '../../preload/contract/index.ts'
import { handClock } from './clock.ts'

export type Client = ContractRouterClient<typeof contract>

/** One way from a console to the desk. `reload` is what a page does: the wire of before is gone, another takes its place. */
export interface Wire {
  client(): Client
  reload(): Promise<void>
}

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }
export const token = 'a-token-of-the-test-that-is-long-enough'

/** The console's server on a free port, with no page behind it unless one is given. */
export async function serveConsole(router: Router, more: Partial<Parameters<typeof openConsoleServer>[0]> = {}) {
  const clock = handClock()
  const codes = signInCodes(clock)
  const server = await openConsoleServer({ router, pages: { serve: () => false }, token, codes, version: '0.0.0', log: silent, ...more }, 0)
  onTestFinished(server.close)
  return { ...server, codes, clock }
}

/** HTTP, as a browser speaks to the headless desk. */
async function overHttp(router: Router): Promise<Wire> {
  const { url } = await serveConsole(router)
  const client = (): Client =>
    createORPCClient(new OpenAPILink(contract, { url: `${url}/api`, headers: () => ({ authorization: `Bearer ${token}` }) }))
  return { client, reload: () => Promise.resolve() }
}

/** A MessagePort, as a window of the desktop does. */
function overPort(router: Router): Promise<Wire> {
  let close: () => void = () => undefined
  let current: Client
  const open = () => {
    const { port1, port2 } = new MessageChannel()
    new RPCHandler(router).upgrade(port2)
    const link = new RPCLink({ port: port1 })
    port1.start()
    port2.start()
    current = createORPCClient(link)
    close = () => port1.close()
  }
  open()
  onTestFinished(() => close())
  return Promise.resolve({
    client: () => current,
    reload() {
      close()
      open()
      return Promise.resolve()
    },
  })
}

export const wires = [
  { wire: 'HTTP', open: overHttp },
  { wire: 'a MessagePort', open: overPort },
]

/** The same router, which counts who follows its changes: whoever goes away must be gone here too. */
export function countFollowers(router: Router): { router: Router; followers(): number } {
  let followers = 0
  const changes = implement(contract).changes.handler(async function* ({ input, lastEventId, signal }) {
    followers += 1
    try {
      yield* await call(router.changes, input, { lastEventId, ...(signal === undefined ? {} : { signal }) })
    } finally {
      followers -= 1
    }
  })
  return { router: { ...router, changes }, followers: () => followers }
}
