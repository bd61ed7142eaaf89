import type { Integration } from '../../preload/contract/integrations.ts'
import type { SubscriptionState, Template } from '../../preload/contract/words.ts'
import { plural, secondsInWords } from '../ui/format.ts'

export type Trust = Integration['trust']
export type Subscription = Integration['subscriptions'][number]

/** What each template is for, in a line. */
export const templateWords: Record<Template, string> = {
  'aws-cloudwatch': 'CloudWatch alarms that notify an SNS topic: metric, composite, anomaly and log alarms.',
  'aws-eventbridge': 'EventBridge rules whose target is an SNS topic: alarm state changes, AWS Health and other events.',
  'aws-cloudtrail': 'CloudTrail’s calls and notices, through SNS. What tells no state opens nothing until a rule says so.',
  'generic-json': 'Any JSON with a name and a state, from SNS or by a plain POST of whoever knows the URL.',
}

/** Who is believed, and what that means. */
export function trustWords({ trust, practice }: Pick<Integration, 'trust' | 'practice'>): { name: string; means: string } {
  if (practice) return { name: 'The practice SNS’s key', means: 'Made in memory for this one practice, and gone with it.' }
  switch (trust.kind) {
    case 'aws':
      return { name: 'AWS SNS, signed', means: 'A message counts only with AWS’s own signature and a topic of the list.' }
    case 'custom':
      return {
        name: 'A key of yours, not AWS’s',
        means: `One key given by hand is believed in place of AWS’s certificates; confirmations go to ${trust.endpoint} only. Whoever holds its private part can speak here.`,
      }
    case 'secret-url':
      return { name: 'The secret URL alone', means: 'Nothing is signed and no topic is asked for: whoever knows the URL is believed.' }
  }
}

/** The column «Trusts» of the list. */
export function trustsInShort({
  trust,
  topics,
  subscriptions,
  practice,
}: Pick<Integration, 'trust' | 'topics' | 'subscriptions' | 'practice'>): string {
  if (practice) return 'the practice SNS'
  if (trust.kind === 'secret-url') return 'the secret URL alone'
  const waiting = subscriptions.filter(({ state }) => state === 'awaiting-confirmation').length
  const listed = topics.length === 0 ? 'no topic yet' : plural(topics.length, 'topic')
  return `${trust.kind === 'custom' ? 'a key of yours, ' : ''}${listed}${waiting === 0 ? '' : `, ${waiting} ${waiting === 1 ? 'waits' : 'wait'}`}`
}

export const confirmWords = { manual: 'by one click', automatic: 'at once, for a topic of the list' } as const

/** 2^31 s is as long as an age can be: 68 years, which no message of SNS reaches. */
const noLimitSeconds = 2 ** 31
export const maxAgeWords = (seconds: number): string => (seconds >= noLimitSeconds ? 'no limit' : secondsInWords(seconds))

export const stateWords: Record<SubscriptionState, string> = {
  'awaiting-confirmation': 'waits for one click',
  confirming: 'AWS is asked',
  confirmed: 'confirmed',
  'confirmation-failed': 'confirmation failed',
  refused: 'refused',
  unsubscribed: 'ended',
}

/** Who can end a confirmed subscription; `null` where that does not matter yet. */
export function endedByWhom({
  state,
  authenticated,
}: Pick<Subscription, 'state' | 'authenticated'>): { word: string; means: string } | null {
  if (state !== 'confirmed') return null
  if (authenticated === true) return { word: 'protected', means: 'Only with credentials of its AWS account can it be ended.' }
  if (authenticated === false)
    return {
      word: 'not protected',
      means:
        'Anyone who holds one of its messages can end it: it was confirmed without credentials. That can’t be changed later; only a new subscription, confirmed with credentials, is protected.',
    }
  return {
    word: 'protection not known',
    means: 'It had been confirmed before. Whether anyone who holds one of its messages can end it, AWS alone knows.',
  }
}

/** What the operator may do with a subscription, and how that is called. */
export function actsOn(state: SubscriptionState): { confirm: string | null; refuse: boolean } {
  switch (state) {
    case 'awaiting-confirmation':
      return { confirm: 'Confirm', refuse: true }
    case 'confirmation-failed':
      return { confirm: 'Try again', refuse: true }
    case 'refused':
      return { confirm: 'Confirm after all', refuse: false }
    case 'confirming':
    case 'confirmed':
    case 'unsubscribed':
      return { confirm: null, refuse: false }
  }
}
