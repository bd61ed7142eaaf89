import type { Delivery } from '../../preload/contract/deliveries.ts'
import type { Disposition, Rejection } from '../../preload/contract/words.ts'
import { shortArn } from '../ui/format.ts'
import type { IconName } from '../ui/icons.tsx'

export const dispositionIcons: Record<Disposition, IconName> = {
  opened: 'open',
  appended: 'append',
  closed: 'closed',
  ignored: 'step',
  filtered: 'filter',
  unmapped: 'query',
  late: 'late',
  duplicate: 'dup',
  'awaiting-confirmation': 'pause',
  confirming: 'rotate',
  confirmed: 'tick',
  'confirmation-failed': 'cross',
  unsubscribed: 'cross',
  rejected: 'refuse',
}

const quiet: readonly Disposition[] = ['ignored', 'filtered', 'duplicate', 'late']

/** Rows that ask nothing of anybody are faint. */
export const isQuiet = (row: Delivery): boolean => quiet.includes(row.disposition)

const rejectionWords: Record<Rejection, string> = {
  signature: 'the signature does not match its certificate',
  certificate: 'its certificate is not what AWS’s must be',
  topic: 'its topic is not on the list of this integration',
  unsigned: 'it is not signed: raw delivery. Turn it off on the subscription',
  stale: 'it is too old, or of a time to come',
  malformed: 'it is no SNS message',
  'too-large': 'it is larger than SNS ever sends',
}

const reasonWords: Record<string, string> = {
  ...rejectionWords,
  'equal-time': 'an ALARM of the same time is known',
  'nothing-open': 'nothing is open for it',
  checked: 'catch-up had read it of AWS before',
  'internal-error': 'the desk could not decide it: its own fault',
  'insufficient-data': 'insufficient data changes nothing',
  suppressed: 'AWS held back the actions of this state',
}

/** A reason in words; one that we have no words for stands as it is. */
export const reasonOf = (reason: string): string =>
  reasonWords[reason] ?? (/^[a-z]+(-[a-z]+)+$/.test(reason) ? reason.replaceAll('-', ' ') : reason)

const topicName = (arn: string | null): string => (arn === null ? 'an unknown topic' : `topic ${shortArn(arn).split(':').at(-1)}`)

/** What a delivery is about, in one line. */
export function subjectOf(row: Delivery): string {
  if (row.disposition === 'rejected') {
    const why = row.reason === null ? 'it was not believed' : reasonOf(row.reason)
    return row.reason === 'topic' ? `${topicName(row.topicArn)}: ${why}` : why
  }
  if (row.type === 'SubscriptionConfirmation' || row.type === 'UnsubscribeConfirmation') return `${row.type} for ${topicName(row.topicArn)}`
  return row.subject ?? row.alarm?.title ?? row.type ?? 'no subject'
}

/** What a delivery led to, where that is no incident. */
export function becameOf(row: Delivery): string {
  switch (row.disposition) {
    case 'rejected':
      return 'nothing'
    case 'confirmed':
      return 'topic allowed'
    case 'confirming':
      return 'AWS is asked'
    case 'awaiting-confirmation':
      return 'waits for you'
    case 'opened':
    case 'appended':
    case 'closed':
    case 'ignored':
    case 'filtered':
    case 'unmapped':
    case 'late':
    case 'duplicate':
    case 'confirmation-failed':
    case 'unsubscribed':
      return row.reason === null ? '' : reasonOf(row.reason)
  }
}

/** What became of a delivery, in a sentence. */
export function becauseOf(row: Delivery): { what: string; why: string } {
  const why = row.reason === null ? '' : reasonOf(row.reason)
  switch (row.disposition) {
    case 'opened':
      return { what: 'Opened', why: 'because nothing was open for this alarm' }
    case 'appended':
      return { what: 'Appended to', why: 'because the alarm is already open. Nobody is told again' }
    case 'closed':
      return { what: 'Closed', why: 'because AWS said OK' }
    case 'late':
      return { what: 'Late', why: 'older than what is known of this alarm. It changed nothing and paged nobody' }
    case 'duplicate':
      return { what: 'Duplicate delivery', why: 'this integration has taken this message before. Counted, and nothing more' }
    case 'ignored':
      return { what: 'Understood, nothing to do', why }
    case 'filtered':
      return { what: 'Filtered', why: why === '' ? 'a rule says to leave it' : `by rule ${why}` }
    case 'unmapped':
      return { what: 'Mapping Failed', why: why === '' ? 'nothing knows what it means. It is kept' : `${why}. It is kept` }
    case 'awaiting-confirmation':
      return { what: 'Waits for you', why: 'a subscription asks to deliver here. Confirm it if the topic is yours; refuse it if it is not' }
    case 'confirming':
      return { what: 'Confirming', why: 'the call to AWS is on its way, and is tried again until the token’s two days end' }
    case 'confirmed':
      return { what: 'Confirmed', why: 'AWS said yes, and the topic is on the list' }
    case 'confirmation-failed':
      return { what: 'Confirmation failed', why: why === '' ? 'it won’t work any more. Subscribe the topic anew' : why }
    case 'unsubscribed':
      return { what: 'Unsubscribed', why: 'this subscription ended. Nothing of it comes any more' }
    case 'rejected':
      return { what: 'Rejected', why: why === '' ? 'it was not believed' : why }
  }
}
