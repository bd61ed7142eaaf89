import { z } from 'zod'
import { notFound, notPossible, procedure } from './errors.ts'
import { idInput, instant, rev } from './shapes.ts'
import { confirmModes, dispositions, severities, subscriptionStates, templates } from './words.ts'

/** Who may be believed. `aws`: SNS's own signing certificates. `custom`: one given key, for SNS-compatible services. `secret-url`: whoever knows the URL. */
export const trust = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('aws') }),
  z.object({
    kind: z.literal('custom'),
    certificatePem: z.string().min(1).max(20_000),
    endpoint: z.url({ protocol: /^https?$/ }),
  }),
  z.object({ kind: z.literal('secret-url') }),
])

/** A topic's ARN, or a pattern of one in which `*` stands for any run of characters within a part. */
export const topicPattern = z
  .string()
  .max(400)
  .regex(
    /^arn:[a-z*-]+:sns:[^:\s]+:[^:\s]+:[^:\s]+$/,
    'A topic is an ARN such as arn:aws:sns:eu-west-1:123456789012:alarms, or a pattern of one with *.',
  )

export const ruleFields = [
  'alarmName',
  'title',
  'description',
  'reason',
  'state',
  'accountId',
  'region',
  'namespace',
  'metricName',
  'subject',
  'message',
] as const
export const ruleTests = ['equals', 'starts-with', 'ends-with', 'contains'] as const
export const ruleOutcomes = ['by-state', 'open', 'close', 'leave', 'filter'] as const

/** The first rule whose conditions all hold says what is done. `by-state` leaves it to the alarm's state. */
export const rule = z.object({
  name: z.string().min(1).max(100),
  when: z.array(z.object({ field: z.enum(ruleFields), test: z.enum(ruleTests), value: z.string().max(1_000) })).max(20),
  outcome: z.enum(ruleOutcomes).default('by-state'),
  severity: z.enum(severities).optional(),
})

const chosen = {
  name: z.string().trim().min(1).max(100),
  trust,
  confirm: z.enum(confirmModes),
  topics: z.array(topicPattern).max(200),
  maxAgeSeconds: z
    .int()
    .min(60)
    .max(2 ** 31),
  rules: z.array(rule).max(200),
}

/** A topic's subscription as this desk knows it. `authenticated: false`: anyone who holds one of its messages can end it. */
export const subscription = z.object({
  deliveryId: z.string(),
  topicArn: z.string(),
  state: z.enum(subscriptionStates),
  authenticated: z.boolean().nullable(),
  reason: z.string().nullable(),
  since: instant,
})

export const integration = z.object({
  id: z.string(),
  rev,
  name: z.string(),
  template: z.enum(templates),
  practice: z.boolean(),
  trust,
  confirm: z.enum(confirmModes),
  topics: z.array(z.string()),
  maxAgeSeconds: z.int(),
  rules: z.array(rule),
  createdAt: instant,
  inboundPath: z.string().describe('`/in/SECRET`: whoever has it can knock.'),
  inboundUrl: z.string().nullable().describe('Null until there is a public address.'),
  previousSecret: z
    .object({ until: instant, lastUsedAt: instant.nullable() })
    .nullable()
    .describe('The URL before the last rotation, while it still works.'),
  lastDelivery: z.object({ id: z.string(), at: instant, disposition: z.enum(dispositions) }).nullable(),
  deliveriesToday: z.int().describe('In the last 24 hours.'),
  subscriptions: z.array(subscription),
})
export type Integration = z.infer<typeof integration>

export const integrations = {
  list: procedure.route({ method: 'GET', path: '/integrations' }).output(z.object({ rev, items: z.array(integration) })),
  create: procedure
    .route({ method: 'POST', path: '/integrations', successStatus: 201 })
    .input(
      z.object({
        name: chosen.name,
        template: z.enum(templates),
        trust: chosen.trust.optional(),
        confirm: chosen.confirm.optional(),
        topics: chosen.topics.optional(),
        maxAgeSeconds: chosen.maxAgeSeconds.optional(),
        rules: chosen.rules.optional(),
      }),
    )
    .output(integration)
    .errors(notPossible),
  get: procedure.route({ method: 'GET', path: '/integrations/{id}' }).input(idInput).output(integration).errors(notFound),
  update: procedure
    .route({ method: 'PATCH', path: '/integrations/{id}' })
    .input(z.object({ ...idInput.shape, ...z.object(chosen).partial().shape }))
    .output(integration)
    .errors({ ...notFound, ...notPossible }),
  remove: procedure
    .route({ method: 'DELETE', path: '/integrations/{id}' })
    .input(idInput)
    .output(z.object({ id: z.string(), rev }))
    .errors(notFound),
  rotate: procedure
    .route({ method: 'POST', path: '/integrations/{id}/rotate' })
    .input(
      z.object({
        ...idInput.shape,
        keepOldSeconds: z
          .int()
          .min(0)
          .max(30 * 86_400)
          .default(3_600),
      }),
    )
    .output(integration)
    .errors(notFound),
}
