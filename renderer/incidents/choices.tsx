import type { Incident } from '../../preload/contract/incidents.ts'
import { Choose } from '../ui/choose.tsx'
import { useDone } from '../ui/done.tsx'
import { plural, shortInstant } from '../ui/format.ts'
import { hrefOf } from '../ui/route.ts'
import { sayFailed } from '../ui/toast.tsx'

const minuteMs = 60_000

/** The next nine in the morning, here. */
export function nextMorning(now: number): number {
  const morning = new Date(now)
  morning.setHours(9, 0, 0, 0)
  if (morning.getTime() <= now) morning.setDate(morning.getDate() + 1)
  return morning.getTime()
}

/** For how long nobody wants to hear of it. */
export function SnoozeChoice({ rows, onChoose, onLeave }: { rows: readonly Incident[]; onChoose(until: number): void; onLeave(): void }) {
  const now = Date.now()
  const [first] = rows
  const choice = (label: string, until: number) => ({ label, detail: `until ${shortInstant(until, now)}`, choose: () => onChoose(until) })
  return (
    <Choose
      title={rows.length === 1 && first !== undefined ? `Snooze ${first.shortId}` : `Snooze ${plural(rows.length, 'incident')}`}
      choices={[
        choice('30 min', now + 30 * minuteMs),
        choice('1 h', now + 60 * minuteMs),
        choice('4 h', now + 240 * minuteMs),
        choice('Until the morning', nextMorning(now)),
      ]}
      foot="A snoozed incident stays in the queue and tells nobody until then. It comes back by itself."
      onLeave={onLeave}
    />
  )
}

/** What of an incident is wanted in a message to somebody else. */
export function CopyChoice({ incident, alarmArn, onLeave }: { incident: Incident; alarmArn: string | null; onLeave(): void }) {
  const done = useDone()
  const arn = alarmArn ?? (incident.dedupKey.startsWith('arn:') ? incident.dedupKey : null)
  const link = `${window.location.origin}${window.location.pathname}${hrefOf('incidents', incident.id)}`
  const copy = (label: string, text: string) => ({
    label,
    detail: text,
    choose: () =>
      void navigator.clipboard.writeText(text).then(
        () => done(`Copied ${label.toLowerCase()} of ${incident.shortId}`),
        (error: unknown) => sayFailed('This browser does not let the page copy.', error),
      ),
  })
  return (
    <Choose
      title={`Copy of ${incident.shortId}`}
      choices={[
        copy('Id and title', `${incident.shortId} ${incident.title}`),
        ...(arn === null ? [] : [copy('ARN', arn)]),
        copy('Link', link),
      ]}
      onLeave={onLeave}
    />
  )
}
