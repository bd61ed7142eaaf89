import type { FindingKind } from '../../../preload/contract/words.ts'
import { type AlarmLook, definitionOf } from './alarm-definition.ts'
import { alarmsOn, ifSeen, type RegionLook, type TopicLook } from './look.ts'
import { letsPublish } from './resource-policy.ts'
import type { Fix } from './setup-wish.ts'

/** Something in AWS that keeps an alarm from being heard, or an incident from being closed. */
export interface Finding {
  kind: FindingKind
  /** The ARN of the topic or alarm that it is about. */
  subject: string
  said: string
  /** What mends it as a step of a plan; null where only a person can decide it. */
  fix: Fix | null
  /** What to do by hand, where there is no fix or it is not wanted. */
  advice: string
}

/**
 * What is wrong in a region, as far as it was seen.
 * @param listed whether a topic is one that this desk listens to, or is about to
 */
export function findings({ topics, alarms, accountId }: RegionLook, listed: (topicArn: string) => boolean): Finding[] {
  const known = ifSeen(alarms) ?? []
  return [
    ...(ifSeen(topics) ?? []).flatMap((topic) => topicFindings(topic, alarmsOn(topic.topicArn, known), accountId)),
    ...alarmFindings(known, listed),
  ]
}

/** The key that AWS makes for an account's topics: its policy can't be changed, and it lets no other service in. */
const isAwsManaged = (keyId: string): boolean => keyId === 'alias/aws/sns' || keyId.endsWith(':alias/aws/sns')

function topicFindings(topic: TopicLook, alarms: readonly AlarmLook[], accountId: string): Finding[] {
  const attributes = ifSeen(topic.attributes)
  if (attributes === null) return []
  const found: Finding[] = []
  const { topicArn, name } = topic
  if (attributes.kmsKeyId !== null && isAwsManaged(attributes.kmsKeyId)) {
    found.push({
      kind: 'aws-managed-key',
      subject: topicArn,
      said: `${name} is encrypted with the key that AWS manages (alias/aws/sns): CloudWatch can’t use it, so none of its alarms are delivered.`,
      fix: topic.ours ? { kind: 'topic-key', topicArn, keyId: '' } : null,
      advice: 'Use a key of your own whose policy lets cloudwatch.amazonaws.com call kms:Decrypt and kms:GenerateDataKey*, or no key.',
    })
  }
  const rules = ifSeen(topic.rules) ?? []
  for (const [service, publisher, who] of [
    ['cloudwatch.amazonaws.com', 'policy-without-cloudwatch', 'CloudWatch'],
    ['events.amazonaws.com', 'policy-without-eventbridge', 'EventBridge'],
  ] as const) {
    const isNeeded = service === 'cloudwatch.amazonaws.com' ? alarms.length > 0 || rules.length === 0 : rules.length > 0
    if (!isNeeded || letsPublish(attributes.policy, service, accountId) !== false) continue
    found.push({
      kind: publisher,
      subject: topicArn,
      said: `The policy of ${name} does not let ${who} publish to it: what it sends is refused, and nobody is told.`,
      fix: topic.ours ? { kind: 'allow-publisher', topicArn, service } : null,
      advice: `Add a statement that allows sns:Publish to ${service} for this account.`,
    })
  }
  return found
}

function alarmFindings(alarms: readonly AlarmLook[], listed: (topicArn: string) => boolean): Finding[] {
  const rules = alarms.flatMap(({ type, answered }) =>
    type === 'composite' && typeof answered.AlarmRule === 'string' ? [answered.AlarmRule] : [],
  )
  const found: Finding[] = []
  for (const alarm of alarms) {
    const { alarmName, alarmArn, actions } = alarm
    const about = { subject: alarmArn }
    const isUsed = rules.some((rule) => rule.includes(`"${alarmName}"`) || rule.includes(`(${alarmName})`) || rule.includes(alarmArn))
    if (!alarm.actionsEnabled && Object.values(actions).some((list) => list.length > 0)) {
      found.push({
        ...about,
        kind: 'actions-disabled',
        said: `The actions of ${alarmName} are switched off: it changes its state and tells nobody.`,
        fix: { kind: 'enable-actions', alarmName },
        advice: 'Switch its actions on, unless somebody is at work on it.',
      })
    }
    if (actions.alarm.length === 0 && !isUsed) {
      found.push({
        ...about,
        kind: 'notifies-nobody',
        said: `${alarmName} has no action for ALARM: it goes off and tells nobody.`,
        fix: null,
        advice: 'Choose a topic for it: the plan adds that to its actions for ALARM and OK.',
      })
    }
    for (const topicArn of actions.alarm.filter(listed)) {
      if (actions.ok.includes(topicArn)) continue
      const whole = definitionOf(alarm)
      found.push({
        ...about,
        kind: 'no-ok-action',
        said: `${alarmName} tells this desk of ALARM, but not of OK: its incidents are not closed by themselves.`,
        fix: whole.ok ? { kind: 'add-action', alarmName, topicArn, states: ['ok'] } : null,
        advice: whole.ok ? 'Add the same topic to its OK actions.' : whole.said,
      })
    }
  }
  return found
}
