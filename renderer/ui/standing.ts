import type { IncidentStatus } from '../../preload/contract/words.ts'

/** What an incident is to the operator: its status, or snoozed. */
export type Standing = IncidentStatus | 'snoozed'

export const standingWords: Record<Standing, string> = {
  open: 'Open',
  acknowledged: 'Acknowledged',
  snoozed: 'Snoozed',
  closed: 'Closed',
}

export function standingOf(incident: { status: IncidentStatus; snoozedUntil: string | null }, now: number): Standing {
  if (incident.status === 'closed') return 'closed'
  return incident.snoozedUntil !== null && Date.parse(incident.snoozedUntil) > now ? 'snoozed' : incident.status
}
