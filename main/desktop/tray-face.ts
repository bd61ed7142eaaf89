import { type Severity, severities } from '../../preload/contract/words.ts'
import type { Incident } from './client.ts'
import type { Standing } from './standing.ts'

/** The tray's pictures, each told apart by its shape alone. */
export const trayIcons = ['idle', 'covered', 'unproven', 'degraded', 'deaf', 'acknowledged', ...severities] as const
export type TrayIcon = (typeof trayIcons)[number]

export interface TrayFace {
  icon: TrayIcon
  /** How many incidents wait for somebody. */
  count: number
  /** The whole, in one line. */
  said: string
}

export const coverageWords = {
  covered: 'Covered',
  unproven: 'Coverage unproven',
  degraded: 'Coverage degraded',
  deaf: 'Deaf: alarms can’t be heard',
  idle: 'Nothing is connected',
} as const

export const isSnoozed = (incident: Pick<Incident, 'snoozedUntil'>, now: number): boolean =>
  incident.snoozedUntil !== null && Date.parse(incident.snoozedUntil) > now

/** Open, and not snoozed: it waits for somebody. */
export const isWaiting = (incident: Pick<Incident, 'status' | 'snoozedUntil'>, now: number): boolean =>
  incident.status === 'open' && !isSnoozed(incident, now)

/** The incidents that wait for somebody, the worst first, then the oldest. */
export const waiting = (standing: Standing, now: number): Incident[] =>
  standing.incidents
    .filter((one) => isWaiting(one, now))
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || Date.parse(a.openedAt) - Date.parse(b.openedAt))

/** What the tray shows. Deafness is louder than any alarm; then the worst that waits; then what is in hand; then coverage. */
export function trayFace(standing: Standing, now: number): TrayFace {
  const { coverage } = standing
  const open = waiting(standing, now)
  const acknowledged = standing.incidents.filter((one) => one.status === 'acknowledged').length
  const [worst] = open
  const said = [
    coverageWords[coverage.state],
    ...(open.length > 0 ? [`${open.length} open`] : []),
    ...(acknowledged > 0 ? [`${acknowledged} acknowledged`] : []),
  ].join(', ')
  return { icon: iconOf(coverage.state, worst?.severity, acknowledged), count: open.length, said }
}

function iconOf(coverage: Standing['coverage']['state'], worst: Severity | undefined, acknowledged: number): TrayIcon {
  if (coverage === 'deaf') return 'deaf'
  if (worst !== undefined) return worst
  return acknowledged > 0 ? 'acknowledged' : coverage
}
