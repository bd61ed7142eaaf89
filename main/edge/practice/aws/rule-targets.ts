import { passes, readFilter } from './filter.ts'
import type { Place, Places } from './places.ts'
import { allows } from './policy.ts'
import type { Publisher } from './publish.ts'

/** Sends an event where the rules of its place want it. Targets other than topics hear nothing here. */
export function openRuleTargets({ places, publisher }: { places: Places; publisher: Pick<Publisher, 'publish'> }) {
  return (place: Place, event: Record<string, unknown>): void => {
    for (const rule of place.rules.values()) {
      const pattern = readFilter(rule.eventPattern)
      if (!rule.enabled || pattern === null || !passes(pattern, event)) continue
      for (const { arn } of rule.targets) {
        const topic = places.topic(arn)
        const question = {
          principal: { service: 'events.amazonaws.com' },
          action: 'sns:Publish',
          resource: arn,
          context: { 'aws:SourceArn': rule.arn, 'aws:SourceAccount': place.accountId },
        }
        if (topic !== undefined && allows(topic.attributes.get('Policy'), question))
          publisher.publish(topic, { message: JSON.stringify(event) })
      }
    }
  }
}
