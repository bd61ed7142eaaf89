import { deliveryPolicyText, redrivePolicyText, redriveTarget, retriesAre } from '../../core/aws/delivery-policy.ts'
import type { SubscriptionLook, SubscriptionSettings } from '../../core/aws/look.ts'
import type { SubscriptionEnd } from '../../core/aws/setup-step.ts'
import { changedMeanwhile, nothingToUndo, type StepDoer, type StepWork, stepFault } from './step-work.ts'
import { listSubscriptions, readSubscription } from './topics.ts'

const confirmMostMs = 3 * 60_000
const lookAgainMs = 1_000

/** Where a subscription leads, as SNS has it. */
export function endpointOf(
  end: SubscriptionEnd,
  { ports, integrationId }: Pick<StepWork, 'ports' | 'integrationId'>,
): { protocol: string; endpoint: string } {
  if (end.protocol === 'sqs') return { protocol: 'sqs', endpoint: end.queueArn }
  const url = ports.inboundUrl(integrationId)
  if (url === null) throw stepFault('This desk has no public address now: set one up, then retry.')
  return { protocol: url.startsWith('http://') ? 'http' : 'https', endpoint: url }
}

/** This desk's subscription among those of a topic; the confirmed one first, should there be a pending one beside it. */
export function ownAmong(
  found: readonly SubscriptionLook[],
  { protocol, endpoint }: { protocol: string; endpoint: string },
): SubscriptionLook | null {
  const own = found.filter((one) => one.state !== 'deleted' && one.protocol === protocol && one.endpoint === endpoint)
  return own.find(({ state }) => state === 'confirmed') ?? own[0] ?? null
}

/** Of this desk on a topic; `unknown` where the topic does not let itself be asked. */
async function find(topicArn: string, end: SubscriptionEnd, work: StepWork): Promise<SubscriptionLook | null | 'unknown'> {
  try {
    return ownAmong(await listSubscriptions(work.place, topicArn), endpointOf(end, work))
  } catch (error) {
    if (work.place.clients.fault(error).code === 'denied') return 'unknown'
    throw error
  }
}

/** As AWS tells it now; null where there is none, or its ARN is not known. */
async function settingsOf(topicArn: string, end: SubscriptionEnd, work: StepWork): Promise<SubscriptionSettings | null> {
  const known = work.subscribed?.subscriptionArn ?? work.result?.subscriptionArn ?? null
  if (known !== null) {
    const settings = await readSubscription(work.place, known)
    if (settings !== null) return settings
  }
  const own = await find(topicArn, end, work)
  return own === null || own === 'unknown' || own.subscriptionArn === null ? null : readSubscription(work.place, own.subscriptionArn)
}

export const subscribe: StepDoer<'subscribe'> = {
  async look({ topicArn, end }, work) {
    const own = await find(topicArn, end, work)
    const trusted = work.ports.trusts(work.integrationId, topicArn)
    if (own === 'unknown') return { asWished: false, before: { subscription: 'unknown', trusted } }
    const result = own?.subscriptionArn ? { subscriptionArn: own.subscriptionArn } : {}
    const subscription = own === null ? 'none' : own.state === 'confirmed' ? 'confirmed' : 'pending'
    return { asWished: subscription === 'confirmed' && trusted, before: { subscription, trusted }, result }
  },
  async act({ topicArn, end, deadLetterArn }, work) {
    const { SubscribeCommand } = await import('@aws-sdk/client-sns')
    const { place } = work
    const sns = await place.clients.sns(place.region)
    const { protocol, endpoint } = endpointOf(end, work)
    const own = await find(topicArn, end, work)
    // One that is there is asked for again as it is: with other attributes AWS would refuse it.
    const Attributes: Record<string, string> = {}
    if (own === null || own === 'unknown') {
      if (end.protocol === 'push') Attributes.DeliveryPolicy = deliveryPolicyText()
      if (deadLetterArn !== null) Attributes.RedrivePolicy = redrivePolicyText(deadLetterArn)
    }
    const input = { TopicArn: topicArn, Protocol: protocol, Endpoint: endpoint, ReturnSubscriptionArn: true, Attributes }
    const { SubscriptionArn } = await sns.send(new SubscribeCommand(input), { abortSignal: place.signal })
    return { kind: 'done', result: { subscriptionArn: SubscriptionArn?.startsWith('arn:') ? SubscriptionArn : null } }
  },
  async undo({ topicArn, end }, work) {
    if (work.before.subscription === 'confirmed') return { said: null }
    const own = await find(topicArn, end, work).catch((error: unknown) =>
      work.result?.subscriptionArn ? ('unknown' as const) : Promise.reject(error),
    )
    const arn =
      own === null
        ? null
        : own === 'unknown'
          ? (work.result?.subscriptionArn ?? null)
          : (own.subscriptionArn ?? work.result?.subscriptionArn ?? null)
    if (own === null || arn === null) return { said: own === null ? null : neverConfirmed }
    const { UnsubscribeCommand } = await import('@aws-sdk/client-sns')
    const sns = await work.place.clients.sns(work.place.region)
    try {
      await sns.send(new UnsubscribeCommand({ SubscriptionArn: arn }), { abortSignal: work.place.signal })
    } catch (error) {
      // What is pending can't be ended, and what is gone need not be.
      const { code, said } = work.place.clients.fault(error)
      if (code === 'not-found') return { said: null }
      if (code === 'refused' && /pending/i.test(said)) return { said: neverConfirmed }
      throw error
    }
    return { said: null }
  },
}

const neverConfirmed = 'It was never confirmed: AWS drops it by itself within three days, and delivers nothing until then.'

export const awaitConfirmation: StepDoer<'await-confirmation'> = {
  look: () => Promise.resolve({ asWished: false, before: {} }),
  async act({ topicArn, end }, work) {
    const settings = await settingsOf(topicArn, end, work)
    if (settings !== null && !settings.pending) {
      const { subscriptionArn, authenticated } = settings
      const said =
        authenticated || end.protocol === 'sqs' ? {} : { said: 'Confirmed, but unprotected: whoever holds one of its messages can end it.' }
      return { kind: 'done', result: { subscriptionArn, authenticated }, ...said }
    }
    const fault = await work.ports.confirmationFault(work.integrationId, topicArn, work.since)
    if (fault !== null) throw stepFault(fault)
    if (work.now() - work.since > confirmMostMs) {
      throw stepFault(
        'AWS’s request for confirmation has not come within three minutes: check the public address under Coverage, then retry.',
      )
    }
    return { kind: 'wait', forMs: lookAgainMs, said: 'AWS has not confirmed it yet.' }
  },
  undo: nothingToUndo,
}

const valueIn = (settings: SubscriptionSettings, name: string): string | null =>
  name === 'DeliveryPolicy' ? settings.deliveryPolicy : name === 'RedrivePolicy' ? settings.redrivePolicy : String(settings.raw)

function isSo(settings: SubscriptionSettings, name: string, value: string): boolean {
  if (name === 'DeliveryPolicy') return retriesAre(settings.deliveryPolicy)
  if (name === 'RedrivePolicy') return redriveTarget(settings.redrivePolicy) === redriveTarget(value)
  return valueIn(settings, name) === value
}

export const subscriptionAttribute: StepDoer<'subscription-attribute'> = {
  async look({ topicArn, end, name, value }, work) {
    const settings = await settingsOf(topicArn, end, work)
    if (settings === null) throw stepFault('The subscription is gone: somebody ended it meanwhile. Plan it again.')
    return { asWished: isSo(settings, name, value), before: { value: valueIn(settings, name) } }
  },
  async act({ topicArn, end, name, value }, work) {
    const settings = await settingsOf(topicArn, end, work)
    if (settings === null) throw stepFault('The subscription is gone: somebody ended it meanwhile. Plan it again.')
    await setAttribute(work, settings.subscriptionArn, name, value)
    return { kind: 'done', result: { subscriptionArn: settings.subscriptionArn } }
  },
  async undo({ topicArn, end, name, value }, work) {
    const settings = await settingsOf(topicArn, end, work)
    if (settings === null || valueIn(settings, name) === (work.before.value ?? null)) return { said: null }
    if (!isSo(settings, name, value)) return { said: changedMeanwhile }
    // None is written as an empty policy.
    await setAttribute(work, settings.subscriptionArn, name, work.before.value ?? (name === 'RedrivePolicy' ? '{}' : ''))
    return { said: null }
  },
}

async function setAttribute({ place }: StepWork, subscriptionArn: string, name: string, value: string): Promise<void> {
  const { SetSubscriptionAttributesCommand } = await import('@aws-sdk/client-sns')
  const sns = await place.clients.sns(place.region)
  const input = { SubscriptionArn: subscriptionArn, AttributeName: name, AttributeValue: value }
  await sns.send(new SetSubscriptionAttributesCommand(input), { abortSignal: place.signal })
}
