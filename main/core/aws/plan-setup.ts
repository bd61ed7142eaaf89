import type { QueueKind } from '../../../preload/contract/words.ts'
import { parseTopicArn } from '../sns/topic-arn.ts'
import { type ActionState, type AlarmLook, definitionOf } from './alarm-definition.ts'
import { deliveryPolicyText, redrivePolicyText, redriveTarget, retriesAre } from './delivery-policy.ts'
import { ifSeen, type Seen, type SubscriptionSettings, type TopicLook } from './look.ts'
import { letsPublish, topicsThatSend } from './resource-policy.ts'
import type { PlannedStep, StepAct, SubscriptionEnd } from './setup-step.ts'
import type { Fix, SetupWish } from './setup-wish.ts'

/** What is there, as far as a plan needs it. What could not be seen is planned as if it were not there: a step looks before it acts. */
export interface SetupThere {
  accountId: string
  partition: string
  /** Names the desk's queues: the same for an integration for as long as it lives, and of no other desk. */
  queueName: string
  inboundUrl: string | null
  topics: Readonly<Record<string, TopicLook>>
  /** Of this desk on a topic: to its URL, or to its queue; null: none. */
  subscriptions: Readonly<Record<string, Seen<SubscriptionSettings | null>>>
  queues: Readonly<Record<string, Seen<{ policy: string | null } | null>>>
  alarms: Readonly<Record<string, Seen<AlarmLook | null>>>
  /** ARNs of the queues that the desk reads already; null where it reads none at all. */
  watched: readonly string[] | null
  /** Topics that the integration trusts. */
  trusted: readonly string[]
}

export interface SetupPlan {
  steps: PlannedStep[]
  /** Why nothing can be done, or not all of what was wished; each says what to do. */
  problems: { code: 'no-public-url' | 'fifo' | 'not-a-topic' | 'other-region' | 'unchangeable' | 'no-queues'; said: string }[]
}

export const queueArnOf = (
  { partition, accountId, queueName }: Pick<SetupThere, 'partition' | 'accountId' | 'queueName'>,
  region: string,
): string => `arn:${partition}:sqs:${region}:${accountId}:${queueName}`
export const deadLetterArnOf = (there: Pick<SetupThere, 'partition' | 'accountId' | 'queueName'>, region: string): string =>
  `${queueArnOf(there, region)}-dead-letter`

/**
 * Lays out what leads from what is there to what is wished, in the order in which it is done. What is there already is a step that leaves
 * it: so a plan that was applied changes nothing when it is made again.
 */
export function planSetup(wish: SetupWish, there: SetupThere): SetupPlan {
  const { region } = wish
  const problems: SetupPlan['problems'] = []
  const created = wish.createTopic === null ? null : `arn:${there.partition}:sns:${region}:${there.accountId}:${wish.createTopic}`
  const topicArns = [...new Set([...(created === null ? [] : [created]), ...wish.topicArns])].filter((arn) => {
    const problem = topicProblem(arn, region)
    if (problem !== null) problems.push(problem)
    return problem === null
  })
  const isPush = wish.way === 'push'
  if (isPush && there.inboundUrl === null && topicArns.length > 0) {
    problems.push({
      code: 'no-public-url',
      said: 'This desk has no public address that AWS could reach: set one up first, or choose the queue, which needs none.',
    })
    topicArns.length = 0
  }

  if (!isPush && there.watched === null) {
    problems.push({ code: 'no-queues', said: 'This desk reads no queues: choose its public address instead.' })
    topicArns.length = 0
  }

  const queueArn = queueArnOf(there, region)
  const deadLetterArn = isPush && wish.deadLetterQueue ? deadLetterArnOf(there, region) : null
  const end: SubscriptionEnd = isPush ? { protocol: 'push' } : { protocol: 'sqs', queueArn }
  const steps: PlannedStep[] = []
  if (created !== null && topicArns.includes(created)) steps.push(createTopic(created, there))
  if (deadLetterArn !== null && topicArns.length > 0) steps.push(...queueSteps(deadLetterArn, topicArns, 'dead-letter', there))
  if (!isPush && topicArns.length > 0) steps.push(...queueSteps(queueArn, topicArns, 'queue', there))
  for (const topicArn of topicArns) steps.push(...subscribeSteps(topicArn, end, deadLetterArn, there))
  for (const fix of wish.fixes) {
    const planned = fixStep(fix, there)
    if ('code' in planned) problems.push(planned)
    else steps.push(planned)
  }
  if (wish.test) for (const topicArn of topicArns) steps.push(testStep(topicArn))
  return { steps, problems }
}

function topicProblem(arn: string, region: string): SetupPlan['problems'][number] | null {
  const topic = parseTopicArn(arn)
  if (topic === null)
    return { code: 'not-a-topic', said: `${arn} is no ARN of a topic, such as arn:aws:sns:eu-west-1:123456789012:alarms.` }
  if (topic.region !== region)
    return { code: 'other-region', said: `${topic.name} is in ${topic.region}, not in ${region}: plan it there.` }
  if (topic.name.endsWith('.fifo'))
    return {
      code: 'fifo',
      said: `${topic.name} is a FIFO topic: it delivers to no URL and no standard queue. CloudWatch publishes to standard topics.`,
    }
  return null
}

const leave = (act: StepAct, said: string): PlannedStep => ({ effect: 'leave', act, said, undo: null })

function createTopic(topicArn: string, there: SetupThere): PlannedStep {
  const name = nameOf(topicArn)
  const act: StepAct = { kind: 'create-topic', topicArn, name }
  if (isThere(there.topics[topicArn])) return leave(act, `The topic ${name} is there.`)
  return { effect: 'create', act, said: `Create the topic ${name}.`, undo: `Delete the topic ${name}.` }
}

/** A topic whose attributes could be read is there. */
const isThere = (topic: TopicLook | undefined): boolean => topic?.attributes.seen === true

function queueSteps(queueArn: string, topicArns: readonly string[], holds: QueueKind, there: SetupThere): PlannedStep[] {
  const name = nameOf(queueArn)
  const queue = ifSeen(there.queues[queueArn] ?? { seen: false, said: '' })
  const create: StepAct = { kind: 'create-queue', queueArn, name }
  const senders = topicsThatSend(queue?.policy ?? null)
  const act: StepAct = { kind: 'queue-policy', queueArn, topicArns: [...topicArns] }
  const watch = { kind: 'watch-queue' as const, queueArn, holds }
  const what = holds === 'queue' ? 'the queue that this desk reads' : 'the queue for what could not be delivered'
  return [
    queue !== null
      ? leave(create, `${name}, ${what}, is there.`)
      : {
          effect: 'create',
          act: create,
          said: `Create ${name}, ${what}: it keeps a message for 14 days.`,
          undo: `Delete ${name} with what is in it.`,
        },
    topicArns.every((arn) => senders.includes(arn))
      ? leave(act, `The topics may write to ${name}.`)
      : {
          effect: queue === null ? 'add' : 'change',
          act,
          said: `Let ${topicArns.map(nameOf).join(', ')} write to ${name}, and nobody else.`,
          undo: `Put back the policy of ${name} as it was.`,
        },
    ...watchStep(watch, there),
  ]
}

function watchStep(act: Extract<StepAct, { kind: 'watch-queue' }>, { watched }: SetupThere): PlannedStep[] {
  const name = nameOf(act.queueArn)
  if (watched === null) return []
  if (watched.includes(act.queueArn)) return [leave(act, `This desk reads ${name}.`)]
  return [{ effect: 'add', act, said: `Read ${name} from this desk.`, undo: `Read ${name} no more.` }]
}

function subscribeSteps(topicArn: string, end: SubscriptionEnd, deadLetterArn: string | null, there: SetupThere): PlannedStep[] {
  const name = nameOf(topicArn)
  const topic = there.topics[topicArn]
  const attributes = topic === undefined ? null : ifSeen(topic.attributes)
  const isOurs = parseTopicArn(topicArn)?.accountId === there.accountId
  const steps: PlannedStep[] = []
  if (isOurs) {
    const act: StepAct = { kind: 'topic-attribute', topicArn, name: 'SignatureVersion', value: '2' }
    steps.push(
      attributes?.signatureVersion === '2'
        ? leave(act, `${name} signs with SHA-256.`)
        : {
            effect: 'change',
            act,
            said: `Let ${name} sign with SHA-256 (signature version 2).`,
            undo: `Put back signature version 1 on ${name}.`,
          },
    )
  }
  const settings = ifSeen(there.subscriptions[topicArn] ?? { seen: false, said: '' })
  const subscribe: StepAct = { kind: 'subscribe', topicArn, end, deadLetterArn }
  const await_: StepAct = { kind: 'await-confirmation', topicArn, end }
  const where = end.protocol === 'push' ? 'this desk’s URL' : nameOf(end.queueArn)
  if (settings === null || settings.pending) {
    const patience = end.protocol === 'push' ? ', to be tried again for an hour' : ''
    const safety = deadLetterArn === null ? '' : `, what is lost then to ${nameOf(deadLetterArn)}`
    const again = settings?.pending ? ' It was asked for before and never confirmed.' : ''
    steps.push(
      {
        effect: 'add',
        act: subscribe,
        said: `Subscribe ${where} to ${name}${patience}${safety}.${again}`,
        undo: `End the subscription of ${where} to ${name}.`,
      },
      { effect: 'add', act: await_, said: `Wait until AWS says that the subscription to ${name} is confirmed.`, undo: null },
    )
    // One that was asked for before keeps what it was asked for with.
    if (settings !== null) steps.push(...settingSteps(topicArn, end, deadLetterArn, settings))
    return steps
  }
  steps.push(
    there.trusted.includes(topicArn)
      ? leave(subscribe, `${where} is subscribed to ${name}.`)
      : { effect: 'add', act: subscribe, said: `${where} is subscribed to ${name}: trust the topic.`, undo: `Trust ${name} no more.` },
  )
  steps.push(...settingSteps(topicArn, end, deadLetterArn, settings))
  return steps
}

function settingSteps(topicArn: string, end: SubscriptionEnd, deadLetterArn: string | null, settings: SubscriptionSettings): PlannedStep[] {
  const name = nameOf(topicArn)
  const steps: PlannedStep[] = []
  const set = (
    attribute: 'DeliveryPolicy' | 'RedrivePolicy' | 'RawMessageDelivery',
    value: string,
    isSo: boolean,
    said: string,
    so: string,
  ) => {
    const act: StepAct = { kind: 'subscription-attribute', topicArn, end, name: attribute, value }
    steps.push(
      isSo ? leave(act, so) : { effect: 'change', act, said, undo: `Put back the ${attribute} of the subscription to ${name} as it was.` },
    )
  }
  if (settings.raw)
    set('RawMessageDelivery', 'false', false, `Switch raw delivery off for ${name}: what comes raw is not signed, and is refused.`, '')
  if (end.protocol === 'push')
    set(
      'DeliveryPolicy',
      deliveryPolicyText(),
      retriesAre(settings.deliveryPolicy),
      `Let ${name} try again for an hour.`,
      `${name} tries again for an hour.`,
    )
  if (deadLetterArn !== null)
    set(
      'RedrivePolicy',
      redrivePolicyText(deadLetterArn),
      redriveTarget(settings.redrivePolicy) === deadLetterArn,
      `Put what ${name} can’t deliver into ${nameOf(deadLetterArn)}.`,
      `What ${name} can’t deliver goes to ${nameOf(deadLetterArn)}.`,
    )
  return steps
}

function fixStep(fix: Fix, there: SetupThere): PlannedStep | SetupPlan['problems'][number] {
  switch (fix.kind) {
    case 'allow-publisher': {
      const { topicArn, service } = fix
      const act: StepAct = { kind: 'allow-publisher', topicArn, service, accountId: there.accountId }
      const topic = there.topics[topicArn]
      const attributes = topic === undefined ? null : ifSeen(topic.attributes)
      if (attributes !== null && letsPublish(attributes.policy, service, there.accountId) === true)
        return leave(act, `${service} may publish to ${nameOf(topicArn)}.`)
      return {
        effect: 'change',
        act,
        said: `Let ${service} publish to ${nameOf(topicArn)}.`,
        undo: `Put back the policy of ${nameOf(topicArn)} as it was.`,
      }
    }
    case 'topic-key': {
      const { topicArn, keyId } = fix
      const act: StepAct = { kind: 'topic-attribute', topicArn, name: 'KmsMasterKeyId', value: keyId }
      const topic = there.topics[topicArn]
      const attributes = topic === undefined ? null : ifSeen(topic.attributes)
      if (attributes !== null && (attributes.kmsKeyId ?? '') === keyId) return leave(act, `${nameOf(topicArn)} has that key.`)
      return {
        effect: 'change',
        act,
        said: keyId === '' ? `Encrypt ${nameOf(topicArn)} no more.` : `Encrypt ${nameOf(topicArn)} with ${keyId}.`,
        undo: `Put back the key of ${nameOf(topicArn)} as it was.`,
      }
    }
    case 'enable-actions': {
      const { alarmName } = fix
      const act: StepAct = { kind: 'enable-actions', alarmName }
      if (ifSeen(there.alarms[alarmName] ?? { seen: false, said: '' })?.actionsEnabled)
        return leave(act, `The actions of ${alarmName} are on.`)
      return {
        effect: 'change',
        act,
        said: `Switch the actions of ${alarmName} on.`,
        undo: `Switch the actions of ${alarmName} off again.`,
      }
    }
    case 'add-action':
      return actionStep(fix, there)
  }
}

const stateNames: Record<ActionState, string> = { alarm: 'ALARM', ok: 'OK', 'insufficient-data': 'insufficient data' }

function actionStep(
  { alarmName, topicArn, states }: Extract<Fix, { kind: 'add-action' }>,
  there: SetupThere,
): PlannedStep | SetupPlan['problems'][number] {
  const act: StepAct = { kind: 'alarm-actions', alarmName, topicArn, states }
  const alarm = ifSeen(there.alarms[alarmName] ?? { seen: false, said: '' })
  if (alarm !== null) {
    if (states.every((state) => alarm.actions[state].includes(topicArn))) return leave(act, `${alarmName} tells ${nameOf(topicArn)}.`)
    const whole = definitionOf(alarm)
    if (!whole.ok) return { code: 'unchangeable', said: whole.said }
  }
  const when = states.map((state) => stateNames[state]).join(' and ')
  return {
    effect: 'change',
    act,
    said: `Let ${alarmName} tell ${nameOf(topicArn)} of ${when}: the rest of it stays as it is.`,
    undo: `Take ${nameOf(topicArn)} out of the actions of ${alarmName} for ${when}.`,
  }
}

const testStep = (topicArn: string): PlannedStep => ({
  effect: 'add',
  act: { kind: 'test', topicArn },
  said: `Publish one test message to ${nameOf(topicArn)} and wait for it here. Whoever else is subscribed gets it too.`,
  undo: null,
})

/** The last part of an ARN: what people call it. */
const nameOf = (arn: string): string => arn.split(':').at(-1) ?? arn
