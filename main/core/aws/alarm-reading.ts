import type { AlarmState } from '../../../preload/contract/words.ts'
import { alarmStateOf } from '../alarms/alarm-state.ts'
import { type Fields, fields, list, text } from '../alarms/fields.ts'

/** A connected account in one region, as catch-up reads it. */
export interface Place {
  partition: string
  /** Twelve digits. */
  accountId: string
  region: string
}

/** An alarm as AWS's API shows it now. Instants are epoch milliseconds. */
export interface AlarmReading {
  arn: string
  name: string
  state: AlarmState
  /** When it came into this state. */
  at: number
  /** False where AWS says only when anything of the state changed last, which may be its reason. */
  exact: boolean
  /** When anything of its state changed last, a series of its too. */
  updatedAt: number
  actionsEnabled: boolean
  /** What AWS runs at each state, as ARNs. */
  actions: Readonly<Record<AlarmState, readonly string[]>>
  /** A suppressor holds its actions. */
  suppressed: boolean
  /** Whether it speaks for each series of its own: an alarm with GROUP BY or PromQL does, a log alarm may. */
  contributors: 'none' | 'maybe' | 'some'
  /** As the API gave it. */
  given: Fields
}

/** A series of an alarm that is in ALARM now. */
export interface ContributorReading {
  id: string
  attributes: Fields
  reason: string | null
  at: number | null
}

/**
 * Reads one alarm of DescribeAlarms; null where it says too little to be one.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html
 */
export function readAlarmReading(given: Fields): AlarmReading | null {
  const arn = text(given.AlarmArn)
  const name = text(given.AlarmName)
  const state = alarmStateOf(given.StateValue)
  const transitionedAt = instant(given.StateTransitionedTimestamp)
  const updatedAt = instant(given.StateUpdatedTimestamp) ?? transitionedAt
  if (arn === null || name === null || state === null || updatedAt === null) return null
  return {
    arn,
    name,
    state,
    at: transitionedAt ?? updatedAt,
    exact: transitionedAt !== null,
    updatedAt,
    actionsEnabled: given.ActionsEnabled !== false,
    actions: {
      alarm: texts(given.AlarmActions),
      ok: texts(given.OKActions),
      'insufficient-data': texts(given.InsufficientDataActions),
    },
    suppressed: text(given.ActionsSuppressedBy) !== null,
    contributors: contributorsOf(given),
    given,
  }
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_AlarmContributor.html */
export function readContributorReading(given: Fields): ContributorReading | null {
  const id = text(given.ContributorId)
  if (id === null) return null
  return {
    id,
    attributes: fields(given.ContributorAttributes),
    reason: text(given.StateReason),
    at: instant(given.StateTransitionedTimestamp),
  }
}

function contributorsOf(given: Fields): AlarmReading['contributors'] {
  if (given.EvaluationCriteria !== undefined && given.EvaluationCriteria !== null) return 'some'
  if (given.ScheduledQueryConfiguration !== undefined || given.QueryResultsToEvaluate !== undefined) return 'maybe'
  const grouped = list(given.Metrics).some((query) => /^\s*SELECT\b[\s\S]*\bGROUP\s+BY\b/i.test(text(fields(query).Expression) ?? ''))
  return grouped ? 'some' : 'none'
}

const texts = (value: unknown): string[] => list(value).filter((each) => typeof each === 'string')

/** The SDK gives a Date. */
export const instant = (value: unknown): number | null =>
  value instanceof Date && Number.isFinite(value.getTime()) ? value.getTime() : null
