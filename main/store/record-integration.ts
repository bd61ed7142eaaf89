import type { IntegrationRow } from './integration-rows.ts'
import { touch } from './record-subscription.ts'
import type { Transaction } from './transaction.ts'

export type NewIntegration = Pick<
  IntegrationRow,
  'name' | 'template' | 'practice' | 'trust' | 'confirm' | 'topics' | 'maxAgeSeconds' | 'rules'
>
export type IntegrationChange = Partial<Omit<NewIntegration, 'template' | 'practice'>>

/** The secret of an integration's URL: the keyed hash that finds it, and the secret sealed. */
export interface SealedSecret {
  hash: Uint8Array
  sealed: Uint8Array
}

export function createIntegration(
  tx: Transaction,
  wish: NewIntegration,
  secret: SealedSecret,
  remember: (row: IntegrationRow) => void,
): IntegrationRow {
  const row = { ...wish, rev: tx.nextRev(), createdAt: tx.now, removedAt: null }
  const integration: IntegrationRow = { ...row, id: tx.integrations.insert(row) }
  tx.integrations.insertSecret({ ...secret, integrationId: integration.id, createdAt: tx.now })
  remember(integration)
  tx.changed(integration.rev, { kind: 'integration', integrationId: integration.id })
  return integration
}

export function updateIntegration(tx: Transaction, id: number, wish: IntegrationChange): IntegrationRow | null {
  const integration = tx.integration(id)
  if (integration === null) return null
  Object.assign(integration, Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined)))
  touch(tx, id)
  return integration
}

/** The URL answers no more; what it brought stays in the log and in the history. */
export function removeIntegration(tx: Transaction, id: number, forget: (id: number) => void): number | null {
  const integration = tx.integration(id)
  if (integration === null) return null
  const rev = tx.nextRev()
  tx.integrations.update({ ...integration, rev, removedAt: tx.now })
  tx.integrations.removeSecrets(id)
  forget(id)
  tx.changed(rev, { kind: 'integration-removed', integrationId: id })
  return rev
}

/** A new secret answers from now on; the old one until `keepUntil`. */
export function rotateSecret(tx: Transaction, id: number, secret: SealedSecret, keepUntil: number): IntegrationRow | null {
  const integration = tx.integration(id)
  if (integration === null) return null
  tx.integrations.retireSecrets(id, keepUntil)
  tx.integrations.insertSecret({ ...secret, integrationId: id, createdAt: tx.now })
  touch(tx, id)
  return integration
}
