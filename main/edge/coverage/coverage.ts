import type { CoverageLink, CoverageState } from '../../../preload/contract/words.ts'
import { type Assessment, assess, clockOffMs } from '../../core/coverage/assess.ts'
import type { Link, Readings } from '../../core/coverage/readings.ts'
import { topicAllowed } from '../../core/sns/topic-list.ts'
import type { Clock, Log, Timers } from '../../ports.ts'
import type { IntegrationRow } from '../../store/integration-rows.ts'
import type { Store } from '../../store/open.ts'
import type { IntegrationFigures } from '../../store/queries/integrations.ts'
import type { SubscriptionRow } from '../../store/subscription-rows.ts'
import type { Found } from './ledger.ts'
import type { AddressCheck, PublicAddress } from './public-address.ts'
import { readable } from './readable.ts'

/** The newest assessment, with since when each part of it holds. */
export interface Report {
  state: CoverageState
  /** The link for which nothing is heard; null where something is. */
  deafBy: CoverageLink | null
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
  /** What became of a message of AWS's as far as its certificate goes: null where it was verified, else what is wrong. A push proves the public address too. */
  certified(trouble: string | null, cameBy: 'push' | 'queue'): void
  /** Knocks at the public address, now and every five minutes from now on. */
  checkAddress(): Promise<AddressCheck | null>
  /** Something that it reads may have changed. */
  look(): void
  close(): void
}

export interface CoverageDeps {
  store: Store
  address: PublicAddress
  clock: Clock
  timers: Timers
  log: Log
  facts: {
    publicUrl: () => string | null
    receiverListens: () => boolean
    channels: readonly string[]
    overridden: boolean
    clockMoved: () => void
    /** What the disk of the data folder has free. */
    freeBytes: () => Promise<number | null>
    /** What else this desk has: accounts, a tunnel, queues, catch-up. */
    besides: () => Besides
    /** AWS is asked for its time; what it says comes by `sawServerDate`. */
    askAwsClock: () => void
    /** Each look's finding. */
    found: (found: Found) => void
  }
}

/** The readings that others take. `byQueue`: the integrations that a queue of their own, read lately, lets hear. */
export interface Besides extends Pick<Readings, 'credentials' | 'tunnel' | 'queues' | 'catchUp' | 'standings'> {
  byQueue: readonly number[]
}

const noneBesides: Besides = { credentials: [], tunnel: null, queues: [], catchUp: { places: [], everyMs: 0 }, standings: [], byQueue: [] }

/** What was read of the store last. */
interface Known {
  besides: Besides
  integrations: readonly IntegrationRow[]
  accepted: Readings['accepted']
  publicUrl: string | null
  figures: readonly IntegrationFigures[]
  subscriptions: readonly SubscriptionRow[]
  lastDeliveryAt: number | null
}

const looksAgainAfter = new Set(['health', 'integration', 'integration-removed', 'account', 'settings'])
const lookEveryMs = 20_000
/** A store in which nothing changed is read all the same, to see that it can be. */
const readAnewEveryMs = 5 * 60_000
const checkAddressEveryMs = 5 * 60_000
/** A public address that fails is looked at more often: the sooner it is known that it is well. */
const checkFailedAgainMs = 30_000
/** AWS's clock is read twice a day; where nothing answered, soon again. */
const askForTimeEveryMs = 12 * 3_600_000
const askForTimeAgainMs = 60_000
/** After so long without a look the computer was away. */
const awayFromMs = 60_000
/** Clocks drift by less than this between two looks. */
const clockMovedFromMs = 5_000

/** Takes the readings, has them assessed, and tells when the assessment changes. */
export function openCoverage({ store, address, clock, timers, log, facts }: CoverageDeps): Coverage {
  const startedAt = clock.now()
  const listeners = new Set<(report: Report) => void>()
  const sinceOf = new Map<string, { value: string; since: number }>()
  let checked: AddressCheck | null = null
  let serverClock: Readings['clock'] = null
  let notificationFailed: { at: number; said: string } | null = null
  let certificate: Readings['certificate'] = null
  let heardFromAwsAt: number | null = null
  let clockMoved: Readings['clockMoved'] = null
  let apartMs = clock.now() - clock.elapsedMs()
  let lookedAt: number | null = null
  let askedForTimeAt: number | null = null
  let told = ''
  let known: Known = {
    besides: noneBesides,
    integrations: [],
    accepted: {},
    publicUrl: null,
    figures: [],
    subscriptions: [],
    lastDeliveryAt: null,
  }
  /** As of which change of the store that is. */
  let knownAt: { rev: number; elapsedMs: number } | null = null
  const closing = new AbortController()
  let cancelLook: () => void = () => undefined
  let cancelCheck: () => void = () => undefined
  let looking = false
  let again = false

  /** @returns what is wrong where the store can't be read: then what was read before stands, and the store's link says so */
  async function readStore(): Promise<{ since: number; said: string } | null> {
    const rev = store.changes.rev()
    if (knownAt !== null && knownAt.rev === rev && clock.elapsedMs() - knownAt.elapsedMs < readAnewEveryMs) return null
    knownAt = null
    try {
      const [{ items: figures }, subscriptions, lastDeliveryAt] = await Promise.all([
        store.reader.figures(clock.now()),
        store.reader.subscriptions(),
        store.reader.lastDeliveryAt(),
      ])
      known = {
        ...known,
        integrations: store.integrations(),
        accepted: store.settings().acceptedLinks,
        figures,
        subscriptions,
        lastDeliveryAt,
      }
      knownAt = { rev, elapsedMs: clock.elapsedMs() }
      return null
    } catch (error) {
      return { since: clock.now(), said: error instanceof Error ? error.message : String(error) }
    }
  }

  async function read(): Promise<{ readings: Readings; lastDeliveryAt: number | null }> {
    const unreadable = await readStore()
    const publicUrl = readPublicUrl()
    const { integrations, figures, subscriptions, lastDeliveryAt } = known
    const { recovery, keeperFault, ...health } = store.health()
    const fault = health.fault ?? unreadable
    const { byQueue, ...besides } = readBesides()
    const readings: Readings = {
      startedAt,
      integrations: integrations
        .filter((one) => !one.practice)
        .map((one) => ({
          name: one.name,
          signed: one.trust.kind !== 'secret-url',
          topics: one.topics.length,
          subscriptions: subscriptions
            .filter((word) => word.integrationId === one.id && matters(word, one))
            .map(({ topicArn, state, since, reason }) => ({ topic: topicArn.split(':').at(-1) ?? topicArn, state, since, reason })),
          lastHeardAt: figures.find((figure) => figure.integrationId === one.id)?.lastHeardAt ?? null,
          heardByQueue: byQueue.includes(one.id),
        })),
      certificate,
      receiver: { listening: facts.receiverListens() },
      publicAddress: {
        url: publicUrl,
        checked: checked?.url === publicUrl ? checked : null,
        heardFromAwsAt,
        viaOverride: facts.overridden,
      },
      store: {
        fault,
        aside:
          recovery === null
            ? null
            : {
                at: startedAt,
                said: `The store was damaged. It was set aside in ${recovery.aside}, and ${recovery.restoredFrom === null ? 'an empty one was begun: there was no backup' : `the backup ${recovery.restoredFrom} stands in its place`}. Move that folder away once you have seen to it.`,
              },
        keeperFault,
      },
      clock: serverClock,
      clockMoved,
      notifications: { channels: facts.channels, failed: notificationFailed },
      disk: await readDisk(),
      ...besides,
      accepted: known.accepted,
    }
    return { readings, lastDeliveryAt }
  }

  const since = (name: string, value: string): number => {
    const held = sinceOf.get(name)
    if (held?.value === value) return held.since
    const fresh = { value, since: clock.now() }
    sinceOf.set(name, fresh)
    return fresh.since
  }

  // While the store can't be read, what was read before stands: the store's own link says so.
  function readBesides(): Besides {
    known.besides = readable(facts.besides, known.besides)
    return known.besides
  }

  function readPublicUrl(): string | null {
    known.publicUrl = readable(facts.publicUrl, known.publicUrl)
    return known.publicUrl
  }

  async function readDisk(): Promise<Readings['disk']> {
    const freeBytes = await facts.freeBytes().catch(() => null)
    return freeBytes === null ? null : { freeBytes }
  }

  /** Whoever asks hears what is so now: what was committed a moment ago may not have been announced yet. */
  function reportNow(): Promise<Report> {
    knownAt = null
    return report()
  }

  async function report(): Promise<Report> {
    const { readings, lastDeliveryAt } = await read()
    const { state, said, deafBy, links }: Assessment = assess(readings, clock.now())
    return {
      state,
      deafBy,
      since: since('', state),
      said,
      links: links.map((link) => ({ ...link, since: since(link.link, link.state) })),
      lastDeliveryAt,
    }
  }

  /** Where the two clocks parted since the last look, or that is long ago, the computer slept or its time was set. */
  function seeClock(): void {
    const now = clock.now()
    const byMs = now - clock.elapsedMs() - apartMs
    const hasParted = Math.abs(byMs) >= clockMovedFromMs
    const wasAway = lookedAt !== null && now - lookedAt >= awayFromMs
    lookedAt = now
    if (!hasParted && !wasAway) return
    // What was proven before proves nothing of now; an instant of before would prove too much where the clock was set back.
    heardFromAwsAt = null
    checked = null
    if (hasParted) {
      apartMs += byMs
      clockMoved = { at: now, byMs }
      if (serverClock !== null) serverClock = { ...serverClock, movedSince: true }
      log.warn('clock.moved', { byMs: Math.round(byMs) })
    }
    facts.clockMoved()
    void checkAddress()
  }

  function askForTime(): void {
    const now = clock.elapsedMs()
    const isFresh = serverClock !== null && serverClock.movedSince !== true && clock.now() - serverClock.readAt < askForTimeEveryMs
    if (isFresh || (askedForTimeAt !== null && now - askedForTimeAt < askForTimeAgainMs)) return
    askedForTimeAt = now
    facts.askAwsClock()
  }

  /** Takes the readings; once more where something changed while it did. */
  async function look(): Promise<void> {
    again = true
    if (closing.signal.aborted || looking) return
    looking = true
    while (again && !closing.signal.aborted) {
      again = false
      try {
        seeClock()
        askForTime()
        // What is found out while it is read is not in it.
        const isSeen = checked !== null || heardFromAwsAt !== null
        const current = await report()
        tell(current)
        facts.found({ ...current, isSeen: isSeen || known.publicUrl === null })
        // The fault of a disk is over once it takes a write; without deliveries nothing else would find out.
        if (store.health().fault !== null) await store.probe().catch(() => undefined)
      } catch (error) {
        if (!closing.signal.aborted) log.warn('coverage.unread', { said: String(error) })
      }
    }
    looking = false
    cancelLook()
    if (!closing.signal.aborted) cancelLook = timers.after(lookEveryMs, () => void look())
  }

  function tell(current: Report): void {
    // The age of the last delivery is counted on the screen; only what was assessed is news.
    const { lastDeliveryAt: _, ...assessed } = current
    const text = JSON.stringify(assessed)
    if (text === told || closing.signal.aborted) return
    if (told !== '') log.info('coverage.changed', { state: current.state, said: current.said })
    told = text
    for (const hear of [...listeners]) hear(current)
  }

  async function checkAddress(): Promise<AddressCheck | null> {
    const url = readPublicUrl()
    const result = url === null ? null : await address.check(url, closing.signal)
    if (closing.signal.aborted) return result
    checked = result
    cancelCheck()
    cancelCheck = timers.after(result?.ok === false ? checkFailedAgainMs : checkAddressEveryMs, () => void checkAddress())
    await look()
    return result
  }

  const unsubscribe = store.changes.subscribe((changes) => {
    if (changes.some(({ kind }) => looksAgainAfter.has(kind))) void look()
  })
  void look()

  return {
    report: reportNow,
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
      if (outcome.ok && notificationFailed === null) return
      notificationFailed = outcome.ok ? null : { at: clock.now(), said: outcome.said }
      void look()
    },
    certified(trouble, cameBy) {
      const at = clock.now()
      if (trouble === null && cameBy === 'push') heardFromAwsAt = at
      const before = certificate
      certificate = { at, trouble, refused: trouble === null ? 0 : (before?.refused ?? 0) + 1 }
      if (before === null || (before.trouble === null) !== (trouble === null)) void look()
    },
    checkAddress,
    look: () => void look(),
    close() {
      closing.abort()
      unsubscribe()
      cancelLook()
      cancelCheck()
    },
  }
}

/** The end of a subscription whose topic was taken off the list is nobody's loss. */
const matters = (word: SubscriptionRow, integration: IntegrationRow): boolean =>
  word.state === 'awaiting-confirmation' || topicAllowed(word.topicArn, integration.topics)
