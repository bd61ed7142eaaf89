import { awsTime } from '../cloudwatch-text.ts'
import { type Alarm, type Change, type State, suppressedReason } from './alarms.ts'

/** What CloudWatch sends to EventBridge of a change: of the alarm itself, or of one contributor. Shapes as recorded, 2026. */
export function alarmEvent(alarm: Alarm, change: Change, before: State | null, eventId: string): Record<string, unknown> {
  const { contributor } = change
  const reasonData = contributor === null && alarm.state.reasonData !== null ? { reasonData: alarm.state.reasonData } : {}
  const held =
    alarm.suppressed === null
      ? {}
      : { actionsSuppressedBy: alarm.suppressed.by, actionsSuppressedReason: suppressedReason(alarm.suppressed.by) }
  return {
    version: '0',
    id: eventId,
    'detail-type': contributor === null ? 'CloudWatch Alarm State Change' : 'CloudWatch Alarm Contributor State Change',
    source: 'aws.cloudwatch',
    account: alarm.accountId,
    time: `${new Date(change.at).toISOString().slice(0, 19)}Z`,
    region: alarm.region,
    resources: [alarm.arn],
    detail: {
      alarmName: alarm.name,
      ...(contributor === null ? {} : { alarmContributor: { id: contributor.id, attributes: contributor.attributes } }),
      state: { ...held, value: change.value, reason: change.reason, ...reasonData, timestamp: awsTime(change.at) },
      ...(before === null || contributor !== null
        ? {}
        : {
            previousState: {
              value: before.value,
              reason: before.reason,
              ...(before.reasonData === null ? {} : { reasonData: before.reasonData }),
              timestamp: awsTime(before.updatedAt),
            },
          }),
      configuration: configuration(alarm),
    },
  }
}

function configuration({ kind, settings }: Alarm): Record<string, unknown> {
  const description = settings.AlarmDescription === undefined ? {} : { description: settings.AlarmDescription }
  if (kind === 'CompositeAlarm') {
    return {
      alarmRule: settings.AlarmRule,
      ...(settings.ActionsSuppressor === undefined
        ? {}
        : {
            actionsSuppressor: settings.ActionsSuppressor,
            actionsSuppressorWaitPeriod: settings.ActionsSuppressorWaitPeriod,
            actionsSuppressorExtensionPeriod: settings.ActionsSuppressorExtensionPeriod,
          }),
      ...description,
    }
  }
  if (kind === 'LogAlarm') return description
  const metric = (stat: {
    Namespace: string | undefined
    MetricName: string | undefined
    Dimensions: readonly { Name: string; Value: string }[]
  }) => ({
    namespace: stat.Namespace,
    name: stat.MetricName,
    dimensions: Object.fromEntries(stat.Dimensions.map(({ Name, Value }) => [Name, Value])),
  })
  const metrics = settings.Metrics?.map(({ Id, Expression, Label, MetricStat, ReturnData, Period }) => ({
    id: Id,
    ...(MetricStat === undefined
      ? { expression: Expression, period: Period }
      : { metricStat: { metric: metric(MetricStat.Metric), period: MetricStat.Period, stat: MetricStat.Stat } }),
    label: Label,
    returnData: ReturnData,
  })) ?? [
    {
      id: 'm1',
      metricStat: {
        metric: metric({ Namespace: settings.Namespace, MetricName: settings.MetricName, Dimensions: settings.Dimensions }),
        period: settings.Period,
        stat: settings.ExtendedStatistic ?? settings.Statistic,
      },
      returnData: true,
    },
  ]
  return { metrics, ...description }
}
