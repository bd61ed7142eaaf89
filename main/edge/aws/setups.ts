import { asCli } from '../../core/aws/as-cli.ts'
import { asTerraform } from '../../core/aws/as-terraform.ts'
import { type Finding, findings } from '../../core/aws/findings.ts'
import type { RegionLook } from '../../core/aws/look.ts'
import { planSetup, type SetupPlan } from '../../core/aws/plan-setup.ts'
import type { SetupWish } from '../../core/aws/setup-wish.ts'
import { topicAllowed } from '../../core/sns/topic-list.ts'
import type { AccountRow } from '../../store/account-rows.ts'
import type { Store } from '../../store/open.ts'
import type { SetupRow } from '../../store/setup-rows.ts'
import type { RoundsDeps } from '../rounds.ts'
import type { AwsAccess } from './access.ts'
import { openSetupRounds } from './setup-rounds.ts'
import { lookForSetup, renderScope } from './setup-there.ts'
import type { SetupPorts } from './step-work.ts'
import { lookAtRegion, type Place } from './topics.ts'

/** Why something can't be done here: AWS's reason, or ours. */
export type SetupFault = { ok: false; code: 'not-found' | 'not-possible'; said: string }

export interface Planned extends SetupPlan {
  ok: true
  cli: string
  terraform: string
}

/** Set-ups: looked for, planned, applied step by step, undone. */
export interface Setups {
  look(wish: {
    account: number
    region: string
    topicArns: string[]
    integrationId: number | null
  }): Promise<{ ok: true; look: RegionLook; findings: Finding[] } | SetupFault>
  /** @param account the row of a connected account; null: nothing is looked at, and all of it is planned */
  plan(wish: SetupWish, account: number | null): Promise<Planned | SetupFault>
  /** Plans it from what is there now, writes the plan down, and begins. */
  apply(wish: SetupWish, account: number): Promise<{ ok: true; setup: SetupRow } | SetupFault>
  /** What failed is tried again. */
  retry(id: number): Promise<{ ok: true; setup: SetupRow } | SetupFault>
  /** From the last step back to the first. */
  undo(id: number): Promise<{ ok: true; setup: SetupRow } | SetupFault>
  /** The ARNs of the queues that the desk reads for an integration. */
  queuesOf(integrationId: number): string[]
  close(): Promise<void>
}

export interface SetupsDeps extends RoundsDeps {
  store: Store
  access: AwsAccess
  ports: SetupPorts
}

export function openSetups({ store, access, ports, ...deps }: SetupsDeps): Setups {
  const stopping = new AbortController()
  const placeOf = (account: AccountRow, region: string): Place => ({
    clients: access.clients(account.profile),
    accountId: account.accountId,
    region,
    signal: stopping.signal,
  })
  const rounds = openSetupRounds({ store, ports, placeOf, ...deps })

  async function planned(wish: SetupWish, accountId: number | null): Promise<Planned | SetupFault> {
    const integration = store.integration(wish.integrationId)
    if (integration === null || integration.practice) return { ok: false, code: 'not-found', said: 'There is no such integration.' }
    const account = accountId === null ? null : store.account(accountId)
    if (accountId !== null && account === null) return noAccount
    const place = account === null ? null : placeOf(account, wish.region)
    const there = await lookForSetup(wish, integration, { place, account }, ports)
    const plan = planSetup(wish, there)
    const scope = renderScope(there, wish.region, account?.profile ?? null)
    return { ok: true, ...plan, cli: asCli(plan.steps, scope), terraform: asTerraform(plan.steps, scope) }
  }

  async function begin(change: () => Promise<SetupRow | null>): Promise<{ ok: true; setup: SetupRow } | SetupFault> {
    const setup = await change()
    if (setup === null) return noSetup
    rounds.look()
    return { ok: true, setup }
  }

  return {
    async look({ account: id, region, topicArns, integrationId }) {
      const account = store.account(id)
      if (account === null) return noAccount
      const look = await lookAtRegion(placeOf(account, region), topicArns)
      const lists = store.integrations().flatMap((one) => (integrationId === null || one.id === integrationId ? one.topics : []))
      return { ok: true, look, findings: findings(look, (arn) => topicArns.includes(arn) || topicAllowed(arn, lists)) }
    },
    plan: planned,
    async apply(wish, account) {
      const plan = await planned(wish, account)
      if (!plan.ok) return plan
      const [problem] = plan.problems
      if (problem !== undefined) return { ok: false, code: 'not-possible', said: problem.said }
      return begin(() => store.beginSetup({ account, wish, steps: plan.steps }))
    },
    async retry(id) {
      const setup = store.setup(id)
      if (setup === null) return noSetup
      if (setup.state !== 'failed' && setup.state !== 'undo-failed')
        return { ok: false, code: 'not-possible', said: `This set-up is ${setup.state}: there is nothing to try again.` }
      const isUndo = setup.state === 'undo-failed'
      const failed = setup.steps.find(({ state }) => state === (isUndo ? 'undo-failed' : 'failed'))
      const again = isUndo ? ('undoing' as const) : failed?.before === null ? ('waiting' as const) : ('doing' as const)
      return begin(() =>
        store.updateSetup(id, {
          state: isUndo ? 'undoing' : 'applying',
          said: null,
          ...(failed === undefined
            ? {}
            : { step: { position: failed.position, state: again, attempts: 0, said: null, ...(isUndo ? {} : { result: null }) } }),
        }),
      )
    },
    async undo(id) {
      const setup = store.setup(id)
      if (setup === null) return noSetup
      if (setup.state === 'undone' || setup.state === 'undoing') return { ok: true, setup }
      return begin(() => store.updateSetup(id, { state: 'undoing', said: null }))
    },
    queuesOf: (integrationId) => ports.queues?.watched(integrationId) ?? [],
    async close() {
      stopping.abort()
      await rounds.close()
    },
  }
}

const noAccount: SetupFault = {
  ok: false,
  code: 'not-found',
  said: 'There is no such account. It may have been removed: read the list again.',
}
const noSetup: SetupFault = { ok: false, code: 'not-found', said: 'There is no such set-up. Read the list again.' }
