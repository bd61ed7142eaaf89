import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { account } from './accounts.ts'
import { coverageReport } from './coverage.ts'
import { delivery } from './deliveries.ts'
import { procedure } from './errors.ts'
import { incident } from './incidents.ts'
import { integration } from './integrations.ts'
import { queue } from './queues.ts'
import { settingsValues } from './settings.ts'
import { setup } from './setup.ts'
import { tunnelReport } from './tunnel.ts'

/** `EPOCH-REV`: an epoch is one run of the desk, the number the store's `rev` after the change. */
const id = z.string().regex(/^[0-9a-z]+-\d+$/)

/**
 * The news. `hello` comes first and says where the feed stands. `snapshot-needed`: the client's place is no longer
 * known, so it reads its lists again and goes on from this id.
 */
export const change = z.discriminatedUnion('kind', [
  z.object({ id, kind: z.literal('hello') }),
  z.object({ id, kind: z.literal('snapshot-needed') }),
  z.object({ id, kind: z.literal('delivery'), delivery }),
  z.object({ id, kind: z.literal('incident'), incident }),
  z.object({ id, kind: z.literal('integration'), integration }),
  z.object({ id, kind: z.literal('integration-removed'), integrationId: z.string() }),
  z.object({ id, kind: z.literal('account'), account }),
  z.object({ id, kind: z.literal('account-removed'), accountId: z.string() }),
  z.object({ id, kind: z.literal('queue'), queue }),
  z.object({ id, kind: z.literal('queue-removed'), queueId: z.string() }),
  z.object({ id, kind: z.literal('setup'), setup }),
  /** How far catch-up is, or what waits for an answer, has changed: read it again. */
  z.object({ id, kind: z.literal('catch-up') }),
  z.object({ id, kind: z.literal('settings'), settings: settingsValues }),
  z.object({ id, kind: z.literal('tunnel'), tunnel: tunnelReport }),
  z.object({ id, kind: z.literal('coverage'), coverage: coverageReport }),
  z.object({ id, kind: z.literal('deafness') }),
])
export type Change = z.infer<typeof change>

export const changes = procedure
  .route({ method: 'GET', path: '/changes' })
  .input(z.object({ since: id.optional().describe('As Last-Event-ID, for a client that keeps its place itself.') }).optional())
  .output(eventIterator(change))
