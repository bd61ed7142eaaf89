import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { OpenAPIGenerator } from '@orpc/openapi'
import { OpenAPIHandler } from '@orpc/openapi/node'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { z } from 'zod'
import type { Router } from '../api/router.ts'
import { secure } from '../console-pages.ts'
import type { Log } from '../ports.ts'
import type { consolePages } from './pages.ts'
import { sameToken, type signInCodes } from './token.ts'

export interface ConsoleServerDeps {
  router: Router
  pages: ReturnType<typeof consolePages>
  token: string
  codes: ReturnType<typeof signInCodes>
  version: string
  log: Log
}

export interface ConsoleServer {
  url: string
  port: number
  close(): Promise<void>
}

const signIn = z.object({ code: z.string().max(200) })
const signInBytesMost = 4_096
const apiBytesMost = 1024 * 1024

/**
 * The console on localhost: the page, the API behind its token, and one door from a sign-in code to the token. Who the
 * request says it is for (Host) and from (Origin) is checked before anything else, so that no foreign page or name gets in.
 * @throws the system's error where the port is taken
 */
export async function openConsoleServer(
  { router, pages, token, codes, version, log }: ConsoleServerDeps,
  port: number,
): Promise<ConsoleServer> {
  const api = new OpenAPIHandler(router)
  const description = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  let hosts: readonly string[] = []

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { host = '', origin, authorization } = request.headers
    if (!hosts.includes(host)) return answer(response, 403, 'foreign-host', 'This console answers on its own address only.')
    if (origin !== undefined && !hosts.some((own) => origin === `http://${own}`)) {
      return answer(response, 403, 'foreign-origin', 'This console answers to its own page only.')
    }
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    if (path === '/api' || path.startsWith('/api/')) {
      const given = /^Bearer (\S+)$/.exec(authorization ?? '')?.[1]
      if (given === undefined || !sameToken(given, token)) {
        return answer(response, 401, 'unauthorized', 'The token is missing or wrong: it is in the file console-token of the data folder.')
      }
      if (request.headers['transfer-encoding'] !== undefined) return answer(response, 411, 'length-required', 'Say how long the body is.')
      if (Number(request.headers['content-length'] ?? 0) > apiBytesMost) return answer(response, 413, 'too-large', 'No call takes so much.')
      if (path === '/api/openapi.json') return describe(response)
      for (const [name, value] of Object.entries({ ...secure, 'cache-control': 'no-store' })) response.setHeader(name, value)
      const { matched } = await api.handle(request, response, { prefix: '/api', context: {} })
      if (!matched) answer(response, 404, 'not-found', 'There is no such call: /api/openapi.json describes all of them.')
      return
    }
    if (path === '/session' && request.method === 'POST') return exchange(request, response)
    if ((request.method === 'GET' || request.method === 'HEAD') && pages.serve(path, response)) return
    answer(response, 404, 'not-found', 'Nothing is here.')
  }

  async function describe(response: ServerResponse): Promise<void> {
    const document = await description.generate(router, {
      info: { title: 'Tocsin', version },
      servers: [{ url: '/api' }],
      security: [{ token: [] }],
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    })
    response.writeHead(200, { ...secure, 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify(document))
  }

  /** A sign-in code for the token, once. */
  async function exchange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > signInBytesMost) return answer(response, 413, 'too-large', 'That is no sign-in code.')
      chunks.push(chunk)
    }
    const asked = signIn.safeParse(json(Buffer.concat(chunks).toString('utf8')))
    if (!asked.success || !codes.redeem(asked.data.code)) {
      return answer(
        response,
        401,
        'code-used',
        'This sign-in code was used or is too old: take the token from the file console-token of the data folder.',
      )
    }
    response.writeHead(200, { ...secure, 'content-type': 'application/json', 'cache-control': 'no-store' })
    response.end(JSON.stringify({ token }))
  }

  // Node hangs up after 5 idle seconds: about when a client that looks again every few seconds sends on that very connection.
  const server = createServer({ maxHeaderSize: 16 * 1024, headersTimeout: 10_000, keepAliveTimeout: 65_000 })
  server.on('request', (request, response) => {
    handle(request, response).catch((error: unknown) => {
      log.error('console.failed', { said: error instanceof Error ? (error.stack ?? error.message) : String(error) })
      answer(response, 500, 'internal-error', 'The desk met a fault of its own: the log says which.')
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
  const bound = (server.address() as AddressInfo).port
  hosts = [`127.0.0.1:${bound}`, `localhost:${bound}`]
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        // The feeds of open pages never end by themselves.
        server.closeAllConnections()
      }),
  }
}

function answer(response: ServerResponse, status: number, code: string, message: string): void {
  if (response.headersSent) return void response.end()
  response.writeHead(status, { ...secure, 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify({ code, message }))
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
