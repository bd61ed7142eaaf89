import { z } from 'zod'

export type StateValue = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
export type AlarmKind = 'MetricAlarm' | 'CompositeAlarm' | 'LogAlarm'

const strings = z.array(z.string()).max(5).default([])
const dimensions = z.array(z.object({ Name: z.string(), Value: z.string() })).default([])
const query = z.looseObject({
  Id: z.string(),
  Expression: z.string().optional(),
  Label: z.string().optional(),
  ReturnData: z.boolean().default(true),
  Period: z.number().optional(),
  AccountId: z.string().optional(),
  MetricStat: z
    .object({
      Metric: z.object({ Namespace: z.string(), MetricName: z.string(), Dimensions: dimensions }),
      Period: z.number(),
      Stat: z.string(),
      Unit: z.string().optional(),
    })
    .optional(),
})
const common = {
  AlarmName: z.string().min(1).max(255),
  AlarmDescription: z.string().max(1_024).optional(),
  ActionsEnabled: z.boolean().default(true),
  OKActions: strings,
  AlarmActions: strings,
  InsufficientDataActions: strings,
}

/** What an alarm was made with, in the words of PutMetricAlarm, PutCompositeAlarm and PutLogAlarm. What is not named here is kept as it came. */
export const settingsShape = z.looseObject({
  ...common,
  MetricName: z.string().optional(),
  Namespace: z.string().optional(),
  Statistic: z.string().optional(),
  ExtendedStatistic: z.string().optional(),
  Dimensions: dimensions,
  Period: z.number().optional(),
  Unit: z.string().optional(),
  EvaluationPeriods: z.number().optional(),
  DatapointsToAlarm: z.number().optional(),
  Threshold: z.number().optional(),
  ThresholdMetricId: z.string().optional(),
  ComparisonOperator: z.string().optional(),
  TreatMissingData: z.string().optional(),
  EvaluateLowSampleCountPercentile: z.string().optional(),
  Metrics: z.array(query).optional(),
  AlarmRule: z.string().max(10_240).optional(),
  ActionsSuppressor: z.string().optional(),
  ActionsSuppressorWaitPeriod: z.number().int().min(0).default(0),
  ActionsSuppressorExtensionPeriod: z.number().int().min(0).default(0),
})
export type Settings = z.infer<typeof settingsShape>

/** A state and since when: `updatedAt` moves with a new reason too, `transitionedAt` only with a new value. Epoch milliseconds. */
export interface State {
  value: StateValue
  reason: string
  /** JSON; null: none. */
  reasonData: string | null
  updatedAt: number
  transitionedAt: number
}

/** One series of an alarm with GROUP BY. */
export interface Contributor {
  readonly id: string
  readonly attributes: Readonly<Record<string, string>>
  state: { value: 'OK' | 'ALARM'; reason: string; transitionedAt: number }
}

/** One change of state, of an alarm or of one of its contributors. */
export interface Change {
  value: StateValue
  previous: StateValue
  reason: string
  at: number
  contributor: Contributor | null
}

export interface Alarm {
  readonly name: string
  readonly arn: string
  readonly kind: AlarmKind
  readonly accountId: string
  readonly region: string
  settings: Settings
  configuredAt: number
  state: State
  readonly contributors: Map<string, Contributor>
  /** What a composite's suppressor holds back now. */
  suppressed: { by: 'Alarm' | 'WaitPeriod' | 'ExtensionPeriod'; change: Change; cancel: () => void } | null
  /** What mute rules hold back, by contributor (`''`: the alarm itself), with the state before it. */
  readonly muted: Map<string, { before: StateValue; change: Change; cancel: () => void }>
}

/** An alarm's actions for a state. */
export const actionsFor = ({ settings }: Alarm, value: StateValue): string[] =>
  ({ OK: settings.OKActions, ALARM: settings.AlarmActions, INSUFFICIENT_DATA: settings.InsufficientDataActions })[value]

/** An alarm as DescribeAlarms answers it: a plain metric has its own fields, math and composite others. */
export function described(alarm: Alarm): Record<string, unknown> {
  const { name, arn, kind, settings, state, suppressed } = alarm
  const { AlarmName: _, Dimensions, ActionsSuppressorWaitPeriod, ActionsSuppressorExtensionPeriod, Tags: __, ...rest } = settings
  return {
    AlarmName: name,
    AlarmArn: arn,
    ...rest,
    AlarmConfigurationUpdatedTimestamp: new Date(alarm.configuredAt),
    StateValue: state.value,
    StateReason: state.reason,
    ...(state.reasonData === null ? {} : { StateReasonData: state.reasonData }),
    StateUpdatedTimestamp: new Date(state.updatedAt),
    StateTransitionedTimestamp: new Date(state.transitionedAt),
    ...(kind === 'MetricAlarm' ? { Dimensions } : {}),
    ...(rest.ActionsSuppressor === undefined ? {} : { ActionsSuppressorWaitPeriod, ActionsSuppressorExtensionPeriod }),
    ...(suppressed === null ? {} : { ActionsSuppressedBy: suppressed.by, ActionsSuppressedReason: suppressedReason(suppressed.by) }),
  }
}

export const suppressedReason = (by: string): string => `Actions suppressed by ${by}`
