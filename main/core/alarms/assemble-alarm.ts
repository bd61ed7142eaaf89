import type { AlarmKind, AlarmState } from '../../../preload/contract/words.ts'
import type { AlarmEvent } from './alarm-event.ts'
import { alarmTitle } from './alarm-title.ts'
import { type ChildAlarm, childInReason } from './child-alarms.ts'
import { comparisonIn } from './comparison.ts'
import { alarmKey } from './dedup-key.ts'
import type { Origin } from './origin.ts'
import type { ReasonData } from './reason-data.ts'
import { toldInReason } from './state-reason.ts'
import { canonicalStatistic, type Watched } from './watched.ts'

/** What each form of an alarm's message tells in its own words. */
export interface AlarmSaid {
  state: AlarmState | null
  previousState: AlarmState | null
  alarmName: string | null
  alarmArn: string | null
  origin: Origin
  /** The region's display name, for what has no code. */
  regionName: string | null
  at: number | null
  reason: string | null
  reasonData: ReasonData | null
  description: string | null
  contributor: AlarmEvent['contributor']
  suppressedBy: string | null
  afterMuteWindow: boolean
  okActionCount: number | null
  children: ChildAlarm[]
  watched: Watched
  /** Set for a change of the definition: `create`, `update`, `delete`, or null where it isn't said. */
  configurationChange?: { operation: string | null }
}

/** Puts an alarm event together: what the message's fields leave open is taken from the reason's data and its text. */
export function assembleAlarm(said: AlarmSaid): AlarmEvent {
  const { watched, reason, reasonData } = said
  const told = toldInReason(reason)
  const kind: AlarmKind = said.configurationChange === undefined ? watched.kind : 'configuration'
  const children = said.children.length > 0 ? said.children : (reasonData?.children ?? [])
  const event = {
    kind,
    state: said.state,
    previousState: said.previousState,
    dedupKey: alarmKey({
      alarmArn: said.alarmArn,
      accountId: said.origin.accountId,
      region: said.origin.region,
      regionName: said.regionName,
      alarmName: said.alarmName,
      contributorId: said.contributor?.id ?? null,
    }),
    title: '',
    reason,
    alarmName: said.alarmName,
    alarmArn: said.alarmArn,
    accountId: said.origin.accountId,
    region: said.origin.region,
    at: said.at,
    description: said.description,
    contributor: said.contributor,
    suppressedBy: said.suppressedBy,
    afterMuteWindow: said.afterMuteWindow,
    okActionCount: said.okActionCount,
    namespace: watched.namespace,
    metricName: watched.metricName,
    dimensions: watched.dimensions,
    statistic: watched.statistic ?? canonicalStatistic(reasonData?.statistic ?? null),
    unit: watched.unit ?? reasonData?.unit ?? null,
    expression: watched.expression,
    periodSeconds: watched.periodSeconds ?? reasonData?.periodSeconds ?? null,
    evaluationPeriods: watched.evaluationPeriods,
    datapointsToAlarm: watched.datapointsToAlarm,
    comparison: watched.comparison ?? (reason === null ? null : comparisonIn(reason)),
    threshold: watched.threshold ?? reasonData?.threshold ?? told.threshold,
    treatMissingData: watched.treatMissingData,
    datapoints: reasonData !== null && reasonData.datapoints.length > 0 ? reasonData.datapoints : told.datapoints,
    children: children.length > 0 || watched.kind !== 'composite' ? children : childInReason(reason),
    alarmRule: watched.alarmRule,
  }
  event.title = alarmTitle(event, {
    label: watched.label,
    missing: told.missing,
    operation: said.configurationChange?.operation ?? null,
  })
  return event
}
