import type { CoverageState, DeafnessCause } from '../../../preload/contract/words.ts'
import { type Observed, planLedger } from '../../core/coverage/ledger.ts'
import type { Clock, Log } from '../../ports.ts'
import type { Store } from '../../store/open.ts'
import { readable } from './readable.ts'

/** What coverage found at a look. */
export interface Found {
  state: CoverageState
  said: string
  /** The link for which nothing is heard, where nothing is. */
  deafBy: DeafnessCause | null
  /** Whether it was seen from outside, since the start and the last sleep, if this desk can be reached; or there is no way in to be seen. */
  isSeen: boolean
}

export interface Ledger {
  /** Takes what a look of coverage's found. `askedAt`: when AWS was last asked everywhere what its alarms say. */
  observe(found: Found, askedAt?: number | null): void
  /** The desk ends: it is deaf from now on. */
  close(): Promise<void>
}

export interface LedgerDeps {
  store: Pick<Store, 'deafnessBook' | 'recordAsked' | 'lastSignOfLife' | 'recordHearing' | 'settings' | 'integrations'>
  clock: Clock
  log: Log
  /** For what can't be written down: whoever is reached is told without the store. */
  tellAnyway: (title: string, body: string) => void
}

const signOfLifeEveryMs = 60_000
/** Coverage looks three times a minute: after so long without a look the desk was away. */
const awayFromMs = 60_000

/** Keeps the deafness ledger: what coverage finds becomes intervals, and a desk that was not there is deaf as well. */
export function openLedger({ store, clock, log, tellAnyway }: LedgerDeps): Ledger {
  const startedAt = clock.now()
  let lookedLast: number | null = null
  let writtenAt: number | null = null
  let deafSince: number | null = null
  let gap: Observed['gap'] = readable(gapOfStart, null)
  let toldAnyway = false
  let notedAt: number | null = null
  let writing: Promise<void> | null = null
  let next: Observed | null = null

  /** By the last sign of life a start knows how long nobody was there. */
  function gapOfStart(): Observed['gap'] {
    const from = store.lastSignOfLife()
    return from === null || from > startedAt ? null : { from, cause: 'off', said: 'Tocsin was not running.' }
  }

  function seeGap(at: number): void {
    if (lookedLast !== null && at - lookedLast >= awayFromMs) {
      gap ??= { from: lookedLast, cause: 'asleep', said: 'The computer slept, or its clock was set ahead.' }
    }
    lookedLast = at
  }

  function observe({ state, said, deafBy, isSeen }: Found, askedAt: number | null = null): void {
    noteAsked(askedAt)
    const at = clock.now()
    seeGap(at)
    deafSince = state === 'deaf' ? Math.min(deafSince ?? at, at) : null
    const deaf = deafSince === null ? null : { cause: deafBy ?? ('store' as const), said, since: deafSince, told: false }
    next = { at, idle: state === 'idle', deaf, sure: isSeen, gap }
    writing ??= writeAll().finally(() => {
      writing = null
    })
  }

  /** What ended a moment before AWS was asked has been asked for: a reading takes its time. */
  function noteAsked(askedAt: number | null): void {
    if (askedAt === null || askedAt === notedAt) return
    notedAt = askedAt
    const endedBy = askedAt - readingMs
    const isWanted = readable(() => (store.deafnessBook().unaskedSince ?? Number.POSITIVE_INFINITY) <= endedBy, false)
    if (!isWanted) return
    store.recordAsked({ at: askedAt, endedBy }).catch((error: unknown) => log.warn('ledger.unwritten', { said: String(error) }))
  }

  async function writeAll(): Promise<void> {
    while (next !== null) {
      const { deaf } = next
      const observed = { ...next, deaf: deaf === null ? null : { ...deaf, told: toldAnyway } }
      next = null
      try {
        if (isWorthIt(observed)) {
          await store.recordHearing(observed)
          writtenAt = observed.at
        }
        if (gap === observed.gap) gap = null
        if (observed.deaf === null) toldAnyway = false
      } catch (error) {
        unwritten(observed, error)
      }
    }
  }

  /** A sync is spent on what changes something, and on a sign of life now and then. */
  function isWorthIt(observed: Observed): boolean {
    if (planLedger(store.deafnessBook(), observed, graceMs()).length > 0) return true
    const isDue = writtenAt === null || Math.abs(observed.at - writtenAt) >= signOfLifeEveryMs
    return isDue && !observed.idle
  }

  /** The store can't be written: it is made up for later as a gap, and whoever can be reached is told without an incident. */
  function unwritten({ at, deaf }: Observed, error: unknown): void {
    log.warn('ledger.unwritten', { said: error instanceof Error ? error.message : String(error) })
    if (deaf === null) return
    gap ??= { from: deaf.since, cause: deaf.cause, said: deaf.said }
    if (toldAnyway || at - deaf.since < graceMs()) return
    toldAnyway = true
    tellAnyway('Tocsin can’t hear AWS', deaf.said)
  }

  const graceMs = (): number => readable(() => store.settings().deafAfterSeconds * 1_000, usualGraceMs)

  return {
    observe,
    async close() {
      await writing
      try {
        if (store.integrations().every((one) => one.practice)) return
        const at = clock.now()
        await store.recordHearing({
          at,
          idle: false,
          deaf: null,
          sure: false,
          gap: { from: at, cause: 'off', said: 'Tocsin was stopped.' },
        })
      } catch (error) {
        log.warn('ledger.unwritten', { said: error instanceof Error ? error.message : String(error) })
      }
    },
  }
}

const usualGraceMs = 120_000
/** A round of catch-up takes so long at most, unless AWS stops it. */
const readingMs = 30_000
