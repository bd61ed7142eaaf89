import type { LinkState } from '../../../preload/contract/words.ts'
import type { Judged, Readings } from './readings.ts'

/** So long before their end credentials are renewed by whoever wants to be heard tonight. */
const credentialsEndSoonMs = 3_600_000

export function credentials({ credentials: all, publicAddress: { viaOverride } }: Readings, now: number): Judged {
  const link = (state: LinkState, detail: string): Judged => ({ link: 'credentials', state, detail })
  const failing = all.find((one) => one.state === 'failing')
  if (failing !== undefined) return link('failing', `${failing.account}: ${failing.said ?? 'AWS refuses the credentials.'}`)
  const ending = all.find((one) => one.endsAt !== null && one.endsAt - now < credentialsEndSoonMs)
  if (ending?.endsAt != null) {
    const minutes = Math.max(0, Math.round((ending.endsAt - now) / 60_000))
    return link('stale', `${ending.account}: the credentials end ${minutes === 0 ? 'now' : `in ${minutes} min`}. Sign in again.`)
  }
  const untried = all.find((one) => one.state === 'unproven')
  if (untried !== undefined) return link('unproven', `${untried.account}: the credentials were not used yet.`)
  if (viaOverride) return link('unproven', 'They work, through an endpoint override: that proves nothing of AWS.')
  return link('ok', `Those of ${all.map((one) => one.account).join(', ')} work.`)
}

/** A queue is asked all the time; so long without an answer, and nothing is known of it. */
const queueProofMs = 5 * 60_000

/** Whether a queue that answered last then lets its integration hear now. */
export const queueHears = ({ polledAt, trouble }: { polledAt: number | null; trouble: unknown }, now: number): boolean =>
  trouble === null && polledAt !== null && now - polledAt < queueProofMs

export function queue({ queues, publicAddress: { viaOverride } }: Readings, now: number): Judged {
  const link = (state: LinkState, detail: string): Judged => ({ link: 'queue', state, detail })
  const troubled = queues.find((one) => one.trouble !== null)
  if (troubled !== undefined) return link('failing', `${troubled.name}: ${troubled.trouble}`)
  const unread = queues.find((one) => one.polledAt === null)
  if (unread !== undefined) return link('unproven', `${unread.name} was not read yet.`)
  const old = queues.find((one) => now - (one.polledAt ?? 0) > queueProofMs)
  if (old !== undefined) return link('stale', `${old.name} was last read long ago.`)
  if (viaOverride) return link('unproven', 'They are read, through an endpoint override: that proves nothing of AWS.')
  return link('ok', queues.length === 1 ? `${queues[0]?.name} is read.` : `${queues.length} are read.`)
}

/** So many rounds may be missed before nobody can say any more that it looks. */
const roundsMissed = 3

export function catchUp({ catchUp: { places, everyMs }, publicAddress: { viaOverride } }: Readings, now: number): Judged {
  const link = (state: LinkState, detail: string): Judged => ({ link: 'catch-up', state, detail })
  const isOld = (at: number | null): boolean => at === null || now - at > roundsMissed * everyMs
  const failing = places.find((one) => one.said !== null && isOld(one.lastDoneAt))
  if (failing !== undefined) return link('failing', `${failing.place}: ${failing.said}`)
  const unread = places.find((one) => one.lastDoneAt === null)
  if (unread !== undefined) return link('unproven', `${unread.place} was not read yet.`)
  const old = places.find((one) => isOld(one.lastDoneAt))
  if (old !== undefined) return link('stale', `${old.place} was last read long ago.`)
  const partly = places.find((one) => one.unseen.length > 0)
  if (partly !== undefined) return link('unproven', `${partly.place}, not seen: ${partly.unseen[0]}`)
  if (viaOverride) return link('unproven', 'It reads, through an endpoint override: that proves nothing of AWS.')
  return link('ok', `AWS’s own states are read in ${places.map(({ place }) => place).join(', ')}.`)
}
