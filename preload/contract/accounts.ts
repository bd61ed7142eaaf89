import { z } from 'zod'
import { notFound, procedure } from './errors.ts'
import { idInput, instant, rev } from './shapes.ts'
import { awsFaultCodes, awsFeatures, credentialStates, profileKinds } from './words.ts'

/** AWS, or the way to it, said no; the message says what to do. */
export const awsRefused = {
  'aws-refused': {
    status: 409,
    message: 'AWS refused it.',
    data: z.object({
      reason: z.enum(awsFaultCodes),
      command: z.string().nullable().describe('To be typed in a terminal, such as `aws sso login --profile prod`.'),
      awsCode: z.string().nullable().describe('AWS’s own code.'),
    }),
  },
} as const

const region = z
  .string()
  .max(40)
  .regex(/^[a-z]{2,5}(-[a-z]{2,5})?(-[a-z]+)+-\d{1,2}$/, 'A region is a name such as eu-west-1.')
const regions = z.array(region).min(1).max(40)
const mfaCode = z
  .string()
  .regex(/^\d{6}$/, 'An MFA code has six digits.')
  .optional()

/** A profile of the files under ~/.aws: what it is called and how it signs in; never a key. */
export const awsProfile = z.object({
  name: z.string(),
  region: z.string().nullable(),
  kind: z.enum(profileKinds),
  mfa: z.boolean().describe('Its role asks for the code of an MFA device.'),
  accountId: z.string().nullable().describe('The connected account that uses it: the id of `accounts`, not AWS’s number.'),
})

export const account = z.object({
  id: z.string(),
  rev,
  profile: z.string().nullable().describe('Null: what the computer has without a profile.'),
  accountId: z.string().describe('Twelve digits.'),
  partition: z.string(),
  alias: z.string().nullable(),
  callerArn: z.string(),
  regions: z.array(z.string()),
  createdAt: instant,
  credentials: z.object({
    state: z.enum(credentialStates),
    at: instant.nullable().describe('When they were last asked.'),
    endsAt: instant.nullable().describe('When they end by themselves; null: not known, or never.'),
    said: z.string().nullable().describe('What is wrong and what to do.'),
    reason: z.enum(awsFaultCodes).nullable(),
    command: z.string().nullable(),
  }),
})
export type Account = z.infer<typeof account>

export const leastPolicyAnswer = z.object({
  document: z.string().describe('The IAM policy as JSON, to be copied.'),
  features: z.array(
    z.object({
      feature: z.enum(awsFeatures),
      permissions: z.array(z.object({ actions: z.array(z.string()), why: z.string(), optional: z.boolean() })),
    }),
  ),
})

export const accounts = {
  profiles: procedure.route({ method: 'GET', path: '/aws-profiles' }).output(z.object({ items: z.array(awsProfile) })),
  list: procedure.route({ method: 'GET', path: '/accounts' }).output(z.object({ rev, items: z.array(account) })),
  connect: procedure
    .route({ method: 'POST', path: '/accounts', successStatus: 201 })
    .input(z.object({ profile: z.string().min(1).max(200).nullable(), regions, mfaCode }))
    .output(account)
    .errors(awsRefused),
  update: procedure
    .route({ method: 'PATCH', path: '/accounts/{id}' })
    .input(z.object({ ...idInput.shape, regions }))
    .output(account)
    .errors(notFound),
  check: procedure
    .route({ method: 'POST', path: '/accounts/{id}/check' })
    .input(z.object({ ...idInput.shape, mfaCode }))
    .output(account)
    .errors({ ...notFound, ...awsRefused }),
  remove: procedure
    .route({ method: 'DELETE', path: '/accounts/{id}' })
    .input(idInput)
    .output(z.object({ id: z.string(), rev }))
    .errors(notFound),
  /** What the features ask of IAM, for everything or narrowed to what is named. */
  leastPolicy: procedure
    .route({ method: 'POST', path: '/aws-least-policy' })
    .input(
      z.object({
        features: z.array(z.enum(awsFeatures)).min(1).max(awsFeatures.length),
        account: z.string().max(100).optional().describe('The id of a connected account: its number, partition and regions go in.'),
        integrationId: z.string().max(100).optional().describe('Only its URL may be subscribed.'),
        topicArns: z.array(z.string().max(400)).max(200).default([]),
        queueArns: z.array(z.string().max(400)).max(200).default([]),
        alarmArns: z.array(z.string().max(600)).max(200).default([]),
      }),
    )
    .output(leastPolicyAnswer),
}
