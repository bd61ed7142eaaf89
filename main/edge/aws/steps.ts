import type { StepAct } from '../../core/aws/setup-step.ts'
import { alarmActions, enableActions } from './alarm-steps.ts'
import { createQueue, queuePolicy, watchQueue } from './queue-steps.ts'
import type { Acted, Looked, StepDoer, StepWork, Undone } from './step-work.ts'
import { awaitConfirmation, subscribe, subscriptionAttribute } from './subscription-steps.ts'
import { test } from './test-step.ts'
import { allowPublisher, createTopic, topicAttribute } from './topic-steps.ts'

const doers: { [Kind in StepAct['kind']]: StepDoer<Kind> } = {
  'create-topic': createTopic,
  'topic-attribute': topicAttribute,
  'allow-publisher': allowPublisher,
  'create-queue': createQueue,
  'queue-policy': queuePolicy,
  'watch-queue': watchQueue,
  subscribe,
  'subscription-attribute': subscriptionAttribute,
  'await-confirmation': awaitConfirmation,
  'alarm-actions': alarmActions,
  'enable-actions': enableActions,
  test,
}

/** The one who does a step of this kind. */
function bound<Kind extends StepAct['kind']>(act: Extract<StepAct, { kind: Kind }>, work: StepWork) {
  const doer: StepDoer<Kind> = doers[act.kind as Kind]
  return {
    look: (): Promise<Looked> => doer.look(act, work),
    act: (): Promise<Acted> => doer.act(act, work),
    undo: (): Promise<Undone> => doer.undo(act, work),
  }
}

export const stepAt = (act: StepAct, work: StepWork) => bound(act, work)
