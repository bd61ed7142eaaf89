import type { Delivery } from '../../preload/contract/deliveries.ts'

/** The newest ALARM of an alarm with this name among deliveries, newest first. What was refused proves nothing. */
export const heardAlarm = (rows: readonly Delivery[], name: string): Delivery | undefined =>
  name === ''
    ? undefined
    : rows.find(({ alarm, disposition }) => disposition !== 'rejected' && alarm?.state === 'alarm' && alarm.alarmName === name)
