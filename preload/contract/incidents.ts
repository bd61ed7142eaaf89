import { z } from 'zod'
import { illegalTransition, notFound, notPossible, procedure } from './errors.ts'
import { idInput, instant, page, pageQuery, rev } from './shapes.ts'
import { alarmKinds, alarmStates, incidentStatuses, severities, timelineKinds } from './words.ts'

export const incident = z.object({
  id: z.string(),
  rev,
  shortId: z.string().describe('`INC-214`: local and counted.'),
  integrationId: z.string(),
  practice: z.boolean(),
  dedupKey: z.string(),
  problemKey: z.string().describe('The same on every desk that heard the problem; not unique.'),
  title: z.string(),
  status: z.enum(incidentStatuses),
  severity: z.enum(severities),
  openedAt: instant,
  acknowledgedAt: instant.nullable(),
  closedAt: instant.nullable(),
  snoozedUntil: instant.nullable(),
  lastAlarmAt: instant.nullable().describe('When the newest ALARM that it holds happened.'),
  alarmName: z.string().nullable(),
  accountId: z.string().nullable(),
  region: z.string().nullable(),
  resource: z.string().nullable().describe('What the alarm watches: its dimensions, contributor or rule, in a few words.'),
  reason: z.string().nullable().describe('The newest state reason.'),
  acknowledgedBy: z.string().nullable(),
  appendedCount: z.int(),
  reopenedCount: z.int(),
  warnings: z
    .array(z.enum(['closed-while-alarm', 'nothing-closes-it', 'own-fault']))
    .describe('What AWS and the desk do not agree on, or what will not happen by itself.'),
})
export type Incident = z.infer<typeof incident>

export const timelineEvent = z.object({
  id: z.string(),
  at: instant,
  kind: z.enum(timelineKinds),
  actor: z.string().describe('`alarm`, `desk`, or who did it.'),
  deliveryId: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  undoneBy: z.string().nullable().describe('The event that took this one back.'),
})
export type TimelineEvent = z.infer<typeof timelineEvent>

export const alarmFacts = z.object({
  kind: z.enum(alarmKinds),
  state: z.enum(alarmStates).nullable(),
  alarmArn: z.string().nullable(),
  description: z.string().nullable(),
  namespace: z.string().nullable(),
  metricName: z.string().nullable(),
  expression: z.string().nullable(),
  statistic: z.string().nullable(),
  unit: z.string().nullable(),
  dimensions: z.array(z.object({ name: z.string(), value: z.string() })),
  contributor: z.array(z.object({ name: z.string(), value: z.string() })),
  periodSeconds: z.number().nullable(),
  evaluationPeriods: z.number().nullable(),
  datapointsToAlarm: z.number().nullable(),
  comparison: z.string().nullable(),
  threshold: z.number().nullable(),
  treatMissingData: z.string().nullable(),
  children: z.array(z.object({ arn: z.string(), state: z.string().nullable() })),
  alarmRule: z.string().nullable(),
})

export const incidentDetail = incident.extend({
  timeline: z.array(timelineEvent).describe('Oldest first.'),
  alarm: alarmFacts.nullable(),
  datapoints: z.array(z.object({ at: instant, value: z.number(), lower: z.number().nullable(), upper: z.number().nullable() })),
  links: z.array(z.object({ label: z.string(), url: z.string() })),
})
export type IncidentDetail = z.infer<typeof incidentDetail>

const act = (path: `/${string}`) =>
  procedure.route({ method: 'POST', path: `/incidents/{id}${path}` }).errors({ ...notFound, ...illegalTransition })

export const incidents = {
  list: procedure
    .route({ method: 'GET', path: '/incidents' })
    .input(
      z.object({
        status: z
          .enum([...incidentStatuses, 'live'])
          .optional()
          .describe('`live`: whatever is not closed.'),
        severity: z.enum(severities).optional(),
        integrationId: z.string().optional(),
        q: z.string().max(200).optional(),
        ...pageQuery,
      }),
    )
    .output(page(incident)),
  get: procedure.route({ method: 'GET', path: '/incidents/{id}' }).input(idInput).output(incidentDetail).errors(notFound),
  acknowledge: act('/acknowledge').input(idInput).output(incidentDetail),
  unacknowledge: act('/unacknowledge').input(idInput).output(incidentDetail),
  close: act('/close').input(idInput).output(incidentDetail),
  reopen: act('/reopen').input(idInput).output(incidentDetail),
  snooze: act('/snooze')
    .input(z.object({ ...idInput.shape, until: instant }))
    .output(incidentDetail),
  unsnooze: act('/unsnooze').input(idInput).output(incidentDetail),
  note: act('/notes')
    .input(z.object({ ...idInput.shape, text: z.string().trim().min(1).max(10_000) }))
    .output(incidentDetail),
  removeNote: procedure
    .route({ method: 'DELETE', path: '/incidents/{id}/notes/{noteId}' })
    .input(z.object({ ...idInput.shape, noteId: z.string() }))
    .output(incidentDetail)
    .errors({ ...notFound, ...illegalTransition }),
  undo: act('/undo')
    .input(z.object({ ...idInput.shape, eventId: z.string() }))
    .output(incidentDetail)
    .errors(notPossible),
  /** Deliveries an hour for each incident asked for, oldest hour first, the last being the hour that runs. */
  activity: procedure
    .route({ method: 'GET', path: '/activity' })
    .input(z.object({ incidentIds: z.string().max(8_000).describe('Ids, parted by commas; at most 200.') }))
    .output(z.object({ rev, until: instant, items: z.array(z.object({ incidentId: z.string(), hours: z.array(z.int()).length(24) })) })),
  /** The figures over the queue. */
  counts: procedure
    .route({ method: 'GET', path: '/incidents-counts' })
    .output(z.object({ rev, open: z.int(), acknowledged: z.int(), snoozed: z.int(), closedToday: z.int() })),
}
