import type { Change } from '../../preload/contract/changes.ts'
import type { Accounts } from '../edge/aws/accounts.ts'
import type { Coverage, Report } from '../edge/coverage/coverage.ts'
import type { Tunnel, TunnelReport } from '../edge/tunnel/tunnel.ts'
import type { Change as StoreChange } from '../store/changes.ts'
import type { Store } from '../store/open.ts'
import { presentAccount } from './accounts.ts'
import { presentCoverage } from './coverage.ts'
import { presentDelivery, presentIncident } from './present.ts'
import type { IntegrationPresenter } from './present-integration.ts'
import { presentQueue } from './queues.ts'
import { presentSetup } from './setups.ts'
import { presentTunnel } from './tunnel.ts'

/** A reader that falls this far behind reads a snapshot instead. */
const waitingMost = 2_000

export interface FeedDeps {
  store: Store
  coverage: Coverage
  present: IntegrationPresenter
  tunnel: Tunnel
  accounts: Accounts
  /** One run of the desk. */
  epoch: string
}

type Waiting = StoreChange | { kind: 'coverage'; rev: number; report: Report } | { kind: 'tunnel'; rev: number; report: TunnelReport }

/** The feed of changes: `EPOCH-REV` ids, what came since a known place, then what comes. */
export function openFeed({ store, coverage, present, tunnel, accounts, epoch }: FeedDeps) {
  const idAt = (rev: number): string => `${epoch}-${rev}`

  /** The number after which to go on; null where the place is not known any more. */
  function placeOf(lastId: string | undefined): number | null {
    const [, of, rev] = /^([0-9a-z]+)-(\d+)$/.exec(lastId ?? '') ?? []
    return of === epoch ? Number(rev) : null
  }

  async function toContract(change: Waiting): Promise<Change | null> {
    const id = idAt(change.rev)
    switch (change.kind) {
      case 'delivery':
        return { id, kind: 'delivery', delivery: presentDelivery(change.delivery) }
      case 'incident':
        return { id, kind: 'incident', incident: presentIncident({ ...change.incident, rev: change.rev }) }
      case 'integration': {
        const integration = await present.one(change.integrationId)
        return integration === null ? null : { id, kind: 'integration', integration }
      }
      case 'integration-removed':
        return { id, kind: 'integration-removed', integrationId: String(change.integrationId) }
      case 'account': {
        if (change.removed) return { id, kind: 'account-removed', accountId: String(change.accountId) }
        const row = store.account(change.accountId)
        return row === null ? null : { id, kind: 'account', account: presentAccount(row, accounts) }
      }
      case 'queue': {
        if (change.removed) return { id, kind: 'queue-removed', queueId: String(change.queueId) }
        const row = store.queue(change.queueId)
        return row === null ? null : { id, kind: 'queue', queue: presentQueue(row) }
      }
      case 'setup': {
        const row = store.setup(change.setupId)
        return row === null ? null : { id, kind: 'setup', setup: presentSetup(row) }
      }
      case 'catch-up':
        return { id, kind: 'catch-up' }
      case 'settings':
        return { id, kind: 'settings', settings: { ...store.settings(), publicUrl: tunnel.publicUrl() } }
      case 'tunnel':
        return { id, kind: 'tunnel', tunnel: presentTunnel(change.report) }
      case 'coverage':
        return { id, kind: 'coverage', coverage: presentCoverage(change.report) }
      case 'health':
        // The store was opened anew: what a client holds may not be what stands in it.
        return { id, kind: 'snapshot-needed' }
      case 'deafness':
        return { id, kind: 'deafness' }
      case 'recovered':
      case 'intents':
        return null
    }
  }

  /** Which row a change is of: while it waits, only its newest state is worth telling. */
  function rowOf(change: Waiting): string {
    switch (change.kind) {
      case 'delivery':
        return `delivery ${change.delivery.id}`
      case 'incident':
        return `incident ${change.incident.id}`
      case 'integration':
      case 'integration-removed':
        return `integration ${change.integrationId}`
      case 'account':
        return `account ${change.accountId}`
      case 'queue':
        return `queue ${change.queueId}`
      case 'setup':
        return `setup ${change.setupId}`
      default:
        return change.kind
    }
  }

  /** @param lastId the id that the client heard last, if any */
  return async function* follow(lastId: string | undefined, signal: AbortSignal | undefined): AsyncGenerator<Change, void, void> {
    const waiting = new Map<string, Waiting>()
    let overrun = false
    let wake: () => void = () => undefined
    const hear = (changes: readonly Waiting[]) => {
      for (const change of changes) {
        if (change.kind === 'recovered') {
          waiting.clear()
          overrun = true
          continue
        }
        const row = rowOf(change)
        waiting.delete(row)
        waiting.set(row, change)
      }
      if (waiting.size > waitingMost) {
        waiting.clear()
        overrun = true
      }
      wake()
    }
    const place = placeOf(lastId)
    const missed = place === null ? null : store.changes.since(place)
    const endings = [
      store.changes.subscribe(hear),
      coverage.subscribe((report) => hear([{ kind: 'coverage', rev: store.changes.rev(), report }])),
      tunnel.subscribe((report) => hear([{ kind: 'tunnel', rev: store.changes.rev(), report }])),
    ]
    if (missed !== null) hear(missed)
    const stop = () => wake()
    signal?.addEventListener('abort', stop)
    try {
      const here = idAt(place !== null && missed !== null ? place : store.changes.rev())
      yield lastId !== undefined && missed === null ? { id: here, kind: 'snapshot-needed' } : { id: here, kind: 'hello' }
      while (!signal?.aborted) {
        if (overrun) {
          overrun = false
          yield { id: idAt(store.changes.rev()), kind: 'snapshot-needed' }
        }
        const [next] = waiting
        if (next === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
          continue
        }
        waiting.delete(next[0])
        const change = await toContract(next[1])
        if (change !== null) yield change
      }
    } finally {
      signal?.removeEventListener('abort', stop)
      for (const end of endings) end()
    }
  }
}
