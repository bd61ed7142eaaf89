import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { troubleOfCode } from '../../core/tunnel/trouble.ts'
import type { Clock } from '../../ports.ts'

export interface AddressCheck {
  ok: boolean
  url: string
  at: number
  tookMs: number
  said: string
}

/** The desk's own knock at its public address: the only proof that what AWS sends there arrives here. */
export interface PublicAddress {
  /** Sends a request through a public address and sees whether it reaches this receiver. */
  check(url: string, signal?: AbortSignal): Promise<AddressCheck>
  /** The receiver's side: how a request of our own with this secret is answered, or null for everybody else's. */
  answerTo(secret: string): ((body: Uint8Array) => string | null) | null
}

const timeoutMs = 10_000

/**
 * @param ask the HTTP request; another one only to prove what is made of its answers
 */
export function openPublicAddress(clock: Clock, ask: typeof fetch = fetch): PublicAddress {
  /** A fresh secret for each request, so that nothing can be replayed; gone when the request is. */
  const asked = new Map<string, Buffer>()
  return {
    async check(url, signal) {
      const secret = randomBytes(24).toString('base64url')
      const nonce = randomBytes(32)
      asked.set(secret, nonce)
      const startedMs = clock.elapsedMs()
      const result = (ok: boolean, said: string): AddressCheck => ({
        ok,
        url,
        at: clock.now(),
        tookMs: Math.round(clock.elapsedMs() - startedMs),
        said,
      })
      try {
        const timeout = AbortSignal.timeout(timeoutMs)
        const response = await ask(`${url}/in/${secret}`, {
          method: 'POST',
          body: nonce.toString('base64url'),
          redirect: 'manual',
          headers: { 'content-type': 'text/plain; charset=UTF-8' },
          signal: signal === undefined ? timeout : AbortSignal.any([timeout, signal]),
        })
        const text = (await response.text()).trim()
        if (response.status === 200 && text === proof(secret, nonce)) {
          const took = Math.round(clock.elapsedMs() - startedMs)
          return result(true, `${url} reached this desk in ${took} ms.`)
        }
        const code = response.headers.get('ngrok-error-code')
        if (code !== null) {
          const isUsedUp = troubleOfCode(code).reason === 'quota'
          const why = isUsedUp ? 'the account has used up what its plan gives, see dashboard.ngrok.com, Usage.' : 'its tunnel is not up.'
          return result(false, `${url} is answered by ngrok itself (${code}, ${response.status}): ${why}`)
        }
        return result(false, `${url} answered ${response.status}, but not from this desk: let it pass POSTs to /in/ on to the receiver.`)
      } catch (error) {
        return result(
          false,
          `${url} could not be reached (${reasonOf(error)}): check the address, its certificate and the proxy or tunnel behind it.`,
        )
      } finally {
        asked.delete(secret)
      }
    },
    answerTo(secret) {
      const nonce = asked.get(secret)
      if (nonce === undefined) return null
      return (body) => {
        const sent = Buffer.from(Buffer.from(body).toString('latin1'), 'base64url')
        return sent.length === nonce.length && timingSafeEqual(sent, nonce) ? proof(secret, nonce) : null
      }
    },
  }
}

const proof = (secret: string, nonce: Buffer): string => createHash('sha256').update(secret).update(nonce).digest('base64url')

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.name === 'TimeoutError') return `no answer in ${timeoutMs / 1_000} s`
  const cause: unknown = error.cause
  if (!(cause instanceof Error)) return error.message
  return 'code' in cause ? String(cause.code) : cause.message
}
