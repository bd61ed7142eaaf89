import type { AlarmEvent } from './alarm-event.ts'
import { alarmStateOf } from './alarm-state.ts'
import { type Fields, fieldsOrJson, isFields, list, text } from './fields.ts'
import { readAlarmDetail } from './read-alarm-detail.ts'

/**
 * The events of CloudWatch alarms on EventBridge: "CloudWatch Alarm State Change", "... Contributor State Change" and
 * "... Configuration Change". An event of CloudWatch's by another name that tells an alarm's state is taken for a state change:
 * names are added, and an alarm is never to be silent.
 */
export function readEventBridgeAlarm(body: Fields, topicArn: string | null): AlarmEvent | null {
  const detail = fieldsOrJson(body.detail)
  const detailType = text(body['detail-type'])?.trim().toLowerCase() ?? ''
  const ofAlarms = detailType.startsWith('cloudwatch alarm ')
  if (!ofAlarms && !tellsState(body, detail)) return null
  const alarmArn = list(body.resources)
    .map(text)
    .find((each) => each?.startsWith('arn:') && each.includes(':alarm:'))
  return readAlarmDetail(detail, {
    alarmArn: alarmArn ?? null,
    accountId: text(body.account),
    region: text(body.region),
    time: body.time,
    topicArn,
    configurationChange:
      detailType.endsWith('configuration change') || (!detailType.endsWith('state change') && detail.operation !== undefined),
  })
}

/** Input transformers and people rename the event or leave its head away: a detail that names an alarm and its state is one. */
function tellsState(body: Fields, detail: Fields): boolean {
  if (detail.state === undefined) return false
  if (body.source === 'aws.cloudwatch') return true
  return text(detail.alarmName) !== null && alarmStateOf(isFields(detail.state) ? detail.state.value : detail.state) !== null
}
