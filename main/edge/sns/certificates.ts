import type { CertificateAddress } from '../../core/sns/signing-certificate.ts'
import type { Clock, Log } from '../../ports.ts'
import type { FetchAnswer, FetchCertificate } from './certificate-fetch.ts'
import { certificateFolder } from './certificate-folder.ts'
import { type FetchLimits, openFetchLimit, usualLimits } from './fetch-limit.ts'
import { parseSigningCertificate, type SigningCertificate } from './x509.ts'

export type CertificateAnswer =
  | { kind: 'certificate'; certificate: SigningCertificate; from: 'memory' | 'disk' | 'aws' }
  /** AWS has no such certificate: the message names one that never was. */
  | { kind: 'absent'; said: string }
  /** It can't be had at the moment: whoever sent the message is to try again. */
  | { kind: 'not-now'; said: string }

export interface Certificates {
  /** At once where it is in memory, else a promise shared by all who wait for the same one. It rejects only for an address that is none of SNS's. */
  get(address: CertificateAddress): CertificateAnswer | Promise<CertificateAnswer>
  /** Gives up what is being fetched and waits for its end. */
  close(): Promise<void>
}

export interface CertificatesDeps {
  /** `DATA/signing-certificates` */
  folder: string
  fetchCertificate: FetchCertificate
  clock: Pick<Clock, 'elapsedMs'>
  log: Log
  /** The `Date` of an answer of AWS's, in epoch milliseconds. */
  onServerDate?: (at: number) => void
}

const absentForMs = 3_600_000
const keptInMemory = 100
const absentKept = 1_000

/** SNS's signing certificates: from memory, else from disk, else by one fetch. A 404 is remembered for an hour. */
export function openCertificates(deps: CertificatesDeps, limits: FetchLimits = usualLimits): Certificates {
  const { clock, log } = deps
  const folder = certificateFolder(deps.folder)
  const limit = openFetchLimit(clock, limits)
  const memory = new Map<string, SigningCertificate>()
  const absentUntil = new Map<string, number>()
  const underWay = new Map<string, Promise<CertificateAnswer>>()
  const writes = new Set<Promise<void>>()
  const closing = new AbortController()

  function get(address: CertificateAddress): CertificateAnswer | Promise<CertificateAnswer> {
    const certificate = memory.get(address.url)
    if (certificate !== undefined) return { kind: 'certificate', certificate, from: 'memory' }
    const waiting = underWay.get(address.url)
    if (waiting !== undefined) return waiting
    const loading = load(address).finally(() => underWay.delete(address.url))
    underWay.set(address.url, loading)
    return loading
  }

  async function load(address: CertificateAddress): Promise<CertificateAnswer> {
    const kept = await folder.read(address.host, address.file)
    if (kept !== null) {
      const certificate = parseSigningCertificate(kept)
      if (certificate !== null) return remember(address, certificate, 'disk')
      log.warn('signing-certificate.unreadable', { host: address.host, file: address.file })
    }
    const until = absentUntil.get(address.url) ?? 0
    if (until > clock.elapsedMs()) return absent(address)
    const why = limit.start(address.host)
    if (why !== null) return { kind: 'not-now', said: `The certificate is not fetched now: ${why}.` }
    const answer = await deps.fetchCertificate(address.url, closing.signal).finally(() => limit.end(address.host))
    return take(address, answer)
  }

  function take(address: CertificateAddress, answer: FetchAnswer): CertificateAnswer {
    if (answer.kind === 'no-answer') {
      log.warn('signing-certificate.not-fetched', { host: address.host, file: address.file, said: answer.said })
      return { kind: 'not-now', said: `The certificate could not be fetched from ${address.host}: ${answer.said}.` }
    }
    if (answer.serverDate !== null) deps.onServerDate?.(answer.serverDate)
    if (answer.status === 404) {
      bounded(absentUntil, absentKept).set(address.url, clock.elapsedMs() + absentForMs)
      return absent(address)
    }
    const pem = answer.body.toString('utf8')
    const certificate = answer.status === 200 ? parseSigningCertificate(pem) : null
    if (certificate === null) {
      log.warn('signing-certificate.not-one', { host: address.host, file: address.file, status: answer.status })
      return { kind: 'not-now', said: `${address.host} answered ${answer.status} without a certificate; a proxy may stand between.` }
    }
    const writing = folder
      .write(address.host, address.file, pem)
      .catch((error: unknown) => log.warn('signing-certificate.not-kept', { file: address.file, said: String(error) }))
      .finally(() => writes.delete(writing))
    writes.add(writing)
    return remember(address, certificate, 'aws')
  }

  function remember(address: CertificateAddress, certificate: SigningCertificate, from: 'disk' | 'aws'): CertificateAnswer {
    bounded(memory, keptInMemory).set(address.url, certificate)
    return { kind: 'certificate', certificate, from }
  }

  return {
    get,
    async close() {
      closing.abort()
      await Promise.allSettled([...underWay.values()])
      await Promise.all([...writes])
    },
  }
}

const absent = ({ host }: CertificateAddress): CertificateAnswer => ({ kind: 'absent', said: `${host} has no such certificate.` })

/** Makes room for one more, at the cost of the oldest. */
function bounded<V>(map: Map<string, V>, size: number): Map<string, V> {
  for (const oldest of map.keys()) {
    if (map.size < size) break
    map.delete(oldest)
  }
  return map
}
