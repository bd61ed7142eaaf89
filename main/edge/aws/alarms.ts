import type { CompositeAlarm, DescribeAlarmsCommandInput, LogAlarm, MetricAlarm } from '@aws-sdk/client-cloudwatch'
import type { AlarmLook, AlarmType } from '../../core/aws/alarm-definition.ts'
import type { AwsClients } from './clients.ts'

/** Which alarms: these by name, or all. Those of one topic are found among all by their actions: an ActionPrefix would miss the ones that tell nobody. */
type AlarmsWanted = { named: readonly string[] } | 'all'

const namesMost = 100

/**
 * Reads alarms of all three types, every page. Throws what the SDK throws.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
export async function readAlarms(clients: AwsClients, region: string, wanted: AlarmsWanted, signal: AbortSignal): Promise<AlarmLook[]> {
  if (wanted === 'all') return readPages(clients, region, {}, signal)
  const found: AlarmLook[] = []
  for (let at = 0; at < wanted.named.length; at += namesMost)
    found.push(...(await readPages(clients, region, { AlarmNames: wanted.named.slice(at, at + namesMost) }, signal)))
  return found
}

async function readPages(
  clients: AwsClients,
  region: string,
  filter: Pick<DescribeAlarmsCommandInput, 'AlarmNames'>,
  signal: AbortSignal,
): Promise<AlarmLook[]> {
  const { DescribeAlarmsCommand } = await import('@aws-sdk/client-cloudwatch')
  const cloudWatch = await clients.cloudWatch(region)
  const found: AlarmLook[] = []
  let NextToken: string | undefined
  do {
    const asked: DescribeAlarmsCommandInput = {
      ...filter,
      // Without their names, AWS answers metric alarms only.
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'],
      MaxRecords: 100,
      ...(NextToken === undefined ? {} : { NextToken }),
    }
    const page = await cloudWatch.send(new DescribeAlarmsCommand(asked), { abortSignal: signal })
    for (const alarm of page.MetricAlarms ?? []) found.push(lookOf('metric', alarm))
    for (const alarm of page.CompositeAlarms ?? []) found.push(lookOf('composite', alarm))
    for (const alarm of page.LogAlarms ?? []) found.push(lookOf('log', alarm))
    NextToken = page.NextToken || undefined
  } while (NextToken !== undefined)
  return found
}

const lookOf = (type: AlarmType, alarm: MetricAlarm | CompositeAlarm | LogAlarm): AlarmLook => ({
  type,
  alarmName: alarm.AlarmName ?? '',
  alarmArn: alarm.AlarmArn ?? '',
  actionsEnabled: alarm.ActionsEnabled ?? true,
  actions: {
    alarm: alarm.AlarmActions ?? [],
    ok: alarm.OKActions ?? [],
    'insufficient-data': alarm.InsufficientDataActions ?? [],
  },
  answered: { ...alarm },
})
