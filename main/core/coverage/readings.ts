import type { CoverageLink, LinkState } from '../../../preload/contract/words.ts'

/** What was read of each link, with its time (epoch milliseconds) where a reading has one. Practice is not in here. */
export interface Readings {
  startedAt: number
  /** Integrations that are not practice, and the newest word on each of their topics' subscriptions. */
  integrations: {
    name: string
    signed: boolean
    topics: number
    subscriptions: {
      topic: string
      state: 'awaiting-confirmation' | 'confirming' | 'confirmed' | 'confirmation-failed' | 'refused' | 'unsubscribed'
      since: number
      reason: string | null
    }[]
    /** When a message of its topics was taken last. */
    lastHeardAt: number | null
    /** A queue of its own was read lately: what is sent there is heard without a way in. */
    heardByQueue: boolean
  }[]
  /** What AWS said of the subscriptions that were once confirmed; `stands` is null where it could not be asked, and `said` says why. */
  standings: { topic: string; stands: 'standing' | 'pending' | 'elsewhere' | 'gone' | null; said: string | null; at: number }[]
  /** The queues that are read. */
  queues: { name: string; polledAt: number | null; trouble: string | null }[]
  /** Each place that catch-up reads; `everyMs`: how often it is to. */
  catchUp: { places: { place: string; lastDoneAt: number | null; said: string | null; unseen: readonly string[] }[]; everyMs: number }
  /**
   * What became of the newest message of AWS's as far as its certificate goes. `trouble`: it can't be had, or AWS's own
   * host serves one whose name is none that we know, and it may be us who are behind.
   */
  certificate: { at: number; trouble: string | null; refused: number } | null
  receiver: { listening: boolean }
  publicAddress: {
    url: string | null
    checked: { ok: boolean; at: number; said: string } | null
    /** When a message that AWS had signed came in last: the surest proof that AWS reaches this desk. */
    heardFromAwsAt: number | null
    viaOverride: boolean
  }
  store: { fault: { since: number; said: string } | null; aside: { at: number; said: string } | null; keeperFault: string | null }
  /** How far our clock is from AWS's `Date`, positive where ours is ahead. */
  clock: { offByMs: number; readAt: number; movedSince?: boolean } | null
  /** When this computer's two clocks parted last, and by how much: it slept, or its time was set. */
  clockMoved: { at: number; byMs: number } | null
  notifications: { channels: readonly string[]; failed: { at: number; said: string } | null }
  /** The tunnel that this desk holds open; null where it holds none. `said`: what is wrong, or else worth knowing. */
  tunnel: { state: 'up' | 'opening' | 'down'; said: string | null } | null
  /** Of the disk that holds the data folder; null where it could not be read. */
  disk: { freeBytes: number } | null
  /** How the credentials of each connected account stand. */
  credentials: { account: string; state: 'ok' | 'failing' | 'unproven'; said: string | null; endsAt: number | null }[]
  /** The links whose lack of a proof the operator accepts, each until an instant. */
  accepted: Partial<Record<CoverageLink, number>>
}

export interface Link {
  link: CoverageLink
  state: LinkState
  detail: string
  /** Until when the operator accepts that it is unproven; null where he does not. */
  acceptedUntil: number | null
}

/** A link as its readings judge it, before what the operator accepts. */
export type Judged = Omit<Link, 'acceptedUntil'>
