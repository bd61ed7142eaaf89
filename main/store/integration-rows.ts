import type { ConfirmMode, Template } from '../../preload/contract/words.ts'
import type { Rule } from '../core/rules/mapping.ts'
import type { Trust } from '../core/sns/trust.ts'
import type { WritableDb } from './database.ts'

/** An integration as stored. Instants are epoch milliseconds. `rev` is also the number of its rule set. */
export interface IntegrationRow {
  id: number
  rev: number
  name: string
  template: Template
  practice: boolean
  trust: Trust
  confirm: ConfirmMode
  topics: string[]
  maxAgeSeconds: number
  rules: Rule[]
  createdAt: number
  removedAt: number | null
}

export interface SecretRow {
  hash: Buffer
  integrationId: number
  sealed: Buffer
  createdAt: number
  retiresAt: number | null
  lastUsedAt: number | null
}

interface Stored {
  id: number
  rev: number
  name: string
  template: string
  practice: number
  trust: string
  confirm: string
  topics: string
  max_age_seconds: number
  rules: string
  created_at: number
  removed_at: number | null
}

/** The statements of integrations and of the secrets in their URLs. */
export function integrationRows(db: WritableDb) {
  const all = db.prepare('SELECT * FROM integration WHERE removed_at IS NULL ORDER BY id')
  const insert = db.prepare(
    `INSERT INTO integration (rev, name, template, practice, trust, confirm, topics, max_age_seconds, rules, created_at, removed_at)
     VALUES (:rev, :name, :template, :practice, :trust, :confirm, :topics, :max_age_seconds, :rules, :created_at, :removed_at)`,
  )
  const update = db.prepare(
    `UPDATE integration SET rev = :rev, name = :name, trust = :trust, confirm = :confirm, topics = :topics,
       max_age_seconds = :max_age_seconds, rules = :rules, removed_at = :removed_at WHERE id = :id`,
  )
  const insertSecret = db.prepare(
    'INSERT INTO integration_secret (hash, integration_id, sealed, created_at) VALUES (:hash, :integrationId, :sealed, :createdAt)',
  )
  const secrets = db.prepare('SELECT * FROM integration_secret ORDER BY created_at')
  const retire = db.prepare('UPDATE integration_secret SET retires_at = ? WHERE integration_id = ? AND retires_at IS NULL')
  const removeSecrets = db.prepare('DELETE FROM integration_secret WHERE integration_id = ?')
  const removeRetired = db.prepare('DELETE FROM integration_secret WHERE integration_id = ? AND retires_at IS NOT NULL')
  const used = db.prepare('UPDATE integration_secret SET last_used_at = ? WHERE hash = ?')
  const reseal = db.prepare('UPDATE integration_secret SET sealed = ? WHERE hash = ?')
  return {
    all: (): IntegrationRow[] => (all.all() as Stored[]).map(fromStored),
    insert: (row: Omit<IntegrationRow, 'id'>): number => Number(insert.run(toStored({ ...row, id: 0 })).lastInsertRowid),
    update: (row: IntegrationRow): void => void update.run(toStored(row)),
    secrets: (): SecretRow[] =>
      (
        secrets.all() as {
          hash: Buffer
          integration_id: number
          sealed: Buffer
          created_at: number
          retires_at: number | null
          last_used_at: number | null
        }[]
      ).map((row) => ({
        hash: row.hash,
        integrationId: row.integration_id,
        sealed: row.sealed,
        createdAt: row.created_at,
        retiresAt: row.retires_at,
        lastUsedAt: row.last_used_at,
      })),
    insertSecret: (row: { hash: Uint8Array; integrationId: number; sealed: Uint8Array; createdAt: number }): void =>
      void insertSecret.run(row),
    /** The secret that answers now goes on answering until this instant; one that was retiring before is gone. */
    retireSecrets: (integrationId: number, at: number): void => {
      removeRetired.run(integrationId)
      retire.run(at, integrationId)
    },
    removeSecrets: (integrationId: number): void => void removeSecrets.run(integrationId),
    secretUsed: (hash: Uint8Array, at: number): void => void used.run(at, hash),
    resealSecret: (hash: Uint8Array, sealed: Uint8Array): void => void reseal.run(sealed, hash),
  }
}

const toStored = (row: IntegrationRow): Stored => ({
  id: row.id,
  rev: row.rev,
  name: row.name,
  template: row.template,
  practice: row.practice ? 1 : 0,
  trust: JSON.stringify(row.trust),
  confirm: row.confirm,
  topics: JSON.stringify(row.topics),
  max_age_seconds: row.maxAgeSeconds,
  rules: JSON.stringify(row.rules),
  created_at: row.createdAt,
  removed_at: row.removedAt,
})

/** What is read back was written by us, under a CHECK: trusted here, at the one place where rows become values. */
const fromStored = (row: Stored): IntegrationRow => ({
  id: row.id,
  rev: row.rev,
  name: row.name,
  template: row.template as Template,
  practice: row.practice === 1,
  trust: JSON.parse(row.trust) as Trust,
  confirm: row.confirm as ConfirmMode,
  topics: JSON.parse(row.topics) as string[],
  maxAgeSeconds: row.max_age_seconds,
  rules: JSON.parse(row.rules) as Rule[],
  createdAt: row.created_at,
  removedAt: row.removed_at,
})
