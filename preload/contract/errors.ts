import { oc } from '@orpc/contract'
import { z } from 'zod'
import { incidentStatuses } from './words.ts'

export const notFound = {
  'not-found': { status: 404, message: 'There is no such thing here. It may have been removed: read the list again.' },
} as const

export const illegalTransition = {
  'illegal-transition': {
    status: 409,
    message: 'That is not possible in the state it is in.',
    data: z.object({ status: z.enum(incidentStatuses) }),
  },
} as const

/** An act that needs what is not there now; the message says what to do. */
export const notPossible = {
  'not-possible': { status: 409, message: 'That is not possible now.', data: z.object({ reason: z.string() }) },
} as const

/** Every procedure may answer these. */
export const procedure = oc.errors({
  'store-unavailable': {
    status: 503,
    message: 'The store can not be written now. Free disk space or check the data folder; deliveries are refused so that SNS tries again.',
  },
})
