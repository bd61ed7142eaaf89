import { z } from 'zod'
import { notPossible, procedure } from './errors.ts'
import { instant } from './shapes.ts'
import { moveSteps, staleReasons } from './words.ts'

const place = {
  topicArn: z.string(),
  region: z.string(),
  integrationId: z.string().nullable(),
}

export const moveReport = z.object({
  at: instant.nullable().describe('When AWS was read last; null: not yet.'),
  isBusy: z.boolean(),
  publicUrl: z.string().nullable().describe('Where the subscriptions should lead.'),
  moves: z
    .array(
      z.object({
        ...place,
        from: z.array(z.string()).describe('The addresses that it speaks to, without their secrets.'),
        step: z.enum(moveSteps).describe('What comes next, or that all is done.'),
        said: z.string().nullable().describe('What went wrong with it, and what to do.'),
      }),
    )
    .describe('Topics that still speak to where this desk no longer is.'),
  stale: z
    .array(
      z.object({ ...place, subscriptionArn: z.string(), endpoint: z.string(), why: z.enum(staleReasons), said: z.string().nullable() }),
    )
    .describe('Subscriptions that were this desk’s and are of no use any more.'),
  unread: z
    .array(z.object({ account: z.string(), region: z.string(), said: z.string() }))
    .describe('Where AWS did not let itself be read.'),
})
export type MoveReport = z.infer<typeof moveReport>

export const moves = {
  get: procedure.route({ method: 'GET', path: '/moves' }).output(moveReport),
  read: procedure.route({ method: 'POST', path: '/moves/read' }).output(moveReport).errors(notPossible),
  apply: procedure.route({ method: 'POST', path: '/moves/apply' }).output(moveReport).errors(notPossible),
  sweep: procedure
    .route({ method: 'POST', path: '/moves/sweep' })
    .input(z.object({ subscriptionArns: z.array(z.string().max(500)).min(1).max(1_000) }))
    .output(moveReport)
    .errors(notPossible),
}
