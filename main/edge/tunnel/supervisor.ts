import { retryDelayMs } from '../../core/tunnel/backoff.ts'
import type { Trouble } from '../../core/tunnel/trouble.ts'
import { failuresWith, reduceTunnel, type TunnelEvent, type TunnelState } from '../../core/tunnel/tunnel-state.ts'
import type { Clock, Log, Timers } from '../../ports.ts'
import type { Opened, OpenTunnel } from './driver.ts'

export interface SupervisorDeps {
  clock: Clock
  timers: Timers
  log: Log
  /** At least 0, below 1. */
  random: () => number
}

/** Opens; an abort closes what may still come. */
export type Opener = (signal: AbortSignal) => Promise<Opened>

export interface Supervisor {
  state(): TunnelState
  /** What is up now; null while nothing is. */
  held(): OpenTunnel | null
  /** What the newest try left to say, up or not. */
  note(): string | null
  subscribe(hear: (state: TunnelState) => void): () => void
  /** Keeps this open from now on; null: nothing. What was open is closed first. */
  keep(opener: Opener | null): Promise<void>
  /** Tries now what waits for its time; `even`: also what waits for the operator. */
  hurry(even?: 'what-waits-for-the-operator'): void
  close(): Promise<void>
}

const openWithinMs = 30_000
const closeWithinMs = 3_000

/** Keeps one tunnel open: opens, waits for its end, waits, opens again. All that it knows of time is the reducer's and the backoff's. */
export function openSupervisor({ clock, timers, log, random }: SupervisorDeps): Supervisor {
  const listeners = new Set<(state: TunnelState) => void>()
  let state: TunnelState = { state: 'off', since: clock.now() }
  let held: OpenTunnel | null = null
  let note: string | null = null
  let life: { stop: () => void; ended: Promise<void> } | null = null
  let hurry: () => void = () => undefined
  let changing: Promise<void> = Promise.resolve()

  function step(event: TunnelEvent): void {
    const next = reduceTunnel(state, event)
    if (next === null) throw new Error(`A tunnel that is ${state.state} can't take «${event.kind}».`)
    state = next
    if (next.state === 'up') log.info('tunnel.up', { url: next.url, standsIn: held?.standsIn ?? false, note })
    else if (next.state === 'down') log.warn('tunnel.down', { ...next.trouble, failures: next.failures, nextTryAt: next.nextTryAt, note })
    else log.info(`tunnel.${next.state}`)
    for (const hear of [...listeners]) hear(next)
  }

  /** Resolves after a while, or as soon as the signal says so; with nothing left behind. */
  function pause(ms: number | null, signal: AbortSignal, onStart: (end: () => void) => void = () => undefined): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve()
      const cancel = ms === null ? () => undefined : timers.after(ms, () => end())
      const end = () => {
        cancel()
        signal.removeEventListener('abort', end)
        resolve()
      }
      signal.addEventListener('abort', end)
      onStart(end)
    })
  }

  async function shut(tunnel: OpenTunnel): Promise<void> {
    const done = new AbortController()
    const closing = tunnel.close().catch((error: unknown) => log.warn('tunnel.not-closed', { said: String(error) }))
    await Promise.race([closing.then(() => done.abort()), pause(closeWithinMs, done.signal)])
  }

  /** What comes first; null where the signal does. */
  async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
    const over = new AbortController()
    const first = await Promise.race([work, pause(null, AbortSignal.any([signal, over.signal])).then(() => null)])
    over.abort()
    return first
  }

  async function attempt(opener: Opener, stopping: AbortSignal): Promise<Opened> {
    const tooLong = new AbortController()
    const cancel = timers.after(openWithinMs, () => tooLong.abort())
    const givingUp = AbortSignal.any([stopping, tooLong.signal])
    const opening = opener(givingUp).catch((error: unknown): Opened => {
      log.error('tunnel.failed', { said: error instanceof Error ? error.message : String(error) })
      return { ok: false, trouble: { reason: 'refused', code: null }, note: null }
    })
    const opened = await orAborted(opening, givingUp)
    cancel()
    if (opened !== null) return opened
    // What comes after all is wanted no more.
    void opening.then((late) => (late.ok ? shut(late.tunnel) : undefined))
    return { ok: false, trouble: { reason: 'no-network', code: null }, note: null }
  }

  async function live(opener: Opener, stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      step({ kind: 'open', at: clock.now() })
      const opened = await attempt(opener, stopping)
      if (stopping.aborted) {
        if (opened.ok) await shut(opened.tunnel)
        break
      }
      const before = opened.ok ? opened.tunnel : null
      note = opened.ok ? opened.tunnel.note : opened.note
      let trouble: Trouble | null
      if (opened.ok) {
        held = opened.tunnel
        step({ kind: 'opened', at: clock.now(), url: opened.tunnel.url })
        trouble = await orAborted(opened.tunnel.closed, stopping)
        held = null
      } else trouble = opened.trouble
      const shutting = before === null ? Promise.resolve() : shut(before)
      if (trouble !== null && !stopping.aborted) {
        const at = clock.now()
        const waitMs = retryDelayMs(trouble.reason, failuresWith(state, at), random())
        step({ kind: opened.ok ? 'lost' : 'failed', at, trouble, nextTryAt: waitMs === null ? null : at + waitMs })
        await pause(waitMs, stopping, (end) => {
          hurry = end
        })
      }
      await shutting
    }
    hurry = () => undefined
    note = null
    step({ kind: 'stop', at: clock.now() })
  }

  return {
    state: () => state,
    held: () => held,
    note: () => note,
    subscribe(hear) {
      listeners.add(hear)
      return () => void listeners.delete(hear)
    },
    keep(opener) {
      life?.stop()
      changing = changing.then(async () => {
        life?.stop()
        await life?.ended
        life = null
        if (opener === null) return
        const stopping = new AbortController()
        const ended = live(opener, stopping.signal).catch((error: unknown) => log.error('tunnel.broken', { said: String(error) }))
        life = { stop: () => stopping.abort(), ended }
      })
      return changing
    },
    hurry(even) {
      if (state.state === 'down' && (state.nextTryAt !== null || even !== undefined)) hurry()
    },
    close() {
      return this.keep(null)
    },
  }
}
