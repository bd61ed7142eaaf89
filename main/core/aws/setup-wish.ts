import type { ActionState } from './alarm-definition.ts'

/** One thing in AWS that is to be mended. */
export type Fix =
  | { kind: 'allow-publisher'; topicArn: string; service: 'cloudwatch.amazonaws.com' | 'events.amazonaws.com' }
  /** An empty `keyId`: no encryption. */
  | { kind: 'topic-key'; topicArn: string; keyId: string }
  | { kind: 'enable-actions'; alarmName: string }
  | { kind: 'add-action'; alarmName: string; topicArn: string; states: ActionState[] }

/** What the operator wishes for one integration in one region of an account. */
export interface SetupWish {
  integrationId: number
  region: string
  /** `push`: the integration's public URL. `queue`: an SQS queue that the desk reads. */
  way: 'push' | 'queue'
  /** To be subscribed. */
  topicArns: string[]
  /** The name of a topic to be made and subscribed; null: none. */
  createTopic: string | null
  /** A queue behind the push subscriptions, for what could not be delivered within the hour. */
  deadLetterQueue: boolean
  fixes: Fix[]
  /** Prove each subscription with one message. */
  test: boolean
}
