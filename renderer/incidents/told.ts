import type { TimelineEvent } from '../../preload/contract/incidents.ts'
import { dispositionLabels, type TimelineKind } from '../../preload/contract/words.ts'
import { briefReason, timeOfDay } from '../ui/format.ts'
import type { IconName } from '../ui/icons.tsx'

/** An event as a line: its mark, its word, what is said. `no`: something that was not sent; `aside`: it changed nothing. */
export interface Told {
  icon: IconName
  word: string
  said: string
  weight: 'news' | 'no' | 'aside'
}

const icons: Record<TimelineKind, IconName> = {
  opened: 'open',
  appended: 'append',
  closed: 'closed',
  reopened: 'open',
  acknowledged: 'acknowledged',
  unacknowledged: 'open',
  snoozed: 'snoozed',
  unsnoozed: 'open',
  noted: 'note',
  'note-removed': 'cross',
  'insufficient-data': 'query',
  recovered: 'tick',
  late: 'late',
  left: 'step',
  notified: 'bell',
  'not-notified': 'belloff',
}

/** Who did it, as a word in a sentence. */
export const nameOf = (actor: string): string =>
  actor === 'you' ? 'You' : actor === 'alarm' ? 'the alarm' : actor === 'desk' ? 'the desk' : actor

const textOf = (data: Record<string, unknown>, field: string): string | null => {
  const value = data[field]
  return typeof value === 'string' && value !== '' ? value : null
}

const instantOf = (value: unknown): number | null => {
  const at = typeof value === 'number' ? value : typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isFinite(at) ? at : null
}

const joined = (...parts: (string | null)[]): string => parts.filter((part) => part !== null && part !== '').join('. ')
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

function saidOf({ kind, data, actor }: TimelineEvent): string {
  const reason = briefOrNull(textOf(data, 'reason'))
  const rule = textOf(data, 'rule')
  const who = capital(nameOf(actor))
  const back = textOf(data, 'undoes') === null ? null : 'Took back what was done before'
  switch (kind) {
    case 'opened':
      return joined(
        'ALARM',
        reason,
        rule === null ? null : `Rule «${rule}»`,
        data.overtaken === true ? 'Heard after its own OK: for the record, nobody was told' : null,
      )
    case 'appended':
      return joined('ALARM', reason, rule === null ? null : `Rule «${rule}»`)
    case 'closed':
      if (data.cause === 'alarm') return joined('OK', reason)
      return joined(who, back, data.awsInAlarm === true ? 'AWS still says ALARM' : null)
    case 'reopened':
      return data.cause === 'alarm' ? joined('ALARM again', reason, rule === null ? null : `Rule «${rule}»`) : joined(who, back)
    case 'acknowledged':
    case 'unacknowledged':
      return joined(who, back)
    case 'snoozed': {
      const until = instantOf(data.until)
      return joined(until === null ? who : `${who}, until ${timeOfDay(until, 'minute')}`, back)
    }
    case 'unsnoozed':
      return data.cause === 'ended' ? 'The time is up' : joined(who, back)
    case 'noted':
      return `${who}: «${textOf(data, 'text') ?? ''}»`
    case 'note-removed':
      return joined(`${who} removed a note`, back)
    case 'insufficient-data':
      return joined('INSUFFICIENT_DATA, which changes nothing', reason)
    case 'recovered':
      return joined('OK, with nothing left to close', reason)
    case 'late':
      return joined(`${(textOf(data, 'state') ?? 'news').toUpperCase()}, older than what is known. Changed nothing`, reason)
    case 'left': {
      const disposition = textOf(data, 'disposition')
      const label = Object.entries(dispositionLabels).find(([word]) => word === disposition)?.[1]
      return joined(label ?? 'Left alone', textOf(data, 'why'), reason)
    }
    case 'notified':
      return joined([textOf(data, 'recipient'), textOf(data, 'channel')].filter(Boolean).join(', '), capitalOrNull(textOf(data, 'why')))
    case 'not-notified': {
      const whom = [textOf(data, 'recipient'), textOf(data, 'channel')].filter(Boolean).join(', ')
      const why = textOf(data, 'why')
      return why === null ? whom : whom === '' ? `because ${why}` : `${whom}, because ${why}`
    }
  }
}

const briefOrNull = (reason: string | null): string | null => (reason === null ? null : briefReason(reason))
const capitalOrNull = (text: string | null): string | null => (text === null ? null : capital(text))

const words: Partial<Record<TimelineKind, string>> = {
  'not-notified': 'not notified',
  'note-removed': 'note removed',
  'insufficient-data': 'no data',
}

export function tell(event: TimelineEvent): Told {
  const asides: readonly TimelineKind[] = ['late', 'left', 'insufficient-data', 'recovered']
  return {
    icon: icons[event.kind],
    word: words[event.kind] ?? event.kind,
    said: saidOf(event),
    weight: event.kind === 'not-notified' ? 'no' : asides.includes(event.kind) || event.undoneBy !== null ? 'aside' : 'news',
  }
}
