import type { CoverageState } from '../../../preload/contract/words.ts'
import { type Assessment, assess, clockOffMs, type Link, type Readings } from '../../core/coverage/assess.ts'
import type { Clock, Log, Timers } from '../../ports.ts'
import type { Store } from '../../store/open.ts'
import type { AddressCheck, PublicAddress } from './public-address.ts'

/** The newest assessment, with since when each part of it holds. */
export interface Report {
  state: CoverageState
  since: number
  said: string
  links: (Link & { since: number })[]
  lastDeliveryAt: number | null
}

export interface Coverage {
  report(): Promise<Report>
  subscribe(hear: (report: Report) => void): () => void
  /** AWS's own Date, seen on an answer of AWS's. */
  sawServerDate(ms: number): void
  clockIsOff(): boolean
  notified(outcome: { ok: true } | { ok: false; said: string }): void
  /** A certificate of AWS's own was refused for its name, with what was said; null once one fits again. */
  certificateNamed(trouble: string | null): void
  checkAddress(): Promise<AddressCheck | null>
  close(): void
}

export interface CoverageDeps {
  store: Store
  address: PublicAddress
  clock: Clock
  timers: Timers
  log: Log
  facts: { publicUrl: () => string | null; receiverListens: () => boolean; channels: readonly string[]; overridden: boolean }
}

const lookEveryMs = 20_000
const checkAddressEveryMs = 5 * 60_000

/** Takes the readings, has them assessed, and tells when the assessment changes. */
export function openCoverage({ store, address, clock, timers, log, facts }: CoverageDeps): Coverage {
  const startedAt = clock.now()
  const listeners = new Set<(report: Report) => void>()
  const sinceOf = new Map<string, { value: string; since: number }>()
  let checked: AddressCheck | null = null
  let serverClock: { offByMs: number; readAt: number } | null = null
  let notificationFailed: { at: number; said: string } | null = null
  let unknownCertificate: { at: number; said: string } | null = null
  let told = ''
  let closed = false
  let cancelLook: () => void = () => undefined
  let cancelCheck: () => void = () => undefined
  let looking = false

  async function read(): Promise<{ readings: Readings; lastDeliveryAt: number | null }> {
    const [{ items: figures }, subscriptions, lastDeliveryAt] = await Promise.all([
      store.reader.figures(clock.now()),
      store.reader.subscriptions(),
      store.reader.lastDeliveryAt(),
    ])
    const { fault, recovery, keeperFault } = store.health()
    const publicUrl = facts.publicUrl()
    const readings: Readings = {
      startedAt,
      integrations: store
        .integrations()
        .filter((one) => !one.practice)
        .map((one) => ({
          name: one.name,
          signed: one.trust.kind !== 'secret-url',
          topics: one.topics.length,
          subscriptions: subscriptions
            .filter((word) => word.integrationId === one.id)
            .map(({ topicArn, state, since, reason }) => ({ topic: topicArn.split(':').at(-1) ?? topicArn, state, since, reason })),
          lastDeliveryAt: figures.find((figure) => figure.integrationId === one.id)?.lastDelivery?.at ?? null,
        })),
      unknownCertificate,
      receiver: { listening: facts.receiverListens() },
      publicAddress: { url: publicUrl, checked: checked?.url === publicUrl ? checked : null, viaOverride: facts.overridden },
      store: {
        fault,
        aside:
          recovery === null
            ? null
            : {
                at: startedAt,
                said: `The store was damaged. It was set aside in ${recovery.aside}, and ${recovery.restoredFrom === null ? 'an empty one was begun: there was no backup' : `the backup ${recovery.restoredFrom} stands in its place`}.`,
              },
        keeperFault,
      },
      clock: serverClock,
      notifications: { channels: facts.channels, failed: notificationFailed },
    }
    return { readings, lastDeliveryAt }
  }

  const since = (name: string, value: string): number => {
    const known = sinceOf.get(name)
    if (known?.value === value) return known.since
    const fresh = { value, since: clock.now() }
    sinceOf.set(name, fresh)
    return fresh.since
  }

  async function report(): Promise<Report> {
    const { readings, lastDeliveryAt } = await read()
    const { state, said, links }: Assessment = assess(readings, clock.now())
    return {
      state,
      since: since('', state),
      said,
      links: links.map((link) => ({ ...link, since: since(link.link, link.state) })),
      lastDeliveryAt,
    }
  }

  async function look(): Promise<void> {
    if (closed || looking) return
    looking = true
    try {
      const current = await report()
      // The age of the last delivery is counted on the screen; only what was assessed is news.
      const { lastDeliveryAt: _, ...assessed } = current
      const text = JSON.stringify(assessed)
      if (text !== told) {
        if (told !== '') log.info('coverage.changed', { state: current.state, said: current.said })
        told = text
        for (const hear of [...listeners]) hear(current)
      }
    } catch (error) {
      if (!closed) log.warn('coverage.unread', { said: String(error) })
    } finally {
      looking = false
    }
    cancelLook()
    if (!closed) cancelLook = timers.after(lookEveryMs, () => void look())
  }

  async function checkAddress(): Promise<AddressCheck | null> {
    cancelCheck()
    const url = facts.publicUrl()
    const result = url === null ? null : await address.check(url)
    if (closed) return result
    checked = result
    cancelCheck = timers.after(checkAddressEveryMs, () => void checkAddress())
    await look()
    return result
  }

  const unsubscribe = store.changes.subscribe((changes) => {
    if (changes.some((change) => change.kind === 'health' || change.kind === 'integration' || change.kind === 'integration-removed'))
      void look()
  })
  void checkAddress()

  return {
    report,
    subscribe(hear) {
      listeners.add(hear)
      return () => void listeners.delete(hear)
    },
    sawServerDate(ms) {
      serverClock = { offByMs: clock.now() - ms, readAt: clock.now() }
      void look()
    },
    clockIsOff: () => serverClock !== null && Math.abs(serverClock.offByMs) > clockOffMs,
    notified(outcome) {
      notificationFailed = outcome.ok ? null : { at: clock.now(), said: outcome.said }
    },
    certificateNamed(trouble) {
      if ((trouble === null) === (unknownCertificate === null)) return
      unknownCertificate = trouble === null ? null : { at: clock.now(), said: trouble }
      void look()
    },
    checkAddress,
    close() {
      closed = true
      unsubscribe()
      cancelLook()
      cancelCheck()
    },
  }
}
