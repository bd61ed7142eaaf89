import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../ports.ts'

/** The API's bearer token: in `DATA/console-token` (0600), the same after a restart. */
export function consoleToken(folder: string, rotate: boolean): { token: string; file: string } {
  const file = join(folder, 'console-token')
  if (!rotate) {
    try {
      const token = readFileSync(file, 'utf8').trim()
      if (token.length >= 32) return { token, file }
    } catch {
      // The first start: it is made below.
    }
  }
  const token = randomBytes(32).toString('base64url')
  writeFileSync(file, `${token}\n`, { mode: 0o600 })
  return { token, file }
}

/** Compares in a time that tells nothing of where they differ. */
export function sameToken(given: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(token))
}

const codeLivesMs = 10 * 60_000

/** The sign-in codes in the addresses that are opened: each good once, for ten minutes. */
export function signInCodes(clock: Clock) {
  const codes = new Map<string, number>()
  return {
    issue(): string {
      const code = randomBytes(24).toString('base64url')
      codes.set(code, clock.elapsedMs() + codeLivesMs)
      return code
    },
    /** Whether a code is good; it is not any more afterwards. */
    redeem(code: string): boolean {
      const until = codes.get(code)
      codes.delete(code)
      return until !== undefined && clock.elapsedMs() < until
    },
  }
}
