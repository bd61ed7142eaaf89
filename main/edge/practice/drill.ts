import type { DrillDeps, DrillError, DrillStarted } from './drill-ports.ts'
import { type Held, stopping, toFirstAlarm, toRecovery } from './drill-steps.ts'

/** Practice alarms: each takes the whole real path, from a practice SNS and to a practice integration that live as long as it does. */
export interface Drill {
  /**
   * Starts a drill and answers once its first ALARM was taken with a 2xx: ALARM again and OK follow behind the answer.
   * While a drill runs, a further call is answered with the running one's ids; after its end a further call starts anew.
   */
  run(): Promise<DrillStarted | DrillError>
  /** Whether the running drill's SNS holds a connection with this local port now, see PracticeSns. False while none runs. */
  opened(localPort: number, localAddress?: string): boolean
  /** Ends a running drill wherever it is; resolves when its integration is removed and it holds no timer and no socket. */
  close(): Promise<void>
}

interface Running {
  held: Held
  started: Promise<DrillStarted | DrillError>
  /** Never rejects. */
  ended: Promise<void>
}

export function openDrill(deps: DrillDeps): Drill {
  const { log, integrations } = deps
  const closing = new AbortController()
  let running: Running | null = null

  function begin(): Running {
    const held: Held = { sns: null, integrationId: null, changedAt: 0 }
    const beginning = toFirstAlarm(deps, held, closing.signal)
    const ended = beginning
      .then((first) => {
        if ('code' in first) return log.warn('practice.failed', { code: first.code })
        log.info('practice.started', { ...first })
        return toRecovery(deps, held, first, closing.signal)
      })
      .catch((error: unknown) => log.error('practice.broke', { integrationId: held.integrationId, error: String(error) }))
      .then(() => release(held))
      .finally(() => {
        running = null
      })
    // A failure is told after the clean-up, so that the next call starts anew.
    const started = beginning.then(
      async (first) => {
        if ('code' in first) await ended
        return first
      },
      async (error: unknown) => {
        await ended
        throw error
      },
    )
    return { held, started, ended }
  }

  async function release(held: Held): Promise<void> {
    try {
      if (held.integrationId !== null) await integrations.remove(held.integrationId)
    } catch (error) {
      log.error('practice.not-removed', { integrationId: held.integrationId, error: String(error) })
    } finally {
      await held.sns?.close()
    }
    log.info('practice.ended', { integrationId: held.integrationId })
  }

  return {
    run() {
      if (closing.signal.aborted) return Promise.resolve(stopping)
      running ??= begin()
      return running.started
    },
    opened: (localPort, localAddress) => running?.held.sns?.opened(localPort, localAddress) ?? false,
    async close() {
      closing.abort()
      await running?.ended
    },
  }
}
