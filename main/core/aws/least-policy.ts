import type { AwsFeature } from '../../../preload/contract/words.ts'

/** What a feature asks of IAM, with what it is for. */
export interface Permission {
  actions: string[]
  why: string
  /** Without it the feature works on, with less to show. */
  optional: boolean
  /** `any`: the action knows no resource. The others are named where they are known. */
  on: 'any' | 'topics' | 'subscriptions' | 'queues' | 'alarms'
  /** The one endpoint that may be subscribed: a condition of the policy. */
  endpoint?: 'https' | 'sqs'
}

/** What is known of the place that the policy is for. */
export interface PolicyScope {
  partition: string
  accountId: string | null
  regions: readonly string[]
  /** ARNs, or patterns of them; none: every topic of the account in its regions. */
  topicArns: readonly string[]
  queueArns: readonly string[]
  alarmArns: readonly string[]
  /** The integration's public URL: the only https endpoint that may be subscribed. */
  inboundUrl: string | null
}

export interface PolicyStatement {
  Sid: string
  Effect: 'Allow'
  Action: string[]
  Resource: string[]
  Condition?: Record<string, Record<string, string | string[]>>
}

export interface PolicyDocument {
  Version: '2012-10-17'
  Statement: PolicyStatement[]
}

const permissionsOf: Record<AwsFeature, readonly Permission[]> = {
  connect: [
    { actions: ['sts:GetCallerIdentity'], why: 'Whose account it is. No policy can deny it.', optional: false, on: 'any' },
    { actions: ['iam:ListAccountAliases'], why: 'The account’s name beside its number.', optional: true, on: 'any' },
  ],
  topics: [
    { actions: ['sns:ListTopics'], why: 'Which topics there are. Without it, enter a topic’s ARN.', optional: true, on: 'any' },
    { actions: ['sns:GetTopicAttributes'], why: 'Encryption, policy and owner of a topic.', optional: true, on: 'topics' },
    { actions: ['sns:ListSubscriptionsByTopic'], why: 'Whether this desk is subscribed already.', optional: true, on: 'topics' },
    { actions: ['sns:GetSubscriptionAttributes'], why: 'How a subscription of this desk is set up.', optional: true, on: 'subscriptions' },
    { actions: ['cloudwatch:DescribeAlarms'], why: 'Which alarms publish to a topic.', optional: true, on: 'any' },
    { actions: ['events:ListRuleNamesByTarget'], why: 'Which EventBridge rules publish to a topic.', optional: true, on: 'any' },
  ],
  subscribe: [
    { actions: ['sns:Subscribe'], why: 'Subscribes this desk’s URL to a topic.', optional: false, on: 'topics', endpoint: 'https' },
    {
      actions: ['sns:ConfirmSubscription'],
      why: 'Confirms so that nobody else can end the subscription. Without it the confirmation is unprotected.',
      optional: true,
      on: 'topics',
    },
    { actions: ['sns:ListSubscriptionsByTopic'], why: 'Looks before it subscribes.', optional: false, on: 'topics' },
    {
      actions: ['sns:ListSubscriptions'],
      why: 'Finds what still leads to an address of before. Without it, nothing is moved.',
      optional: true,
      on: 'any',
    },
    {
      actions: ['sns:GetSubscriptionAttributes', 'sns:SetSubscriptionAttributes', 'sns:Unsubscribe'],
      why: 'Sees the real confirmation, sets retries, undoes.',
      optional: false,
      on: 'subscriptions',
    },
    {
      actions: ['sns:GetTopicAttributes', 'sns:SetTopicAttributes'],
      why: 'Signature version 2 on topics of this account.',
      optional: true,
      on: 'topics',
    },
    { actions: ['sns:CreateTopic', 'sns:DeleteTopic'], why: 'Only where the desk is to make the topic.', optional: true, on: 'topics' },
  ],
  'dead-letter-queue': [
    {
      actions: ['sqs:CreateQueue', 'sqs:GetQueueUrl', 'sqs:GetQueueAttributes', 'sqs:SetQueueAttributes', 'sqs:DeleteQueue'],
      why: 'Makes the queue for what could not be delivered, and lets the topic write to it.',
      optional: false,
      on: 'queues',
    },
    { actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'], why: 'Reads what could not be delivered.', optional: false, on: 'queues' },
    { actions: ['sns:SetSubscriptionAttributes'], why: 'Puts the queue behind the subscription.', optional: false, on: 'subscriptions' },
  ],
  'queue-intake': [
    {
      actions: ['sqs:CreateQueue', 'sqs:GetQueueUrl', 'sqs:GetQueueAttributes', 'sqs:SetQueueAttributes', 'sqs:DeleteQueue'],
      why: 'Makes the queue and lets the topic write to it.',
      optional: false,
      on: 'queues',
    },
    {
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
      why: 'Reads the queue; deletes only what is stored.',
      optional: false,
      on: 'queues',
    },
    { actions: ['sns:Subscribe'], why: 'Subscribes the queue to a topic.', optional: false, on: 'topics', endpoint: 'sqs' },
    { actions: ['sns:ListSubscriptionsByTopic'], why: 'Looks before it subscribes.', optional: false, on: 'topics' },
    {
      actions: ['sns:GetSubscriptionAttributes', 'sns:SetSubscriptionAttributes', 'sns:Unsubscribe'],
      why: 'Sees that it is confirmed, undoes.',
      optional: false,
      on: 'subscriptions',
    },
  ],
  'catch-up': [
    {
      actions: ['cloudwatch:DescribeAlarms', 'cloudwatch:DescribeAlarmHistory'],
      why: 'What the alarms say now, and what they said while nothing could be heard.',
      optional: false,
      on: 'any',
    },
    { actions: ['cloudwatch:DescribeAlarmContributors'], why: 'Alarms with several series.', optional: true, on: 'any' },
    { actions: ['cloudwatch:ListAlarmMuteRules'], why: 'What somebody muted is not told.', optional: true, on: 'any' },
    {
      actions: ['events:ListRuleNamesByTarget', 'events:DescribeRule'],
      why: 'Alarms that come by an EventBridge rule.',
      optional: true,
      on: 'any',
    },
  ],
  test: [
    { actions: ['sns:Publish'], why: 'Proves the whole way with one message, and how long it takes.', optional: false, on: 'topics' },
    { actions: ['cloudwatch:SetAlarmState'], why: 'Fires a real alarm on purpose.', optional: true, on: 'alarms' },
  ],
  fix: [
    {
      actions: [
        'cloudwatch:PutMetricAlarm',
        'cloudwatch:PutCompositeAlarm',
        'cloudwatch:EnableAlarmActions',
        'cloudwatch:DisableAlarmActions',
      ],
      why: 'Adds an action to an alarm, or switches its actions on; and back.',
      optional: false,
      on: 'alarms',
    },
    {
      actions: ['sns:GetTopicAttributes', 'sns:SetTopicAttributes'],
      why: 'Lets CloudWatch publish to a topic; changes its key.',
      optional: false,
      on: 'topics',
    },
  ],
}

/** The permissions that a feature asks for, each with what it is for. */
export const permissionsFor = (feature: AwsFeature): readonly Permission[] => permissionsOf[feature]

/**
 * The least policy for some features, ready to be attached to a user, role or permission set: what needs no permission is left out, and
 * resources are named where they are known.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_sns.html
 */
export function leastPolicy(features: readonly AwsFeature[], scope: PolicyScope): PolicyDocument {
  const statements = new Map<string, PolicyStatement>()
  for (const permission of features.flatMap((feature) => permissionsOf[feature])) {
    const actions = permission.actions.filter((action) => action !== 'sts:GetCallerIdentity')
    if (actions.length === 0) continue
    const resources = resourcesOf(permission.on, scope)
    const condition = permission.endpoint === undefined ? undefined : endpointCondition(permission.endpoint, scope)
    const key = JSON.stringify([resources, condition])
    const known = statements.get(key)
    if (known === undefined) {
      const Sid = `Tocsin${statements.size + 1}`
      statements.set(key, {
        Sid,
        Effect: 'Allow',
        Action: actions,
        Resource: resources,
        ...(condition === undefined ? {} : { Condition: condition }),
      })
    } else known.Action = [...new Set([...known.Action, ...actions])]
  }
  for (const statement of statements.values()) statement.Action.sort()
  return { Version: '2012-10-17', Statement: [...statements.values()] }
}

function resourcesOf(on: Permission['on'], scope: PolicyScope): string[] {
  const everywhere = (service: string, rest: string): string[] => {
    const regions = scope.regions.length === 0 ? ['*'] : scope.regions
    return regions.map((region) => `arn:${scope.partition}:${service}:${region}:${scope.accountId ?? '*'}:${rest}`)
  }
  const topics = scope.topicArns.length > 0 ? [...scope.topicArns] : everywhere('sns', '*')
  switch (on) {
    case 'any':
      return ['*']
    case 'topics':
      return topics
    case 'subscriptions':
      // AWS judges some of these calls by the topic, some by the subscription, whose ARN is the topic's and an id.
      return [...new Set(topics.flatMap((topic) => (topic.endsWith('*') ? [topic] : [topic, `${topic}:*`])))]
    case 'queues':
      return scope.queueArns.length > 0 ? [...scope.queueArns] : everywhere('sqs', 'tocsin-*')
    case 'alarms':
      return scope.alarmArns.length > 0 ? [...scope.alarmArns] : everywhere('cloudwatch', 'alarm:*')
  }
}

function endpointCondition(endpoint: 'https' | 'sqs', scope: PolicyScope): PolicyStatement['Condition'] {
  const protocol = { 'sns:Protocol': endpoint }
  if (endpoint === 'sqs') return { StringEquals: protocol }
  // Without the secret: the policy is no place for it, and it may be rotated.
  const base = scope.inboundUrl === null ? null : scope.inboundUrl.replace(/\/in\/.*$/, '/in/*')
  return base === null ? { StringEquals: protocol } : { StringEquals: protocol, StringLike: { 'sns:Endpoint': base } }
}
