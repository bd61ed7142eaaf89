import { type Ear, judgeSubscriptions, type Stands } from '../../core/aws/judge-subscriptions.ts'
import { parseTopicArn } from '../../core/sns/topic-arn.ts'
import { topicAllowed } from '../../core/sns/topic-list.ts'
import type { Store } from '../../store/open.ts'
import { openRounds, type Rounds, type RoundsDeps } from '../rounds.ts'
import type { AwsAccess } from './access.ts'
import { subscriptionCalls } from './subscription-calls.ts'

/** What AWS said of a confirmed subscription. `said`: why it could not be asked. */
export interface SubscriptionStanding {
  integrationId: number
  topicArn: string
  /** Epoch milliseconds. */
  at: number
  stands: Stands | null
  said: string | null
}

export interface SubscriptionCheck extends Pick<Rounds, 'look'> {
  standings(): readonly SubscriptionStanding[]
  close(): Promise<void>
}

export interface SubscriptionCheckDeps extends RoundsDeps {
  store: Store
  access: AwsAccess
  /** Where an integration is heard at now, and the path of its URL. */
  earOf: (integrationId: number) => { ear: Ear; path: string }
  /** Something was found out. */
  found: () => void
}

const everyMs = 15 * 60_000

/** Asks AWS, every quarter of an hour and when something changed, whether the subscriptions that it once confirmed still stand and lead here. */
export function openSubscriptionCheck({ store, access, earOf, found, ...deps }: SubscriptionCheckDeps): SubscriptionCheck {
  let standings: SubscriptionStanding[] = []
  let nextAt = 0

  async function work(now: number, stopping: AbortSignal): Promise<boolean> {
    nextAt = now + everyMs
    const confirmed = (await store.reader.subscriptions()).filter(({ state, integrationId, topicArn }) => {
      const integration = store.integration(integrationId)
      return state === 'confirmed' && integration !== null && !integration.practice && topicAllowed(topicArn, integration.topics)
    })
    const asked: SubscriptionStanding[] = []
    for (const { integrationId, topicArn } of confirmed) {
      if (stopping.aborted) return false
      const one = await ask(integrationId, topicArn, now, stopping)
      if (one !== null) asked.push(one)
    }
    standings = asked
    found()
    return false
  }

  /** @returns null where no connected account could know */
  async function ask(integrationId: number, topicArn: string, at: number, signal: AbortSignal): Promise<SubscriptionStanding | null> {
    const topic = parseTopicArn(topicArn)
    const account = store.accounts().find((one) => topic !== null && one.accountId === topic.accountId)
    if (topic === null || account === undefined) return null
    const clients = access.clients(account.profile)
    try {
      const held = await subscriptionCalls(clients, topic.region, signal).ofTopic(topicArn)
      const { ear, path } = earOf(integrationId)
      return { integrationId, topicArn, at, stands: judgeSubscriptions(held, ear, path), said: null }
    } catch (error) {
      return { integrationId, topicArn, at, stands: null, said: clients.fault(error).said }
    }
  }

  const rounds = openRounds(deps, 'subscription-check', work, () => nextAt)
  const unsubscribe = store.changes.subscribe((news) => {
    if (news.some(({ kind }) => kind === 'account' || kind === 'queue' || kind === 'integration')) rounds.look()
  })
  rounds.look()
  return {
    look: rounds.look,
    standings: () => standings,
    close() {
      unsubscribe()
      return rounds.close()
    },
  }
}
