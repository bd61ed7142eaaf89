import type { AlarmKind, AlarmState } from '../../../preload/contract/words.ts'

/** One value of the metric as the message gave it. `at` is in epoch milliseconds. */
export interface Datapoint {
  at: number | null
  value: number
  /** The band's edges, for anomaly detection. */
  lower: number | null
  upper: number | null
}

export interface Dimension {
  name: string
  value: string
}

/**
 * What a message says of an alarm, normalised. Every field may be missing in the wild, so every field may be null.
 * Instants are epoch milliseconds.
 */
export interface AlarmEvent {
  kind: AlarmKind
  /** Null where the message tells no state of an alarm (a notice, a configuration change): it neither opens nor closes. */
  state: AlarmState | null
  previousState: AlarmState | null
  /** What makes two events of one integration the same problem: the alarm's ARN, with its contributor where there is one. */
  dedupKey: string
  /** One readable line: what, where, value against threshold. */
  title: string
  reason: string | null
  alarmName: string | null
  alarmArn: string | null
  accountId: string | null
  /** A region's code, such as `eu-west-1`. */
  region: string | null
  /** The alarm's own StateChangeTime, which orders its events. */
  at: number | null
  description: string | null
  contributor: { id: string; attributes: Dimension[] } | null
  /** Set where AWS held back the actions of this state (a suppressor, a mute rule): it is recorded and tells nobody. */
  suppressedBy: string | null
  /** AWS held the message behind a mute rule and sends it now: news, whatever its time. */
  afterMuteWindow: boolean
  /** How many OK actions the alarm has, where the message says: with none, nothing will close its incident. */
  okActionCount: number | null
  namespace: string | null
  metricName: string | null
  dimensions: Dimension[]
  statistic: string | null
  unit: string | null
  /** The metric-math, Metrics Insights or PromQL text. */
  expression: string | null
  periodSeconds: number | null
  evaluationPeriods: number | null
  datapointsToAlarm: number | null
  comparison: string | null
  threshold: number | null
  treatMissingData: string | null
  datapoints: Datapoint[]
  /** Of a composite alarm: the children that set it off, and its rule. */
  children: { arn: string; state: string | null }[]
  alarmRule: string | null
}
