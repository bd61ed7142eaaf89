import { z } from 'zod'
import { notFound, notPossible, procedure } from './errors.ts'
import { topicPattern } from './integrations.ts'
import { idInput, instant, rev } from './shapes.ts'
import { findingKinds, setupStates, stepEffects, stepStates } from './words.ts'

const topicArn = topicPattern
const region = z.string().regex(/^[a-z]{2,5}(-[a-z]+)+-\d{1,2}$/, 'A region is a name such as eu-west-1.')
const alarmName = z.string().min(1).max(255)
const actionState = z.enum(['alarm', 'ok', 'insufficient-data'])

/** One thing in AWS that is to be mended. `topic-key` with an empty `keyId` ends the encryption. */
export const fix = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('allow-publisher'), topicArn, service: z.enum(['cloudwatch.amazonaws.com', 'events.amazonaws.com']) }),
  z.object({ kind: z.literal('topic-key'), topicArn, keyId: z.string().max(300) }),
  z.object({ kind: z.literal('enable-actions'), alarmName }),
  z.object({ kind: z.literal('add-action'), alarmName, topicArn, states: z.array(actionState).min(1).max(3) }),
])

export const setupWish = z.object({
  integrationId: z.string().max(100),
  account: z
    .string()
    .max(100)
    .nullable()
    .describe('The id of a connected account. Null: nothing is looked at; the plan is only to be copied.'),
  region,
  way: z.enum(['push', 'queue']).default('push'),
  topicArns: z.array(topicArn).max(100).default([]),
  createTopic: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,256}$/, 'A topic’s name has letters, digits, - and _.')
    .nullable()
    .default(null),
  deadLetterQueue: z.boolean().default(false),
  fixes: z.array(fix).max(500).default([]),
  test: z.boolean().default(true).describe('Prove each subscription with one message.'),
})

/** What could be read, or why not. */
const seen = <Value extends z.ZodType>(value: Value) =>
  z.discriminatedUnion('seen', [z.object({ seen: z.literal(true), value }), z.object({ seen: z.literal(false), said: z.string() })])

export const lookedTopic = z.object({
  topicArn: z.string(),
  name: z.string(),
  region: z.string(),
  accountId: z.string(),
  ours: z.boolean().describe('It belongs to the connected account.'),
  signatureVersion: seen(z.enum(['1', '2'])),
  kmsKeyId: seen(z.string().nullable()),
  alarms: seen(z.array(z.object({ alarmName: z.string(), alarmArn: z.string(), actionsEnabled: z.boolean() }))),
  rules: seen(z.array(z.string())),
  subscribed: seen(
    z.array(z.object({ integrationId: z.string(), by: z.enum(['url', 'queue']), state: z.enum(['confirmed', 'pending']) })),
  ).describe('This desk’s own subscriptions.'),
  subscribers: seen(z.int()).describe('How many there are in all.'),
})

export const finding = z.object({
  kind: z.enum(findingKinds),
  subject: z.string().describe('The ARN of the topic or alarm.'),
  said: z.string(),
  advice: z.string().describe('What to do by hand.'),
  fix: fix.nullable().describe('To be put among the fixes of a wish; null where a person has to decide.'),
})

export const plannedStep = z.object({
  effect: z.enum(stepEffects),
  kind: z.string(),
  subject: z.string().describe('The ARN or name of what it is about.'),
  said: z.string(),
  undo: z.string().nullable().describe('What undoing it does.'),
})

export const setupPlan = z.object({
  steps: z.array(plannedStep),
  problems: z.array(z.object({ code: z.string(), said: z.string() })).describe('Why not all of it can be done; each says what to do.'),
  changes: z.int().describe('How many steps change something in AWS: 0 where all is as wished.'),
  cli: z.string().describe('The same for a shell. Holds the integration’s secret URL.'),
  terraform: z.string().describe('The same for Terraform. Holds the integration’s secret URL.'),
})

export const setup = z.object({
  id: z.string(),
  rev,
  account: z.string(),
  integrationId: z.string(),
  region: z.string(),
  state: z.enum(setupStates),
  said: z.string().nullable().describe('Why it stopped.'),
  createdAt: instant,
  changedAt: instant,
  steps: z.array(
    plannedStep.extend({
      state: z.enum(stepStates),
      note: z.string().nullable().describe('What came of it, or why it failed.'),
      changedAt: instant,
      tookMs: z.number().nullable().describe('Of a test: from the publish to its arrival here.'),
      deliveryId: z.string().nullable(),
    }),
  ),
})
export type Setup = z.infer<typeof setup>

const refusals = { ...notFound, ...notPossible }

export const setups = {
  /** What there is in a region, what publishes to it, what is wrong with it. */
  look: procedure
    .route({ method: 'POST', path: '/setup-look' })
    .input(
      z.object({
        account: z.string().max(100),
        region,
        topicArns: z.array(topicArn).max(100).default([]).describe('Further topics, such as those of other accounts.'),
        integrationId: z.string().max(100).optional(),
      }),
    )
    .output(
      z.object({
        topics: seen(z.array(lookedTopic)),
        alarms: seen(z.object({ count: z.int() })),
        findings: z.array(finding).describe('At most 500.'),
        findingCounts: z.partialRecord(z.enum(findingKinds), z.int()),
      }),
    )
    .errors(refusals),
  plan: procedure.route({ method: 'POST', path: '/setup-plan' }).input(setupWish).output(setupPlan).errors(refusals),
  apply: procedure.route({ method: 'POST', path: '/setups', successStatus: 201 }).input(setupWish).output(setup).errors(refusals),
  list: procedure.route({ method: 'GET', path: '/setups' }).output(z.object({ rev, items: z.array(setup) })),
  get: procedure.route({ method: 'GET', path: '/setups/{id}' }).input(idInput).output(setup).errors(notFound),
  retry: procedure.route({ method: 'POST', path: '/setups/{id}/retry' }).input(idInput).output(setup).errors(refusals),
  undo: procedure.route({ method: 'POST', path: '/setups/{id}/undo' }).input(idInput).output(setup).errors(refusals),
}
