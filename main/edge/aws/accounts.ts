import type { CredentialState } from '../../../preload/contract/words.ts'
import type { AwsFault } from '../../core/aws/aws-fault.ts'
import type { Profile } from '../../core/aws/profiles.ts'
import type { Clock } from '../../ports.ts'
import type { AccountRow } from '../../store/account-rows.ts'
import type { Store } from '../../store/open.ts'
import type { AwsAccess } from './access.ts'
import { readIdentity } from './identity.ts'
import { readProfiles } from './profiles.ts'

/** Whether an account's credentials worked when they were last asked. Instants are epoch milliseconds. */
export interface Standing {
  state: CredentialState
  at: number | null
  /** When they end by themselves; null where they have no end, or it is not known. */
  endsAt: number | null
  fault: AwsFault | null
}

export type Connected = { ok: true; account: AccountRow } | { ok: false; fault: AwsFault }

export interface Accounts {
  profiles(): Promise<Profile[]>
  /** Connects a profile for some regions; one that is connected already gets these regions. */
  connect(wish: { profile: string | null; regions: string[]; mfaCode: string | null }): Promise<Connected>
  /** Asks AWS again who the credentials are, as after a sign-in. Null: there is no such account. */
  check(id: number, mfaCode: string | null): Promise<Connected | null>
  remove(id: number): Promise<number | null>
  standing(id: number): Standing
  close(): void
}

export interface AccountsDeps {
  store: Store
  access: AwsAccess
  clock: Clock
}

/** The accounts that are connected, and how their credentials stand: what is kept is the profile's name, never a key. */
export function openAccounts({ store, access, clock }: AccountsDeps): Accounts {
  const stopping = new AbortController()
  const standings = new Map<number, Omit<Standing, 'endsAt'>>()

  const stand = (id: number, fault: AwsFault | null): void =>
    void standings.set(id, { state: fault === null ? 'ok' : 'failing', at: clock.now(), fault })

  return {
    profiles: () => readProfiles(),
    async connect({ profile, regions, mfaCode }) {
      const clients = access.again(profile, mfaCode)
      const asked = await readIdentity(clients, regions[0] ?? 'us-east-1', stopping.signal)
      if (!asked.ok) return asked
      const account = await store.addAccount({ profile, regions, ...asked.identity })
      stand(account.id, null)
      return { ok: true, account }
    },
    async check(id, mfaCode) {
      const known = store.account(id)
      if (known === null) return null
      const asked = await readIdentity(access.again(known.profile, mfaCode), known.regions[0] ?? 'us-east-1', stopping.signal)
      const fault = !asked.ok
        ? asked.fault
        : asked.identity.accountId === known.accountId
          ? null
          : otherAccount(known, asked.identity.accountId)
      stand(id, fault)
      const account = await store.updateAccount(id, fault === null && asked.ok ? asked.identity : {})
      if (account === null) return null
      return fault === null ? { ok: true, account } : { ok: false, fault }
    },
    async remove(id) {
      const rev = await store.removeAccount(id)
      standings.delete(id)
      return rev
    },
    standing(id) {
      const known = standings.get(id) ?? { state: 'unproven', at: null, fault: null }
      const account = store.account(id)
      return { ...known, endsAt: account === null ? null : access.endsAt(account.profile) }
    },
    close: () => stopping.abort(),
  }
}

const otherAccount = (known: AccountRow, accountId: string): AwsFault => ({
  code: 'refused',
  said: `The profile ${known.profile ?? 'default'} now belongs to account ${accountId}, not to ${known.accountId}: remove this one and connect the profile again.`,
  command: null,
  awsCode: null,
  recoverable: false,
})
