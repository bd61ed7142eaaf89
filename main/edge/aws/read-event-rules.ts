import { isFields, parseJson } from '../../core/alarms/fields.ts'
import type { EventRule } from '../../core/aws/event-rule.ts'
import type { AwsClients } from './clients.ts'

/**
 * The rules of EventBridge's default bus that send to a topic now, with what they take. Throws what the SDK throws.
 * https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListRuleNamesByTarget.html
 */
export async function readEventRules(clients: AwsClients, region: string, topicArn: string, signal: AbortSignal): Promise<EventRule[]> {
  const { ListRuleNamesByTargetCommand, DescribeRuleCommand } = await import('@aws-sdk/client-eventbridge')
  const events = await clients.eventBridge(region)
  const abort = { abortSignal: signal }
  const found: EventRule[] = []
  let next: string | undefined
  do {
    const asked = new ListRuleNamesByTargetCommand({ TargetArn: topicArn, ...(next === undefined ? {} : { NextToken: next }) })
    const { RuleNames = [], NextToken } = await events.send(asked, abort)
    for (const Name of RuleNames) {
      const { State, EventPattern } = await events.send(new DescribeRuleCommand({ Name }), abort)
      const pattern = parseJson(EventPattern ?? '')
      // A rule without a pattern runs by the clock.
      if (State !== 'DISABLED' && isFields(pattern)) found.push({ name: Name, topicArn, pattern })
    }
    next = NextToken || undefined
  } while (next !== undefined)
  return found
}
