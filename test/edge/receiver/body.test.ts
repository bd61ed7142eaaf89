import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import fc from 'fast-check'
import { expect, it, onTestFinished } from 'vitest'
import { type Body, letGoBy, openBodies } from '../../../main/edge/receiver/body.ts'
import { eventually } from '../../harness/eventually.ts'

/** Bodies read from real sockets; `/stranger` is let go by. What was read is kept until `done`. */
async function setUp(bytesInAll?: number) {
  const bodies = openBodies(bytesInAll)
  const read: Body[] = []
  const asked: (string | undefined)[] = []
  const server = createServer((request, response) => {
    asked.push(request.url)
    if (request.url === '/stranger') {
      letGoBy(request)
      return void response.end()
    }
    void bodies.read(request).then((body) => {
      read.push(body)
      response.end()
    })
  }).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  await once(server, 'listening')
  const send = (head: string, body: string | Buffer = '') => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined)
    onTestFinished(() => void socket.destroy())
    socket.resume().write(`POST ${head}\r\nHost: x\r\n`)
    socket.write(body)
    return socket
  }
  const sized = (bytes: number, sent = bytes) => send('/ HTTP/1.1', `Content-Length: ${bytes}\r\n\r\n${'x'.repeat(sent)}`)
  return { read, asked, send, sized }
}

const chunked = (pieces: readonly Uint8Array[]) =>
  Buffer.concat([
    Buffer.from('Transfer-Encoding: chunked\r\n\r\n'),
    ...pieces.flatMap((piece) => [Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n')]),
    Buffer.from('0\r\n\r\n'),
  ])

it('is the same bytes however they were cut into pieces', async () => {
  const { read, send } = await setUp()
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ minLength: 1, maxLength: 9_000 }), { minLength: 1, maxLength: 12 }), async (pieces) => {
      const before = read.length
      const socket = send('/ HTTP/1.1', chunked(pieces))
      await eventually(() => expect(read).toHaveLength(before + 1))
      socket.destroy()
      const body = read[before]
      expect(body?.kind === 'whole' && Buffer.concat(pieces).equals(body.bytes)).toBe(true)
    }),
    { numRuns: 25 },
  )
})

it('that comes a byte at a time without end is given up, a stranger’s too', async () => {
  const { read, send } = await setUp()
  const bytewise = `Transfer-Encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(9_000)}`
  send('/ HTTP/1.1', bytewise)
  await eventually(() => expect(read).toEqual([{ kind: 'gone' }]))
  const stranger = send('/stranger HTTP/1.1', bytewise)
  await once(stranger, 'close')
})

it('that was under way for longest makes room where memory would not hold all of them', async () => {
  const { read, asked, sized } = await setUp(100_000)
  for (const nth of [1, 2]) {
    sized(50_000, 40_000)
    await eventually(() => expect(asked).toHaveLength(nth))
  }
  sized(90_000)
  await eventually(() => expect(read.map(({ kind }) => kind)).toEqual(['no-room', 'no-room', 'whole']))
})

it('counts until it is done with', async () => {
  const { read, sized } = await setUp(100_000)
  sized(80_000)
  await eventually(() => expect(read).toMatchObject([{ kind: 'whole', total: 80_000 }]))
  sized(80_000)
  await eventually(() => expect(read.at(1)).toEqual({ kind: 'no-room' }))
  const [first] = read
  if (first?.kind === 'whole') first.done()
  sized(80_000)
  await eventually(() => expect(read.at(2)).toMatchObject({ kind: 'whole' }))
})
