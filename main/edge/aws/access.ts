import type { Clock } from '../../ports.ts'
import { type AwsClients, openAwsClients } from './clients.ts'
import type { Credentials } from './credentials.ts'
import { openSignIn, type SignIn } from './sign-in.ts'

/** The clients of every profile in use: one sign-in each, whoever asks. */
export interface AwsAccess {
  /** To be asked for at each use, not kept: after a new sign-in they are others. */
  clients(profile: string | null): AwsClients
  /** The same after the operator signed in again, with the code of an MFA device where the profile asks for one. */
  again(profile: string | null, mfaCode: string | null): AwsClients
  /** To sign with, in the name of a profile. */
  credentials(profile: string | null): Promise<Credentials>
  /** When a profile's credentials end, in epoch milliseconds; null where that is not known, or never. */
  endsAt(profile: string | null): number | null
  close(): void
}

export interface AwsAccessDeps {
  clock: Clock
  onServerDate?: (at: number) => void
}

export function openAwsAccess({ clock, onServerDate }: AwsAccessDeps): AwsAccess {
  const open = new Map<string | null, { signIn: SignIn; clients: AwsClients; before: AwsClients | null }>()

  function make(profile: string | null) {
    const known = open.get(profile)
    // The ones of before may still be at work for somebody; those before them are not.
    known?.before?.close()
    const signIn = known?.signIn ?? openSignIn(profile, clock.now)
    const clients = openAwsClients({ profile, signIn, ...(onServerDate === undefined ? {} : { onServerDate }) })
    const made = { signIn, clients, before: known?.clients ?? null }
    open.set(profile, made)
    return made
  }

  return {
    clients: (profile) => (open.get(profile) ?? make(profile)).clients,
    again(profile, mfaCode) {
      const { signIn, clients } = make(profile)
      signIn.renew(mfaCode)
      return clients
    },
    credentials: (profile) => (open.get(profile) ?? make(profile)).signIn.credentials(),
    endsAt: (profile) => open.get(profile)?.signIn.endsAt() ?? null,
    close() {
      for (const { clients, before } of open.values()) {
        before?.close()
        clients.close()
      }
      open.clear()
    },
  }
}
