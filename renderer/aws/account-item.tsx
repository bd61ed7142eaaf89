import { useState } from 'react'
import type { Account } from '../../preload/contract/accounts.ts'
import { Dialog } from '../ui/dialog.tsx'
import { fullInstant, longDuration } from '../ui/format.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import { useMinute } from '../ui/now.tsx'
import { Age, CopyButton } from '../ui/parts.tsx'
import { saidBy } from '../ui/said.ts'
import { Mends } from './mends.tsx'
import { RegionField } from './region-field.tsx'
import { regionsFault } from './regions.ts'
import { useAccountActs } from './use-account-acts.ts'
import { accountName, profileName } from './words.ts'

const marks: Record<Account['credentials']['state'], { icon: IconName; tone: string; word: string }> = {
  ok: { icon: 'tick', tone: 'ok', word: 'work' },
  failing: { icon: 'cross', tone: 'error', word: 'do not work' },
  unproven: { icon: 'query', tone: 'unknown', word: 'not asked yet' },
}

/** One connected account: whose it is, where it is looked at, whether its credentials work, and what mends them. */
export function AccountItem({ account }: { account: Account }) {
  const acts = useAccountActs(account)
  const now = useMinute()
  const [asked, ask] = useState<'regions' | 'remove' | null>(null)
  const { profile, accountId, partition, callerArn, regions, credentials } = account
  const { icon, tone, word } = marks[credentials.state]
  const endsAt = credentials.endsAt === null ? null : Date.parse(credentials.endsAt)
  return (
    <li className="acct">
      <div className="acctline">
        <Icon name={icon} className={tone} />
        <h2 className="clip">
          <b>
            <bdi>{accountName(account)}</bdi>
          </b>
        </h2>
        <span className="acctid">
          <span className="mono">{accountId}</span>
          <CopyButton text={accountId} label={`Copy ${accountId}`} />
        </span>
        {partition !== 'aws' && <span className="mark">{partition}</span>}
        <span className="end" />
        <button type="button" className="btn small" onClick={() => acts.check.mutate(null)} disabled={acts.check.isPending}>
          {acts.check.isPending ? 'AWS is asked' : 'Check'}
        </button>
        <button type="button" className="btn small" onClick={() => ask('regions')}>
          Regions
        </button>
        <button type="button" className="btn small bare" onClick={() => ask('remove')}>
          Remove<span className="vh"> {accountName(account)}</span>
        </button>
      </div>
      <dl className="facts">
        <dt>Profile</dt>
        <dd>
          <span className="wrapped">{profileName(profile)}</span>
        </dd>
        <dt>Signs in as</dt>
        <dd>
          <span className="mono clip" title={callerArn}>
            {callerArn}
          </span>
        </dd>
        <dt>Regions</dt>
        <dd>
          <span className="mono wrapped">{regions.join(', ')}</span>
        </dd>
        <dt>Credentials</dt>
        <dd>
          <span className="wrapped" role="status">
            {word}
            {credentials.at !== null && (
              <>
                , asked <Age at={credentials.at} suffix=" ago" />
              </>
            )}
            {endsAt !== null && credentials.state === 'ok' && (
              <span title={fullInstant(endsAt)}>{endsAt > now ? `; they end in ${longDuration(endsAt - now)}` : '; they have ended'}</span>
            )}
          </span>
        </dd>
      </dl>
      <Mends credentials={credentials} isBusy={acts.check.isPending} onCheck={acts.check.mutate} />
      {acts.check.isError && credentials.state !== 'failing' && <p className="wrap m">{saidBy(acts.check.error)}</p>}
      {asked === 'regions' && <RegionsDialog account={account} save={acts.setRegions} onLeave={() => ask(null)} />}
      {asked === 'remove' && <RemoveDialog account={account} remove={acts.remove} onLeave={() => ask(null)} />}
    </li>
  )
}

function RegionsDialog({ account, save, onLeave }: { account: Account; save(regions: readonly string[]): Promise<void>; onLeave(): void }) {
  const [regions, setRegions] = useState<readonly string[]>(account.regions)
  const [fault, setFault] = useState<string | null>(null)
  const [failed, setFailed] = useState<unknown>(null)
  return (
    <Dialog title={`Regions of ${accountName(account)}`} onLeave={onLeave}>
      <form
        className="form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          const wrong = regionsFault(regions)
          setFault(wrong)
          if (wrong === null) save(regions).then(onLeave, setFailed)
        }}
      >
        <RegionField regions={regions} error={fault} onChange={setRegions} />
        {failed !== null && (
          <p className="wrap" role="alert">
            <b>It was not changed.</b> {saidBy(failed)}
          </p>
        )}
        <div className="answers">
          <button type="submit" className="btn primary">
            Keep these
          </button>
          <button type="button" className="btn" onClick={onLeave}>
            Leave
          </button>
        </div>
      </form>
    </Dialog>
  )
}

function RemoveDialog({ account, remove, onLeave }: { account: Account; remove(): Promise<boolean>; onLeave(): void }) {
  const [isBusy, setBusy] = useState(false)
  return (
    <Dialog title={`Remove ${accountName(account)}?`} onLeave={onLeave}>
      <ul className="bullets">
        <li>This desk asks nothing of account {account.accountId} any more: no catch-up, no queues, no set-up there.</li>
        <li>In AWS nothing is changed: subscriptions go on delivering. To take those back, undo their set-ups first.</li>
        <li>The profile stays in ~/.aws, and can be connected again.</li>
      </ul>
      <div className="answers">
        <button
          type="button"
          className="btn primary"
          disabled={isBusy}
          onClick={() => {
            setBusy(true)
            void remove().then((done) => (done ? onLeave() : setBusy(false)))
          }}
        >
          Remove {accountName(account)}
        </button>
        <button type="button" className="btn" data-autofocus onClick={onLeave}>
          Leave
        </button>
      </div>
    </Dialog>
  )
}
