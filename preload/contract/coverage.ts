import { z } from 'zod'
import { procedure } from './errors.ts'
import { instant } from './shapes.ts'
import { coverageLinks, coverageStates, linkStates } from './words.ts'

export const coverageReport = z.object({
  state: z.enum(coverageStates),
  since: instant,
  links: z.array(
    z.object({
      link: z.enum(coverageLinks),
      state: z.enum(linkStates),
      since: instant,
      detail: z.string().describe('The sentence that is shown: what is known, from when, and what to do.'),
    }),
  ),
  lastDeliveryAt: instant.nullable().describe('Practice not counted.'),
  said: z.string().describe('The whole, in one sentence.'),
})
export type CoverageReport = z.infer<typeof coverageReport>

export const coverage = {
  get: procedure.route({ method: 'GET', path: '/coverage' }).output(coverageReport),
}
