import { queueHears } from './core/coverage/aws-links.ts'
import type { TunnelState } from './core/tunnel/tunnel-state.ts'
import type { Accounts } from './edge/aws/accounts.ts'
import type { CatchUp } from './edge/aws/catch-up.ts'
import type { SubscriptionCheck } from './edge/aws/subscription-check.ts'
import type { Besides } from './edge/coverage/coverage.ts'
import type { Tunnel, TunnelReport } from './edge/tunnel/tunnel.ts'
import type { Clock } from './ports.ts'
import type { Store } from './store/open.ts'

interface BesidesDeps {
  store: Store
  clock: Clock
  tunnel: Pick<Tunnel, 'report' | 'state'>
  accounts: Pick<Accounts, 'standing'>
  catchUp: Pick<CatchUp, 'state'>
  subscriptions: Pick<SubscriptionCheck, 'standings'>
}

/** What coverage reads of the desk's other parts. Nothing of practice is in here. */
export function readBesides({ store, clock, tunnel, accounts, catchUp, subscriptions }: BesidesDeps, startedAt: number): Besides {
  const now = clock.now()
  const places = catchUp.state()
  const queues = store.queues().filter(({ integrationId }) => store.integration(integrationId)?.practice === false)
  return {
    credentials: store.accounts().map(({ id, alias, accountId }) => {
      const { state, fault, endsAt } = accounts.standing(id)
      // Whoever has read AWS with them since the start has proven them.
      const used = places.some((place) => place.accountId === id && (place.lastDoneAt ?? 0) >= startedAt && place.said === null)
      return { account: alias ?? accountId, state: state === 'unproven' && used ? 'ok' : state, said: fault?.said ?? null, endsAt }
    }),
    tunnel: tunnelReading(tunnel.report(), tunnel.state().state),
    standings: subscriptions.standings().map(({ topicArn, stands, said, at }) => ({ topic: lastOf(topicArn), stands, said, at })),
    queues: queues.map(({ arn, polledAt, trouble }) => ({ name: lastOf(arn), polledAt, trouble: trouble?.said ?? null })),
    catchUp: {
      places: places.map(({ awsAccount, region, lastDoneAt, said, unseen }) => ({
        place: `${awsAccount} ${region}`,
        lastDoneAt,
        said,
        unseen,
      })),
      everyMs: store.settings().catchUpMinutes * 60_000,
    },
    byQueue: queues.filter((one) => one.kind === 'queue' && queueHears(one, now)).map(({ integrationId }) => integrationId),
  }
}

const lastOf = (arn: string): string => arn.split(':').at(-1) ?? arn

/** The tunnel as coverage reads it: only where the desk is to hold one open. */
function tunnelReading({ said, note, latencyMs }: TunnelReport, state: TunnelState['state']): Besides['tunnel'] {
  if (state === 'off') return null
  if (state !== 'up') return { state, said }
  const latency = latencyMs === null ? '' : `, ${Math.round(latencyMs)} ms to its other end`
  return { state, said: `It is up${latency}.${note === null ? '' : ` ${note}`}` }
}

/** When AWS was last asked everywhere, in epoch milliseconds; null where somewhere it was not, or nobody can. */
export function askedEverywhereAt(catchUp: Pick<CatchUp, 'state'>): number | null {
  const asked = catchUp.state().map(({ lastDoneAt }) => lastDoneAt ?? 0)
  return asked.length === 0 || asked.includes(0) ? null : Math.min(...asked)
}
