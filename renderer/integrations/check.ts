import type { Integration } from '../../preload/contract/integrations.ts'
import { shortArn } from '../ui/format.ts'
import type { LineIcon } from '../ui/icons.tsx'
import { copyableUrl } from './secret.ts'
import type { Subscription } from './words.ts'

/** How an integration stands, in one line. `unknown`: something is wrong, or can't be known. */
export interface Check {
  icon: LineIcon
  tone: 'ok' | 'unknown' | 'plain'
  said: string
  /** The subscription that waits for one click. */
  waits: Subscription | null
}

export const topicName = (arn: string): string => shortArn(arn).split(':').at(-1) ?? arn

/** The state of an integration: what is wrong first, then what waits, then what is not known. */
export function checkOf(integration: Integration): Check {
  const { subscriptions, trust, practice, lastDelivery, inboundUrl } = integration
  const say = (icon: LineIcon, tone: Check['tone'], said: string, waits: Subscription | null = null): Check => ({ icon, tone, said, waits })
  if (practice) return say('play', 'plain', 'lives as long as the practice alarm runs')
  const of = (state: Subscription['state']) => subscriptions.findLast((one) => one.state === state)

  const waiting = of('awaiting-confirmation')
  if (waiting !== undefined) return say('pause', 'plain', `topic ${topicName(waiting.topicArn)} waits for one click`, waiting)
  const ended = of('unsubscribed')
  if (ended !== undefined) return say('cross', 'unknown', `the subscription of ${topicName(ended.topicArn)} ended: subscribe it again`)
  const failed = of('confirmation-failed')
  if (failed !== undefined)
    return say('cross', 'unknown', `${topicName(failed.topicArn)} could not be confirmed: ${failed.reason ?? 'no reason was given'}`)
  const confirming = of('confirming')
  if (confirming !== undefined) return say('rotate', 'plain', `AWS is asked to confirm ${topicName(confirming.topicArn)}`)

  if (trust.kind === 'secret-url') return say('key', 'plain', 'not signed: whoever has the URL is believed')
  if (trust.kind === 'custom') return say('key', 'plain', 'signed by a key of yours, not by AWS')
  const confirmed = subscriptions.filter(({ state }) => state === 'confirmed').length
  if (confirmed > 0) return say('tick', 'ok', `${confirmed} of ${subscriptions.length} confirmed`)
  if (lastDelivery !== null && lastDelivery.disposition !== 'rejected') return say('tick', 'ok', 'deliveries arrive')
  if (copyableUrl(inboundUrl) === null) return say('query', 'unknown', 'AWS can’t reach it yet: no public address')
  return say('query', 'unknown', 'nothing heard yet: subscribe its URL to a topic')
}
