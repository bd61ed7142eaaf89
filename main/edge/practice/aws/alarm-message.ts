import { z } from 'zod'
import { awsTime, decimal, longTime, regionName, subjectOf } from '../cloudwatch-text.ts'
import { type Alarm, actionsFor, type Change, type Settings } from './alarms.ts'

/** What CloudWatch publishes for one action: a message for each kind of endpoint. */
export interface AlarmMessage {
  subject: string
  default: string
  sms: string
  email: string
}

/** The message of a change, in the fields, the order and the wording of AWS's own (recorded, 2026). A log alarm's was never seen. */
export function alarmMessage(alarm: Alarm, change: Change, afterMuteWindow: boolean): AlarmMessage {
  const { name, region } = alarm
  return {
    subject: subjectOf(change.value, name, region),
    default: JSON.stringify(
      alarm.kind === 'CompositeAlarm' ? composite(alarm, change, afterMuteWindow) : single(alarm, change, afterMuteWindow),
    ),
    sms: `${change.value}: "${name}" in ${regionName(region)}`,
    email: email(alarm, change),
  }
}

const actions = ({ settings: { OKActions, AlarmActions, InsufficientDataActions } }: Alarm) => ({
  OKActions,
  AlarmActions,
  InsufficientDataActions,
})

function single(alarm: Alarm, change: Change, ActionExecutedAfterMuteWindow: boolean): Record<string, unknown> {
  const { contributor, previous: OldStateValue } = change
  return {
    AlarmName: alarm.name,
    AlarmDescription: alarm.settings.AlarmDescription ?? null,
    AWSAccountId: alarm.accountId,
    AlarmConfigurationUpdatedTimestamp: awsTime(alarm.configuredAt),
    NewStateValue: change.value,
    NewStateReason: change.reason,
    StateChangeTime: awsTime(change.at),
    Region: regionName(alarm.region),
    AlarmArn: alarm.arn,
    ...(contributor === null
      ? { OldStateValue, ActionExecutedAfterMuteWindow }
      : {
          ActionExecutedAfterMuteWindow,
          OldStateValue,
          AlarmContributorId: contributor.id,
          AlarmContributorAttributes: contributor.attributes,
        }),
    ...actions(alarm),
    ...(alarm.kind === 'MetricAlarm' ? { Trigger: trigger(alarm.settings) } : {}),
  }
}

/** No configuration time and no trigger; another order. */
function composite(alarm: Alarm, change: Change, ActionExecutedAfterMuteWindow: boolean): Record<string, unknown> {
  return {
    AlarmName: alarm.name,
    AlarmDescription: alarm.settings.AlarmDescription ?? null,
    AWSAccountId: alarm.accountId,
    NewStateValue: change.value,
    NewStateReason: change.reason,
    StateChangeTime: awsTime(change.at),
    Region: regionName(alarm.region),
    AlarmArn: alarm.arn,
    ...actions(alarm),
    ActionExecutedAfterMuteWindow,
    OldStateValue: change.previous,
    AlarmRule: alarm.settings.AlarmRule,
    TriggeringChildren: triggering(alarm.state.reasonData),
  }
}

const triggeringShape = z.object({
  triggeringAlarms: z.array(z.object({ arn: z.string(), state: z.object({ value: z.string(), timestamp: z.string() }) })),
})

/** Ten at most; none where the reason's data came from SetAlarmState, in another shape. */
function triggering(reasonData: string | null): unknown[] {
  const parsed = triggeringShape.safeParse(parsedJson(reasonData ?? ''))
  if (!parsed.success) return []
  return parsed.data.triggeringAlarms.map(({ arn, state }) => ({ Arn: arn, State: { Value: state.value, Timestamp: state.timestamp } }))
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // free text
  }
}

const lowerDimensions = (list: readonly { Name: string; Value: string }[]) => list.map(({ Name, Value }) => ({ value: Value, name: Name }))

function trigger(settings: Settings): Record<string, unknown> {
  const judged = {
    EvaluationPeriods: settings.EvaluationPeriods,
    DatapointsToAlarm: settings.DatapointsToAlarm,
    ComparisonOperator: settings.ComparisonOperator,
    Threshold: settings.Threshold,
    ThresholdMetricId: settings.ThresholdMetricId,
    TreatMissingData: settings.TreatMissingData ?? 'missing',
    EvaluateLowSampleCountPercentile: settings.EvaluateLowSampleCountPercentile ?? '',
  }
  if (settings.Metrics === undefined) {
    const statistic =
      settings.ExtendedStatistic === undefined
        ? { StatisticType: 'Statistic', Statistic: (settings.Statistic ?? '').toUpperCase() }
        : { StatisticType: 'ExtendedStatistic', ExtendedStatistic: settings.ExtendedStatistic }
    return {
      MetricName: settings.MetricName,
      Namespace: settings.Namespace,
      ...statistic,
      Unit: settings.Unit ?? null,
      Dimensions: lowerDimensions(settings.Dimensions),
      Period: settings.Period,
      ...judged,
    }
  }
  const Metrics = settings.Metrics.map(({ Id, Expression, Label, MetricStat, ReturnData, Period, AccountId }) =>
    MetricStat === undefined
      ? { Expression, Id, Label, ReturnData, Period }
      : {
          Id,
          Label,
          MetricStat: {
            Metric: {
              Dimensions: lowerDimensions(MetricStat.Metric.Dimensions),
              MetricName: MetricStat.Metric.MetricName,
              Namespace: MetricStat.Metric.Namespace,
            },
            Period: MetricStat.Period,
            Stat: MetricStat.Stat,
            Unit: MetricStat.Unit,
          },
          ReturnData,
          AccountId,
        },
  )
  return { Period: periodOf(settings), ...judged, Metrics }
}

const periodOf = ({ Metrics = [] }: Settings) =>
  Metrics.map(({ Period, MetricStat }) => MetricStat?.Period ?? Period).find((one) => one !== undefined)

function email(alarm: Alarm, change: Change): string {
  const { name, region, settings, kind } = alarm
  const { contributor, value, at } = change
  const who = contributor === null ? '' : ` contributor "${contributor.id}"`
  const view = `https://${region}.console.aws.amazon.com/cloudwatch/deeplink.js?region=${region}#alarmsV2:alarm/${encodeURIComponent(name)}`
  const told = [
    `- State Change:               ${change.previous} -> ${value}`,
    `- Reason for State Change:    ${change.reason}`,
    `- Timestamp:                  ${longTime(at)}`,
  ]
  const lines = [
    `You are receiving this email because your Amazon CloudWatch Alarm "${name}"${who} in the ${regionName(region)} region has entered the ${value} state, because "${change.reason}" at "${longTime(at)}".`,
    '',
    'View this alarm in the AWS Management Console:',
    view,
    '',
    'Alarm Details:',
    `- Name:                       ${name}`,
    `- Description:                ${settings.AlarmDescription ?? ''}`,
    ...(contributor === null ? told : []),
    `- AWS Account:                ${alarm.accountId}`,
    `- Alarm Arn:                  ${alarm.arn}`,
    '',
    ...(contributor === null ? [] : ['Contributor Details:', `- Id:                         ${contributor.id}`, ...told, '']),
    ...(kind === 'MetricAlarm' && settings.Threshold !== undefined
      ? [
          'Threshold:',
          `- The alarm is in the ALARM state when the metric is ${settings.ComparisonOperator} ${decimal(settings.Threshold)} for at least ${settings.DatapointsToAlarm ?? settings.EvaluationPeriods} of the last ${settings.EvaluationPeriods} period(s) of ${settings.Period ?? periodOf(settings)} seconds. `,
          '',
        ]
      : []),
    'State Change Actions:',
    ...(['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const).map((state) => {
      const arns = actionsFor(alarm, state)
      return `- ${state}: ${arns.length > 0 ? `[${arns.join(', ')}]` : ''}`
    }),
    '',
  ]
  return lines.join('\n')
}
