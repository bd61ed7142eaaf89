import { z } from 'zod'
import { notFound, procedure } from './errors.ts'
import { instant, rev } from './shapes.ts'
import { catchUpSteps } from './words.ts'

export const catchUpState = z.object({
  rev,
  places: z
    .array(
      z.object({
        accountId: z.string().describe('The connected account: an id of `accounts`, not AWS’s number.'),
        awsAccount: z.string().describe('Twelve digits.'),
        region: z.string(),
        lastDoneAt: instant.nullable().describe('When all its alarms were read last.'),
        running: z.object({ step: z.enum(catchUpSteps), page: z.int() }).nullable(),
        unseen: z.array(z.string()).describe('What it can’t see, as sentences.'),
        said: z.string().nullable().describe('Why it does not get on, or what it was denied.'),
        nextAt: instant,
      }),
    )
    .describe('Each region of each connected account.'),
  baseline: z
    .array(
      z.object({
        integrationId: z.string(),
        count: z.int(),
        alarms: z
          .array(
            z.object({
              alarmArn: z.string().describe('With `#` and the contributor where there is one.'),
              alarmName: z.string().nullable(),
              awsAccount: z.string(),
              region: z.string(),
              title: z.string(),
              at: instant.describe('Since when it is in ALARM.'),
            }),
          )
          .describe('The newest 500.'),
      }),
    )
    .describe('What was in ALARM already when an integration first looked. It pages nobody until it is answered.'),
})
export type CatchUpAnswer = z.infer<typeof catchUpState>

export const catchUp = {
  get: procedure.route({ method: 'GET', path: '/catch-up' }).output(catchUpState),
  /** Reads everywhere at once; what it finds is news. */
  look: procedure.route({ method: 'POST', path: '/catch-up' }).output(catchUpState),
  /** `open`: each becomes an incident now. `wait`: each waits for its next change. */
  answerBaseline: procedure
    .route({ method: 'POST', path: '/catch-up/baseline/{integrationId}' })
    .input(z.object({ integrationId: z.string().min(1).max(100), answer: z.enum(['open', 'wait']) }))
    .output(catchUpState)
    .errors(notFound),
}
