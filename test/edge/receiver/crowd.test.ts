import { once } from 'node:events'
import { type AddressInfo, connect, createServer, Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openCrowd } from '../../../main/edge/receiver/crowd.ts'
import { openReceiver } from '../../../main/edge/receiver/server.ts'
import { handClock } from '../../harness/clock.ts'
import { eventually } from '../../harness/eventually.ts'

/** A crowd of at most three on a real server, and those who come to it, one after another. */
async function setUp() {
  const crowd = openCrowd(3)
  const came: Socket[] = []
  const server = createServer((socket) => {
    socket.on('error', () => undefined).resume()
    came.push(socket)
    crowd.enter(socket)
  }).listen(0, '127.0.0.1')
  onTestFinished(() => {
    crowd.disperse()
    server.close()
  })
  await once(server, 'listening')
  return {
    crowd,
    came,
    async come() {
      const at = came.length
      const client = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined)
      onTestFinished(() => void client.destroy())
      await eventually(() => expect(came).toHaveLength(at + 1))
      return came[at] ?? client
    },
  }
}

describe('the crowd at the receiver', () => {
  it('lets everyone in: where it is full, who has brought nothing for longest goes', async () => {
    const { came, come } = await setUp()
    for (let n = 0; n < 5; n += 1) await come()
    expect(came.map(({ destroyed }) => destroyed)).toEqual([true, true, false, false, false])
  })

  it('keeps who delivered, however long ago, before those who never did', async () => {
    const { crowd, came, come } = await setUp()
    crowd.proved(await come())
    for (let n = 0; n < 20; n += 1) await come()
    expect(came.filter(({ destroyed }) => !destroyed)).toEqual([came[0], came[19], came[20]])
  })

  it('of those who all delivered lets go of the one whose delivery is longest ago', async () => {
    const { crowd, came, come } = await setUp()
    for (let n = 0; n < 3; n += 1) crowd.proved(await come())
    crowd.proved(came[0] ?? new Socket())
    await come()
    expect(came.map(({ destroyed }) => destroyed)).toEqual([false, true, false, false])
  })

  it('has room again where somebody left', async () => {
    const { came, come } = await setUp()
    for (let n = 0; n < 3; n += 1) await come()
    came[1]?.destroy()
    await once(came[1] ?? new Socket(), 'close')
    await come()
    expect(came.map(({ destroyed }) => destroyed)).toEqual([false, true, false, false])
  })
})

describe('who was told to go and does not hang up', () => {
  const patience = { headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 20 }

  it.each([
    { what: 'after half a head', said: 'POST / HTTP/1.1\r\nHost' },
    { what: 'after half a body', said: 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1' },
    { what: 'after nothing at all', said: '' },
  ])('$what is hung up on', async ({ said }) => {
    const receiver = await openReceiver(
      {
        gate: { find: () => null } as unknown as Parameters<typeof openReceiver>[0]['gate'],
        intake: () => Promise.reject(new Error('nothing is delivered here')),
        clock: handClock(),
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
        ownKnock: () => null,
        mayKnock: () => true,
      },
      0,
      patience,
    )
    onTestFinished(receiver.close)
    // It keeps its own half open, whatever it hears.
    const stubborn = new Socket({ allowHalfOpen: true })
    onTestFinished(() => void stubborn.destroy())
    let failed = false
    stubborn.on('error', () => {
      failed = true
    })
    stubborn.resume().connect(receiver.port, '127.0.0.1')
    stubborn.write(said)
    await once(stubborn, 'end').catch(() => undefined)
    // Only where the other side is gone altogether does writing to it fail.
    await eventually(() => {
      stubborn.write('x')
      expect(failed).toBe(true)
    })
  })
})
