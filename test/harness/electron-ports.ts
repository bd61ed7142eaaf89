import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { MessageChannelMain, MessagePortMain } from 'electron'

/** A MessagePortMain over a real MessagePort: structured clone, and no word to oneself of one's own closing. */
export class StandInPort extends EventEmitter implements Pick<MessagePortMain, 'postMessage' | 'start' | 'close'> {
  /** What the page would get: a real port. */
  readonly raw: MessagePort
  private ended = false

  constructor(raw: MessagePort) {
    super()
    this.raw = raw
  }

  postMessage(message: unknown, transfer: MessagePortMain[] = []): void {
    if (transfer.length > 0) throw new Error('The stand-in hands no port on through a port.')
    this.raw.postMessage(message)
  }

  start(): void {
    this.raw.on('message', (data: unknown) => this.emit('message', { data, ports: [] }))
    this.raw.on('close', () => {
      if (!this.ended) this.emit('close')
    })
  }

  close(): void {
    this.ended = true
    this.raw.close()
  }
}

export class StandInChannel implements Record<keyof MessageChannelMain, StandInPort> {
  readonly port1: StandInPort
  readonly port2: StandInPort

  constructor() {
    const { port1, port2 } = new MessageChannel()
    this.port1 = new StandInPort(port1)
    this.port2 = new StandInPort(port2)
  }
}
