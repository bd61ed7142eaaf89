import { z } from 'zod'
import { codeIn, type Trouble, troubleOfCode } from '../../core/tunnel/trouble.ts'

/** ngrok's REST API, as far as the desk uses it. https://ngrok.com/docs/api */
export interface NgrokApi {
  domains(signal: AbortSignal): Promise<ApiAnswer<string[]>>
  endpoints(signal: AbortSignal): Promise<ApiAnswer<NgrokEndpoint[]>>
  createEndpoint(wish: EndpointWish, signal: AbortSignal): Promise<ApiAnswer<NgrokEndpoint>>
  updateEndpoint(id: string, wish: Partial<EndpointWish>, signal: AbortSignal): Promise<ApiAnswer<NgrokEndpoint>>
  deleteEndpoint(id: string, signal: AbortSignal): Promise<ApiAnswer<null>>
}

/** `key`: the API key is not taken, or may not do this. */
export type ApiFault = { kind: 'key' | 'no-network' | 'refused'; trouble: Trouble }
export type ApiAnswer<T> = { ok: true; value: T } | { ok: false; fault: ApiFault }

const endpoint = z.object({
  id: z.string(),
  /** `cloud`, or an agent's. */
  type: z.string().default(''),
  url: z.string().nullish(),
  public_url: z.string().nullish(),
  metadata: z.string().nullish(),
  traffic_policy: z.string().nullish(),
})
export type NgrokEndpoint = z.infer<typeof endpoint>

export interface EndpointWish {
  url: string
  type: 'cloud'
  bindings: string[]
  traffic_policy: string
  description: string
  metadata: string
}

const domainPage = z.object({ reserved_domains: z.array(z.object({ domain: z.string() })), next_page_uri: z.string().nullish() })
const endpointPage = z.object({ endpoints: z.array(endpoint), next_page_uri: z.string().nullish() })
const refusal = z.object({ error_code: z.string() })

const timeoutMs = 10_000
/** More than any account that a person keeps; what is beyond is not looked at. */
const mostPages = 20

/** @param baseUrl another one only where a test stands in for ngrok */
export function openNgrokApi(key: string, baseUrl = 'https://api.ngrok.com'): NgrokApi {
  async function ask<T>(method: string, path: string, schema: z.ZodType<T>, signal: AbortSignal, body?: unknown): Promise<ApiAnswer<T>> {
    const fail = (kind: ApiFault['kind'], trouble: Trouble): ApiAnswer<T> => ({ ok: false, fault: { kind, trouble } })
    try {
      const response = await fetch(`${baseUrl}${path}`, {
        method,
        // The key goes to ngrok's API and to nobody whom that names.
        redirect: 'error',
        headers: {
          authorization: `Bearer ${key}`,
          'ngrok-version': '2',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      })
      const text = await response.text()
      const parsed = jsonOf(text)
      if (!response.ok) {
        const said = refusal.safeParse(parsed)
        const code = said.success ? said.data.error_code : codeIn(text)
        const kind = response.status === 401 || response.status === 403 || isKeyFault(code) ? 'key' : 'refused'
        return fail(kind, code === null ? { reason: 'refused', code: null } : troubleOfCode(code))
      }
      const answer = schema.safeParse(parsed)
      return answer.success ? { ok: true, value: answer.data } : fail('refused', { reason: 'refused', code: null })
    } catch {
      return fail('no-network', { reason: 'no-network', code: null })
    }
  }

  async function all<P extends { next_page_uri?: string | null | undefined }, T>(
    path: string,
    schema: z.ZodType<P>,
    itemsOf: (page: P) => T[],
    signal: AbortSignal,
  ): Promise<ApiAnswer<T[]>> {
    const items: T[] = []
    let query = '?limit=100'
    for (let pages = 0; pages < mostPages; pages += 1) {
      const page = await ask('GET', path + query, schema, signal)
      if (!page.ok) return page
      items.push(...itemsOf(page.value))
      const next = page.value.next_page_uri
      if (next === null || next === undefined || next === '' || !URL.canParse(next, baseUrl)) break
      query = new URL(next, baseUrl).search
    }
    return { ok: true, value: items }
  }

  return {
    domains: (signal) => all('/reserved_domains', domainPage, (page) => page.reserved_domains.map(({ domain }) => domain), signal),
    endpoints: (signal) => all('/endpoints', endpointPage, (page) => page.endpoints, signal),
    createEndpoint: (wish, signal) => ask('POST', '/endpoints', endpoint, signal, wish),
    updateEndpoint: (id, wish, signal) => ask('PATCH', `/endpoints/${encodeURIComponent(id)}`, endpoint, signal, wish),
    deleteEndpoint: (id, signal) =>
      ask(
        'DELETE',
        `/endpoints/${encodeURIComponent(id)}`,
        z.unknown().transform(() => null),
        signal,
      ),
  }
}

/** 200 to 208: what was sent as an API key is none, or none that may ask. */
const isKeyFault = (code: string | null): boolean => code !== null && /^ERR_NGROK_20[0-8]$/.test(code)

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
