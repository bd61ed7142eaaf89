import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect as connectSocket, type Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Inbound } from '../../../main/edge/receiver/inbound.ts'
import { openReceiver } from '../../../main/edge/receiver/server.ts'
import { handClock } from '../../harness/clock.ts'
import { eventually } from '../../harness/eventually.ts'

const secret = 'the-secret-of-the-test-00000000'
const path = `/in/${secret}`
const mb = 1024 * 1024

/** The receiver on a real socket, with an intake that keeps what it is given and answers 200. */
async function setUp(patience?: Parameters<typeof openReceiver>[2]) {
  const taken: Inbound[] = []
  const logged: string[] = []
  const intake = {
    answer: (inbound: Inbound): Promise<{ status: 200 | 503; said: string; deliveryId: null }> =>
      Promise.resolve({ status: 200, said: `${inbound.bodyBytes}`, deliveryId: null }),
  }
  const hear = (event: string) => void logged.push(event)
  const receiver = await openReceiver(
    {
      gate: { find: (given) => (given === secret ? 7 : null), hasForgotten: () => false } as Parameters<typeof openReceiver>[0]['gate'],
      intake: (inbound) => {
        taken.push(inbound)
        return intake.answer(inbound) as ReturnType<Parameters<typeof openReceiver>[0]['intake']>
      },
      clock: handClock(),
      log: { info: hear, warn: hear, error: hear },
      ownKnock: () => null,
      mayKnock: () => true,
    },
    0,
    patience,
  )
  onTestFinished(receiver.close)
  const raw = (text = '') => {
    const socket = connectSocket(receiver.port, '127.0.0.1')
    const state = { answer: '', closed: false }
    socket.setEncoding('utf8').on('data', (data: string) => {
      state.answer += data
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      state.closed = true
    })
    onTestFinished(() => void socket.destroy())
    if (text !== '') socket.write(text)
    return Object.assign(state, { socket })
  }
  const post = (
    body: Buffer | string,
    options: { method?: string; path?: string; headers?: Record<string, string>; agent?: Agent; chunked?: boolean } = {},
  ) =>
    new Promise<{ status: number; text: string; headers: Record<string, string | string[] | undefined>; socket: Socket }>(
      (resolve, reject) => {
        const sent = request(
          {
            host: '127.0.0.1',
            port: receiver.port,
            path: options.path ?? path,
            method: options.method ?? 'POST',
            headers: options.headers ?? {},
            agent: options.agent ?? false,
          },
          (response) => {
            const { socket } = response
            let text = ''
            response.setEncoding('utf8').on('data', (data: string) => {
              text += data
            })
            response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers, socket }))
          },
        )
        sent.on('error', reject)
        if (options.chunked === true) {
          const bytes = Buffer.from(body)
          for (let at = 0; at < bytes.length; at += 65_536) sent.write(bytes.subarray(at, at + 65_536))
          sent.end()
        } else sent.end(body)
      },
    )
  return { receiver, taken, logged, intake, raw, post }
}

const textOf = ({ body }: Inbound) => Buffer.from(body).toString('utf8')

describe('the receiver', () => {
  it.each([
    'text/plain; charset=UTF-8',
    'application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'nonsense',
    '',
  ])('takes the raw bytes whatever the content type says: «%s»', async (type) => {
    const { taken, post } = await setUp()
    const body = '{"a": "✓ \\u0000"}'
    expect(await post(body, { headers: { 'content-type': type, 'X-Amz-Sns-Message-Type': 'Notification' } })).toMatchObject({ status: 200 })
    expect(taken).toMatchObject([{ integrationId: 7, source: 'push', again: false, headers: { 'x-amz-sns-message-type': 'Notification' } }])
    expect(taken.map(textOf)).toEqual([body])
  })

  it('unpacks nothing: what is compressed is taken as it came', async () => {
    const { taken, post } = await setUp()
    const body = gzipSync('{"Type":"Notification"}')
    await post(body, { headers: { 'content-encoding': 'gzip' } })
    expect(Buffer.from(taken[0]?.body ?? []).equals(body)).toBe(true)
  })

  it('takes a body in chunks and without a length, and an empty one', async () => {
    const { taken, post } = await setUp()
    const body = 'x'.repeat(300_000)
    expect((await post(body, { chunked: true })).text).toBe('300000\n')
    expect((await post('')).text).toBe('0\n')
    expect(taken.map((inbound) => inbound.body.byteLength)).toEqual([300_000, 0])
  })

  it('keeps 2 MB whole, of more the beginning, and of endlessly more nothing', async () => {
    const { taken, post } = await setUp()
    await post(Buffer.alloc(2 * mb, 'a'))
    await post(Buffer.alloc(2 * mb + 1, 'b'))
    await post(Buffer.alloc(10 * mb, 'c'), { chunked: true })
    expect(taken.map(({ body, bodyBytes }) => [body.byteLength, bodyBytes])).toEqual([
      [2 * mb, 2 * mb],
      [2_048, 2 * mb + 1],
      [2_048, 10 * mb],
    ])
    await expect(post(Buffer.alloc(18 * mb, 'd'))).rejects.toThrow(/ECONNRESET|EPIPE|hang up/)
    expect(taken).toHaveLength(3)
  })

  it('has nothing but its one path, by its one method, and tells no difference', async () => {
    const { taken, post } = await setUp()
    const strangers: { method?: string; path?: string }[] = [
      { method: 'GET' },
      { method: 'PUT' },
      { method: 'DELETE' },
      { method: 'OPTIONS' },
      { path: '/' },
      { path: '/in/' },
      { path: '/in/short' },
      { path: `${path}/` },
      { path: `${path}?x=1` },
      { path: `/IN/${secret}` },
      { path: `/in/${'a'.repeat(31)}` },
      { path: `/in/${'a'.repeat(4_000)}` },
      { path: '/api/settings' },
      { path: '/session' },
      { path: '/../in/x' },
    ]
    const answers = await Promise.all(strangers.map((stranger) => post(stranger.method === undefined ? 'body' : '', stranger)))
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`))).toEqual(new Set(['404 Nothing is here.\n']))
    expect(await post('', { method: 'HEAD' })).toMatchObject({ status: 404, text: '' })
    for (const { headers } of answers)
      expect(Object.keys(headers).filter((name) => /server|x-powered|access-control/.test(name))).toEqual([])
    expect(taken).toEqual([])
  })

  it('goes on with a connection after what it refused', async () => {
    const { taken, post } = await setUp()
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())
    const refused = await post('a stranger’s body'.repeat(1_000), { path: `/in/${'b'.repeat(32)}`, agent })
    const stored = await post('mine', { agent })
    const large = await post(Buffer.alloc(3 * mb), { agent })
    const after = await post('again', { agent })
    expect([refused, stored, large, after].map(({ status }) => status)).toEqual([404, 200, 200, 200])
    expect(new Set([stored, large, after].map(({ socket }) => socket)).size).toBe(1)
    expect(stored.socket).toBe(refused.socket)
    expect(taken.map((inbound) => inbound.bodyBytes)).toEqual([4, 3 * mb, 5])
  })

  it('closes the connection with a 503, so that SNS comes back on another', async () => {
    const { intake, post } = await setUp()
    intake.answer = () => Promise.resolve({ status: 503, said: 'not now', deliveryId: null })
    expect(await post('x')).toMatchObject({ status: 503, text: 'not now\n', headers: { connection: 'close' } })
  })

  it('answers 503, not silence, where the intake breaks, and goes on', async () => {
    const { intake, logged, post } = await setUp()
    intake.answer = () => Promise.reject(new Error('a broken promise'))
    expect((await post('x')).status).toBe(503)
    expect(logged).toEqual(['receiver.failed'])
    intake.answer = () => Promise.resolve({ status: 200, said: 'well', deliveryId: null })
    expect((await post('x')).status).toBe(200)
  })
})

describe('somebody who does not send as he should', () => {
  const patience = { headersTimeout: 150, requestTimeout: 300, connectionsCheckingInterval: 30 }

  it('and never ends the head of his request is let go', async () => {
    const { raw, post } = await setUp(patience)
    const slow = raw(`POST ${path} HTTP/1.1\r\nHost: x\r\n`)
    await eventually(() => expect(slow.closed).toBe(true))
    expect(slow.answer).not.toContain(' 200 ')
    expect((await post('x')).status).toBe(200)
  })

  it('and dawdles in the middle of a delivery hears 503: it was not taken, and is sent again', async () => {
    const { raw, taken } = await setUp(patience)
    const slow = raw(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf of it`)
    await eventually(() => expect(slow.closed).toBe(true))
    expect(slow.answer).toMatch(/^HTTP\/1\.1 503 /)
    expect(taken).toEqual([])
  })

  it('and goes away in the middle leaves nothing behind', async () => {
    const { raw, taken, post, logged } = await setUp()
    const sockets = Array.from({ length: 50 }, () => raw(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf of it`))
    await Promise.all(sockets.map(({ socket }) => once(socket, 'connect')))
    for (const { socket } of sockets) socket.destroy()
    expect((await post('whole')).status).toBe(200)
    expect(taken.map(textOf)).toEqual(['whole'])
    expect(logged).toEqual([])
  })

  it('and lies about the length is no delivery of more than he sent', async () => {
    const { raw, taken } = await setUp()
    const short = raw(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcdef`)
    await eventually(() => expect(short.closed).toBe(true))
    expect(taken.map(textOf)).toEqual(['abc'])
    const both = raw(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`)
    await eventually(() => expect(both.closed).toBe(true))
    expect(both.answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(taken).toHaveLength(1)
  })

  it.each([
    { what: 'what is no HTTP', text: 'hello\r\n\r\n', status: 400 },
    { what: 'TLS', text: '\x16\x03\x01\x00\xa5\x01\x00\x00', status: 400 },
    { what: 'headers without end', text: `POST ${path} HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`, status: 431 },
    { what: 'a path without end', text: `POST /in/${'z'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`, status: 431 },
  ])('and sends $what is answered $status', async ({ text, status }) => {
    const { raw, taken, post } = await setUp()
    const odd = raw(text)
    await eventually(() => expect(odd.closed).toBe(true))
    expect(odd.answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `))
    expect(taken).toEqual([])
    expect((await post('x')).status).toBe(200)
  })

  it('holds nobody up: with 300 of them a delivery is answered', async () => {
    const { raw, post } = await setUp()
    const idle = Array.from({ length: 300 }, (_, n) =>
      raw(n % 2 === 0 ? `POST ${path} HTTP/1.1\r\nHost` : `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n1`),
    )
    await Promise.all(idle.map(({ socket }) => once(socket, 'connect')))
    expect((await post('x')).status).toBe(200)
  })
})

describe('closing', () => {
  it('lets a delivery that is being stored have its answer', async () => {
    const { receiver, intake, post, taken } = await setUp()
    let store: () => void = () => undefined
    intake.answer = () =>
      new Promise((resolve) => {
        store = () => resolve({ status: 200, said: 'stored', deliveryId: null })
      })
    const answered = post('x')
    await eventually(() => expect(taken).toHaveLength(1))
    const closed = receiver.close()
    store()
    expect((await answered).text).toBe('stored\n')
    await closed
    await expect(post('x')).rejects.toThrow(/ECONNREFUSED/)
  })
})
