import { implement } from '@orpc/server'
import { contract } from '../../preload/contract/index.ts'
import type { MoveReport } from '../../preload/contract/move.ts'
import type { ApiDeps } from './deps.ts'
import { instantOrNull } from './present.ts'

const os = implement(contract.moves)

/** An endpoint's end is its secret. */
const withoutSecret = (endpoint: string): string => endpoint.replace(/\/in\/[^/]*$/, '/in/…').replace(/\/\/[^/@]*@/, '//')

const idOf = (integrationId: number | null): string | null => (integrationId === null ? null : String(integrationId))

export function moveHandlers({ aws: { moves }, desk, store }: Pick<ApiDeps, 'aws' | 'desk' | 'store'>) {
  function current(): MoveReport {
    const { at, isBusy, moves: held, stale, unread } = moves.report()
    return {
      at: instantOrNull(at),
      isBusy,
      publicUrl: desk.publicUrl(),
      moves: held.map(({ topicArn, region, integrationId, from, step, said }) => ({
        topicArn,
        region,
        integrationId: String(integrationId),
        from: from.map(({ endpoint }) => withoutSecret(endpoint)),
        step,
        said,
      })),
      stale: stale.map(({ topicArn, region, integrationId, subscriptionArn, endpoint, why, said }) => ({
        topicArn,
        region,
        integrationId: idOf(integrationId),
        subscriptionArn,
        endpoint: withoutSecret(endpoint),
        why,
        said,
      })),
      unread: unread.map(({ account, region, said }) => ({ account: account.alias ?? account.accountId, region, said })),
    }
  }
  /** What stands in the way of looking at all; null: nothing. */
  function barred(): { message: string; data: { reason: string } } | null {
    if (desk.publicUrl() === null)
      return {
        message: 'There is no public URL to move subscriptions to: set one first.',
        data: { reason: 'no-public-url' },
      }
    if (store.accounts().length === 0)
      return { message: 'No AWS account is connected: connect one, so that its subscriptions can be read.', data: { reason: 'no-account' } }
    return null
  }
  return {
    get: os.get.handler(current),
    read: os.read.handler(async ({ errors }) => {
      const bar = barred()
      if (bar !== null) throw errors['not-possible'](bar)
      await moves.read()
      return current()
    }),
    apply: os.apply.handler(async ({ errors }) => {
      const bar = barred()
      if (bar !== null) throw errors['not-possible'](bar)
      await moves.apply()
      return current()
    }),
    sweep: os.sweep.handler(async ({ input, errors }) => {
      const bar = barred()
      if (bar !== null) throw errors['not-possible'](bar)
      await moves.sweep(input.subscriptionArns)
      return current()
    }),
  }
}
