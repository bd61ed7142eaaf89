import type { QueueKind } from '../../../preload/contract/words.ts'
import type { AwsFault } from '../../core/aws/aws-fault.ts'
import type { StepAct, StepBefore, StepResult } from '../../core/aws/setup-step.ts'
import type { Place } from './topics.ts'

/** What steps need of the rest of the desk. */
export interface SetupPorts {
  /** The integration's public URL; null while there is none. A secret: it is stored with no step. */
  inboundUrl(integrationId: number): string | null
  trusts(integrationId: number, topicArn: string): boolean
  /** Why the confirmation of a topic failed here since then; null while it has not. */
  confirmationFault(integrationId: number, topicArn: string, since: number): Promise<string | null>
  /** When a message came to an integration, and as which delivery; null while it has not. */
  arrived(integrationId: number, topicArn: string, messageId: string): { deliveryId: number; at: number } | null
  /** Null where this desk reads no queues. */
  queues: QueueWatch | null
}

/** The queues that the desk reads. */
export interface QueueWatch {
  /** The ARNs of those of an integration. */
  watched(integrationId: number): string[]
  watchQueue(queue: WatchedQueue): Promise<void>
  unwatchQueue(integrationId: number, queueArn: string): Promise<void>
}

export interface WatchedQueue {
  integrationId: number
  /** The row of the connected account whose credentials read it. */
  account: number
  queueUrl: string
  queueArn: string
  region: string
  kind: QueueKind
}

/** One step at work: where, for whom, what there is of it. */
export interface StepWork {
  place: Place
  account: number
  integrationId: number
  ports: SetupPorts
  now: () => number
  /** When it began, in epoch milliseconds. */
  since: number
  before: StepBefore
  result: StepResult | null
  /** What the step that subscribed the same topic left. */
  subscribed: StepResult | null
}

export type Looked = { asWished: boolean; before: StepBefore; result?: StepResult }
export type Acted =
  | { kind: 'done'; result?: StepResult; said?: string }
  | { kind: 'wait'; forMs: number; result?: StepResult; said: string }
export type Undone = { said: string | null }

/** How one kind of step is done: it looks before it acts, so that it may be done again after a crash; each throws what the SDK throws. */
export interface StepDoer<Kind extends StepAct['kind']> {
  look(act: Extract<StepAct, { kind: Kind }>, work: StepWork): Promise<Looked>
  act(act: Extract<StepAct, { kind: Kind }>, work: StepWork): Promise<Acted>
  /** Leads back to `work.before`, and leaves alone what somebody else changed meanwhile. */
  undo(act: Extract<StepAct, { kind: Kind }>, work: StepWork): Promise<Undone>
}

const ownFault = 'SetupStepFault'

/** An error that ends a step for a reason of the desk's own. */
export function stepFault(said: string): Error {
  return Object.assign(new Error(said), { name: ownFault })
}

/** Why a step failed: for a reason of the desk's own, or as AWS says. */
export const faultOfStep = (error: unknown, { clients }: Pick<Place, 'clients'>): AwsFault =>
  error instanceof Error && error.name === ownFault
    ? { code: 'refused', said: error.message, command: null, awsCode: null, recoverable: false }
    : clients.fault(error)

export const nothingToUndo = (): Promise<Undone> => Promise.resolve({ said: null })
export const changedMeanwhile = 'Somebody changed it meanwhile: it is left as it is.'
