import { alarmMessage } from './alarm-message.ts'
import { type Alarm, actionsFor, type Change } from './alarms.ts'
import type { Places } from './places.ts'
import { allows } from './policy.ts'
import type { Publisher } from './publish.ts'

export interface AlarmActions {
  /** Runs what the alarm has for this state; `muteWindowEnd` where it was held until then. */
  run(alarm: Alarm, change: Change, muteWindowEnd: number | null): void
  /** Leaves in history that a suppressor held them. */
  suppress(alarm: Alarm, change: Change): void
}

/** Of history. AWS keeps 30 days; here a practice that runs for weeks must end somewhere. */
const historyMost = 100_000

/** What CloudWatch does for a change: it publishes to topics, as far as their policy and key let it, and writes each action into history. */
export function openAlarmActions({ places, publisher }: { places: Places; publisher: Pick<Publisher, 'publish'> }): AlarmActions {
  /** Null: published. */
  function publish(alarm: Alarm, arn: string, message: { subject: string; text: string }): string | null {
    const topic = places.topic(arn)
    if (topic === undefined) return `Topic ${arn} does not exist`
    const allowed = allows(topic.attributes.get('Policy'), {
      principal: { service: 'cloudwatch.amazonaws.com' },
      action: 'SNS:Publish',
      resource: arn,
      context: { 'aws:SourceArn': alarm.arn, 'aws:SourceAccount': alarm.accountId, 'AWS:SourceOwner': alarm.accountId },
    })
    if (!allowed) {
      return `CloudWatch Alarms is not authorized to perform: SNS:Publish on resource: ${arn} because no resource-based policy allows the SNS:Publish action`
    }
    // The policy of the AWS-managed key lets only SNS's own callers in, and can't be changed.
    if (topic.attributes.get('KmsMasterKeyId')?.endsWith('alias/aws/sns')) {
      return 'CloudWatch Alarms does not have authorization to access the SNS topic encryption key.'
    }
    publisher.publish(topic, { message: message.text, subject: message.subject, forEachProtocol: true })
    return null
  }

  function write(alarm: Alarm, change: Change, summary: string, data: Record<string, unknown>): void {
    const { history } = places.at(alarm.accountId, alarm.region)
    const type = change.contributor === null ? 'Action' : 'AlarmContributorAction'
    // Some milliseconds after the change itself, as recorded.
    history.push({ alarmName: alarm.name, kind: alarm.kind, at: change.at + 34, type, summary, data, contributor: change.contributor })
    if (history.length > historyMost) history.splice(0, historyMost / 10)
  }

  return {
    run(alarm, change, muteWindowEnd) {
      for (const arn of actionsFor(alarm, change.value)) {
        const { subject, ...each } = alarmMessage(alarm, change, muteWindowEnd !== null)
        const text = JSON.stringify(each)
        const isTopic = arn.split(':')[2] === 'sns'
        const error = isTopic ? publish(alarm, arn, { subject, text }) : null
        const summary =
          error === null ? `Successfully executed action ${arn}` : `Failed to execute action ${arn}. Received error: "${error}"`
        write(alarm, change, summary, {
          actionState: error === null ? 'Succeeded' : 'Failed',
          stateUpdateTimestamp: change.at,
          notificationResource: arn,
          publishedMessage: isTopic && error === null ? text : null,
          error,
          muteWindowEndTimestamp: muteWindowEnd,
        })
      }
    },

    suppress(alarm, change) {
      for (const arn of actionsFor(alarm, change.value)) {
        write(alarm, change, `Suppressed action ${arn}`, {
          actionState: 'Suppressed',
          stateUpdateTimestamp: change.at,
          notificationResource: arn,
          publishedMessage: null,
          error: null,
          muteWindowEndTimestamp: null,
        })
      }
    },
  }
}
