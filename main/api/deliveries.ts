import { implement } from '@orpc/server'
import { contract } from '../../preload/contract/index.ts'
import type { Disposition } from '../../preload/contract/words.ts'
import type { DeliveryContent } from '../store/delivery-rows.ts'
import type { ApiDeps } from './deps.ts'
import { rowId } from './ids.ts'
import { presentDelivery, presentDeliveryDetail } from './present.ts'
import { noSuch } from './refusals.ts'

const os = implement(contract.deliveries)

/** What is only about a subscription is answered by Confirm and Refuse, and is not decided again. */
const notReplayed: readonly Disposition[] = ['awaiting-confirmation', 'confirming', 'confirmed', 'confirmation-failed', 'unsubscribed']

export function deliveryHandlers({ store, inbound: { intake, secrets } }: Pick<ApiDeps, 'store' | 'inbound'>) {
  /** Takes a kept delivery through the intake again, as it came and judged at the time it came. */
  async function replay(id: number): Promise<{ ok: true; id: number; taken: boolean } | { ok: false; said: string }> {
    const found = await store.reader.delivery(id)
    if (found === null || found.content.body === null) return { ok: false, said: 'Its body was not kept: there is nothing to replay.' }
    const { row, content } = found
    if (content.bodyBytes > (content.body?.byteLength ?? 0))
      return { ok: false, said: 'Only the beginning of it was kept: it can’t be replayed.' }
    if (notReplayed.includes(row.disposition) || content.bodySealed)
      return { ok: false, said: 'It is about a subscription: answer it with Confirm or Refuse.' }
    if (row.source === 'check') return { ok: false, said: 'Catch-up read it of AWS, nobody sent it: let catch-up look again instead.' }
    const answer = await intake({
      integrationId: row.integrationId,
      source: 'replay',
      ageless: row.source === 'queue' || row.source === 'dead-letter',
      again: row.disposition !== 'rejected',
      receivedAt: row.receivedAt,
      headers: content.headers,
      body: content.body ?? new Uint8Array(),
      bodyBytes: content.bodyBytes,
    })
    return answer.deliveryId === null ? { ok: false, said: answer.said } : { ok: true, id: answer.deliveryId, taken: answer.status === 200 }
  }

  async function unsealed(content: DeliveryContent): Promise<DeliveryContent> {
    if (!content.bodySealed || content.body === null) return content
    try {
      return { ...content, body: Buffer.from(await secrets.open(content.body), 'base64') }
    } catch {
      const said = 'Its body holds a token and was sealed with another key: it can’t be read here.'
      return { ...content, body: null, trace: [...content.trace, { step: 'unsealed', ok: false, said }] }
    }
  }

  async function shown(id: number) {
    const found = await store.reader.delivery(id)
    return found === null ? null : presentDelivery(found.row)
  }

  return {
    list: os.list.handler(async ({ input }) => {
      const page = await store.reader.deliveries({
        integrationId: input.integrationId === undefined ? null : (rowId(input.integrationId) ?? 0),
        disposition: input.disposition ?? null,
        source: input.source ?? null,
        q: input.q || null,
        before: input.before === undefined ? null : rowId(input.before),
        limit: input.limit,
      })
      return { rev: page.rev, items: page.items.map(presentDelivery), next: page.next === null ? null : String(page.next) }
    }),
    get: os.get.handler(async ({ input, errors }) => {
      const found = await store.reader.delivery(rowId(input.id) ?? 0)
      if (found === null) throw errors['not-found'](noSuch('delivery'))
      return presentDeliveryDetail(found.row, await unsealed(found.content))
    }),
    confirm: os.confirm.handler(async ({ input, errors }) => {
      const answered = await store.takeConfirmation(rowId(input.id) ?? 0)
      if (answered.ok) return presentDelivery(answered.delivery)
      if (answered.code === 'not-found') throw errors['not-found']({ message: answered.said })
      throw errors['not-possible']({ message: answered.said, data: { reason: 'subscription' } })
    }),
    refuse: os.refuse.handler(async ({ input, errors }) => {
      const answered = await store.refuseConfirmation(rowId(input.id) ?? 0)
      if (answered.ok) return presentDelivery(answered.delivery)
      if (answered.code === 'not-found') throw errors['not-found']({ message: answered.said })
      throw errors['not-possible']({ message: answered.said, data: { reason: 'subscription' } })
    }),
    replay: os.replay.handler(async ({ input, errors }) => {
      const id = rowId(input.id) ?? 0
      if ((await shown(id)) === null) throw errors['not-found'](noSuch('delivery'))
      const replayed = await replay(id)
      if (!replayed.ok) throw errors['not-possible']({ message: replayed.said, data: { reason: 'replay' } })
      const row = await shown(replayed.id)
      if (row === null) throw errors['not-found'](noSuch('delivery'))
      return row
    }),
    trustTopic: os.trustTopic.handler(async ({ input, errors }) => {
      const found = await store.reader.delivery(rowId(input.id) ?? 0)
      if (found === null) throw errors['not-found'](noSuch('delivery'))
      const { integrationId, topicArn, disposition, reason } = found.row
      if (disposition !== 'rejected' || reason !== 'topic' || topicArn === null) {
        throw errors['not-possible']({
          message: 'It was not refused for its topic: there is no topic to trust.',
          data: { reason: 'topic' },
        })
      }
      // Only what is taken counts: none of it was verified before its topic was trusted.
      let replayed = 0
      for (const id of await store.trustTopic(integrationId, topicArn)) {
        const again = await replay(id)
        if (again.ok && again.taken) replayed += 1
      }
      return { topicArn, replayed }
    }),
  }
}
