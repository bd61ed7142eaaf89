import type { accountRows } from './account-rows.ts'
import type { catchUpRows } from './catch-up-rows.ts'
import type { ChangeBody } from './changes.ts'
import type { checkRows } from './check-rows.ts'
import type { deafnessRows } from './deafness-rows.ts'
import type { deliveryRows } from './delivery-rows.ts'
import type { deskRows } from './desk-rows.ts'
import type { incidentRows } from './incident-rows.ts'
import type { IntegrationRow, integrationRows } from './integration-rows.ts'
import type { intentRows } from './intent-rows.ts'
import type { queueRows } from './queue-rows.ts'
import type { seenMessages } from './seen-messages.ts'
import type { Settings } from './settings.ts'
import type { setupRows } from './setup-rows.ts'
import type { subscriptionRows } from './subscription-rows.ts'

/** What a record works with: the rows of every noun inside one transaction, and the counters and news that belong to it. */
export interface Transaction {
  now: number
  deliveries: ReturnType<typeof deliveryRows>
  incidents: ReturnType<typeof incidentRows>
  integrations: ReturnType<typeof integrationRows>
  seen: ReturnType<typeof seenMessages>
  subscriptions: ReturnType<typeof subscriptionRows>
  intents: ReturnType<typeof intentRows>
  accounts: ReturnType<typeof accountRows>
  queues: ReturnType<typeof queueRows>
  setups: ReturnType<typeof setupRows>
  deafness: ReturnType<typeof deafnessRows>
  catchUps: ReturnType<typeof catchUpRows>
  checks: ReturnType<typeof checkRows>
  desk: ReturnType<typeof deskRows>
  settings: Settings
  integration(id: number): IntegrationRow | null
  /** The next number of `rev`: one for each row that changes. */
  nextRev(): number
  /** The next number of `INC-…`. */
  nextIncidentNumber(): number
  /** A new random id. */
  newId(): string
  /** Becomes news after the commit. */
  changed(rev: number, change: ChangeBody): void
}
