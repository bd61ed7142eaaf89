import type { AlarmLook, AlarmType } from '../../../main/core/aws/alarm-definition.ts'

export const account = '123456789012'
export const topicArn = `arn:aws:sns:eu-west-1:${account}:alarms`

/** An alarm as DescribeAlarms answers it. */
export function alarmLook(
  alarmName: string,
  wish: { type?: AlarmType; alarm?: string[]; ok?: string[]; enabled?: boolean; more?: Record<string, unknown> } = {},
): AlarmLook {
  const { type = 'metric', alarm = [topicArn], ok = [topicArn], enabled = true, more = {} } = wish
  const alarmArn = `arn:aws:cloudwatch:eu-west-1:${account}:alarm:${alarmName}`
  return {
    type,
    alarmName,
    alarmArn,
    actionsEnabled: enabled,
    actions: { alarm, ok, 'insufficient-data': [] },
    answered: {
      AlarmName: alarmName,
      AlarmArn: alarmArn,
      AlarmDescription: 'made by a test',
      ActionsEnabled: enabled,
      AlarmActions: alarm,
      OKActions: ok,
      InsufficientDataActions: [],
      StateValue: 'OK',
      StateReason: 'fine',
      StateUpdatedTimestamp: new Date(0),
      ...(type === 'composite'
        ? { AlarmRule: 'ALARM("x")' }
        : {
            MetricName: 'CPUUtilization',
            Namespace: 'AWS/EC2',
            Statistic: 'Average',
            Dimensions: [{ Name: 'InstanceId', Value: 'i-1' }],
            Period: 60,
            EvaluationPeriods: 1,
            Threshold: 80,
            ComparisonOperator: 'GreaterThanThreshold',
          }),
      ...more,
    },
  }
}
