import { hostSuffix, parseTopicArn } from '../sns/topic-arn.ts'
import { type AlarmLook, actionFields, definitionOf, withActions } from './alarm-definition.ts'
import { shellWord } from './aws-fault.ts'
import { deliveryPolicyText, redrivePolicyText } from './delivery-policy.ts'
import { parseQueueArn } from './queue-trouble.ts'
import { withPublisher, withSenders } from './resource-policy.ts'
import { type PlannedStep, retentionSeconds, type StepAct, type SubscriptionEnd } from './setup-step.ts'

/** What the lines need besides the plan. */
export interface RenderScope {
  region: string
  profile: string | null
  /** The integration's URL; a placeholder where there is none yet. */
  inboundUrl: string
  /** Policies as they are, by ARN of the topic or queue. */
  policies: Readonly<Record<string, string | null>>
  alarms: Readonly<Record<string, AlarmLook>>
}

/** A plan as lines for a POSIX shell, one act a line; what is left alone is a comment. */
export function asCli(steps: readonly PlannedStep[], scope: RenderScope): string {
  return `${steps.map((step) => (step.effect === 'leave' ? comment(step.said) : `${comment(step.said)}\n${lines(step.act, scope)}`)).join('\n\n')}\n`
}

const comment = (text: string): string => `# ${text.replaceAll(/[\r\n]+/g, ' ')}`

function lines(act: StepAct, scope: RenderScope): string {
  const run = (...words: string[]): string =>
    ['aws', ...words, '--region', scope.region, ...(scope.profile === null ? [] : ['--profile', scope.profile])].map(shellWord).join(' ')
  switch (act.kind) {
    case 'create-topic':
      return run('sns', 'create-topic', '--name', act.name)
    case 'topic-attribute':
      return run('sns', 'set-topic-attributes', '--topic-arn', act.topicArn, '--attribute-name', act.name, '--attribute-value', act.value)
    case 'allow-publisher': {
      const policy = withPublisher(scope.policies[act.topicArn] ?? null, act.service, act.topicArn, act.accountId) ?? ''
      return run('sns', 'set-topic-attributes', '--topic-arn', act.topicArn, '--attribute-name', 'Policy', '--attribute-value', policy)
    }
    case 'create-queue':
      return run(
        'sqs',
        'create-queue',
        '--queue-name',
        act.name,
        '--attributes',
        JSON.stringify({ MessageRetentionPeriod: String(retentionSeconds) }),
      )
    case 'queue-policy': {
      const Policy = withSenders(scope.policies[act.queueArn] ?? null, act.queueArn, act.topicArns)
      return run('sqs', 'set-queue-attributes', '--queue-url', queueUrlOf(act.queueArn), '--attributes', JSON.stringify({ Policy }))
    }
    case 'watch-queue':
      return comment(`Then add the queue to the integration in the console: ${queueUrlOf(act.queueArn)}`)
    case 'subscribe': {
      const attributes = {
        ...(act.end.protocol === 'push' ? { DeliveryPolicy: deliveryPolicyText() } : {}),
        ...(act.deadLetterArn === null ? {} : { RedrivePolicy: redrivePolicyText(act.deadLetterArn) }),
      }
      const more = Object.keys(attributes).length === 0 ? [] : ['--attributes', JSON.stringify(attributes)]
      const { protocol, endpoint } = endOf(act.end, scope)
      const to = ['--topic-arn', act.topicArn, '--protocol', protocol, '--notification-endpoint', endpoint]
      return run('sns', 'subscribe', ...to, '--return-subscription-arn', ...more)
    }
    case 'subscription-attribute': {
      const { endpoint } = endOf(act.end, scope)
      const query = `Subscriptions[?Endpoint=='${endpoint}'].SubscriptionArn`
      const find = run('sns', 'list-subscriptions-by-topic', '--topic-arn', act.topicArn, '--query', query, '--output', 'text')
      const set = run('sns', 'set-subscription-attributes', '--attribute-name', act.name, '--attribute-value', act.value)
      return `${set} --subscription-arn "$(${find})"`
    }
    case 'await-confirmation':
      return comment('This desk shows it when AWS has confirmed it; with a new topic it waits for your click.')
    case 'alarm-actions': {
      const alarm = scope.alarms[act.alarmName]
      const whole = alarm === undefined ? null : definitionOf(alarm)
      if (alarm === undefined || whole?.ok !== true)
        return comment(`Add ${act.topicArn} to ${act.states.map((state) => actionFields[state]).join(' and ')} of ${act.alarmName}.`)
      const definition = withActions(whole.definition, act.states, act.topicArn)
      return run('cloudwatch', `put-${alarm.type}-alarm`, '--cli-input-json', JSON.stringify(definition))
    }
    case 'enable-actions':
      return run('cloudwatch', 'enable-alarm-actions', '--alarm-names', act.alarmName)
    case 'test':
      return run('sns', 'publish', '--topic-arn', act.topicArn, '--message', 'A test of the way to Tocsin.')
  }
}

/** A queue's URL by its ARN: AWS builds it so in every region. */
export function queueUrlOf(queueArn: string): string {
  const queue = parseQueueArn(queueArn)
  const topic = queue === null ? null : parseTopicArn(`arn:${queue.partition}:sns:${queue.region}:${queue.accountId}:x`)
  if (queue === null || topic === null) return queueArn
  return `https://sqs.${queue.region}.${hostSuffix(topic.partition)}/${queue.accountId}/${queue.name}`
}

function endOf(end: SubscriptionEnd, { inboundUrl }: Pick<RenderScope, 'inboundUrl'>): { protocol: string; endpoint: string } {
  if (end.protocol === 'sqs') return { protocol: 'sqs', endpoint: end.queueArn }
  return { protocol: inboundUrl.startsWith('http://') ? 'http' : 'https', endpoint: inboundUrl }
}
