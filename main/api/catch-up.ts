import { implement } from '@orpc/server'
import type { CatchUpAnswer } from '../../preload/contract/catch-up.ts'
import { contract } from '../../preload/contract/index.ts'
import type { HeldAlarm } from '../store/check-rows.ts'
import type { ApiDeps } from './deps.ts'
import { rowId } from './ids.ts'
import { instant, instantOrNull } from './present.ts'
import { noSuch } from './refusals.ts'

const os = implement(contract.catchUp)
const alarmsShown = 500

export function catchUpHandlers({ store, aws: { catchUp } }: Pick<ApiDeps, 'store' | 'aws'>) {
  const current = (): CatchUpAnswer => ({
    rev: store.changes.rev(),
    places: catchUp.state().map(({ accountId, lastDoneAt, nextAt, ...place }) => ({
      ...place,
      accountId: String(accountId),
      lastDoneAt: instantOrNull(lastDoneAt),
      nextAt: instant(nextAt),
    })),
    baseline: presentBaseline(store.waitingBaseline()),
  })
  return {
    get: os.get.handler(current),
    look: os.look.handler(() => {
      catchUp.look()
      return current()
    }),
    answerBaseline: os.answerBaseline.handler(async ({ input, errors }) => {
      const id = rowId(input.integrationId) ?? 0
      if (store.integration(id) === null) throw errors['not-found'](noSuch('integration'))
      await store.answerBaseline(id, input.answer)
      return current()
    }),
  }
}

function presentBaseline(held: readonly HeldAlarm[]): CatchUpAnswer['baseline'] {
  const ids = [...new Set(held.map(({ integrationId }) => integrationId))]
  const of = (id: number) => held.filter(({ integrationId }) => integrationId === id)
  return ids.map((id) => ({
    integrationId: String(id),
    count: of(id).length,
    alarms: of(id)
      .slice(0, alarmsShown)
      .map(({ dedupKey, alarmName, awsAccount, region, title, at }) => ({
        alarmArn: dedupKey,
        alarmName,
        awsAccount,
        region,
        title,
        at: instant(at),
      })),
  }))
}
