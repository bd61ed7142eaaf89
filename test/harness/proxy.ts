import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

/** A reverse proxy on a port of its own, as stands at a public address. It passes on what it gets while it is up. */
export async function openProxy() {
  const state = { up: true, target: '' }
  const server = createServer((incoming, answer) => {
    if (!state.up) return void answer.writeHead(404, { 'ngrok-error-code': 'ERR_NGROK_3200' }).end('no tunnel')
    if (state.target === '') return void answer.writeHead(502).end('nobody behind it yet')
    const passed = request(
      state.target + (incoming.url ?? ''),
      { method: incoming.method, headers: { ...incoming.headers, 'x-forwarded-for': '203.0.113.7' }, agent: false },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(answer)
      },
    )
    passed.on('error', () => answer.writeHead(502).end())
    incoming.pipe(passed)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, state }
}
