import type { Log, Secrets } from '../../ports.ts'
import type { Store } from '../../store/open.ts'

/** ngrok's two secrets: what its agent signs in with, and what its REST API takes. */
export type KeyName = 'authtoken' | 'apiKey'

const sealedNames: Record<KeyName, string> = { authtoken: 'ngrok-authtoken', apiKey: 'ngrok-api-key' }

export interface TunnelKeys {
  has(name: KeyName): boolean
  /** null: there is none, or none that can be unsealed. */
  read(name: KeyName): Promise<string | null>
  /** @param value null: it is forgotten */
  keep(name: KeyName, value: string | null): Promise<void>
}

/** The tunnel's secrets: sealed in the store, unsealed for the moment of their use, told to nobody. */
export function openTunnelKeys({ store, secrets, log }: { store: Store; secrets: Secrets; log: Log }): TunnelKeys {
  return {
    has: (name) => store.sealed(sealedNames[name]) !== null,
    async read(name) {
      const sealed = store.sealed(sealedNames[name])
      if (sealed === null) return null
      try {
        const plain = await secrets.open(sealed)
        if (secrets.isStale?.(sealed) === true) await store.putSealed(sealedNames[name], await secrets.seal(plain))
        return plain
      } catch (error) {
        log.warn('tunnel.key-not-unsealed', { name, said: error instanceof Error ? error.message : String(error) })
        return null
      }
    },
    async keep(name, value) {
      if (value === null) await store.dropSealed(sealedNames[name])
      else await store.putSealed(sealedNames[name], await secrets.seal(value))
    },
  }
}
