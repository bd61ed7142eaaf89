import { implement } from '@orpc/server'
import { contract } from '../../preload/contract/index.ts'
import type { Queue } from '../../preload/contract/queues.ts'
import type { QueueRow } from '../store/queue-rows.ts'
import { awsRefusal } from './accounts.ts'
import type { ApiDeps } from './deps.ts'
import { rowId } from './ids.ts'
import { instant, instantOrNull } from './present.ts'
import { noSuch } from './refusals.ts'

const os = implement(contract.queues)

export const presentQueue = (row: QueueRow): Queue => ({
  id: String(row.id),
  rev: row.rev,
  integrationId: String(row.integrationId),
  accountId: String(row.accountId),
  region: row.region,
  url: row.url,
  arn: row.arn,
  kind: row.kind,
  createdAt: instant(row.createdAt),
  polledAt: instantOrNull(row.polledAt),
  receivedAt: instantOrNull(row.receivedAt),
  trouble: row.trouble === null ? null : { ...row.trouble, since: instant(row.trouble.since) },
})

export function queueHandlers({ store, aws: { queues } }: Pick<ApiDeps, 'store' | 'aws'>) {
  return {
    list: os.list.handler(() => ({ rev: store.changes.rev(), items: store.queues().map(presentQueue) })),
    add: os.add.handler(async ({ input, errors }) => {
      const integration = store.integration(rowId(input.integrationId) ?? 0)
      if (integration === null || integration.practice) throw errors['not-found'](noSuch('integration'))
      if (integration.trust.kind === 'secret-url') {
        throw errors['not-possible']({
          message: 'This integration believes whoever has its URL, and a queue has none: make one that verifies what SNS signs.',
          data: { reason: 'trust' },
        })
      }
      const account = store.account(rowId(input.accountId) ?? 0)
      if (account === null) throw errors['not-found'](noSuch('account'))
      const added = await queues.add({ integrationId: integration.id, accountId: account.id, url: input.url, kind: input.kind })
      if (!added.ok) throw errors['aws-refused'](awsRefusal(added.fault))
      return presentQueue(added.queue)
    }),
    remove: os.remove.handler(async ({ input, errors }) => {
      const rev = await store.unwatchQueue(rowId(input.id) ?? 0)
      if (rev === null) throw errors['not-found'](noSuch('queue'))
      return { id: input.id, rev }
    }),
  }
}
