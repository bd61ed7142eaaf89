import { createServer } from 'node:http'
import { onTestFinished } from 'vitest'

interface StoredEndpoint {
  id: string
  type: string
  url: string
  public_url: string
  metadata: string
  traffic_policy: string
  bindings: string[]
}

export interface NgrokStandIn {
  url: string
  endpoints: StoredEndpoint[]
  domains: string[]
  /** Refuses what begins so, such as `POST /endpoints`, as ngrok does: a status, a code. */
  refuse(call: string, status: number, code: string): void
  asked: { call: string; authorization: string | undefined; version: string | undefined; body: unknown }[]
}

export const goodKey = 'the-api-key'

/** ngrok's REST API, as its documentation has it: pages of `reserved_domains` and `endpoints`, refusals with a code. https://ngrok.com/docs/api */
export async function startNgrokStandIn(pageLength = 100): Promise<NgrokStandIn> {
  const refusals = new Map<string, { status: number; code: string }>()
  const standIn: Omit<NgrokStandIn, 'url'> = {
    endpoints: [],
    domains: [],
    asked: [],
    refuse: (call, status, code) => void refusals.set(call, { status, code }),
  }
  let seq = 0
  let url = ''
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (part) => {
      text += part
    })
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', url)
      const call = `${request.method} ${pathname}`
      const body: Record<string, unknown> = text === '' ? {} : JSON.parse(text)
      const { authorization } = request.headers
      standIn.asked.push({ call, authorization, version: String(request.headers['ngrok-version']), body })
      const answer = (status: number, value: unknown) => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(value === null ? '' : JSON.stringify(value))
      }
      const refuse = (status: number, code: string) =>
        answer(status, { error_code: code, status_code: status, msg: `No. Your credential: ${authorization}\n\n${code}\n`, details: {} })
      const refusal = [...refusals].find(([begins]) => call.startsWith(begins))?.[1]
      if (authorization !== `Bearer ${goodKey}`) return refuse(400, 'ERR_NGROK_202')
      if (refusal !== undefined) return refuse(refusal.status, refusal.code)
      const page = (name: string, items: readonly unknown[]) => {
        const from = Number(searchParams.get('before_id') ?? 0)
        const more = from + pageLength < items.length
        answer(200, {
          [name]: items.slice(from, from + pageLength),
          uri: `${url}/${name}`,
          next_page_uri: more ? `https://api.ngrok.com/${name}?before_id=${from + pageLength}&limit=${pageLength}` : null,
        })
      }
      const [, noun, id] = pathname.split('/')
      if (call === 'GET /reserved_domains') {
        return page(
          'reserved_domains',
          standIn.domains.map((domain, index) => ({ id: `rd_${index}`, domain, region: '', cname_target: null })),
        )
      }
      if (call === 'GET /endpoints') return page('endpoints', standIn.endpoints)
      if (call === 'POST /endpoints') {
        if (standIn.endpoints.some((one) => one.url === body.url)) return refuse(400, 'ERR_NGROK_18017')
        seq += 1
        const made = { id: `ep_${seq}`, public_url: String(body.url), ...body } as StoredEndpoint
        standIn.endpoints.push(made)
        return answer(201, made)
      }
      const found = noun === 'endpoints' ? standIn.endpoints.find((one) => one.id === id) : undefined
      if (found === undefined) return refuse(404, 'ERR_NGROK_218')
      if (request.method === 'PATCH') return answer(200, Object.assign(found, body))
      if (request.method === 'DELETE') {
        standIn.endpoints.splice(standIn.endpoints.indexOf(found), 1)
        return answer(204, null)
      }
      refuse(405, 'ERR_NGROK_217')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return Object.assign(standIn, { url })
}
