import type { AlarmLook } from './alarm-definition.ts'

/** What was looked at, or why it could not be: a permission that is missing is said, never taken for "nothing there". */
export type Seen<T> = { seen: true; value: T } | { seen: false; said: string }

export interface TopicAttributes {
  signatureVersion: '1' | '2'
  /** The key that encrypts it; null where none does. */
  kmsKeyId: string | null
  /** Its access policy, as text. */
  policy: string | null
  displayName: string
}

export interface SubscriptionLook {
  /** Null while it is pending or after it ended: AWS's lists do not tell it then. */
  subscriptionArn: string | null
  state: 'confirmed' | 'pending' | 'deleted'
  protocol: string
  endpoint: string
}

/** How a subscription of this desk's is set up. */
export interface SubscriptionSettings {
  subscriptionArn: string
  pending: boolean
  deliveryPolicy: string | null
  redrivePolicy: string | null
  raw: boolean
  /** Whether only somebody with permission can end it. */
  authenticated: boolean
}

export interface TopicLook {
  topicArn: string
  name: string
  region: string
  accountId: string
  /** It belongs to the connected account. */
  ours: boolean
  attributes: Seen<TopicAttributes>
  subscriptions: Seen<SubscriptionLook[]>
  /** Of EventBridge, that have it for a target. */
  rules: Seen<string[]>
}

/** A region of an account, as far as it can be seen. */
export interface RegionLook {
  accountId: string
  region: string
  topics: Seen<TopicLook[]>
  /** Of all three types. */
  alarms: Seen<AlarmLook[]>
}

/** Null where it can't be told. */
export const ifSeen = <T>(seen: Seen<T>): T | null => (seen.seen ? seen.value : null)

/** The alarms that have an action on a topic, for whichever state. */
export const alarmsOn = (topicArn: string, alarms: readonly AlarmLook[]): AlarmLook[] =>
  alarms.filter(({ actions }) => Object.values(actions).some((list) => list.includes(topicArn)))
