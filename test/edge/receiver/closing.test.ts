import { Agent, request } from 'node:http'
import { expect, it, onTestFinished } from 'vitest'
import type { Answer } from '../../../main/edge/receiver/inbound.ts'
import { openReceiver } from '../../../main/edge/receiver/server.ts'
import { handClock } from '../../harness/clock.ts'
import { eventually } from '../../harness/eventually.ts'

const stored: Answer = { status: 200, said: 'stored', deliveryId: 1 }

it('a sender who goes on sending while the receiver closes has an answer to each, and none is cut off', async () => {
  const waiting: ((answer: Answer) => void)[] = []
  const receiver = await openReceiver(
    {
      gate: { find: () => 1 } as unknown as Parameters<typeof openReceiver>[0]['gate'],
      intake: () => new Promise((resolve) => waiting.push(resolve)),
      clock: handClock(),
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      ownKnock: () => null,
      mayKnock: () => true,
    },
    0,
  )
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  const post = () =>
    new Promise<{ status: number; connection: string | undefined }>((resolve, reject) => {
      const path = `/in/${'s'.repeat(32)}`
      const sent = request({ host: '127.0.0.1', port: receiver.port, path, method: 'POST', agent }, (response) => {
        response.resume().on('end', () => resolve({ status: response.statusCode ?? 0, connection: response.headers.connection }))
      })
      sent.on('error', reject).end('x')
    })
  // The first is being stored when the receiver closes; the second comes on the same connection, before the first was answered to its end.
  const first = post()
  await eventually(() => expect(waiting).toHaveLength(1))
  const second = post()
  waiting[0]?.(stored)
  expect(await first).toMatchObject({ status: 200, connection: 'keep-alive' })
  await eventually(() => expect(waiting).toHaveLength(2))
  const closed = receiver.close()
  const started = performance.now()
  waiting[1]?.(stored)
  expect(await second).toMatchObject({ status: 200, connection: 'close' })
  await closed
  // Well before those are cut off who dawdle.
  expect(performance.now() - started).toBeLessThan(1_500)
})
