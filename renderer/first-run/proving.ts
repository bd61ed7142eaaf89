import type { Delivery } from '../../preload/contract/deliveries.ts'
import type { IncidentDetail } from '../../preload/contract/incidents.ts'

export const steps = ['signed', 'delivered', 'verified', 'opened', 'stored', 'notified', 'acknowledged'] as const
export type Step = (typeof steps)[number]

/** How far a step is. `none`: it happened, and there was nobody to tell. */
export type Stand = 'to-come' | 'done' | 'none' | 'failed'

export interface Proven {
  stand: Stand
  /** What was seen, once there is something. */
  said: string | null
}

type Told = Pick<IncidentDetail, 'shortId' | 'severity' | 'acknowledgedAt' | 'acknowledgedBy' | 'timeline'>

const toCome: Proven = { stand: 'to-come', said: null }
const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** What of a practice alarm's path is proven by the rows that it left: its deliveries, newest first, and its incident. */
export function provenBy(deliveries: readonly Delivery[], incident: Told | null): Record<Step, Proven> {
  const arrived = deliveries.length > 0
  const believed = deliveries.filter(({ disposition }) => disposition !== 'rejected')
  const refused = deliveries.find(({ disposition }) => disposition === 'rejected')
  const opened = deliveries.find(({ disposition, incidentId }) => disposition === 'opened' && incidentId !== null)
  const done = (said: string | null = null): Proven => ({ stand: 'done', said })
  return {
    signed: arrived ? done() : toCome,
    delivered: arrived ? done() : toCome,
    verified:
      believed.length > 0
        ? done('the signature fits its certificate')
        : refused !== undefined
          ? { stand: 'failed', said: `it was Rejected: ${refused.reason ?? 'no reason was kept'}` }
          : toCome,
    opened:
      opened === undefined
        ? toCome
        : done(
            incident === null ? `as ${opened.incidentShortId ?? 'an incident'}` : `as ${incident.shortId}, severity ${incident.severity}`,
          ),
    stored:
      opened === undefined
        ? toCome
        : done(`on disk before the 200 was answered, ${opened.tookMs < 1 ? 'under 1' : Math.round(opened.tookMs)} ms after its last byte`),
    notified: notified(incident),
    acknowledged:
      incident?.acknowledgedAt == null
        ? toCome
        : done(`by ${incident.acknowledgedBy === 'you' || incident.acknowledgedBy === null ? 'you' : incident.acknowledgedBy}`),
  }
}

function notified(incident: Told | null): Proven {
  const told = incident?.timeline.find(({ kind }) => kind === 'notified')
  if (told !== undefined) {
    const whom = [textOf(told.data.recipient), textOf(told.data.channel)].filter((one) => one !== null).join(', ')
    return { stand: 'done', said: whom === '' ? 'somebody was told' : whom }
  }
  const not = incident?.timeline.find(({ kind }) => kind === 'not-notified')
  if (not === undefined) return toCome
  return {
    stand: 'none',
    said: `nobody, because ${textOf(not.data.why) ?? 'there is no channel'}. This screen and its sound are all there is.`,
  }
}
