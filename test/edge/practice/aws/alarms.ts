import { PutMetricAlarmCommand, type PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch'
import { CreateTopicCommand, SubscribeCommand } from '@aws-sdk/client-sns'
import { CreateQueueCommand } from '@aws-sdk/client-sqs'
import { startPracticeAws, type TestAws } from '../../../harness/practice-aws.ts'

export const topicArn = 'arn:aws:sns:eu-west-1:123456789012:alarms'

export interface WithAlarms extends TestAws {
  /** Every message that the topic published, parsed from the queue that hears it raw. */
  published(): Record<string, unknown>[]
  put(name: string, more?: Partial<PutMetricAlarmCommandInput>): Promise<unknown>
}

/** The practice AWS with a topic, and a queue that hears it raw. */
export async function withAlarms(): Promise<WithAlarms> {
  const started = await startPracticeAws()
  const { aws, sns, sqs, cloudWatch } = started
  await sns.send(new CreateTopicCommand({ Name: 'alarms' }))
  const queueArn = 'arn:aws:sqs:eu-west-1:123456789012:heard'
  const Policy = { Statement: { Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:*', Resource: queueArn } }
  await sqs.send(new CreateQueueCommand({ QueueName: 'heard', Attributes: { Policy: JSON.stringify(Policy) } }))
  await sns.send(
    new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArn, Attributes: { RawMessageDelivery: 'true' } }),
  )
  return {
    ...started,
    published: () => (aws.places.queue(queueArn)?.bodies() ?? []).map((body) => JSON.parse(body)),
    put: (name, more = {}) =>
      cloudWatch.send(
        new PutMetricAlarmCommand({
          AlarmName: name,
          AlarmActions: [topicArn],
          OKActions: [topicArn],
          ...(more.Metrics === undefined
            ? { MetricName: 'CPUUtilization', Namespace: 'AWS/EC2', Statistic: 'Average', Period: 300, Unit: 'Percent' as const }
            : {}),
          ...(more.ThresholdMetricId === undefined ? { Threshold: 50 } : {}),
          EvaluationPeriods: 1,
          DatapointsToAlarm: 1,
          ComparisonOperator: 'GreaterThanThreshold',
          TreatMissingData: 'ignore',
          ...more,
        }),
      ),
  }
}
