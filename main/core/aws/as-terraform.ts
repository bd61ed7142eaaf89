import type { actionFields } from './alarm-definition.ts'
import type { RenderScope } from './as-cli.ts'
import { longestRetries } from './delivery-policy.ts'
import { withPublisher, withSenders } from './resource-policy.ts'
import { type PlannedStep, retentionSeconds, type StepAct } from './setup-step.ts'

type Value = string | number | boolean | { raw: string }

/**
 * A plan as Terraform (provider hashicorp/aws): what is to be created, as resources; what changes something that is there already, which
 * Terraform would have to own, as comments that say what to change in its definition.
 */
export function asTerraform(steps: readonly PlannedStep[], scope: RenderScope): string {
  const names = new Map<string, number>()
  const named = (arn: string): string => {
    const base = (arn.split(':').at(-1) ?? 'it').replaceAll(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d)/, '_')
    const key = `${base} ${arn}`
    if (!names.has(key)) names.set(key, [...names.keys()].filter((known) => known.startsWith(`${base} `)).length)
    const n = names.get(key) ?? 0
    return n === 0 ? base : `${base}_${n + 1}`
  }
  return `${steps.map((step) => block(step, scope, named)).join('\n\n')}\n`
}

function block({ act, effect, said }: PlannedStep, scope: RenderScope, named: (arn: string) => string): string {
  const note = `# ${said.replaceAll(/[\r\n]+/g, ' ')}`
  if (effect === 'leave') return note
  return `${note}\n${body(act, scope, named)}`
}

function body(act: StepAct, scope: RenderScope, named: (arn: string) => string): string {
  switch (act.kind) {
    case 'create-topic':
      return resource('aws_sns_topic', named(act.topicArn), { name: act.name, signature_version: 2 })
    case 'topic-attribute':
      return act.name === 'SignatureVersion'
        ? `# In aws_sns_topic of ${act.topicArn}: signature_version = 2`
        : `# In aws_sns_topic of ${act.topicArn}: kms_master_key_id = ${quoted(act.value)}`
    case 'allow-publisher': {
      const policy = withPublisher(scope.policies[act.topicArn] ?? null, act.service, act.topicArn, act.accountId) ?? ''
      return resource('aws_sns_topic_policy', named(act.topicArn), { arn: act.topicArn, policy })
    }
    case 'create-queue':
      return resource('aws_sqs_queue', named(act.queueArn), { name: act.name, message_retention_seconds: retentionSeconds })
    case 'queue-policy': {
      const policy = withSenders(scope.policies[act.queueArn] ?? null, act.queueArn, act.topicArns) ?? ''
      return resource('aws_sqs_queue_policy', named(act.queueArn), {
        queue_url: { raw: `aws_sqs_queue.${named(act.queueArn)}.id` },
        policy,
      })
    }
    case 'subscribe': {
      const isPush = act.end.protocol === 'push'
      return resource('aws_sns_topic_subscription', named(act.topicArn), {
        topic_arn: act.topicArn,
        protocol: act.end.protocol === 'sqs' ? 'sqs' : scope.inboundUrl.startsWith('http://') ? 'http' : 'https',
        endpoint: act.end.protocol === 'sqs' ? act.end.queueArn : scope.inboundUrl,
        ...(isPush ? { endpoint_auto_confirms: true, delivery_policy: encoded({ healthyRetryPolicy: longestRetries }) } : {}),
        ...(act.deadLetterArn === null ? {} : { redrive_policy: encoded({ deadLetterTargetArn: act.deadLetterArn }) }),
      })
    }
    case 'subscription-attribute':
      return `# In aws_sns_topic_subscription to ${act.topicArn}: ${act.name} = ${quoted(act.value)}`
    case 'alarm-actions':
      return `# In the alarm ${act.alarmName}: add ${quoted(act.topicArn)} to ${act.states.map((state) => argumentOf[state]).join(' and ')}`
    case 'enable-actions':
      return `# In the alarm ${act.alarmName}: actions_enabled = true`
    case 'watch-queue':
      return '# Then add the queue to the integration in the console.'
    case 'await-confirmation':
      return '# This desk shows it when AWS has confirmed it.'
    case 'test':
      return '# No resource: send a test from the console.'
  }
}

const argumentOf = { alarm: 'alarm_actions', ok: 'ok_actions', 'insufficient-data': 'insufficient_data_actions' } satisfies Record<
  keyof typeof actionFields,
  string
>

function resource(type: string, name: string, fields: Record<string, Value>): string {
  const width = Math.max(...Object.keys(fields).map((field) => field.length))
  const rows = Object.entries(fields).map(([field, value]) => `  ${field.padEnd(width)} = ${written(value)}`)
  return `resource "${type}" "${name}" {\n${rows.join('\n')}\n}`
}

const written = (value: Value): string =>
  typeof value === 'string' ? quoted(value) : typeof value === 'object' ? value.raw : String(value)

/** JSON, by Terraform's own function, so that it compares what it says and not how it is written. */
const encoded = (value: Record<string, unknown>): Value => ({ raw: `jsonencode(${expression(value)})` })

const expression = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? `{ ${Object.entries(value)
        .map(([name, inner]) => `${name} = ${expression(inner)}`)
        .join(', ')} }`
    : typeof value === 'string'
      ? quoted(value)
      : String(value)

/** A string of HCL: nothing in it is a template. https://developer.hashicorp.com/terraform/language/expressions/strings */
function quoted(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll('${', () => '$${')
    .replaceAll('%{', '%%{')
  return `"${escaped}"`
}
