import type { Incident } from '../incidents/incident.ts'

/** What is due, with the facts of this moment. `channels`: the ways to reach the operator that this desk has now. */
export type Due =
  | { kind: 'incident-opened' | 'snooze-ended'; incident: Incident; dueAt: number }
  | { kind: 'subscription-waits'; integration: string; topicArn: string; waiting: boolean }
  | { kind: 'unsubscribed'; integration: string; topicArn: string }

/** Who is told, how and why, and who is not, and why not. */
export interface Plan {
  notify: { recipient: string; channel: string; why: string; title: string; body: string }[]
  withhold: { recipient: string; channel: string | null; why: string }[]
  /** The snooze ran out: its end goes onto the timeline. */
  endsSnooze: boolean
}

/** The one recipient of a desk without a schedule: whoever sits at it is on call always. */
const operator = 'You'

/** What is to be sent for an intent that is due. Nothing is withheld without a reason. */
export function plan(due: Due, channels: readonly string[], now: number): Plan {
  switch (due.kind) {
    case 'incident-opened':
    case 'snooze-ended':
      return planIncident(due, channels, now)
    case 'subscription-waits':
      if (!due.waiting) return withhold('the subscription waits no more')
      return notify(
        channels,
        'a subscription waits',
        `«${due.integration}»: a subscription waits`,
        `${topicName(due.topicArn)} asks to be confirmed.`,
      )
    case 'unsubscribed':
      return notify(
        channels,
        'a subscription ended',
        `«${due.integration}» hears ${topicName(due.topicArn)} no more`,
        'Its subscription was ended. Subscribe it again if that was not meant.',
      )
  }
}

function planIncident(
  due: { kind: 'incident-opened' | 'snooze-ended'; incident: Incident; dueAt: number },
  channels: readonly string[],
  now: number,
): Plan {
  const { incident } = due
  if (incident.status === 'closed') {
    return withhold(due.kind === 'snooze-ended' ? 'it closed while it was snoozed' : 'it closed before anybody was told')
  }
  if (due.kind === 'snooze-ended') {
    if (incident.snoozedUntil !== due.dueAt) return withhold('the snooze was changed since')
    const told =
      incident.status === 'acknowledged'
        ? withhold(`${incident.acknowledgedBy ?? 'somebody'} has acknowledged it`)
        : tell(incident, channels, 'the snooze ended')
    return { ...told, endsSnooze: true }
  }
  if (incident.status === 'acknowledged') return withhold(`${incident.acknowledgedBy ?? 'somebody'} has acknowledged it already`)
  if (incident.snoozedUntil !== null && incident.snoozedUntil > now) return withhold('it is snoozed')
  return tell(incident, channels, incident.reopenedCount > 0 ? 'it was reopened' : 'it opened')
}

const tell = (incident: Incident, channels: readonly string[], why: string): Plan => {
  const where = [incident.accountId, incident.region].filter((part) => part !== null).join(' · ')
  const title = `${incident.practice ? 'Practice: ' : ''}${incident.severity.toUpperCase()} INC-${incident.shortNumber} ${incident.title}`
  return notify(channels, why, title, [incident.reason, where].filter((part) => part !== null && part !== '').join('\n'))
}

function notify(channels: readonly string[], why: string, title: string, body: string): Plan {
  if (channels.length === 0) return withhold('this desk has no channel besides its console')
  return { notify: channels.map((channel) => ({ recipient: operator, channel, why, title, body })), withhold: [], endsSnooze: false }
}

const withhold = (why: string): Plan => ({ notify: [], withhold: [{ recipient: operator, channel: null, why }], endsSnooze: false })

const topicName = (arn: string): string => arn.split(':').at(-1) ?? arn
