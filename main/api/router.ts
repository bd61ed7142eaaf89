import { implement, withEventMeta } from '@orpc/server'
import { contract } from '../../preload/contract/index.ts'
import { accountHandlers } from './accounts.ts'
import { catchUpHandlers } from './catch-up.ts'
import { coverageHandlers } from './coverage.ts'
import { deliveryHandlers } from './deliveries.ts'
import type { ApiDeps } from './deps.ts'
import { openFeed } from './feed.ts'
import { incidentHandlers } from './incidents.ts'
import { integrationHandlers } from './integrations.ts'
import { moveHandlers } from './moves.ts'
import { presentIntegrations } from './present-integration.ts'
import { queueHandlers } from './queues.ts'
import { refusalOf } from './refusals.ts'
import { settingsHandlers } from './settings.ts'
import { setupHandlers } from './setups.ts'
import { tunnelHandlers } from './tunnel.ts'

/**
 * The contract, answered. Each shell serves this same router over its own wire, and no handler knows which.
 * @param epoch names this run of the desk in the ids of changes
 */
export function createRouter(deps: ApiDeps, epoch: string) {
  const { store, coverage, clock, desk } = deps
  const os = implement(contract).use(async ({ next }) => {
    try {
      return await next()
    } catch (error) {
      throw refusalOf(error, desk.fault)
    }
  })
  const present = presentIntegrations({ store, ...deps.inbound, now: clock.now })
  const follow = openFeed({ store, coverage, present, tunnel: deps.inbound.tunnel, accounts: deps.aws.accounts, epoch })
  return os.router({
    integrations: integrationHandlers(deps, present),
    deliveries: deliveryHandlers(deps),
    incidents: incidentHandlers(deps),
    settings: settingsHandlers(deps),
    accounts: accountHandlers(deps),
    tunnel: tunnelHandlers(deps),
    moves: moveHandlers(deps),
    queues: queueHandlers(deps),
    setups: setupHandlers(deps),
    catchUp: catchUpHandlers(deps),
    coverage: coverageHandlers(deps),
    practice: {
      run: os.practice.run.handler(async ({ errors }) => {
        const drill = await desk.runDrill()
        if (!drill.ok) throw errors['not-possible']({ message: drill.said, data: { reason: 'practice' } })
        return { integrationId: String(drill.integrationId), incidentId: drill.incidentId }
      }),
    },
    changes: os.changes.handler(async function* ({ input, lastEventId, signal }) {
      for await (const change of follow(lastEventId ?? input?.since, signal)) yield withEventMeta(change, { id: change.id })
    }),
  })
}

export type Router = ReturnType<typeof createRouter>
