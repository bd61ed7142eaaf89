import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { type AlarmReading, type ContributorReading, readAlarmReading, readContributorReading } from '../../core/aws/alarm-reading.ts'
import type { AwsFault } from '../../core/aws/aws-fault.ts'
import type { EventRule } from '../../core/aws/event-rule.ts'
import { type HistorySaid, readHistoryItem } from '../../core/aws/history-item.ts'
import type { AwsClients } from './clients.ts'
import { readEventRules } from './read-event-rules.ts'

export interface Page<Item> {
  items: Item[]
  /** The token of what follows; null at the end. */
  next: string | null
}

export type HistoryKind = 'StateUpdate' | 'AlarmContributorStateUpdate' | 'Action' | 'AlarmContributorAction'

/** AWS, or the way to it, said no to a call. */
export class ReadFailed extends Error {
  readonly fault: AwsFault

  constructor(fault: AwsFault, cause: unknown) {
    super(fault.said, { cause })
    this.fault = fault
  }
}

/** What catch-up asks of CloudWatch in one region. Each rejects with ReadFailed. */
export interface AlarmReader {
  alarms(token: string | null): Promise<Page<AlarmReading>>
  /** Those of these names that there are. */
  alarmsNamed(names: readonly string[]): Promise<AlarmReading[]>
  /** The series of an alarm that are in ALARM now. */
  contributors(alarmName: string): Promise<ContributorReading[]>
  /** Whether a mute rule is in force: for this alarm, or for any. */
  isMuted(alarmName: string | null): Promise<boolean>
  /** The rules of EventBridge that send to a topic. */
  eventRules(topicArn: string): Promise<EventRule[]>
  /** Oldest first. @param from epoch milliseconds */
  history(kind: HistoryKind, from: number, token: string | null): Promise<Page<HistorySaid>>
}

/** Metric alarms alone come back unless the others are named. */
const allTypes = ['MetricAlarm', 'CompositeAlarm', 'LogAlarm'] as const
const pageMost = 100

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference */
export async function openAlarmReader(clients: AwsClients, region: string, signal: AbortSignal): Promise<AlarmReader> {
  const sdk = await import('@aws-sdk/client-cloudwatch')
  const client: CloudWatchClient = await clients.cloudWatch(region)
  const abort = { abortSignal: signal }
  const asked = <Answer>(calling: Promise<Answer>): Promise<Answer> =>
    calling.catch((error: unknown) => {
      throw new ReadFailed(clients.fault(error), error)
    })
  const token = (NextToken: string | null) => (NextToken === null ? {} : { NextToken })

  async function describe(wish: { AlarmNames: string[] } | { NextToken?: string }): Promise<Page<AlarmReading>> {
    const wanted = new sdk.DescribeAlarmsCommand({ AlarmTypes: [...allTypes], MaxRecords: pageMost, ...wish })
    const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [], NextToken } = await asked(client.send(wanted, abort))
    const items = [...MetricAlarms, ...CompositeAlarms, ...LogAlarms].flatMap((alarm) => readAlarmReading({ ...alarm }) ?? [])
    return { items, next: NextToken ?? null }
  }

  return {
    alarms: (at) => describe(token(at)),
    alarmsNamed: async (names) => (await describe({ AlarmNames: [...names] })).items,
    async contributors(AlarmName) {
      const found: ContributorReading[] = []
      let next: string | null = null
      do {
        const wanted: InstanceType<typeof sdk.DescribeAlarmContributorsCommand> = new sdk.DescribeAlarmContributorsCommand({
          AlarmName,
          ...token(next),
        })
        const { AlarmContributors = [], NextToken } = await asked(client.send(wanted, abort))
        for (const one of AlarmContributors) {
          const read = readContributorReading({ ...one })
          if (read !== null) found.push(read)
        }
        next = NextToken ?? null
      } while (next !== null)
      return found
    },
    async isMuted(alarmName) {
      let next: string | null = null
      // A page may be empty and not be the last.
      do {
        const wanted: InstanceType<typeof sdk.ListAlarmMuteRulesCommand> = new sdk.ListAlarmMuteRulesCommand({
          Statuses: ['ACTIVE'],
          ...(alarmName === null ? {} : { AlarmName: alarmName }),
          ...token(next),
        })
        const { AlarmMuteRuleSummaries = [], NextToken } = await asked(client.send(wanted, abort))
        if (AlarmMuteRuleSummaries.some(({ Status }) => Status === undefined || Status === 'ACTIVE')) return true
        next = NextToken ?? null
      } while (next !== null)
      return false
    },
    eventRules: (topicArn) => asked(readEventRules(clients, region, topicArn, signal)),
    async history(HistoryItemType, from, at) {
      const wanted = new sdk.DescribeAlarmHistoryCommand({
        AlarmTypes: [...allTypes],
        HistoryItemType,
        StartDate: new Date(from),
        ScanBy: 'TimestampAscending',
        MaxRecords: pageMost,
        ...token(at),
      })
      const { AlarmHistoryItems = [], NextToken } = await asked(client.send(wanted, abort))
      return { items: AlarmHistoryItems.flatMap((item) => readHistoryItem({ ...item }) ?? []), next: NextToken ?? null }
    },
  }
}
