import { z } from 'zod'
import { awsRefused } from './accounts.ts'
import { notFound, notPossible, procedure } from './errors.ts'
import { idInput, instant, rev } from './shapes.ts'
import { queueKinds, queueTroubleCodes } from './words.ts'

/** A queue of SQS's that is read for an integration. */
export const queue = z.object({
  id: z.string(),
  rev,
  integrationId: z.string(),
  accountId: z.string().describe('The connected account whose credentials read it: an id of `accounts`, not AWS’s number.'),
  region: z.string(),
  url: z.string(),
  arn: z.string(),
  kind: z.enum(queueKinds),
  createdAt: instant,
  polledAt: instant.nullable().describe('When SQS answered last; written at most once a minute.'),
  receivedAt: instant.nullable().describe('When something came out of it last.'),
  trouble: z
    .object({ code: z.enum(queueTroubleCodes), said: z.string(), since: instant })
    .nullable()
    .describe('Why it can’t be read now, and what to do.'),
})
export type Queue = z.infer<typeof queue>

export const queues = {
  list: procedure.route({ method: 'GET', path: '/queues' }).output(z.object({ rev, items: z.array(queue) })),
  /** Asks AWS for the queue, then reads it from now on. One that is read already stays the same. */
  add: procedure
    .route({ method: 'POST', path: '/queues', successStatus: 201 })
    .input(
      z.object({
        integrationId: z.string().min(1).max(100),
        accountId: z.string().min(1).max(100).describe('An id of `accounts`.'),
        url: z.url({ protocol: /^https?$/ }).max(500),
        kind: z.enum(queueKinds).default('queue'),
      }),
    )
    .output(queue)
    .errors({ ...notFound, ...notPossible, ...awsRefused }),
  /** It is read no more; in AWS it stays as it is. */
  remove: procedure
    .route({ method: 'DELETE', path: '/queues/{id}' })
    .input(idInput)
    .output(z.object({ id: z.string(), rev }))
    .errors(notFound),
}
