import { get, type RequestOptions } from 'node:https'

export type FetchAnswer =
  /** `serverDate` is the answer's own `Date`, in epoch milliseconds. */
  { kind: 'answer'; status: number; body: Buffer; serverDate: number | null } | { kind: 'no-answer'; said: string }

/** One GET of a certificate. Never throws. */
export type FetchCertificate = (url: string, signal: AbortSignal) => Promise<FetchAnswer>

const maxBytes = 64 * 1024

/**
 * Fetches over https only, follows no redirect, and gives up after 5 s or 64 KB. The TLS certificate of the host is what vouches for the
 * signing certificate it serves, so it is always checked. `connection` lets a test stand in for the host, with a root of its own.
 */
export function createCertificateFetch(
  connection: Pick<RequestOptions, 'ca' | 'lookup' | 'port'> = {},
  timeoutMs = 5_000,
): FetchCertificate {
  return (url, signal) =>
    new Promise((resolve) => {
      let late: NodeJS.Timeout | undefined
      const end = (answer: FetchAnswer) => {
        clearTimeout(late)
        resolve(answer)
      }
      const options = { ...connection, agent: false, signal, headers: { accept: 'application/x-pem-file, */*' } } as const
      const request = get(url, options, (response) => {
        const chunks: Buffer[] = []
        let size = 0
        response.on('data', (chunk: Buffer) => {
          chunks.push(chunk)
          size += chunk.length
          if (size > maxBytes) request.destroy(new Error('the answer is longer than 64 KB'))
        })
        response.on('error', (error) => end({ kind: 'no-answer', said: error.message }))
        response.on('end', () => {
          const date = Date.parse(response.headers.date ?? '')
          end({
            kind: 'answer',
            status: response.statusCode ?? 0,
            body: Buffer.concat(chunks),
            serverDate: Number.isNaN(date) ? null : date,
          })
        })
      })
      request.on('error', (error) => end({ kind: 'no-answer', said: error.message }))
      late = setTimeout(() => request.destroy(new Error(`no whole answer within ${timeoutMs} ms`)), timeoutMs)
    })
}
