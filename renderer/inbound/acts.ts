import type { Delivery } from '../../preload/contract/deliveries.ts'
import { useLive } from '../live/live.tsx'
import { useDone } from '../ui/done.tsx'
import { plural, shortArn } from '../ui/format.ts'
import { goTo, hrefOf } from '../ui/route.ts'
import { sayFailed } from '../ui/toast.tsx'

/** What can be done with a delivery. */
export function useDeliveryActs() {
  const { client, cache } = useLive()
  const done = useDone()
  const run = (act: Promise<unknown>, failed: string) => void act.catch((error: unknown) => sayFailed(failed, error))
  return {
    confirm: ({ id, topicArn }: Delivery) =>
      run(
        client.deliveries.confirm({ id }).then((row) => {
          cache.takeDelivery(row)
          done(`Confirming ${topicArn === null ? 'the subscription' : shortArn(topicArn)}`)
        }),
        'It can’t be confirmed.',
      ),
    refuse: ({ id, topicArn }: Delivery) =>
      run(
        client.deliveries.refuse({ id }).then((row) => {
          cache.takeDelivery(row)
          done(`Refused ${topicArn === null ? 'the subscription' : shortArn(topicArn)}`)
        }),
        'It can’t be refused.',
      ),
    replay: ({ id }: Delivery) =>
      run(
        client.deliveries.replay({ id }).then((row) => {
          cache.takeDelivery(row)
          done(`Replayed: ${row.dispositionLabel}`)
          goTo(hrefOf('inbound', row.id))
        }),
        'It can’t be replayed.',
      ),
    trustTopic: ({ id }: Delivery) =>
      run(
        client.deliveries.trustTopic({ id }).then(({ topicArn, replayed }) => {
          cache.markStale(['integrations'], ['deliveries'])
          done(`${shortArn(topicArn)} is trusted now; ${plural(replayed, 'delivery', 'deliveries')} replayed`)
        }),
        'The topic can’t be trusted.',
      ),
  }
}
export type DeliveryActs = ReturnType<typeof useDeliveryActs>
