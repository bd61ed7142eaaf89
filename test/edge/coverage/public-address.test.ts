import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openPublicAddress } from '../../../main/edge/coverage/public-address.ts'
import { handClock } from '../../harness/clock.ts'

/** What stands at the public address: a server of the test's own. */
async function proxy(handle: (request: IncomingMessage, body: string, response: ServerResponse) => void) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => handle(request, Buffer.concat(chunks).toString('utf8'), response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A port that nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const secretOf = (request: IncomingMessage) => request.url?.replace('/in/', '') ?? ''

describe('the knock at the public address', () => {
  it('is proven by an answer that only this desk can give', async () => {
    const address = openPublicAddress(handClock())
    const url = await proxy((request, body, response) => {
      expect(request.method).toBe('POST')
      response.end(`${address.answerTo(secretOf(request))?.(Buffer.from(body))}\n`)
    })
    expect(await address.check(url)).toMatchObject({ ok: true, url })
  })

  it('is no proof where somebody gives back what he was sent, or answers 200 to everything', async () => {
    const address = openPublicAddress(handClock())
    const echo = await proxy((_request, body, response) => response.end(body))
    const polite = await proxy((_request, _body, response) => response.end('ok'))
    for (const url of [echo, polite])
      expect(await address.check(url)).toMatchObject({ ok: false, said: expect.stringContaining('answered 200, but not from this desk') })
  })

  it('is of another desk where that one answers, and of no use a second time', async () => {
    const [ours, theirs] = [openPublicAddress(handClock()), openPublicAddress(handClock())]
    const kept: { secret: string; body: string }[] = []
    const url = await proxy((request, body, response) => {
      kept.push({ secret: secretOf(request), body })
      const answer = theirs.answerTo(secretOf(request))?.(Buffer.from(body)) ?? null
      response.writeHead(answer === null ? 404 : 200).end(answer)
    })
    expect(await ours.check(url)).toMatchObject({ ok: false, said: expect.stringContaining('answered 404') })
    expect(ours.answerTo(kept[0]?.secret ?? '')).toBeNull()
  })

  it('is answered for its own nonce alone', async () => {
    const address = openPublicAddress(handClock())
    const said: (string | null)[] = []
    const url = await proxy((request, _body, response) => {
      const answer = address.answerTo(secretOf(request))
      for (const body of ['', 'x', 'A'.repeat(43), 'A'.repeat(10_000)]) said.push(answer?.(Buffer.from(body)) ?? null)
      response.end()
    })
    await address.check(url)
    expect(said).toEqual([null, null, null, null])
    expect(address.answerTo('')).toBeNull()
  })

  it('follows no redirect', async () => {
    const address = openPublicAddress(handClock())
    let asked = 0
    const there = await proxy((request, body, response) => {
      asked += 1
      response.end(address.answerTo(secretOf(request))?.(Buffer.from(body)))
    })
    const url = await proxy((request, _body, response) => response.writeHead(307, { location: there + request.url }).end())
    expect(await address.check(url)).toMatchObject({ ok: false, said: expect.stringContaining('answered 307') })
    expect(asked).toBe(0)
  })

  it('says in words what is wrong: nobody there, a tunnel that is down, a stop', async () => {
    const address = openPublicAddress(handClock())
    expect(await address.check('http://127.0.0.1:1')).toMatchObject({ ok: false, said: expect.stringContaining('(bad port)') })
    expect(await address.check(`http://127.0.0.1:${await closedPort()}`)).toMatchObject({
      ok: false,
      said: expect.stringMatching(/could not be reached \(ECONNREFUSED\): check/),
    })
    expect(await address.check('http://nowhere.invalid')).toMatchObject({
      ok: false,
      said: expect.stringContaining('could not be reached'),
    })
    const tunnel = await proxy((_request, _body, response) => response.writeHead(404, { 'ngrok-error-code': 'ERR_NGROK_3200' }).end())
    expect(await address.check(tunnel)).toMatchObject({
      ok: false,
      said: expect.stringMatching(/ERR_NGROK_3200, 404.*its tunnel is not up/),
    })
    const spent = await proxy((_request, _body, response) => response.writeHead(402, { 'ngrok-error-code': 'ERR_NGROK_727' }).end())
    expect(await address.check(spent)).toMatchObject({ ok: false, said: expect.stringMatching(/ERR_NGROK_727, 402.*used up/) })
    const silent = await proxy(() => undefined)
    const stop = new AbortController()
    const checking = address.check(silent, stop.signal)
    stop.abort()
    expect(await checking).toMatchObject({ ok: false })
  })
})
