import { z } from 'zod'
import { notFound, notPossible, procedure } from './errors.ts'
import { idInput, instant, page, pageQuery, rev } from './shapes.ts'
import { alarmKinds, alarmStates, deliverySources, dispositions } from './words.ts'

export const deliveryAlarm = z.object({
  kind: z.enum(alarmKinds),
  state: z.enum(alarmStates).nullable(),
  alarmName: z.string().nullable(),
  alarmArn: z.string().nullable(),
  accountId: z.string().nullable(),
  region: z.string().nullable(),
  title: z.string(),
  reason: z.string().nullable(),
  at: instant.nullable(),
})

/** A row of the inbound log. */
export const delivery = z.object({
  id: z.string(),
  rev,
  integrationId: z.string(),
  source: z.enum(deliverySources),
  practice: z.boolean(),
  receivedAt: instant,
  type: z.string().nullable().describe('The SNS Type, where there was one.'),
  messageId: z.string().nullable(),
  topicArn: z.string().nullable(),
  subject: z.string().nullable(),
  disposition: z.enum(dispositions),
  dispositionLabel: z.string(),
  reason: z.string().nullable(),
  incidentId: z.string().nullable(),
  incidentShortId: z.string().nullable(),
  count: z.int().describe('How many deliveries this row stands for: more than 1 where a flood is only counted.'),
  tookMs: z.number().describe('From the last byte of the request to its row.'),
  alarm: deliveryAlarm.nullable(),
})
export type Delivery = z.infer<typeof delivery>

/** One step of a delivery's path: what it looked at and what it said. */
export const traceStep = z.object({ step: z.string(), said: z.string(), ok: z.boolean() })

const content = z.object({
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  bodyEncoding: z.enum(['utf8', 'base64']),
})

export const deliveryDetail = delivery.extend({
  ...content.shape,
  bodyBytes: z.int().describe('What arrived; more than `body` holds where only its beginning was kept.'),
  trace: z.array(traceStep),
  shareable: content.describe('The same with tokens, signatures, subscribe URLs and the secret replaced: for copying.'),
})
export type DeliveryDetail = z.infer<typeof deliveryDetail>

export const deliveries = {
  list: procedure
    .route({ method: 'GET', path: '/deliveries' })
    .input(
      z.object({
        integrationId: z.string().optional(),
        disposition: z.enum(dispositions).optional(),
        source: z.enum(deliverySources).optional(),
        q: z.string().max(200).optional(),
        ...pageQuery,
      }),
    )
    .output(page(delivery)),
  get: procedure.route({ method: 'GET', path: '/deliveries/{id}' }).input(idInput).output(deliveryDetail).errors(notFound),
  confirm: procedure
    .route({ method: 'POST', path: '/deliveries/{id}/confirm' })
    .input(idInput)
    .output(delivery)
    .errors({ ...notFound, ...notPossible }),
  refuse: procedure
    .route({ method: 'POST', path: '/deliveries/{id}/refuse' })
    .input(idInput)
    .output(delivery)
    .errors({ ...notFound, ...notPossible }),
  replay: procedure
    .route({ method: 'POST', path: '/deliveries/{id}/replay' })
    .input(idInput)
    .output(delivery)
    .errors({ ...notFound, ...notPossible }),
  trustTopic: procedure
    .route({ method: 'POST', path: '/deliveries/{id}/trust-topic' })
    .input(idInput)
    .output(z.object({ topicArn: z.string(), replayed: z.int() }))
    .errors({ ...notFound, ...notPossible }),
}
