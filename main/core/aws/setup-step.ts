import type { QueueKind, StepEffect } from '../../../preload/contract/words.ts'
import type { ActionState } from './alarm-definition.ts'

/** Where a subscription leads. The integration's URL is a secret: it is put in when the step is done, and stored nowhere. */
export type SubscriptionEnd = { protocol: 'push' } | { protocol: 'sqs'; queueArn: string }

/** One act in AWS, as data: what is asked for, whatever is there. */
export type StepAct =
  | { kind: 'create-topic'; topicArn: string; name: string }
  | { kind: 'topic-attribute'; topicArn: string; name: 'SignatureVersion' | 'KmsMasterKeyId'; value: string }
  | { kind: 'allow-publisher'; topicArn: string; service: 'cloudwatch.amazonaws.com' | 'events.amazonaws.com'; accountId: string }
  | { kind: 'create-queue'; queueArn: string; name: string }
  | { kind: 'queue-policy'; queueArn: string; topicArns: string[] }
  | { kind: 'watch-queue'; queueArn: string; holds: QueueKind }
  | { kind: 'subscribe'; topicArn: string; end: SubscriptionEnd; deadLetterArn: string | null }
  | {
      kind: 'subscription-attribute'
      topicArn: string
      end: SubscriptionEnd
      name: 'DeliveryPolicy' | 'RedrivePolicy' | 'RawMessageDelivery'
      value: string
    }
  | { kind: 'await-confirmation'; topicArn: string; end: SubscriptionEnd }
  | { kind: 'alarm-actions'; alarmName: string; topicArn: string; states: ActionState[] }
  | { kind: 'enable-actions'; alarmName: string }
  | { kind: 'test'; topicArn: string }

/** A step of a plan: what it does, and what takes it back. */
export interface PlannedStep {
  effect: StepEffect
  act: StepAct
  /** What is done, or why nothing is. */
  said: string
  /** What undoing it does; null where there is nothing to undo. */
  undo: string | null
}

/** Whether a step changes what AWS holds: to wait and to prove does not. */
export const changesAws = ({ effect, act }: PlannedStep): boolean =>
  effect !== 'leave' && act.kind !== 'test' && act.kind !== 'await-confirmation'

/** Two weeks: the longest that SQS keeps a message. */
export const retentionSeconds = 1_209_600

/** What stood there before a step, by which it is undone. Each kind of step has its own of these. */
export interface StepBefore {
  /** Whether a topic or queue was there. */
  there?: boolean
  /** An attribute's value, or a policy's text; null: it had none. */
  value?: string | null
  watched?: boolean
  /** `unknown`: AWS did not let it be read. */
  subscription?: 'none' | 'pending' | 'confirmed' | 'unknown'
  /** The integration trusted the topic. */
  trusted?: boolean
  actions?: Record<ActionState, string[]>
  enabled?: boolean
}

/** What came of a step. Instants in epoch milliseconds. */
export interface StepResult {
  subscriptionArn?: string | null
  /** Null: AWS does not tell. */
  authenticated?: boolean | null
  messageId?: string
  publishedAt?: number
  deliveryId?: number
  /** From the publish to the delivery's arrival here. */
  tookMs?: number
}
