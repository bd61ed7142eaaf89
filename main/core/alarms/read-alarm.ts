import type { AlarmEvent } from './alarm-event.ts'
import { readAlarmAction } from './read-alarm-action.ts'
import { readEventBridgeAlarm } from './read-eventbridge-alarm.ts'
import { readFlatAlarm } from './read-flat-alarm.ts'
import { readNotice } from './read-notice.ts'
import { readSnsAlarm } from './read-sns-alarm.ts'
import { unwrap } from './unwrap.ts'

/**
 * What a message says: an alarm's state in any of the forms in which CloudWatch tells it (its SNS message, EventBridge's events, a direct
 * alarm action, flat JSON made of one of them), or a notice for everything else. Total: any text gives an event, and nothing throws.
 * @param context what the verified delivery says of itself; a message that was passed on may hold an envelope of its own, which then counts.
 */
export function readAlarm(message: string, context: { subject: string | null; topicArn: string | null }): AlarmEvent {
  const said = unwrap(message, context)
  if (said.body === null) return readNotice(said)
  return (
    readSnsAlarm(said.body, said.topicArn) ??
    readEventBridgeAlarm(said.body, said.topicArn) ??
    readAlarmAction(said.body, said.topicArn) ??
    readFlatAlarm(said.body, said.topicArn) ??
    readNotice(said)
  )
}
