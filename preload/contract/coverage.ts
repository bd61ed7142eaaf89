import { z } from 'zod'
import { notPossible, procedure } from './errors.ts'
import { incident } from './incidents.ts'
import { instant, page, pageQuery, rev } from './shapes.ts'
import { coverageLinks, coverageStates, deafnessCauses, linkStates } from './words.ts'

export const coverageReport = z.object({
  state: z.enum(coverageStates),
  since: instant,
  links: z.array(
    z.object({
      link: z.enum(coverageLinks),
      state: z.enum(linkStates),
      since: instant,
      detail: z.string().describe('The sentence that is shown: what is known, from when, and what to do.'),
      acceptedUntil: instant.nullable().describe('Until then the operator accepts that it is unproven.'),
    }),
  ),
  lastDeliveryAt: instant.nullable().describe('Practice not counted.'),
  said: z.string().describe('The whole, in one sentence.'),
})
export type CoverageReport = z.infer<typeof coverageReport>

/** An interval in which nothing could be heard. */
export const deafness = z.object({
  id: z.string(),
  rev,
  beganAt: instant,
  endedAt: instant.nullable().describe('Null: it is not over.'),
  cause: z.enum(deafnessCauses).describe('A link of coverage; `off`: Tocsin was not running; `asleep`: the computer slept.'),
  said: z.string(),
  incidentId: z.string().nullable().describe('The desk’s own incident that told of it.'),
  happened: z
    .object({ opened: z.int(), closed: z.int() })
    .describe('Incidents that opened and closed in it by AWS’s own times, as far as they were heard of since.'),
  askedAt: instant.nullable().describe('When AWS was asked afterwards what happened; null: nobody asked, so it may not be known.'),
})
export type Deafness = z.infer<typeof deafness>

export const away = z.object({
  from: instant,
  to: instant,
  deafMs: z.number().describe('How much of it nothing could be heard.'),
  causes: z.array(z.enum(deafnessCauses)),
  asked: z.boolean().describe('Whether AWS was asked what happened in all of it.'),
  incidents: z.array(incident).describe('Those that opened or closed in it, still open first.'),
})
export type Away = z.infer<typeof away>

export const coverage = {
  get: procedure.route({ method: 'GET', path: '/coverage' }).output(coverageReport),
  ledger: procedure.route({ method: 'GET', path: '/coverage/ledger' }).input(z.object(pageQuery)).output(page(deafness)),
  away: procedure.route({ method: 'GET', path: '/coverage/away' }).output(z.object({ rev, away: away.nullable() })),
  dismissAway: procedure.route({ method: 'POST', path: '/coverage/away/dismiss' }).output(z.object({ rev })),
  accept: procedure
    .route({ method: 'POST', path: '/coverage/accept' })
    .input(z.object({ link: z.enum(coverageLinks), until: instant.nullable().describe('Null: no longer.') }))
    .output(coverageReport)
    .errors(notPossible),
}
