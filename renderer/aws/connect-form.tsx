import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { Account, awsProfile } from '../../preload/contract/accounts.ts'
import { keys } from '../live/cache.ts'
import { useLive } from '../live/live.tsx'
import { useProfiles } from '../live/reads.ts'
import { Bones } from '../ui/parts.tsx'
import { Refused, refusalOf } from '../ui/refusal.tsx'
import { saidBy } from '../ui/said.ts'
import { isMfaCode, MfaField } from './mfa-field.tsx'
import { RegionField } from './region-field.tsx'
import { regionsFault } from './regions.ts'
import { profileWords } from './words.ts'

type Profile = z.infer<typeof awsProfile>

/** Chooses a profile of this computer and its regions, and asks AWS whose it is. */
export function ConnectForm({ onConnected, onLeave }: { onConnected(account: Account): void; onLeave?: () => void }) {
  const profiles = useProfiles()
  if (profiles.data !== undefined) return <Chosen profiles={profiles.data.items} onConnected={onConnected} onLeave={onLeave} />
  if (!profiles.isError) return <Bones rows={4} />
  return (
    <div className="form">
      <p className="wrap m">The profiles of this computer can’t be read. {saidBy(profiles.error)}</p>
      <span>
        <button type="button" className="btn" onClick={() => void profiles.refetch()}>
          Try again
        </button>
      </span>
    </div>
  )
}

/** `''` stands for no profile. */
function Chosen({
  profiles,
  onConnected,
  onLeave,
}: {
  profiles: readonly Profile[]
  onConnected(account: Account): void
  onLeave: (() => void) | undefined
}) {
  const { client, cache } = useLive()
  const free = profiles.filter(({ accountId }) => accountId === null)
  const [name, setName] = useState((free[0] ?? profiles[0])?.name ?? '')
  const profile = profiles.find((one) => one.name === name) ?? null
  const [typed, setRegions] = useState<readonly string[] | null>(null)
  const regions = typed ?? (profile?.region == null ? [] : [profile.region])
  const [code, setCode] = useState('')
  const [faults, setFaults] = useState<{ regions: string | null; code: string | null }>({ regions: null, code: null })
  const connect = useMutation({
    mutationFn: (mfaCode: string | null) =>
      client.accounts.connect({
        profile: name === '' ? null : name,
        regions: [...regions],
        ...(mfaCode === null ? {} : { mfaCode }),
      }),
    onSuccess(account) {
      cache.markStale(keys.accounts, keys.profiles)
      onConnected(account)
    },
    onError: () => setCode(''),
  })
  const asksCode = profile?.mfa === true || refusalOf(connect.error)?.reason === 'mfa-needed'
  const choose = (next: string) => {
    setName(next)
    setRegions(null)
    setFaults({ regions: null, code: null })
    connect.reset()
  }
  return (
    <form
      className="form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        const wrong = {
          regions: regionsFault(regions),
          code: asksCode && !isMfaCode(code) ? 'Enter the six digits that the device shows now.' : null,
        }
        setFaults(wrong)
        if (wrong.regions === null && wrong.code === null && !connect.isPending) connect.mutate(asksCode ? code.trim() : null)
      }}
    >
      <fieldset className="formfield profiles">
        <legend>Profile of this computer</legend>
        {profiles.length === 0 && (
          <p className="m s wrap under">
            No profile is in ~/.aws. Make one with <span className="mono">aws configure sso</span> or{' '}
            <span className="mono">aws configure</span>; it appears here by itself.
          </p>
        )}
        <div className="picks">
          {profiles.map((one) => (
            <label key={one.name} className="pickrow">
              <input type="radio" name="profile" checked={one.name === name} onChange={() => choose(one.name)} />
              <b className="clip">
                <bdi>{one.name}</bdi>
              </b>
              <span className="m s">
                {profileWords[one.kind]}
                {one.mfa && ', asks for MFA'}
              </span>
              <span className="f s mono">{one.region ?? ''}</span>
              <span className="f s">{one.accountId === null ? '' : 'connected'}</span>
            </label>
          ))}
          <label className="pickrow">
            <input type="radio" name="profile" checked={name === ''} onChange={() => choose('')} />
            <b className="clip">No profile</b>
            <span className="m s wide">the environment, or the role of this computer</span>
          </label>
        </div>
        <p className="f s wrap under">
          Only names are read here. Keys stay where they are; the desk signs in as the AWS command line does.
        </p>
      </fieldset>
      <RegionField regions={regions} error={faults.regions} onChange={setRegions} />
      {asksCode && <MfaField value={code} error={faults.code} onChange={setCode} />}
      {connect.isError && <Refused what="It is not connected." error={connect.error} />}
      <div className="answers">
        <button type="submit" className="btn primary" disabled={connect.isPending}>
          {connect.isPending ? 'AWS is asked' : connect.isError ? 'Try again' : 'Connect'}
        </button>
        {onLeave !== undefined && (
          <button type="button" className="btn" onClick={onLeave}>
            Leave
          </button>
        )}
        <span className="m s beside">Asks AWS whose it is. Nothing is changed there.</span>
      </div>
    </form>
  )
}
