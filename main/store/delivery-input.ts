import type { DeliverySource } from '../../preload/contract/words.ts'
import type { AlarmEvent } from '../core/alarms/alarm-event.ts'
import type { Mapping } from '../core/rules/mapping.ts'
import type { DeliveryContent } from './delivery-rows.ts'

/** A verified message with what was read from it, ready to be decided. */
export interface DeliveryInput extends DeliveryContent {
  integrationId: number
  /** The `rev` of the integration whose rules made the mapping. */
  rulesRev: number
  source: DeliverySource
  /** A delivery that was taken before is decided again, on the operator's wish. */
  again: boolean
  receivedAt: number
  /** Microseconds since the request was whole. */
  tookUs: () => number
  type: string | null
  messageId: string | null
  topicArn: string | null
  subject: string | null
  /** The text that rules may look at. */
  text: string
  event: AlarmEvent
  mapping: Mapping
}
