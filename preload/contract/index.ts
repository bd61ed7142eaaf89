import { accounts } from './accounts.ts'
import { catchUp } from './catch-up.ts'
import { changes } from './changes.ts'
import { coverage } from './coverage.ts'
import { deliveries } from './deliveries.ts'
import { incidents } from './incidents.ts'
import { integrations } from './integrations.ts'
import { moves } from './move.ts'
import { practice } from './practice.ts'
import { queues } from './queues.ts'
import { settings } from './settings.ts'
import { setups } from './setup.ts'
import { tunnel } from './tunnel.ts'

/** The whole API between the console and the desk, the same over a MessagePort and over HTTP. */
export const contract = {
  integrations,
  deliveries,
  incidents,
  settings,
  coverage,
  practice,
  accounts,
  setups,
  tunnel,
  moves,
  queues,
  catchUp,
  changes,
}
