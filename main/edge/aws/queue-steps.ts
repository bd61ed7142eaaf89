import { parseQueueArn } from '../../core/aws/queue-trouble.ts'
import { samePolicy, topicsThatSend, withoutOurs, withSenders } from '../../core/aws/resource-policy.ts'
import { retentionSeconds } from '../../core/aws/setup-step.ts'
import { type QueueLook, readQueue } from './queue-look.ts'
import { type StepDoer, type StepWork, stepFault } from './step-work.ts'

const clientOf = ({ place }: StepWork, queueArn: string) => place.clients.sqs(parseQueueArn(queueArn)?.region ?? place.region)

async function queueOf({ place }: StepWork, queueArn: string): Promise<QueueLook> {
  const queue = await readQueue(place, queueArn)
  if (queue === null) throw stepFault(`${queueArn} is gone: somebody deleted it meanwhile. Undo this set-up and plan it again.`)
  return queue
}

async function setPolicy(work: StepWork, queueArn: string, queueUrl: string, policy: string | null): Promise<void> {
  const { SetQueueAttributesCommand } = await import('@aws-sdk/client-sqs')
  const sqs = await clientOf(work, queueArn)
  const input = { QueueUrl: queueUrl, Attributes: { Policy: policy ?? '' } }
  await sqs.send(new SetQueueAttributesCommand(input), { abortSignal: work.place.signal })
}

export const createQueue: StepDoer<'create-queue'> = {
  async look({ queueArn }, { place }) {
    const there = (await readQueue(place, queueArn)) !== null
    return { asWished: there, before: { there } }
  },
  async act({ queueArn, name }, work) {
    const { CreateQueueCommand } = await import('@aws-sdk/client-sqs')
    const sqs = await clientOf(work, queueArn)
    const Attributes = { MessageRetentionPeriod: String(retentionSeconds) }
    await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes }), { abortSignal: work.place.signal })
    return { kind: 'done' }
  },
  async undo({ queueArn }, work) {
    const queue = work.before.there === false ? await readQueue(work.place, queueArn) : null
    if (queue === null) return { said: null }
    const { DeleteQueueCommand } = await import('@aws-sdk/client-sqs')
    const sqs = await clientOf(work, queueArn)
    await sqs.send(new DeleteQueueCommand({ QueueUrl: queue.queueUrl }), { abortSignal: work.place.signal })
    return { said: null }
  },
}

export const queuePolicy: StepDoer<'queue-policy'> = {
  async look({ queueArn, topicArns }, work) {
    const { policy } = await queueOf(work, queueArn)
    const senders = topicsThatSend(policy)
    return { asWished: topicArns.every((arn) => senders.includes(arn)), before: { value: policy } }
  },
  async act({ queueArn, topicArns }, work) {
    const { queueUrl, policy } = await queueOf(work, queueArn)
    const next = withSenders(policy, queueArn, [...new Set([...topicsThatSend(policy), ...topicArns])])
    if (next === null) throw stepFault('The policy of the queue can’t be read here: change it in the AWS console.')
    await setPolicy(work, queueArn, queueUrl, next)
    return { kind: 'done' }
  },
  async undo({ queueArn, topicArns }, work) {
    const queue = await readQueue(work.place, queueArn)
    const was = work.before.value ?? null
    if (queue === null || samePolicy(queue.policy, was)) return { said: null }
    const ours = withSenders(was, queueArn, [...new Set([...topicsThatSend(was), ...topicArns])])
    const isOurs = samePolicy(queue.policy, ours)
    await setPolicy(work, queueArn, queue.queueUrl, isOurs ? was : withoutOurs(queue.policy, 'sns.amazonaws.com'))
    return { said: isOurs ? null : 'Somebody changed the policy meanwhile: only the statement of this desk was taken out.' }
  },
}

export const watchQueue: StepDoer<'watch-queue'> = {
  look({ queueArn }, { ports, integrationId }) {
    const watched = ports.queues?.watched(integrationId).includes(queueArn) === true
    return Promise.resolve({ asWished: watched, before: { watched } })
  },
  async act({ queueArn, holds }, work) {
    const { queueUrl } = await queueOf(work, queueArn)
    const { account, integrationId, place, ports } = work
    if (ports.queues === null) throw stepFault('This desk reads no queues.')
    await ports.queues.watchQueue({
      integrationId,
      account,
      queueUrl,
      queueArn,
      region: parseQueueArn(queueArn)?.region ?? place.region,
      kind: holds,
    })
    return { kind: 'done' }
  },
  async undo({ queueArn }, { before, integrationId, ports }) {
    if (before.watched === false) await ports.queues?.unwatchQueue(integrationId, queueArn)
    return { said: null }
  },
}
