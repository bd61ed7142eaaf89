import { parseTopicArn } from './core/sns/topic-arn.ts'
import { topicAllowed } from './core/sns/topic-list.ts'
import type { AwsAccess } from './edge/aws/access.ts'
import type { Credentials } from './edge/aws/credentials.ts'
import type { SetupPorts } from './edge/aws/step-work.ts'
import type { Store } from './store/open.ts'

interface SetupPortsDeps {
  store: Store
  inboundUrl: SetupPorts['inboundUrl']
}

/** What the set-up in AWS is given of the rest of the desk. */
export const setupPorts = ({ store, inboundUrl }: SetupPortsDeps): SetupPorts => ({
  inboundUrl,
  trusts: (integrationId, topicArn) => topicAllowed(topicArn, store.integration(integrationId)?.topics ?? []),
  async confirmationFault(integrationId, topicArn, since) {
    const word = (await store.reader.subscriptions()).find((one) => one.integrationId === integrationId && one.topicArn === topicArn)
    return word?.state === 'confirmation-failed' && word.since >= since ? word.reason : null
  },
  arrived(integrationId, topicArn, messageId) {
    const delivery = store.deliveryOf(integrationId, topicArn, messageId)
    return delivery === null ? null : { deliveryId: delivery.id, at: delivery.receivedAt }
  },
  queues: {
    watched: (integrationId) => store.queues().flatMap((queue) => (queue.integrationId === integrationId ? [queue.arn] : [])),
    async watchQueue({ integrationId, account, queueUrl, queueArn, region, kind }) {
      await store.watchQueue({ integrationId, accountId: account, region, url: queueUrl, arn: queueArn, kind })
    },
    async unwatchQueue(integrationId, queueArn) {
      const row = store.queues().find((queue) => queue.integrationId === integrationId && queue.arn === queueArn)
      if (row !== undefined) await store.unwatchQueue(row.id)
    },
  },
})

/**
 * By whose credentials a topic's subscription is confirmed: SNS protects it only where that is who subscribed. So those of the account that
 * set it up, else of the account that the topic belongs to, else what the computer has.
 */
export function credentialsFor({ store, access }: { store: Store; access: AwsAccess }, topicArn: string): Promise<Credentials> {
  const setup = store
    .setups()
    .find(({ wish }) => wish.topicArns.includes(topicArn) || (wish.createTopic !== null && topicArn.endsWith(`:${wish.createTopic}`)))
  const owner = parseTopicArn(topicArn)?.accountId
  const account =
    (setup === undefined ? null : store.account(setup.account)) ?? store.accounts().find(({ accountId }) => accountId === owner)
  return access.credentials(account?.profile ?? null)
}
