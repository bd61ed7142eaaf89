import type { Delivery } from '../../preload/contract/deliveries.ts'
import type { Incident } from '../../preload/contract/incidents.ts'
import type { Integration } from '../../preload/contract/integrations.ts'
import type { Disposition } from '../../preload/contract/words.ts'
import type { ListShape } from './patch.ts'

const byInstant = (a: string, b: string): number => (a < b ? 1 : a > b ? -1 : 0)

/** What is not closed. One that closes stays in the list until it is read anew, so that it need not vanish under the hand. */
export const liveIncidents: ListShape<Incident> = {
  enters: (row) => row.status !== 'closed',
  stays: () => true,
  order: (a, b) => byInstant(a.openedAt, b.openedAt),
}

/** What is closed, the newest first. Text can only be searched by the desk. */
export const closedIncidents = (q: string): ListShape<Incident> => ({
  enters: (row) => q === '' && row.status === 'closed',
  stays: (row) => row.status === 'closed',
  order: (a, b) => byInstant(a.openedAt, b.openedAt),
})

export interface DeliveryFilter {
  integrationId: string | null
  disposition: Disposition | null
  q: string
}

export const filteredDeliveries = (filter: DeliveryFilter): ListShape<Delivery> => {
  const fits = (row: Delivery) =>
    (filter.integrationId === null || row.integrationId === filter.integrationId) &&
    (filter.disposition === null || row.disposition === filter.disposition)
  return { enters: (row) => filter.q === '' && fits(row), stays: fits, order: (a, b) => byInstant(a.receivedAt, b.receivedAt) }
}

export const allIntegrations: ListShape<Integration> = {
  enters: () => true,
  stays: () => true,
  order: (a, b) => byInstant(a.createdAt, b.createdAt),
}
