import type { AlarmState } from '../../../preload/contract/words.ts'
import { alarmStateOf } from '../alarms/alarm-state.ts'
import { type Fields, fields, fieldsOrJson, text } from '../alarms/fields.ts'
import { instant } from './alarm-reading.ts'

/** What an item of an alarm's history says. `at`: epoch milliseconds. */
export type HistorySaid =
  /** A message that AWS published to a topic, word for word. */
  | { kind: 'published'; topicArn: string; text: string; subject: string | null; at: number }
  | {
      kind: 'state'
      alarmName: string
      contributor: { id: string; attributes: Fields } | null
      state: AlarmState
      reason: string | null
      at: number
    }

const subjectMost = 100

/**
 * Reads one item; null for whatever tells neither: an action that failed or was held back, another target than a topic, a new
 * reason for the same state.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_AlarmHistoryItem.html
 */
export function readHistoryItem(item: Fields): HistorySaid | null {
  const at = instant(item.Timestamp)
  const data = fieldsOrJson(item.HistoryData)
  if (at === null) return null
  switch (item.HistoryItemType) {
    case 'Action':
    case 'AlarmContributorAction':
      return published(data, at)
    case 'StateUpdate':
    case 'AlarmContributorStateUpdate':
      return stateUpdate(item, data, at)
    default:
      return null
  }
}

function published(data: Fields, at: number): HistorySaid | null {
  const topicArn = text(data.notificationResource)
  const messages = fieldsOrJson(data.publishedMessage)
  // Not by `text`: a long message is still the message.
  const message = messages.default
  if (data.actionState !== 'Succeeded' || topicArn === null || !/^arn:[^:]+:sns:/.test(topicArn) || typeof message !== 'string') return null
  return { kind: 'published', topicArn, text: message, subject: text(messages.sms)?.slice(0, subjectMost) ?? null, at }
}

function stateUpdate(item: Fields, data: Fields, at: number): HistorySaid | null {
  const alarmName = text(item.AlarmName)
  const { stateValue, stateReason } = fields(data.newState)
  const state = alarmStateOf(stateValue)
  if (alarmName === null || state === null || fields(data.oldState).stateValue === stateValue) return null
  const id = text(item.AlarmContributorId)
  const contributor = id === null ? null : { id, attributes: fields(item.AlarmContributorAttributes) }
  return { kind: 'state', alarmName, contributor, state, reason: text(stateReason), at }
}
