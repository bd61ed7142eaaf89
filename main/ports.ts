/** What the desk needs of the world, at its narrowest. Types only: each shell and the test harness bring their own. */

/** `now` is the wall clock in epoch milliseconds, `elapsedMs` a monotonic one: where they part, the clock was changed. */
export interface Clock {
  now(): number
  elapsedMs(): number
}

/** Waits that a test can move by hand. The returned function cancels. */
export interface Timers {
  after(delayMs: number, run: () => void): () => void
}

/** Structured log lines. Never given a secret, a token or a signature. */
export interface Log {
  info(event: string, data?: Record<string, unknown>): void
  warn(event: string, data?: Record<string, unknown>): void
  error(event: string, data?: Record<string, unknown>): void
}

/** Seals what is kept on disk. `kept` says honestly where the key lives. */
export interface Secrets {
  kept: 'keychain' | 'key-file' | 'plain'
  seal(plain: string): Promise<Uint8Array>
  open(sealed: Uint8Array): Promise<string>
  /** Whether what was opened is to be sealed anew, since the system's key has changed. */
  isStale?(sealed: Uint8Array): boolean
}
