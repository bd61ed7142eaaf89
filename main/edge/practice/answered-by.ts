import type { Log, Timers } from '../../ports.ts'

interface Incidents {
  statusOf(incidentId: string): Promise<'open' | 'acknowledged' | 'closed' | null>
  onChange(listen: () => void): () => void
}

/** Waits until the operator has acknowledged or closed the incident, the time is up, or the signal ends it. Never rejects. */
export function answeredBy(
  deps: { timers: Timers; log: Log; incidents: Incidents },
  wait: { incidentId: string; limitMs: number; signal: AbortSignal },
): Promise<void> {
  const { timers, log, incidents } = deps
  const { incidentId, limitMs, signal } = wait
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const end = () => {
      stopListening()
      cancelLimit()
      signal.removeEventListener('abort', end)
      resolve()
    }
    // The news says only that something changed: what it is now is asked.
    const look = () => {
      incidents.statusOf(incidentId).then(
        (status) => status !== 'open' && end(),
        (error: unknown) => log.warn('practice.status-unknown', { incidentId, error: String(error) }),
      )
    }
    const stopListening = incidents.onChange(look)
    const cancelLimit = timers.after(limitMs, end)
    signal.addEventListener('abort', end, { once: true })
    look()
  })
}
