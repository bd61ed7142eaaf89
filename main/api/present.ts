import type { Delivery, DeliveryDetail } from '../../preload/contract/deliveries.ts'
import type { Incident, IncidentDetail } from '../../preload/contract/incidents.ts'
import { dispositionLabels } from '../../preload/contract/words.ts'
import type { AlarmEvent, Datapoint } from '../core/alarms/alarm-event.ts'
import { alarmLinks } from '../core/alarms/links.ts'
import type { TimelineEvent } from '../core/incidents/timeline.ts'
import { redact } from '../core/sns/redact.ts'
import type { DeliveryContent, DeliveryRow } from '../store/delivery-rows.ts'
import type { IncidentRow } from '../store/incident-rows.ts'

/** ISO 8601, UTC, milliseconds. */
export const instant = (ms: number): string => new Date(ms).toISOString()
export const instantOrNull = (ms: number | null): string | null => (ms === null ? null : instant(ms))
const shortId = (number: number): string => `INC-${number}`

/** A stored delivery in the contract's shape. */
export function presentDelivery(row: DeliveryRow): Delivery {
  return {
    id: String(row.id),
    rev: row.rev,
    integrationId: String(row.integrationId),
    source: row.source,
    practice: row.practice,
    receivedAt: instant(row.receivedAt),
    type: row.type,
    messageId: row.messageId,
    topicArn: row.topicArn,
    subject: row.subject,
    disposition: row.disposition,
    dispositionLabel: dispositionLabels[row.disposition],
    reason: row.reason,
    incidentId: row.incidentId,
    incidentShortId: row.incidentShortNumber === null ? null : shortId(row.incidentShortNumber),
    count: row.count,
    tookMs: row.tookUs / 1_000,
    alarm: row.alarm === null ? null : { ...row.alarm, at: instantOrNull(row.alarm.at) },
  }
}

export function presentDeliveryDetail(row: DeliveryRow, content: DeliveryContent): DeliveryDetail {
  const body = Buffer.from(content.body ?? new Uint8Array())
  const text = body.toString('utf8')
  // What is no UTF-8 is shown as it came, byte for byte.
  const isText = Buffer.from(text, 'utf8').equals(body)
  const shareable = redact({ headers: content.headers, body: isText ? text : '' })
  return {
    ...presentDelivery(row),
    headers: content.headers,
    body: isText ? text : body.toString('base64'),
    bodyEncoding: isText ? 'utf8' : 'base64',
    bodyBytes: content.bodyBytes,
    trace: content.trace,
    shareable: { ...shareable, bodyEncoding: 'utf8' },
  }
}

/** A stored incident in the contract's shape. */
export function presentIncident(row: IncidentRow): Incident {
  return {
    id: row.id,
    rev: row.rev,
    shortId: shortId(row.shortNumber),
    integrationId: String(row.integrationId),
    practice: row.practice,
    dedupKey: row.dedupKey,
    problemKey: row.problemKey,
    title: row.title,
    status: row.status,
    severity: row.severity,
    openedAt: instant(row.openedAt),
    acknowledgedAt: instantOrNull(row.acknowledgedAt),
    acknowledgedBy: row.acknowledgedBy,
    closedAt: instantOrNull(row.closedAt),
    snoozedUntil: instantOrNull(row.snoozedUntil),
    lastAlarmAt: instantOrNull(row.lastAlarmAt),
    alarmName: row.alarmName,
    accountId: row.accountId,
    region: row.region,
    resource: row.resource,
    reason: row.reason,
    appendedCount: row.appendedCount,
    reopenedCount: row.reopenedCount,
    warnings: [
      ...(row.status === 'closed' && row.awsInAlarm ? (['closed-while-alarm'] as const) : []),
      ...(row.status !== 'closed' && row.nothingClosesIt && !row.ownFault ? (['nothing-closes-it'] as const) : []),
      ...(row.ownFault ? (['own-fault'] as const) : []),
    ],
  }
}

/** @param alarms what the incident's newest messages say, newest first */
export function presentIncidentDetail(row: IncidentRow, timeline: readonly TimelineEvent[], alarms: readonly AlarmEvent[]): IncidentDetail {
  const newest = alarms.find((alarm) => alarm.state === 'alarm') ?? alarms[0]
  return {
    ...presentIncident(row),
    // It was written in the order of hearing, and is told in the order of happening.
    timeline: timeline
      .toSorted((a, b) => a.at - b.at)
      .map((event) => ({
        id: event.id,
        at: instant(event.at),
        kind: event.kind,
        actor: event.actor,
        deliveryId: event.deliveryId === null ? null : String(event.deliveryId),
        data: presentData(event.data),
        undoneBy: timeline.find((later) => 'undoes' in later.data && later.data.undoes === event.id)?.id ?? null,
      })),
    alarm: newest === undefined ? null : presentFacts(newest),
    datapoints: mergeDatapoints(alarms),
    links: newest === undefined ? [] : alarmLinks(newest),
  }
}

/** Instants inside an event's data are given as everywhere. */
const presentData = (data: TimelineEvent['data']): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]) => [
      name,
      (name === 'until' || name === 'acknowledgedAt') && typeof value === 'number' ? instant(value) : value,
    ]),
  )

function presentFacts(alarm: AlarmEvent): NonNullable<IncidentDetail['alarm']> {
  const { kind, state, alarmArn, description, namespace, metricName, expression, statistic, unit, dimensions } = alarm
  const { periodSeconds, evaluationPeriods, datapointsToAlarm, comparison, threshold, treatMissingData, children, alarmRule } = alarm
  return {
    kind,
    state,
    alarmArn,
    description,
    namespace,
    metricName,
    expression,
    statistic,
    unit,
    dimensions,
    contributor: alarm.contributor?.attributes ?? [],
    periodSeconds,
    evaluationPeriods,
    datapointsToAlarm,
    comparison,
    threshold,
    treatMissingData,
    children,
    alarmRule,
  }
}

/** The datapoints of all messages, each instant once, oldest first; the newest message's word on an instant stands. */
function mergeDatapoints(alarms: readonly AlarmEvent[]): IncidentDetail['datapoints'] {
  const byInstant = new Map<number, Datapoint>()
  for (const point of alarms.toReversed().flatMap((alarm) => alarm.datapoints)) if (point.at !== null) byInstant.set(point.at, point)
  return [...byInstant].sort(([a], [b]) => a - b).map(([at, { value, lower, upper }]) => ({ at: instant(at), value, lower, upper }))
}
