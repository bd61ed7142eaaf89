import type { Integration } from '../../preload/contract/integrations.ts'
import type { Gate } from '../edge/receiver/gate.ts'
import type { Store } from '../store/open.ts'
import { instant, instantOrNull } from './present.ts'

export interface IntegrationPresenter {
  /** Null where it was removed in the meantime. */
  one(id: number): Promise<Integration | null>
  all(): Promise<{ rev: number; items: Integration[] }>
}

export interface IntegrationPresenterDeps {
  store: Store
  gate: Gate
  inboundUrl: (integrationId: number) => string | null
  now: () => number
}

/** Integrations in the contract's shape, with the figures that are derived of their deliveries. */
export function presentIntegrations({ store, gate, inboundUrl, now }: IntegrationPresenterDeps): IntegrationPresenter {
  async function all(): Promise<{ rev: number; items: Integration[] }> {
    const [figures, subscriptions] = await Promise.all([store.reader.figures(now()), store.reader.subscriptions()])
    const items = store.integrations().map((row): Integration => {
      const figure = figures.items.find((one) => one.integrationId === row.id)
      const previous = gate.previousOf(row.id)
      return {
        id: String(row.id),
        rev: row.rev,
        name: row.name,
        template: row.template,
        practice: row.practice,
        trust: row.trust,
        confirm: row.confirm,
        topics: row.topics,
        maxAgeSeconds: row.maxAgeSeconds,
        rules: row.rules,
        createdAt: instant(row.createdAt),
        inboundPath: gate.pathOf(row.id),
        inboundUrl: row.practice ? null : inboundUrl(row.id),
        previousSecret: previous === null ? null : { until: instant(previous.until), lastUsedAt: instantOrNull(previous.lastUsedAt) },
        lastDelivery:
          figure?.lastDelivery == null
            ? null
            : { id: String(figure.lastDelivery.id), at: instant(figure.lastDelivery.at), disposition: figure.lastDelivery.disposition },
        deliveriesToday: figure?.deliveriesToday ?? 0,
        subscriptions: subscriptions
          .filter((word) => word.integrationId === row.id)
          .map(({ deliveryId, topicArn, state, authenticated, reason, since }) => ({
            deliveryId: String(deliveryId),
            topicArn,
            state,
            authenticated,
            reason,
            since: instant(since),
          })),
      }
    })
    return { rev: figures.rev, items }
  }

  return {
    all,
    one: async (id) => (await all()).items.find((item) => item.id === String(id)) ?? null,
  }
}
