import { createHmac, hash as digest, randomBytes } from 'node:crypto'
import type { Clock, Log, Secrets } from '../../ports.ts'
import { StoreError } from '../../store/database.ts'
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
  /** The store was lost and begun empty: a secret that nobody knows may well be a good one. */
  hasForgotten(): boolean
  pathOf(integrationId: number): string
  previousOf(integrationId: number): { until: number; lastUsedAt: number | null } | null
  /** Its secrets, as they stand in a URL: the one of now, and that of before a rotation while it is let in. */
  secretsOf(integrationId: number): { now: string; before: string | null }
  create(wish: NewIntegration): Promise<IntegrationRow>
  update(integrationId: number, wish: IntegrationChange): Promise<IntegrationRow | null>
  rotate(integrationId: number, keepOldMs: number): Promise<IntegrationRow | null>
  remove(integrationId: number): Promise<number | null>
}

/** By what a secret is found in memory: a hash, so that how long a guess takes to be refused says nothing of how near it is. */
const placeOf = (secret: string): string => digest('sha256', secret, 'base64url')

const secretBytes = 24
const hashKeyName = 'secret-hash-key'
/** The use of a retiring secret is written down at most this often. */
const usedEveryMs = 60_000

/**
 * Opens the gate: reads every integration's secret, sealed on disk beside a keyed hash of it.
 * @param renew gives every integration a new secret, where the key to the old ones is lost
 * @throws StoreError `sealed` where the secrets can't be opened
 */
export async function openGate({ store, secrets, clock, log }: KeptDeps & { clock: Clock }, renew = false): Promise<Gate> {
  let { key, known } = renew
    ? { key: await newHashKey({ store, secrets }), known: new Map<string, Known>() }
    : await readKept({ store, secrets, log })
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
    known.set(placeOf(secret), { integrationId, hash, secret, retiresAt: null, lastUsedAt: null })
  }

  const gate: Gate = {
    find(secret) {
      const place = placeOf(secret)
      const found = known.get(place)
      if (found === undefined) return null
      if (found.retiresAt === null) return found.integrationId
      const now = clock.now()
      if (found.retiresAt <= now) {
        known.delete(place)
        return null
      }
      if (found.lastUsedAt === null || now - found.lastUsedAt > usedEveryMs) {
        found.lastUsedAt = now
        store.secretUsed(found.hash).catch((error: unknown) => log.warn('gate.use-not-written', { said: String(error) }))
      }
      return found.integrationId
    },
    hasForgotten: () => store.health().recovery?.restoredFrom === null,
    pathOf(integrationId) {
      const current = of(integrationId).find((one) => one.retiresAt === null)
      return `/in/${current?.secret ?? ''}`
    },
    previousOf(integrationId) {
      const previous = of(integrationId).find((one) => one.retiresAt !== null && one.retiresAt > clock.now())
      return previous?.retiresAt ? { until: previous.retiresAt, lastUsedAt: previous.lastUsedAt } : null
    },
    secretsOf(integrationId) {
      const all = of(integrationId)
      const before = all.find((one) => one.retiresAt !== null && one.retiresAt > clock.now())
      return { now: all.find((one) => one.retiresAt === null)?.secret ?? '', before: before?.secret ?? null }
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
        else known.delete(placeOf(one.secret))
      }
      learn(integrationId, made)
      return row
    },
    async remove(integrationId) {
      const rev = await store.removeIntegration(integrationId)
      if (rev !== null) for (const one of of(integrationId)) known.delete(placeOf(one.secret))
      return rev
    },
  }
  if (renew) for (const { id } of store.integrations()) await gate.rotate(id, 0)
  return gate
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
      const secret = await secrets.open(row.sealed)
      known.set(placeOf(secret), { ...row, secret })
    } catch (error) {
      log.error('gate.secret-unreadable', { integrationId: row.integrationId, said: String(error) })
    }
  }
  return { key, known }
}

/**
 * The key of the hashes. Where it can't be unsealed, no secret can: then the desk would answer 404 to all of them, which
 * SNS does not send again, so it does not start.
 */
async function hashKey({ store, secrets }: KeptDeps): Promise<Buffer> {
  const sealed = store.sealed(hashKeyName)
  if (sealed === null) return newHashKey({ store, secrets })
  try {
    return Buffer.from(await secrets.open(sealed), 'base64')
  } catch (error) {
    throw new StoreError(
      'sealed',
      `The secrets of this data folder can’t be opened: ${error instanceof Error ? error.message : String(error)} Put back its copy (the file secret-key, or the system’s keychain). Without one, start once with --new-secrets: every integration then gets a new URL, to be subscribed again.`,
      error,
    )
  }
}

async function newHashKey({ store, secrets }: Pick<KeptDeps, 'store' | 'secrets'>): Promise<Buffer> {
  const key = randomBytes(32)
  await store.putSealed(hashKeyName, await secrets.seal(key.toString('base64')))
  return key
}
