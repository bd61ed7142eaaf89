import type { Timers } from '../../ports.ts'

/** Waits `delayMs`. Resolves to false where the signal ended the wait before its time; never rejects. */
export function pause(timers: Timers, delayMs: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false)
    const end = (whole: boolean) => {
      cancel()
      signal.removeEventListener('abort', cut)
      resolve(whole)
    }
    const cut = () => end(false)
    const cancel = timers.after(delayMs, () => end(true))
    signal.addEventListener('abort', cut, { once: true })
  })
}
