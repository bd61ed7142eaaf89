import { z } from 'zod'
import { notPossible, procedure } from './errors.ts'

/** Runs a drill: a signed alarm from the practice SNS takes the whole real path. Answers when its ALARM has opened an incident. */
export const practice = {
  run: procedure
    .route({ method: 'POST', path: '/practice' })
    .output(z.object({ integrationId: z.string(), incidentId: z.string().nullable() }))
    .errors(notPossible),
}
