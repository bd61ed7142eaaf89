import type { ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { LookupFunction } from 'node:net'
import { generate } from 'selfsigned'
import { createCertificateFetch, type FetchCertificate } from '../../../main/edge/sns/certificate-fetch.ts'

export interface CertificateHost {
  /** The real fetch, led to this host whatever the name, with a root of our own. */
  fetchCertificate: FetchCertificate
  rootPem: string
  /** The same, trusting another root, or less patient. */
  fetchOf(trusting: { ca: string }, timeoutMs?: number): FetchCertificate
  /** Host and path of each request. */
  asked: string[]
  answer(with_: (response: ServerResponse) => void): void
  close(): Promise<void>
}

/** A real https server on loopback that stands in for SNS's hosts. It has a TLS certificate for `names`, from a root that only the fetch of this test trusts. */
export async function startCertificateHost(names = ['sns.eu-west-1.amazonaws.com']): Promise<CertificateHost> {
  const root = await generate([{ name: 'commonName', value: 'Test root' }], {
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  })
  const leaf = await generate([{ name: 'commonName', value: names[0] ?? 'none' }], {
    algorithm: 'sha256',
    ca: { key: root.private, cert: root.cert },
    extensions: [{ name: 'subjectAltName', altNames: names.map((value) => ({ type: 2 as const, value })) }],
  })
  let reply: (response: ServerResponse) => void = (response) => response.writeHead(404).end()
  const asked: string[] = []
  const server = createServer({ key: leaf.private, cert: leaf.cert }, (request, response) => {
    asked.push(`${request.headers.host?.split(':')[0]}${request.url}`)
    reply(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const lookup: LookupFunction = (_host, options, callback) => {
    if (options.all) callback(null, [{ address: '127.0.0.1', family: 4 }])
    else callback(null, '127.0.0.1', 4)
  }
  const fetchOf = ({ ca }: { ca: string }, timeoutMs?: number) => createCertificateFetch({ ca, port, lookup }, timeoutMs)
  return {
    fetchCertificate: fetchOf({ ca: root.cert }),
    rootPem: root.cert,
    fetchOf,
    asked,
    answer: (with_) => {
      reply = with_
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
