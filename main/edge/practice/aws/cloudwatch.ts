import { z } from 'zod'
import { awsTime } from '../cloudwatch-text.ts'
import { alarmsIn, parseAlarmRule } from './alarm-rule.ts'
import { type Alarm, type AlarmKind, actionsFor, described, type Settings, settingsShape } from './alarms.ts'
import { makeArn } from './arn.ts'
import { historyOf, historyOnTheWire } from './history.ts'
import { pageOf } from './pages.ts'
import type { Place, Places } from './places.ts'
import type { States } from './states.ts'
import { answered, type Call, type Operations, operations, type Refused, type Result, refused } from './wire.ts'

export interface CloudWatchDeps {
  now(): number
  places: Places
  states: States
  accountOf(call: Call): string
}

const own = (name: string) => `com.amazonaws.cloudwatch#${name}`
export const validation = (said: string): Refused => refused(400, 'ValidationError', said, own('ValidationError'))
export const cloudWatchInput = operations((field, said) =>
  validation(`1 validation error detected: Value at '${field}' failed to satisfy constraint: ${said}`),
)
export const badToken = refused(400, 'InvalidNextToken', 'The NextToken is not valid', own('InvalidNextToken'))

const kinds = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] as const
const kindList = z.array(z.enum(kinds)).optional()
const stateValue = z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA'])
const names = z.array(z.string()).max(100)
const epoch = z.number().transform((seconds) => seconds * 1_000)
const itemTypes = ['ConfigurationUpdate', 'StateUpdate', 'Action', 'AlarmContributorStateUpdate', 'AlarmContributorAction'] as const

const describeShape = z.object({
  AlarmNames: names.optional(),
  AlarmNamePrefix: z.string().optional(),
  AlarmTypes: kindList,
  ChildrenOfAlarmName: z.string().optional(),
  ParentsOfAlarmName: z.string().optional(),
  StateValue: stateValue.optional(),
  ActionPrefix: z.string().optional(),
  MaxRecords: z.number().int().min(1).max(100).default(50),
  NextToken: z.string().optional(),
})
const historyShape = z.object({
  AlarmName: z.string().optional(),
  AlarmContributorId: z.string().optional(),
  AlarmTypes: kindList,
  HistoryItemType: z.enum(itemTypes).optional(),
  StartDate: epoch.optional(),
  EndDate: epoch.optional(),
  MaxRecords: z.number().int().min(1).max(100).default(100),
  NextToken: z.string().optional(),
  ScanBy: z.enum(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
})

/** CloudWatch's alarms, as its JSON protocol asks for them. Answers as recorded of AWS. */
export function openCloudWatch(deps: CloudWatchDeps): Operations {
  const { now, places, states, accountOf } = deps
  const placeOf = (call: Call) => places.at(accountOf(call), call.region)

  const put = (kind: AlarmKind, wrong: (settings: Settings) => string | null) =>
    cloudWatchInput(settingsShape, (settings, call) => {
      const said = wrong(settings)
      if (said !== null) return validation(said)
      const place = placeOf(call)
      const there = place.alarms.get(settings.AlarmName)
      if (there !== undefined && there.kind !== kind) return validation(`An alarm of another type has the name ${settings.AlarmName}.`)
      const alarm = there ?? freshAlarm(kind, place, settings, now())
      Object.assign(alarm, { settings, configuredAt: now() })
      place.alarms.set(alarm.name, alarm)
      configured(place, alarm, there === undefined ? 'Create' : 'Update', now())
      if (kind === 'CompositeAlarm') states.evaluate(alarm)
      return answered()
    })

  const enable = (enabled: boolean) =>
    cloudWatchInput(z.object({ AlarmNames: names }), ({ AlarmNames }, call) => {
      const place = placeOf(call)
      for (const alarm of AlarmNames.flatMap((name) => place.alarms.get(name) ?? [])) {
        if (alarm.settings.ActionsEnabled === enabled) continue
        alarm.settings = { ...alarm.settings, ActionsEnabled: enabled }
        alarm.configuredAt = now()
        configured(place, alarm, 'Update', now())
      }
      return answered()
    })

  return {
    PutMetricAlarm: put('MetricAlarm', wrongMetricAlarm),
    PutCompositeAlarm: put('CompositeAlarm', ({ AlarmRule = '' }) =>
      parseAlarmRule(AlarmRule) === null ? `Invalid AlarmRule expression: ${AlarmRule}` : null,
    ),
    PutLogAlarm: put('LogAlarm', () => null),
    EnableAlarmActions: enable(true),
    DisableAlarmActions: enable(false),

    DeleteAlarms: cloudWatchInput(z.object({ AlarmNames: names }), ({ AlarmNames }, call) => {
      const place = placeOf(call)
      const alarms = AlarmNames.flatMap((name) => place.alarms.get(name) ?? [])
      if (alarms.length < new Set(AlarmNames).size) {
        const missing = AlarmNames.filter((name) => !place.alarms.has(name))
        return refused(404, 'ResourceNotFound', `The following alarms could not be found: ${missing.join(', ')}`, own('ResourceNotFound'))
      }
      for (const alarm of alarms) {
        states.forget(alarm)
        place.alarms.delete(alarm.name)
        configured(place, alarm, 'Delete', now())
      }
      return answered()
    }),

    DescribeAlarms: cloudWatchInput(describeShape, (input, call) => {
      if (input.AlarmNames !== undefined && input.AlarmNamePrefix !== undefined) {
        return validation('AlarmNames and AlarmNamePrefix are mutually exclusive.')
      }
      const page = pageOf(alarmsFor(placeOf(call), input), input.MaxRecords, input.NextToken)
      if (page === null) return badToken
      const of = (kind: AlarmKind) => page.items.filter((alarm) => alarm.kind === kind).map(described)
      return answered({
        CompositeAlarms: of('CompositeAlarm'),
        MetricAlarms: of('MetricAlarm'),
        LogAlarms: of('LogAlarm'),
        ...(page.next === undefined ? {} : { NextToken: page.next }),
      })
    }),

    DescribeAlarmContributors: cloudWatchInput(z.object({ AlarmName: z.string(), NextToken: z.string().optional() }), (input, call) => {
      const alarm = placeOf(call).alarms.get(input.AlarmName)
      if (alarm === undefined)
        return refused(404, 'ResourceNotFoundException', `Alarm ${input.AlarmName} does not exist`, own('ResourceNotFoundException'))
      if (!hasContributors(alarm)) return validation('The alarm is not an alarm with contributors.')
      const burning = [...alarm.contributors.values()].filter(({ state }) => state.value === 'ALARM')
      const page = pageOf(burning, 100, input.NextToken)
      if (page === null) return badToken
      return answered({
        AlarmContributors: page.items.map(({ id, attributes, state }) => ({
          ContributorId: id,
          ContributorAttributes: attributes,
          StateReason: state.reason,
          StateTransitionedTimestamp: new Date(state.transitionedAt),
        })),
        ...(page.next === undefined ? {} : { NextToken: page.next }),
      })
    }),

    DescribeAlarmHistory: cloudWatchInput(historyShape, (input, call) => {
      const items = historyOf(
        placeOf(call).history,
        {
          alarmName: input.AlarmName,
          contributorId: input.AlarmContributorId,
          kinds: input.AlarmTypes ?? ['MetricAlarm'],
          type: input.HistoryItemType,
          from: input.StartDate,
          to: input.EndDate,
          oldestFirst: input.ScanBy === 'TimestampAscending',
        },
        now(),
      )
      const page = pageOf(items, input.MaxRecords, input.NextToken)
      if (page === null) return badToken
      return answered({ AlarmHistoryItems: page.items.map(historyOnTheWire), ...(page.next === undefined ? {} : { NextToken: page.next }) })
    }),

    SetAlarmState: cloudWatchInput(
      z.object({
        AlarmName: z.string(),
        StateValue: stateValue,
        StateReason: z.string().max(1_023),
        StateReasonData: z.string().optional(),
      }),
      ({ AlarmName, StateValue, StateReason, StateReasonData }, call): Result => {
        const alarm = placeOf(call).alarms.get(AlarmName)
        if (alarm === undefined) return refused(404, 'ResourceNotFound', 'Alarm does not exist', own('ResourceNotFound'))
        states.change(alarm, { value: StateValue, reason: StateReason, reasonData: StateReasonData ?? null })
        return answered()
      },
    ),
  }
}

function freshAlarm(kind: AlarmKind, place: Place, settings: Settings, at: number): Alarm {
  return {
    name: settings.AlarmName,
    arn: makeArn('cloudwatch', place, `alarm:${settings.AlarmName}`),
    kind,
    accountId: place.accountId,
    region: place.region,
    settings,
    configuredAt: at,
    state: { value: 'INSUFFICIENT_DATA', reason: 'Unchecked: Initial alarm creation', reasonData: null, updatedAt: at, transitionedAt: at },
    contributors: new Map(),
    suppressed: null,
    muted: new Map(),
  }
}

function wrongMetricAlarm(settings: Settings): string | null {
  const ways = [settings.MetricName, settings.Metrics, settings.EvaluationCriteria].filter((way) => way !== undefined)
  if (ways.length !== 1) return 'Exactly one of MetricName, Metrics and EvaluationCriteria must be specified'
  if (settings.EvaluationCriteria !== undefined) return null
  if (settings.EvaluationPeriods === undefined || settings.ComparisonOperator === undefined) {
    return 'The parameters EvaluationPeriods and ComparisonOperator must be specified'
  }
  if ((settings.Threshold === undefined) === (settings.ThresholdMetricId === undefined)) {
    return 'Exactly one of Threshold and ThresholdMetricId must be specified'
  }
  if (settings.MetricName === undefined) return null
  if (settings.Namespace === undefined || settings.Period === undefined) return 'The parameters Namespace and Period must be specified'
  return (settings.Statistic === undefined) === (settings.ExtendedStatistic === undefined)
    ? 'Exactly one of Statistic and ExtendedStatistic must be specified'
    : null
}

const hasContributors = ({ kind, settings }: Alarm): boolean =>
  kind === 'LogAlarm' ||
  settings.EvaluationCriteria !== undefined ||
  (settings.Metrics ?? []).some(({ Expression = '' }) => /^\s*SELECT\b[\s\S]*\bGROUP BY\b/i.test(Expression))

/** Composites first, then metric alarms, then log alarms, each by name: only metric alarms unless the types are named. */
function alarmsFor(place: Place, input: z.infer<typeof describeShape>): Alarm[] {
  const { AlarmNames, AlarmNamePrefix = '', AlarmTypes = ['MetricAlarm'], ActionPrefix, StateValue } = input
  const related = relatives(place, input)
  const order: readonly AlarmKind[] = ['CompositeAlarm', 'MetricAlarm', 'LogAlarm']
  return [...place.alarms.values()]
    .filter((alarm) => (related === null ? AlarmTypes.includes(alarm.kind) : related.includes(alarm)))
    .filter(({ name }) => (AlarmNames === undefined || AlarmNames.includes(name)) && name.startsWith(AlarmNamePrefix))
    .filter(({ state }) => StateValue === undefined || state.value === StateValue)
    .filter(
      (alarm) =>
        ActionPrefix === undefined ||
        stateValue.options.some((value) => actionsFor(alarm, value).some((arn) => arn.startsWith(ActionPrefix))),
    )
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.name < b.name ? -1 : 1))
}

/** Null: the call does not ask for relatives. */
function relatives(place: Place, { ChildrenOfAlarmName, ParentsOfAlarmName }: z.infer<typeof describeShape>): Alarm[] | null {
  const childrenOf = (alarm: Alarm | undefined) => {
    const rule = parseAlarmRule(alarm?.settings.AlarmRule ?? '')
    const named = rule === null ? [] : alarmsIn(rule)
    return [...place.alarms.values()].filter(({ name, arn }) => named.includes(name) || named.includes(arn))
  }
  if (ChildrenOfAlarmName !== undefined) return childrenOf(place.alarms.get(ChildrenOfAlarmName))
  if (ParentsOfAlarmName === undefined) return null
  return [...place.alarms.values()].filter((alarm) => childrenOf(alarm).some(({ name }) => name === ParentsOfAlarmName))
}

const told = { Create: 'created', Update: 'updated', Delete: 'deleted' }

/** A ConfigurationUpdate, with the alarm in lower camel case, as recorded. */
function configured(place: Place, alarm: Alarm, type: keyof typeof told, at: number): void {
  const { OKActions, AlarmName: _, ...settings } = alarm.settings
  const camel = Object.entries(settings).map(([name, value]) => [name.charAt(0).toLowerCase() + name.slice(1), value])
  const shown = {
    alarmName: alarm.name,
    alarmArn: alarm.arn,
    alarmConfigurationUpdatedTimestamp: awsTime(alarm.configuredAt),
    stateValue: alarm.state.value,
    stateUpdatedTimestamp: awsTime(alarm.state.updatedAt),
    ...Object.fromEntries(camel),
    okactions: OKActions,
  }
  place.history.push({
    alarmName: alarm.name,
    kind: alarm.kind,
    at,
    type: 'ConfigurationUpdate',
    summary: `Alarm "${alarm.name}" ${told[type]}`,
    data: { version: '1.0', type, [`${told[type]}Alarm`]: shown },
    contributor: null,
  })
}
