import type { AlarmState } from '../../../preload/contract/words.ts'

/** The state that CloudWatch's word stands for, in any case: `ALARM`, `OK`, `INSUFFICIENT_DATA`. Null for any other word. */
export function alarmStateOf(value: unknown): AlarmState | null {
  if (value === 'ALARM') return 'alarm'
  if (value === 'OK') return 'ok'
  if (typeof value !== 'string' || value.length > 40) return null
  switch (
    value
      .trim()
      .toUpperCase()
      .replace(/[\s-]+/g, '_')
  ) {
    case 'ALARM':
      return 'alarm'
    case 'OK':
      return 'ok'
    case 'INSUFFICIENT_DATA':
      return 'insufficient-data'
    default:
      return null
  }
}
