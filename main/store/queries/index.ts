import type { ReadableDb } from '../database.ts'
import { deafnessQueries } from './deafness.ts'
import { deliveryQueries } from './deliveries.ts'
import { incidentQueries } from './incidents.ts'
import { integrationQueries } from './integrations.ts'

/** Everything that is read and not written; it runs on the reader's thread. */
export const allQueries = (db: ReadableDb) => ({
  ...deliveryQueries(db),
  ...incidentQueries(db),
  ...integrationQueries(db),
  ...deafnessQueries(db),
})

export type Queries = ReturnType<typeof allQueries>
