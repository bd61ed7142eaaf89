import type { AlarmKind } from './alarms.ts'

export type ItemType = 'ConfigurationUpdate' | 'StateUpdate' | 'Action' | 'AlarmContributorStateUpdate' | 'AlarmContributorAction'

/** One line of DescribeAlarmHistory. `at` is in epoch milliseconds, `data` is a JSON string on the wire. */
export interface HistoryItem {
  alarmName: string
  kind: AlarmKind
  at: number
  type: ItemType
  summary: string
  data: Record<string, unknown>
  contributor: { id: string; attributes: Readonly<Record<string, string>> } | null
}

export interface HistoryWish {
  alarmName?: string | undefined
  contributorId?: string | undefined
  kinds: readonly AlarmKind[]
  type?: ItemType | undefined
  from?: number | undefined
  to?: number | undefined
  oldestFirst: boolean
}

/** AWS keeps it for so long, also after the alarm was deleted. */
const keptMs = 30 * 86_400_000

/** What a wish gets of a history that was written in order. */
export function historyOf(items: readonly HistoryItem[], wish: HistoryWish, now: number): HistoryItem[] {
  const { alarmName, contributorId, kinds, type, from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = wish
  const fitting = items
    .filter((item) => item.at >= Math.max(from, now - keptMs) && item.at <= to && kinds.includes(item.kind))
    .filter((item) => alarmName === undefined || item.alarmName === alarmName)
    .filter((item) => contributorId === undefined || item.contributor?.id === contributorId)
    .filter((item) => type === undefined || item.type === type)
    .sort((a, b) => a.at - b.at) // stable: of one instant in the order of writing
  return wish.oldestFirst ? fitting : fitting.reverse()
}

export function historyOnTheWire({ alarmName, kind, at, type, summary, data, contributor }: HistoryItem): Record<string, unknown> {
  return {
    AlarmName: alarmName,
    ...(contributor === null ? {} : { AlarmContributorId: contributor.id }),
    AlarmType: kind,
    Timestamp: new Date(at),
    HistoryItemType: type,
    HistorySummary: summary,
    HistoryData: JSON.stringify(data),
    ...(contributor === null ? {} : { AlarmContributorAttributes: contributor.attributes }),
  }
}
