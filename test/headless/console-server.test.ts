import { mkdirSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { consolePages } from '../../main/headless/pages.ts'
import { consoleToken, signInCodes } from '../../main/headless/token.ts'
import { handClock } from '../harness/clock.ts'
import { startDesk, temporaryFolder } from '../harness/desk.ts'
import { serveConsole, token } from '../harness/wires.ts'

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

/** One request whose every header is the test's own, Host too. */
function ask(
  port: number,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method: options.method ?? 'GET', headers: options.headers ?? {} }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString('utf8') }),
      )
    })
    sent.on('error', reject)
    sent.end(options.body)
  })
}

/** A built console of the test's own: a page with two places for the nonce, and a file. */
function somePages() {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'assets'))
  writeFileSync(
    join(folder, 'index.html'),
    '<script nonce="__CSP_NONCE__" src="/assets/a-1.js"></script><style nonce="__CSP_NONCE__"></style>',
  )
  writeFileSync(join(folder, 'assets', 'a-1.js'), 'export {}')
  writeFileSync(join(folder, 'notes.md'), 'not to be served')
  return consolePages(folder)
}

async function setUp() {
  const desk = await startDesk({ channel: null })
  const server = await serveConsole(desk.router, { pages: somePages() })
  const authorization = `Bearer ${token}`
  return { desk, ...server, authorization, ask: (path: string, options?: Parameters<typeof ask>[2]) => ask(server.port, path, options) }
}

describe('the console’s port', () => {
  it('answers on its own names only, whatever the token, on every path', async () => {
    const { port, ask, authorization } = await setUp()
    for (const path of ['/', '/assets/a-1.js', '/api/settings', '/api/changes', '/session', '/nothing']) {
      for (const host of [
        'evil.example',
        `evil.example:${port}`,
        '127.0.0.1',
        `127.0.0.1:${port + 1}`,
        `[::1]:${port}`,
        `127.0.0.1:${port}.evil.example`,
      ]) {
        expect(await ask(path, { headers: { host, authorization } }), `${path} for ${host}`).toMatchObject({ status: 403 })
      }
    }
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`])
      expect(await ask('/api/settings', { headers: { host, authorization } })).toMatchObject({ status: 200 })
  })

  it('keeps an idle connection for longer than a client waits between two looks', async () => {
    const { url, authorization } = await setUp()
    const answer = await fetch(`${url}/api/settings`, { headers: { authorization } })
    await answer.text()
    expect(answer.headers.get('keep-alive')).toBe('timeout=65')
  })

  it('answers to its own page only: every other origin is foreign, «null» too', async () => {
    const { port, ask, authorization } = await setUp()
    const foreign = [
      'null',
      'https://evil.example',
      `https://127.0.0.1:${port}`,
      `http://127.0.0.1:${port + 1}`,
      'file://',
      `http://localhost:${port}.evil.example`,
      '',
    ]
    for (const origin of foreign) {
      for (const [path, method] of [
        ['/api/settings', 'GET'],
        ['/api/practice', 'POST'],
        ['/api/settings', 'OPTIONS'],
        ['/session', 'POST'],
        ['/', 'GET'],
      ] as const) {
        const answer = await ask(path, { method, headers: { origin, authorization } })
        expect(answer.status, `${method} ${path} from ${origin}`).toBe(403)
        expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
      }
    }
    expect((await ask('/api/settings', { headers: { origin: `http://127.0.0.1:${port}`, authorization } })).status).toBe(200)
  })

  it('asks for the token in its header, and nowhere else', async () => {
    const { ask, authorization } = await setUp()
    for (const [path, headers] of [
      ['/api/settings', {}],
      ['/api/settings', { authorization: 'Bearer wrong' }],
      ['/api/settings', { authorization: `Bearer ${token}x` }],
      ['/api/settings', { authorization: `Basic ${token}` }],
      ['/api/settings', { authorization: token }],
      ['/api/settings', { cookie: `token=${token}` }],
      [`/api/settings?token=${token}`, {}],
      ['/api/openapi.json', {}],
      ['/api', {}],
      ['/api/nothing', {}],
    ] as const) {
      const answer = await ask(path, { headers })
      expect(answer, path).toMatchObject({ status: 401, headers: { 'content-type': 'application/json' } })
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'unauthorized', message: expect.stringContaining('console-token') })
      expect(answer.text).not.toContain(token)
    }
    expect((await ask('/api/settings', { headers: { authorization } })).status).toBe(200)
  })

  it('describes its API, for whoever has the token', async () => {
    const { ask, authorization } = await setUp()
    const document = JSON.parse((await ask('/api/openapi.json', { headers: { authorization } })).text)
    expect(document).toMatchObject({ openapi: expect.stringMatching(/^3\./), servers: [{ url: '/api' }] })
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/integrations', '/deliveries/{id}/replay', '/incidents/{id}/snooze']),
    )
  })

  it('gives the token for a sign-in code once, within ten minutes, and to nobody who guesses', async () => {
    const { ask, codes, clock } = await setUp()
    const exchange = (body: string) => ask('/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    const code = codes.issue()
    const answer = await exchange(JSON.stringify({ code }))
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } })
    expect(JSON.parse(answer.text)).toEqual({ token })
    expect((await exchange(JSON.stringify({ code }))).status).toBe(401)
    const late = codes.issue()
    clock.skip(10 * 60_000)
    expect((await exchange(JSON.stringify({ code: late }))).status).toBe(401)
    for (const body of ['', '{}', 'null', '[]', '{"code":1}', JSON.stringify({ code: token }), JSON.stringify({ code: '' })])
      expect((await exchange(body)).status, body).toBe(401)
    expect((await exchange(JSON.stringify({ code: 'x'.repeat(10_000) }))).status).toBe(413)
    expect((await ask('/session', { method: 'GET' })).status).toBe(404)
  })

  it('serves the page with a nonce of its own each time, under a policy without exceptions', async () => {
    const { ask } = await setUp()
    const pages = [await ask('/'), await ask('/?whatever#x')]
    const nonces = pages.map(({ headers, text }) => {
      const policy = String(headers['content-security-policy'])
      expect(policy).toContain("default-src 'none'")
      expect(policy).not.toMatch(/unsafe|\*|https?:|blob:/)
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store' })
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? ''
      expect(text.split(`nonce="${nonce}"`)).toHaveLength(3)
      expect(text).not.toContain('__CSP_NONCE__')
      return nonce
    })
    expect(new Set(nonces).size).toBe(2)
    expect(await ask('/assets/a-1.js')).toMatchObject({ status: 200, headers: { 'content-type': 'text/javascript; charset=utf-8' } })
    expect(await ask('/', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' })
  })

  it('has nothing at any other path: no fallback to the page, no way out of its folder', async () => {
    const { ask } = await setUp()
    for (const path of [
      '/index.html',
      '/incidents',
      '/assets',
      '/assets/',
      '/assets/../index.html',
      '/notes.md',
      '/../token.ts',
      '/%2e%2e/console-token',
      '/..%2f..%2fetc%2fpasswd',
      '//etc/passwd',
      '/in/0123456789abcdef0123456789abcdef',
      '/API/settings',
      '/apiary',
      '/__proto__',
    ]) {
      const answer = await ask(path)
      expect(answer, path).toMatchObject({ status: 404, headers: { 'content-type': 'application/json' } })
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'not-found', message: expect.any(String) })
    }
    expect((await ask('/', { method: 'POST' })).status).toBe(404)
    expect((await ask('/in/0123456789abcdef0123456789abcdef', { method: 'POST', body: 'x' })).status).toBe(404)
  })

  it('closes with its feeds open', async () => {
    const { close, url } = await setUp()
    const feed = await fetch(`${url}/api/changes`, { headers: { authorization: `Bearer ${token}` } })
    const reading = feed.text().catch(() => 'cut off')
    await close()
    expect(await reading).toBe('cut off')
  })
})

describe('the token', () => {
  it('is kept in a file of mode 0600, the same after a restart, another when it is rotated', () => {
    const folder = temporaryFolder()
    const first = consoleToken(folder, false)
    expect(first.token.length).toBeGreaterThanOrEqual(43)
    expect(first.file).toBe(join(folder, 'console-token'))
    expect((statSync(first.file).mode & 0o777).toString(8)).toBe('600')
    expect(consoleToken(folder, false)).toEqual(first)
    const rotated = consoleToken(folder, true)
    expect(rotated.token).not.toBe(first.token)
    expect((statSync(first.file).mode & 0o777).toString(8)).toBe('600')
    expect(consoleToken(folder, false)).toEqual(rotated)
  })

  it('is made anew where the file holds too little to be one', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'console-token'), 'short\n')
    expect(consoleToken(folder, false).token.length).toBeGreaterThan(40)
  })
})

describe('sign-in codes', () => {
  it('are good by the clock that nobody sets', () => {
    const clock = handClock()
    const codes = signInCodes(clock)
    const code = codes.issue()
    clock.setWall(0)
    expect(codes.redeem(code)).toBe(true)
    expect(codes.redeem(code)).toBe(false)
  })
})
