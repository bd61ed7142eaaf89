import type { CoverageLink, CoverageState, LinkState } from '../../../preload/contract/words.ts'
import { catchUp, credentials, queue } from './aws-links.ts'
import { disk, tunnel } from './own-links.ts'
import type { Judged, Link, Readings } from './readings.ts'

export interface Assessment {
  state: CoverageState
  /** The link for which nothing is heard; null where something is. */
  deafBy: CoverageLink | null
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
  const judged: Judged[] = [
    ...(readings.catchUp.places.length === 0 ? [] : [catchUp(readings, now)]),
    subscription(readings),
    ...(readings.queues.length === 0 ? [] : [queue(readings, now)]),
    // Who hears by a queue needs no way in.
    ...(readings.publicAddress.url === null && allByQueue(readings) ? [] : [publicAddress(readings, now)]),
    ...(readings.tunnel === null ? [] : [tunnel(readings.tunnel)]),
    receiver(readings),
    certificate(readings),
    store(readings),
    disk(readings),
    clock(readings, now),
    ...(readings.credentials.length === 0 ? [] : [credentials(readings, now)]),
    notifications(readings),
  ]
  const links = judged.map((link): Link => ({ ...link, acceptedUntil: acceptedUntil(link, readings, now) }))
  const state = stateOf(readings, links)
  return { state, deafBy: state === 'deaf' ? deafBy(links, readings) : null, said: sentence(state, links, readings), links }
}

/** Without these nothing is heard at all; without the others something is heard and something is wrong. */
const vital: readonly CoverageLink[] = ['subscription', 'public-address', 'tunnel', 'receiver', 'certificate', 'store']

/** Only a lack of proof can be accepted, and only for a while. */
function acceptedUntil({ link, state }: Judged, { accepted }: Readings, now: number): number | null {
  const until = accepted[link] ?? 0
  return state === 'unproven' && until > now ? until : null
}

const deafBy = (links: readonly Link[], readings: Readings): CoverageLink => links.find((link) => deafens(link, readings))?.link ?? 'clock'

/** What lies on the way in; a queue is another road. */
const wayIn: readonly CoverageLink[] = ['public-address', 'tunnel', 'receiver']

const allByQueue = ({ integrations }: Readings): boolean => integrations.length > 0 && integrations.every((one) => one.heardByQueue)

const deafens = (link: Judged, { integrations, standings }: Readings): boolean => {
  if (link.state !== 'failing' || !vital.includes(link.link)) return false
  if (wayIn.includes(link.link) && integrations.some((one) => one.heardByQueue)) return false
  // One subscription ended, while another is still heard.
  return link.link !== 'subscription' || !stillHeard(integrations, standings)
}

function stillHeard(integrations: Readings['integrations'], standings: Readings['standings']): boolean {
  if (standings.some(({ stands }) => stands === 'standing')) return true
  const confirmed = integrations.flatMap((one) => one.subscriptions.filter(({ state }) => state === 'confirmed'))
  return confirmed.length > standings.filter(({ stands }) => stands !== null).length
}

function stateOf(readings: Readings, links: readonly Link[]): CoverageState {
  const { fault, aside } = readings.store
  if (readings.integrations.length === 0) return fault === null && aside === null ? 'idle' : 'degraded'
  const failing = links.filter((link) => link.state === 'failing')
  if (failing.some((link) => deafens(link, readings)) || clockIsOff(readings)) return 'deaf'
  if (failing.length > 0 || links.some((link) => link.state === 'stale')) return 'degraded'
  return links.some(isLacking) ? 'unproven' : 'covered'
}

const isLacking = (link: Link): boolean => link.state === 'unproven' && link.acceptedUntil === null

function sentence(state: CoverageState, links: readonly Link[], readings: Readings): string {
  const first = (wanted: LinkState) => links.find((link) => link.state === wanted)?.detail ?? ''
  switch (state) {
    case 'idle':
      return 'Nothing is connected: no alarm can be heard yet.'
    case 'deaf':
      return links.find(({ link }) => link === deafBy(links, readings))?.detail ?? ''
    case 'degraded':
      return first('failing') || first('stale')
    case 'unproven':
      return links.find(isLacking)?.detail ?? ''
    case 'covered':
      return links.some((link) => link.acceptedUntil !== null)
        ? 'An alarm fired now would be heard, as far as you asked for proof.'
        : 'An alarm fired now would be heard.'
  }
}

function subscription({ integrations, standings, publicAddress: { viaOverride } }: Readings): Judged {
  const link = (state: LinkState, detail: string): Judged => ({ link: 'subscription', state, detail })
  if (integrations.length === 0) return link('unproven', 'There is no integration yet.')
  const all = integrations.flatMap((one) => one.subscriptions.map((word) => ({ ...word, integration: one.name })))
  const ended = all.find((one) => one.state === 'unsubscribed' || one.state === 'confirmation-failed')
  if (ended !== undefined) {
    const what = ended.state === 'unsubscribed' ? 'was ended' : `could not be confirmed (${ended.reason ?? 'no reason given'})`
    return link('failing', `The subscription of ${ended.topic} to «${ended.integration}» ${what}: subscribe it again.`)
  }
  const lost = standings.find((one) => one.stands !== null && one.stands !== 'standing')
  if (lost !== undefined) return link('failing', lostSaid(lost))
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
  if (confirmed === 0) return link('ok', 'Deliveries have arrived.')
  const standing = standings.filter((one) => one.stands === 'standing').length
  if (standing > 0) {
    const still = `${standing} of ${confirmed} confirmed still ${standing === 1 ? 'stands' : 'stand'} at AWS`
    // What was proven through an override proves nothing of AWS.
    return viaOverride ? link('unproven', `${still}, by an endpoint override.`) : link('ok', `${still}.`)
  }
  const unasked = standings.find((one) => one.said !== null)?.said ?? 'Whether they still stand is known to AWS alone.'
  return link('ok', `${confirmed} confirmed. ${unasked}`)
}

function lostSaid({ topic, stands }: Readings['standings'][number]): string {
  switch (stands) {
    case 'pending':
      return `AWS waits for the confirmation of ${topic}: confirm it in the inbound log, or subscribe it again.`
    case 'elsewhere':
      return `${topic} sends to an address that this desk has no more: move its subscription, under Integrations.`
    default:
      return `AWS has no subscription of ${topic} to this desk any more: subscribe it again.`
  }
}

function publicAddress({ publicAddress: { url, checked, heardFromAwsAt, viaOverride } }: Readings, now: number): Judged {
  const link = (state: LinkState, detail: string): Judged => ({ link: 'public-address', state, detail })
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

function receiver({ receiver: { listening } }: Readings): Judged {
  return listening
    ? { link: 'receiver', state: 'ok', detail: 'It listens on this computer.' }
    : { link: 'receiver', state: 'failing', detail: 'The receiver does not listen: start Tocsin again.' }
}

function certificate({ certificate: read, integrations }: Readings): Judged {
  const link = (state: LinkState, detail: string): Judged => ({ link: 'certificate', state, detail })
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

function store({ store: { fault, aside, keeperFault } }: Readings): Judged {
  const link = (state: LinkState, detail: string): Judged => ({ link: 'store', state, detail })
  if (fault !== null) return link('failing', `${fault.said} Deliveries are answered 503, so that SNS tries again.`)
  if (aside !== null) return link('stale', aside.said)
  if (keeperFault !== null) return link('stale', `Checkpoints and backups fail: ${keeperFault}`)
  return link('ok', 'Each delivery is on disk before it is answered.')
}

const clockIsOff = ({ clock }: Readings): boolean => clock !== null && clock.movedSince !== true && Math.abs(clock.offByMs) > clockOffMs

function clock(readings: Readings, now: number): Judged {
  const link = (state: LinkState, detail: string): Judged => ({ link: 'clock', state, detail })
  const moved = movedSaid(readings.clockMoved, now)
  if (readings.clock === null)
    return link('unproven', `AWS’s clock was not read yet: that comes with the first certificate or confirmation.${moved}`)
  const seconds = Math.round(readings.clock.offByMs / 1_000)
  if (clockIsOff(readings))
    return link('failing', `This computer’s clock is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} AWS’s: set it right.`)
  if (readings.clock.movedSince === true) return link('stale', `AWS’s clock was not read since.${moved}`)
  if (now - readings.clock.readAt > clockProofMs) return link('stale', 'AWS’s clock was last read more than a day ago.')
  return link('ok', `${seconds >= 0 ? '+' : ''}${seconds} s against AWS.${moved}`)
}

/** A moved clock is told for an hour. */
function movedSaid(moved: Readings['clockMoved'], now: number): string {
  if (moved === null || now - moved.at > 3_600_000) return ''
  const seconds = Math.round(Math.abs(moved.byMs) / 1_000)
  return moved.byMs > 0 ? ` The computer slept, or its clock was set ahead, by ${seconds} s.` : ` Its clock was set back by ${seconds} s.`
}

function notifications({ notifications: { channels, failed } }: Readings): Judged {
  const link = (state: LinkState, detail: string): Judged => ({ link: 'notifications', state, detail })
  if (channels.length === 0) return link('unproven', 'This desk has no channel besides its console: keep the console in sight.')
  if (failed !== null) return link('failing', `The last notification was not shown: ${failed.said}`)
  return link('ok', `By ${channels.join(', ')}.`)
}
