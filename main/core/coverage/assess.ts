import type { CoverageLink, CoverageState, LinkState } from '../../../preload/contract/words.ts'

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
  }[]
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
  clock: { offByMs: number; readAt: number } | null
  /** When this computer's two clocks parted last, and by how much: it slept, or its time was set. */
  clockMoved: { at: number; byMs: number } | null
  notifications: { channels: readonly string[]; failed: { at: number; said: string } | null }
}

export interface Link {
  link: CoverageLink
  state: LinkState
  detail: string
}

export interface Assessment {
  state: CoverageState
  said: string
  links: Link[]
}

/** A check of the public address proves it for so long. */
export const addressProofMs = 15 * 60_000
/** From here on our clock is wrong. */
export const clockOffMs = 5 * 60_000
/** A reading of AWS's clock proves ours for so long. */
const clockProofMs = 24 * 3_600_000

/**
 * Whether an alarm fired now would be heard, link by link. No link is `ok` by construction: what was never proven is
 * `unproven`, what was proven too long ago is `stale`.
 */
export function assess(readings: Readings, now: number): Assessment {
  const links = [
    subscription(readings),
    publicAddress(readings, now),
    receiver(readings),
    certificate(readings),
    store(readings),
    clock(readings, now),
    notifications(readings),
  ]
  const state = stateOf(readings, links)
  return { state, said: sentence(state, links, readings), links }
}

/** Without these nothing is heard at all; without the others something is heard and something is wrong. */
const vital: readonly CoverageLink[] = ['subscription', 'public-address', 'receiver', 'certificate', 'store']

const deafens = (link: Link, { integrations }: Readings): boolean => {
  if (link.state !== 'failing' || !vital.includes(link.link)) return false
  // One subscription ended, while another is still heard.
  return link.link !== 'subscription' || !integrations.some((one) => one.subscriptions.some((word) => word.state === 'confirmed'))
}

function stateOf(readings: Readings, links: readonly Link[]): CoverageState {
  const { fault, aside } = readings.store
  if (readings.integrations.length === 0) return fault === null && aside === null ? 'idle' : 'degraded'
  const failing = links.filter((link) => link.state === 'failing')
  if (failing.some((link) => deafens(link, readings)) || clockIsOff(readings)) return 'deaf'
  if (failing.length > 0 || links.some((link) => link.state === 'stale')) return 'degraded'
  return links.some((link) => link.state === 'unproven') ? 'unproven' : 'covered'
}

function sentence(state: CoverageState, links: readonly Link[], readings: Readings): string {
  const first = (wanted: LinkState) => links.find((link) => link.state === wanted)?.detail ?? ''
  switch (state) {
    case 'idle':
      return 'Nothing is connected: no alarm can be heard yet.'
    case 'deaf':
      return links.find((link) => deafens(link, readings))?.detail ?? links.find((link) => link.link === 'clock')?.detail ?? ''
    case 'degraded':
      return first('failing') || first('stale')
    case 'unproven':
      return first('unproven')
    case 'covered':
      return 'An alarm fired now would be heard.'
  }
}

function subscription({ integrations }: Readings): Link {
  const link = (state: LinkState, detail: string): Link => ({ link: 'subscription', state, detail })
  if (integrations.length === 0) return link('unproven', 'There is no integration yet.')
  const all = integrations.flatMap((one) => one.subscriptions.map((word) => ({ ...word, integration: one.name })))
  const ended = all.find((one) => one.state === 'unsubscribed' || one.state === 'confirmation-failed')
  if (ended !== undefined) {
    const what = ended.state === 'unsubscribed' ? 'was ended' : `could not be confirmed (${ended.reason ?? 'no reason given'})`
    return link('failing', `The subscription of ${ended.topic} to «${ended.integration}» ${what}: subscribe it again.`)
  }
  const waiting = all.find((one) => one.state === 'awaiting-confirmation' || one.state === 'confirming')
  if (waiting !== undefined) {
    return link(
      'unproven',
      waiting.state === 'confirming'
        ? `${waiting.topic} is being confirmed.`
        : `${waiting.topic} waits for Confirm at «${waiting.integration}».`,
    )
  }
  const silent = integrations.find((one) => one.lastHeardAt === null && one.subscriptions.every((word) => word.state !== 'confirmed'))
  if (silent !== undefined) return link('unproven', `«${silent.name}» has heard nothing yet: subscribe its URL to a topic.`)
  const confirmed = all.filter((one) => one.state === 'confirmed').length
  return link(
    'ok',
    confirmed === 0 ? 'Deliveries have arrived.' : `${confirmed} confirmed. Whether they still stand is known to AWS alone.`,
  )
}

function publicAddress({ publicAddress: { url, checked, heardFromAwsAt, viaOverride } }: Readings, now: number): Link {
  const link = (state: LinkState, detail: string): Link => ({ link: 'public-address', state, detail })
  if (url === null) return link('unproven', 'AWS can’t reach this desk yet: it has no public address. Set one in Settings.')
  const failedSince = checked !== null && !checked.ok && checked.at > (heardFromAwsAt ?? 0)
  if (heardFromAwsAt !== null && now - heardFromAwsAt <= addressProofMs && !viaOverride && !failedSince)
    return link('ok', `AWS delivered to this desk within the last ${addressProofMs / 60_000} minutes.`)
  if (checked === null) return link('unproven', `${url} was not checked yet.`)
  if (!checked.ok) return link('failing', checked.said)
  if (viaOverride) return link('unproven', `${url} answered, through an endpoint override: that proves nothing of AWS.`)
  if (now - checked.at > addressProofMs) return link('stale', `${url} was last checked long ago.`)
  return link('ok', checked.said)
}

function receiver({ receiver: { listening } }: Readings): Link {
  return listening
    ? { link: 'receiver', state: 'ok', detail: 'It listens on this computer.' }
    : { link: 'receiver', state: 'failing', detail: 'The receiver does not listen: start Tocsin again.' }
}

function certificate({ certificate: read, integrations }: Readings): Link {
  const link = (state: LinkState, detail: string): Link => ({ link: 'certificate', state, detail })
  if (read === null) {
    return link(
      'unproven',
      integrations.length === 0
        ? 'No message of AWS’s was verified yet.'
        : 'No message of AWS’s was verified yet: the first one proves it.',
    )
  }
  if (read.trouble === null) return link('ok', 'The newest message of AWS’s was verified by its certificate.')
  return link('failing', `${read.trouble} ${read.refused === 1 ? 'A delivery was' : `${read.refused} deliveries were`} not taken for it.`)
}

function store({ store: { fault, aside, keeperFault } }: Readings): Link {
  const link = (state: LinkState, detail: string): Link => ({ link: 'store', state, detail })
  if (fault !== null) return link('failing', `${fault.said} Deliveries are answered 503, so that SNS tries again.`)
  if (aside !== null) return link('stale', aside.said)
  if (keeperFault !== null) return link('stale', `Checkpoints and backups fail: ${keeperFault}`)
  return link('ok', 'Each delivery is on disk before it is answered.')
}

const clockIsOff = ({ clock }: Readings): boolean => clock !== null && Math.abs(clock.offByMs) > clockOffMs

function clock(readings: Readings, now: number): Link {
  const link = (state: LinkState, detail: string): Link => ({ link: 'clock', state, detail })
  const moved = movedSaid(readings.clockMoved, now)
  if (readings.clock === null)
    return link('unproven', `AWS’s clock was not read yet: that comes with the first certificate or confirmation.${moved}`)
  const seconds = Math.round(readings.clock.offByMs / 1_000)
  if (clockIsOff(readings))
    return link('failing', `This computer’s clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} AWS’s: set it right.`)
  if (now - readings.clock.readAt > clockProofMs) return link('stale', 'AWS’s clock was last read more than a day ago.')
  return link('ok', `${seconds >= 0 ? '+' : ''}${seconds} s against AWS.${moved}`)
}

/** A moved clock is told for an hour. */
function movedSaid(moved: Readings['clockMoved'], now: number): string {
  if (moved === null || now - moved.at > 3_600_000) return ''
  const seconds = Math.round(Math.abs(moved.byMs) / 1_000)
  return moved.byMs > 0 ? ` The computer slept, or its clock was set ahead, by ${seconds} s.` : ` Its clock was set back by ${seconds} s.`
}

function notifications({ notifications: { channels, failed } }: Readings): Link {
  const link = (state: LinkState, detail: string): Link => ({ link: 'notifications', state, detail })
  if (channels.length === 0) return link('unproven', 'This desk has no channel besides its console: keep the console in sight.')
  if (failed !== null) return link('failing', `The last notification was not shown: ${failed.said}`)
  return link('ok', `By ${channels.join(', ')}.`)
}
