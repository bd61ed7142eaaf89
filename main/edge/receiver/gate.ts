import { createHmac, randomBytes } from 'node:crypto'
import type { Clock, Log, Secrets } from '../../ports.ts'
import type { IntegrationRow } from '../../store/integration-rows.ts'
import type { Store } from '../../store/open.ts'
import type { IntegrationChange, NewIntegration } from '../../store/record-integration.ts'

interface Known {
  integrationId: number
  hash: Buffer
  secret: string
  retiresAt: number | null
  lastUsedAt: number | null
}

/** Who is behind a secret URL. Integrations are made, rotated and removed here, since their secrets are. */
export interface Gate {
  /** The integration that a secret opens now, or null. */
  find(secret: string): number | null
  pathOf(integrationId: number): string
  previousOf(integrationId: number): { until: number; lastUsedAt: number | null } | null
  create(wish: NewIntegration): Promise<IntegrationRow>
  update(integrationId: number, wish: IntegrationChange): Promise<IntegrationRow | null>
  rotate(integrationId: number, keepOldMs: number): Promise<IntegrationRow | null>
  remove(integrationId: number): Promise<number | null>
}

const secretBytes = 24
/** The use of a retiring secret is written down at most this often. */
const usedEveryMs = 60_000

/**
 * Opens the gate: reads every integration's secret, sealed on disk, found by a keyed hash.
 * A secret that can't be unsealed (another machine's keychain) is logged; its URL answers 404 until it is rotated.
 */
export async function openGate({ store, secrets, clock, log }: { store: Store; secrets: Secrets; clock: Clock; log: Log }): Promise<Gate> {
  let { key, known } = await readKept({ store, secrets, log })
  store.changes.subscribe((changes) => {
    if (!changes.some((change) => change.kind === 'recovered')) return
    readKept({ store, secrets, log }).then(
      (kept) => {
        ;({ key, known } = kept)
      },
      (error: unknown) => log.error('gate.not-read-again', { said: String(error) }),
    )
  })
  const hashOf = (secret: string): Buffer => createHmac('sha256', key).update(secret).digest()
  const of = (integrationId: number) => [...known.values()].filter((one) => one.integrationId === integrationId)

  async function newSecret() {
    const secret = randomBytes(secretBytes).toString('base64url')
    const hash = hashOf(secret)
    return { secret, hash, sealed: await secrets.seal(secret) }
  }

  function learn(integrationId: number, { secret, hash }: { secret: string; hash: Buffer }): void {
    known.set(hash.toString('base64'), { integrationId, hash, secret, retiresAt: null, lastUsedAt: null })
  }

  return {
    find(secret) {
      const hash = hashOf(secret)
      const found = known.get(hash.toString('base64'))
      if (found === undefined) return null
      if (found.retiresAt === null) return found.integrationId
      const now = clock.now()
      if (found.retiresAt <= now) {
        known.delete(hash.toString('base64'))
        return null
      }
      if (found.lastUsedAt === null || now - found.lastUsedAt > usedEveryMs) {
        found.lastUsedAt = now
        store.secretUsed(found.hash).catch((error: unknown) => log.warn('gate.use-not-written', { said: String(error) }))
      }
      return found.integrationId
    },
    pathOf(integrationId) {
      const current = of(integrationId).find((one) => one.retiresAt === null)
      return `/in/${current?.secret ?? ''}`
    },
    previousOf(integrationId) {
      const previous = of(integrationId).find((one) => one.retiresAt !== null && one.retiresAt > clock.now())
      return previous?.retiresAt ? { until: previous.retiresAt, lastUsedAt: previous.lastUsedAt } : null
    },
    async create(wish) {
      const made = await newSecret()
      const row = await store.createIntegration(wish, made)
      learn(row.id, made)
      return row
    },
    update: (integrationId, wish) => store.updateIntegration(integrationId, wish),
    async rotate(integrationId, keepOldMs) {
      const made = await newSecret()
      const until = clock.now() + keepOldMs
      const row = await store.rotateSecret(integrationId, made, until)
      if (row === null) return null
      for (const one of of(integrationId)) {
        if (one.retiresAt === null && keepOldMs > 0) one.retiresAt = until
        else known.delete(one.hash.toString('base64'))
      }
      learn(integrationId, made)
      return row
    },
    async remove(integrationId) {
      const rev = await store.removeIntegration(integrationId)
      if (rev !== null) for (const one of of(integrationId)) known.delete(one.hash.toString('base64'))
      return rev
    },
  }
}

interface KeptDeps {
  store: Store
  secrets: Secrets
  log: Log
}

async function readKept({ store, secrets, log }: KeptDeps): Promise<{ key: Buffer; known: Map<string, Known> }> {
  const key = await hashKey({ store, secrets, log })
  const known = new Map<string, Known>()
  for (const row of store.secrets()) {
    try {
      known.set(row.hash.toString('base64'), { ...row, secret: await secrets.open(row.sealed) })
    } catch (error) {
      log.error('gate.secret-unreadable', { integrationId: row.integrationId, said: String(error) })
    }
  }
  return { key, known }
}

/** The key of the hashes. Where it can't be unsealed it is made anew: no secret can be unsealed then either, and each is rotated. */
async function hashKey({ store, secrets, log }: KeptDeps): Promise<Buffer> {
  const name = 'secret-hash-key'
  const sealed = store.sealed(name)
  if (sealed !== null) {
    try {
      return Buffer.from(await secrets.open(sealed), 'base64')
    } catch (error) {
      log.error('gate.hash-key-unreadable', { said: String(error) })
    }
  }
  const key = randomBytes(32)
  await store.putSealed(name, await secrets.seal(key.toString('base64')))
  return key
}
