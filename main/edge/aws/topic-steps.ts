import { letsPublish, samePolicy, withoutOurs, withPublisher } from '../../core/aws/resource-policy.ts'
import { changedMeanwhile, type StepDoer, type StepWork, stepFault } from './step-work.ts'
import { readTopicAttributes } from './topics.ts'

async function setAttribute({ place }: StepWork, topicArn: string, name: string, value: string): Promise<void> {
  const { SetTopicAttributesCommand } = await import('@aws-sdk/client-sns')
  const sns = await place.clients.sns(place.region)
  const input = { TopicArn: topicArn, AttributeName: name, AttributeValue: value }
  await sns.send(new SetTopicAttributesCommand(input), { abortSignal: place.signal })
}

export const createTopic: StepDoer<'create-topic'> = {
  async look({ topicArn }, { place }) {
    try {
      await readTopicAttributes(place, topicArn)
      return { asWished: true, before: { there: true } }
    } catch (error) {
      if (place.clients.fault(error).code === 'not-found') return { asWished: false, before: { there: false } }
      throw error
    }
  },
  async act({ name }, { place }) {
    const { CreateTopicCommand } = await import('@aws-sdk/client-sns')
    const sns = await place.clients.sns(place.region)
    await sns.send(new CreateTopicCommand({ Name: name }), { abortSignal: place.signal })
    return { kind: 'done' }
  },
  async undo({ topicArn }, { place, before }) {
    if (before.there !== false) return { said: null }
    const { DeleteTopicCommand } = await import('@aws-sdk/client-sns')
    const sns = await place.clients.sns(place.region)
    await sns.send(new DeleteTopicCommand({ TopicArn: topicArn }), { abortSignal: place.signal })
    return { said: null }
  },
}

export const topicAttribute: StepDoer<'topic-attribute'> = {
  async look({ topicArn, name, value }, { place }) {
    const { signatureVersion, kmsKeyId } = await readTopicAttributes(place, topicArn)
    const is = name === 'SignatureVersion' ? signatureVersion : (kmsKeyId ?? '')
    return { asWished: is === value, before: { value: is } }
  },
  async act({ topicArn, name, value }, work) {
    await setAttribute(work, topicArn, name, value)
    return { kind: 'done' }
  },
  async undo(act, work) {
    const { asWished, before } = await topicAttribute.look(act, work)
    if (before.value === work.before.value) return { said: null }
    if (!asWished) return { said: changedMeanwhile }
    await setAttribute(work, act.topicArn, act.name, work.before.value ?? '')
    return { said: null }
  },
}

export const allowPublisher: StepDoer<'allow-publisher'> = {
  async look({ topicArn, service, accountId }, { place }) {
    const { policy } = await readTopicAttributes(place, topicArn)
    return { asWished: letsPublish(policy, service, accountId) === true, before: { value: policy } }
  },
  async act({ topicArn, service, accountId }, work) {
    const { before } = await allowPublisher.look({ kind: 'allow-publisher', topicArn, service, accountId }, work)
    const policy = withPublisher(before.value ?? null, service, topicArn, accountId)
    if (policy === null) throw stepFault('The policy of the topic can’t be read here: change it in the AWS console.')
    await setAttribute(work, topicArn, 'Policy', policy)
    return { kind: 'done' }
  },
  async undo({ topicArn, service, accountId }, work) {
    const { policy } = await readTopicAttributes(work.place, topicArn)
    const was = work.before.value ?? null
    if (samePolicy(policy, was)) return { said: null }
    const isOurs = samePolicy(policy, withPublisher(was, service, topicArn, accountId))
    const back = isOurs ? was : withoutOurs(policy, service)
    if (back !== null && !samePolicy(back, policy)) await setAttribute(work, topicArn, 'Policy', back)
    return { said: isOurs ? null : 'Somebody changed the policy meanwhile: only the statement of this desk was taken out.' }
  },
}
