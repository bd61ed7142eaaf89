import type { Signer } from '../../core/aws/aws-fault.ts'
import { type Asking, type Credentials, operatorCredentials, profileCredentials } from './credentials.ts'
import { readProfiles } from './profiles.ts'

/** One profile's credentials, the same for all of its clients: so that a role with MFA is asked for one code, not for one a client. */
export interface SignIn {
  /** For the SDK's clients. Rejects where there are none; with the name `MfaNeeded` where a code is to be entered first. */
  credentials(asking?: Asking): Promise<Credentials>
  /** The operator signed in again: what is held is loaded anew, with the code of an MFA device where one is asked for. */
  renew(mfaCode: string | null): void
  /** When what is held ends, in epoch milliseconds; null where nothing is held, or it has no end. */
  endsAt(): number | null
  signer(): Signer
}

const waitMs = 20_000
/** Keys that have no end are read again from the files after a while: the SDK asks five minutes before an end. */
const readAgainAfterMs = 15 * 60_000
const renewBeforeMs = 5 * 60_000

/** @param profile null: what the computer has without a profile, as the AWS CLI would find it */
export function openSignIn(profile: string | null, now: () => number): SignIn {
  const chain = operatorCredentials()
  let held: { credentials: Credentials; endsAt: number | null } | null = null
  let loading: Promise<Credentials> | null = null
  let offered: string | null = null
  let renewed = false
  let signer: Signer = { profile, signsInAs: profile }

  const mfaCode = (serial: string): Promise<string> => {
    const code = offered
    offered = null
    return code === null ? Promise.reject(Object.assign(new Error(serial), { name: 'MfaNeeded' })) : Promise.resolve(code)
  }

  async function load(asking: Asking): Promise<Credentials> {
    renewed = false
    try {
      if (profile !== null) {
        const found = (await readProfiles()).find(({ name }) => name === profile)
        signer = { profile, signsInAs: found?.signsInAs ?? profile }
      }
      const loaded = await within(waitMs, profile === null ? chain() : profileCredentials(profile, mfaCode, asking))
      held = { credentials: loaded, endsAt: loaded.expiration?.getTime() ?? null }
      return { ...loaded, expiration: loaded.expiration ?? new Date(now() + readAgainAfterMs) }
    } catch (error) {
      // Until they really end, those that are held are as good as ever.
      if (!renewed && held !== null && held.endsAt !== null && held.endsAt > now()) return held.credentials
      held = null
      throw error
    }
  }

  return {
    async credentials(asking) {
      if (held !== null && held.endsAt !== null && held.endsAt - now() > renewBeforeMs) return held.credentials
      loading ??= load(asking).finally(() => {
        loading = null
      })
      return loading
    },
    renew(code) {
      offered = code
      renewed = true
    },
    endsAt: () => held?.endsAt ?? null,
    signer: () => signer,
  }
}

async function within<T>(ms: number, wait: Promise<T>): Promise<T> {
  let late: NodeJS.Timeout | undefined
  const timeout = new Promise<never>((_, reject) => {
    late = setTimeout(() => {
      const said = `They could not be loaded within ${ms / 1_000} s.`
      reject(Object.assign(new Error(said), { name: 'CredentialsProviderError' }))
    }, ms)
  })
  try {
    return await Promise.race([wait, timeout])
  } finally {
    clearTimeout(late)
  }
}
