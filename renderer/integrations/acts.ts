import type { Integration } from '../../preload/contract/integrations.ts'
import { useLive } from '../live/live.tsx'
import { useDone } from '../ui/done.tsx'
import { secondsInWords } from '../ui/format.ts'
import { sayDone, sayFailed } from '../ui/toast.tsx'
import { topicName } from './check.ts'
import type { wishOf } from './form.ts'
import type { Subscription } from './words.ts'

type Wish = ReturnType<typeof wishOf>

/** What can be done with integrations and their subscriptions. */
export function useIntegrationActs() {
  const { client, cache } = useLive()
  const done = useDone()
  return {
    async create(wish: Wish & Pick<Integration, 'template'>): Promise<Integration> {
      const made = await client.integrations.create(wish)
      cache.takeIntegration(made)
      done(`Made «${made.name}»`)
      return made
    },
    async update(before: Integration, wish: Wish): Promise<void> {
      const after = await client.integrations.update({ id: before.id, ...wish })
      cache.takeIntegration(after)
      const { name, topics, confirm, maxAgeSeconds, trust } = before
      done(`Changed «${after.name}»`, async () => {
        cache.takeIntegration(await client.integrations.update({ id: before.id, name, topics, confirm, maxAgeSeconds, trust }))
        return `Taken back: «${name}» is as before`
      })
    },
    async rotate({ id, name }: Integration, keepOldSeconds: number): Promise<void> {
      cache.takeIntegration(await client.integrations.rotate({ id, keepOldSeconds }))
      done(
        keepOldSeconds === 0
          ? `«${name}» has a new URL; the old one is 404 from now on`
          : `«${name}» has a new URL; the old one works for ${secondsInWords(keepOldSeconds)}`,
      )
    },
    async remove({ id, name }: Integration): Promise<void> {
      await client.integrations.remove({ id })
      cache.dropIntegration(id)
      done(`Deleted «${name}»: its URL is 404 from now on`)
    },
    confirm: ({ deliveryId, topicArn }: Subscription): Promise<boolean> =>
      client.deliveries.confirm({ id: deliveryId }).then(
        (row) => {
          cache.takeDelivery(row)
          cache.markStale(['integrations'])
          sayDone(`Confirming ${topicName(topicArn)}: AWS is asked`)
          return true
        },
        (error: unknown) => {
          sayFailed('It can’t be confirmed.', error)
          return false
        },
      ),
    refuse: ({ deliveryId, topicArn }: Subscription): Promise<boolean> =>
      client.deliveries.refuse({ id: deliveryId }).then(
        (row) => {
          cache.takeDelivery(row)
          cache.markStale(['integrations'])
          sayDone(
            `Refused ${topicName(topicArn)}. AWS drops it in three days; until its token ends it can still be confirmed in Integrations.`,
          )
          return true
        },
        (error: unknown) => {
          sayFailed('It can’t be refused.', error)
          return false
        },
      ),
  }
}
export type IntegrationActs = ReturnType<typeof useIntegrationActs>
