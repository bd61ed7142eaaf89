import type { AlarmEvent } from './alarm-event.ts'
import { type Fields, isFields, text } from './fields.ts'
import { readAlarmDetail } from './read-alarm-detail.ts'

/**
 * What CloudWatch hands a Lambda function that is an alarm's action: `{source, alarmArn, accountId, time, region, alarmData}`.
 * It reaches a topic when a function passes it on.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html
 */
export function readAlarmAction(body: Fields, topicArn: string | null): AlarmEvent | null {
  if (!isFields(body.alarmData)) return null
  const alarmArn = text(body.alarmArn)
  return readAlarmDetail(body.alarmData, {
    alarmArn: alarmArn?.startsWith('arn:') ? alarmArn : null,
    accountId: text(body.accountId),
    region: text(body.region),
    time: body.time,
    topicArn,
    configurationChange: false,
  })
}
