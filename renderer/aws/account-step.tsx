import { useState } from 'react'
import type { Account } from '../../preload/contract/accounts.ts'
import { useAccounts } from '../live/reads.ts'
import { FormField } from '../ui/form-field.tsx'
import { Icon } from '../ui/icons.tsx'
import { saidBy } from '../ui/said.ts'
import { ConnectForm } from './connect-form.tsx'
import { type Draft, elsewhere } from './draft.ts'
import { LeastPolicy } from './least-policy.tsx'
import { Mends } from './mends.tsx'
import { knownRegions, regionsFault, regionWithPlace } from './regions.ts'
import { useAccountActs } from './use-account-acts.ts'
import { accountName } from './words.ts'

/** Step 1: which account and region, or none at all. */
export function AccountStep({
  draft,
  account,
  onChange,
  onDone,
}: {
  draft: Draft
  account: Account | null
  onChange(next: Draft): void
  onDone(): void
}) {
  const accounts = useAccounts()
  const { items } = accounts
  const [isConnecting, setConnecting] = useState<boolean | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  const connects = isConnecting ?? (items.length === 0 && draft.account !== null)
  const isReady = !connects && (draft.account === null || account !== null)
  return (
    <>
      <div className="split">
        <div className="col">
          <div className="scroll ringroom stepbody" tabIndex={0} role="region" aria-label="Account">
            {accounts.isError && <p className="m wrap">The accounts can’t be read. {saidBy(accounts.error)}</p>}
            <fieldset className="formfield">
              <legend className="h">
                Where <span>the desk asks AWS what is there, and changes nothing before you apply a plan</span>
              </legend>
              <div className="picks tall">
                {items.map((one) => (
                  <label key={one.id} className="pickrow acctpick">
                    <input
                      type="radio"
                      name="account"
                      checked={!connects && draft.account === one.id}
                      onChange={() => {
                        setConnecting(false)
                        onChange(elsewhere(draft, one.id, one.regions[0] ?? ''))
                      }}
                    />
                    <b className="clip">
                      <bdi>{accountName(one)}</bdi>
                    </b>
                    <span className="m s">
                      <span className="mono">{one.accountId}</span>
                      {one.alias !== null && one.profile !== null && `, profile ${one.profile}`}
                    </span>
                    <span className={`s nw ${one.credentials.state === 'failing' ? 't' : 'f'}`}>
                      {one.credentials.state === 'ok' ? 'works' : one.credentials.state === 'failing' ? 'does not work' : 'not asked yet'}
                    </span>
                  </label>
                ))}
                <label className="pickrow acctpick">
                  <input type="radio" name="account" checked={connects} onChange={() => setConnecting(true)} />
                  <b className="clip">{items.length === 0 ? 'Connect an account' : 'Connect another'}</b>
                  <span className="m s wide">a profile of this computer</span>
                </label>
                <label className="pickrow acctpick">
                  <input
                    type="radio"
                    name="account"
                    checked={!connects && draft.account === null}
                    onChange={() => {
                      setConnecting(false)
                      onChange(elsewhere(draft, null, draft.region === '' ? 'eu-west-1' : draft.region))
                    }}
                  />
                  <b className="clip">Without credentials</b>
                  <span className="m s wide">the plan is made all the same, to copy: URL, command line, Terraform</span>
                </label>
              </div>
            </fieldset>
            {connects ? (
              <section className="inset" aria-label="Connect an account">
                <ConnectForm
                  onConnected={(made) => {
                    setConnecting(false)
                    onChange(elsewhere(draft, made.id, made.regions[0] ?? ''))
                  }}
                />
              </section>
            ) : account !== null ? (
              <Region draft={draft} account={account} onChange={onChange} />
            ) : (
              draft.account === null && (
                <TypedRegion
                  region={draft.region}
                  fault={fault}
                  onChange={(region) => {
                    setFault(null)
                    onChange(elsewhere(draft, null, region))
                  }}
                />
              )
            )}
          </div>
        </div>
        <aside className="side scroll" aria-label="What it needs" tabIndex={0}>
          <section aria-labelledby="needs">
            <h2 className="h" id="needs">
              To look <span>only reading</span>
            </h2>
            <LeastPolicy isBrief features={['connect', 'topics']} account={account?.id ?? null} />
            <p className="m s para">
              With less it shows less, and says what it could not see. Nothing but connecting is needed to go on: a topic can be given by
              its ARN.
            </p>
          </section>
          <section aria-labelledby="nokey">
            <h2 className="h" id="nokey">
              Keys
            </h2>
            <p className="m s para">
              The desk keeps the profile’s name, never a key. It signs in as the AWS command line does, and asks for an MFA code where the
              profile wants one.
            </p>
          </section>
        </aside>
      </div>
      <div className="foot2">
        <button
          type="button"
          className={`btn${isReady ? ' primary' : ''}`}
          disabled={!isReady}
          onClick={() => {
            const wrong = regionsFault(draft.region === '' ? [] : [draft.region])
            setFault(wrong)
            if (wrong === null) onDone()
          }}
        >
          Next: choose topics
        </button>
        <span className="m s end">nothing is changed yet</span>
      </div>
    </>
  )
}

function Region({ draft, account, onChange }: { draft: Draft; account: Account; onChange(next: Draft): void }) {
  const acts = useAccountActs(account)
  return (
    <>
      <Mends credentials={account.credentials} isBusy={acts.check.isPending} onCheck={acts.check.mutate} />
      {account.credentials.state === 'failing' && (
        <span className="beneath">
          <button type="button" className="btn" disabled={acts.check.isPending} onClick={() => acts.check.mutate(null)}>
            <Icon name="rotate" />
            {acts.check.isPending ? 'AWS is asked' : 'Check again'}
          </button>
        </span>
      )}
      <fieldset className="formfield regionpick">
        <legend className="h">
          Region <span>one set-up is for one region; another is set up the same way</span>
        </legend>
        {account.regions.map((region) => (
          <label key={region} className="pickline">
            <input
              type="radio"
              name="region"
              checked={draft.region === region}
              onChange={() => onChange(elsewhere(draft, account.id, region))}
            />
            {regionWithPlace(region)}
          </label>
        ))}
      </fieldset>
    </>
  )
}

function TypedRegion({ region, fault, onChange }: { region: string; fault: string | null; onChange(region: string): void }) {
  return (
    <div className="narrow">
      <FormField label="Region" said="Where the topics are." error={fault}>
        {(ids) => (
          <>
            <input
              {...ids}
              className="mono"
              list={`${ids.id}l`}
              autoComplete="off"
              spellCheck={false}
              maxLength={40}
              value={region}
              onChange={(event) => onChange(event.currentTarget.value.trim().toLowerCase())}
            />
            <datalist id={`${ids.id}l`}>
              {Object.entries(knownRegions).map(([one, place]) => (
                <option key={one} value={one}>
                  {place}
                </option>
              ))}
            </datalist>
          </>
        )}
      </FormField>
    </div>
  )
}
