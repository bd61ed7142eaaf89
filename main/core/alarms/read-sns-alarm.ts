import type { AlarmEvent } from './alarm-event.ts'
import { alarmStateOf } from './alarm-state.ts'
import { alarmNameIn } from './arn.ts'
import { assembleAlarm } from './assemble-alarm.ts'
import { readChildren } from './child-alarms.ts'
import { readContributor } from './contributor.ts'
import { type Fields, fieldsOrJson, flag, text } from './fields.ts'
import { instantOf } from './instant.ts'
import { originOf } from './origin.ts'
import { readReasonData } from './reason-data.ts'
import { readWatched } from './watched.ts'

/**
 * The JSON that CloudWatch publishes to a topic. Whatever has AlarmName (or an alarm's ARN) and NewStateValue is an alarm, also where
 * nothing else of it is known: log and PromQL alarms have a shape that nobody has published.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export function readSnsAlarm(body: Fields, topicArn: string | null): AlarmEvent | null {
  const newState = text(body.NewStateValue)
  if (newState === null) return null
  const given = text(body.AlarmArn)
  const alarmArn = given?.startsWith('arn:') ? given : null
  const alarmName = text(body.AlarmName) ?? (alarmArn === null ? null : alarmNameIn(alarmArn))
  if (alarmName === null) return null
  const regionName = text(body.Region)
  return assembleAlarm({
    state: alarmStateOf(newState),
    previousState: alarmStateOf(body.OldStateValue),
    alarmName,
    alarmArn,
    origin: originOf({ arn: alarmArn, accountId: text(body.AWSAccountId), regionCode: null, regionName, topicArn }),
    regionName,
    at: instantOf(body.StateChangeTime),
    reason: text(body.NewStateReason),
    reasonData: body.NewStateReasonData === undefined ? null : readReasonData(body.NewStateReasonData),
    description: text(body.AlarmDescription),
    contributor: readContributor(body.AlarmContributorId, body.AlarmContributorAttributes),
    // What came over SNS was not held back.
    suppressedBy: null,
    afterMuteWindow: flag(body.ActionExecutedAfterMuteWindow),
    okActionCount: Array.isArray(body.OKActions) ? body.OKActions.length : null,
    children: readChildren(body.TriggeringChildren),
    // Hand-made messages put the trigger's fields beside the others.
    watched: readWatched(body.Trigger === undefined ? body : fieldsOrJson(body.Trigger), body),
  })
}
