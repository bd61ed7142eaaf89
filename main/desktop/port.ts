import { RPCHandler } from '@orpc/server/message-port'
import type { IpcMain, IpcMainEvent, MessagePortMain, WebContents } from 'electron'
import type { Router } from '../api/router.ts'
import type { Log } from '../ports.ts'
import { consoleOrigin } from './app-protocol.ts'

/** The word between the preload script and here: the page asks with it, the port comes back with it. */
export const portChannel = 'tocsin:port'

export interface PortsDeps {
  ipcMain: Pick<IpcMain, 'on' | 'off'>
  MessageChannelMain: typeof import('electron').MessageChannelMain
  router: Router
  /** Whether this is the window's own contents, and no others. */
  isOurs: (contents: WebContents) => boolean
  log: Log
}

/**
 * Hands each load of the console a port of its own to the router, and closes the one of the load before. Whoever asks is the top
 * frame of our window, on our own origin, or gets none.
 */
export function openPorts({ ipcMain, MessageChannelMain, router, isOurs, log }: PortsDeps): { close(): void } {
  const handler = new RPCHandler(router)
  let closeCurrent = (): void => undefined

  function hand({ sender, senderFrame }: IpcMainEvent): void {
    if (!isOurs(sender) || senderFrame === null || senderFrame.parent !== null || senderFrame.origin !== consoleOrigin) {
      log.warn('port.refused', { origin: senderFrame?.origin ?? null, top: senderFrame?.parent === null })
      return
    }
    closeCurrent()
    const { port1, port2 } = new MessageChannelMain()
    const wire = wireOf(port1)
    handler.upgrade(wire)
    closeCurrent = wire.close
    port1.start()
    sender.postMessage(portChannel, null, [port2])
  }

  ipcMain.on(portChannel, hand)
  return {
    close() {
      ipcMain.off(portChannel, hand)
      closeCurrent()
    },
  }
}

/** A port as oRPC takes one. Closing our own end emits nothing, so whoever waits for its end, such as the feed of changes, is told here. */
function wireOf(port: MessagePortMain) {
  const endings: (() => void)[] = []
  return {
    on(event: string, heard: (event?: { data: unknown }) => void): void {
      if (event === 'message') port.on('message', (message) => heard({ data: message.data }))
      if (event !== 'close') return
      endings.push(heard)
      port.on('close', () => heard())
    },
    postMessage: (data: unknown): void => port.postMessage(data),
    close(): void {
      port.close()
      for (const end of endings.splice(0)) end()
    },
  }
}
