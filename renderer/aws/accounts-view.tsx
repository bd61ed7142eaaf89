import { useState } from 'react'
import { type AwsFeature, awsFeatures } from '../../preload/contract/words.ts'
import { useAccounts } from '../live/reads.ts'
import { AsOf, useStaleClass } from '../ui/as-of.tsx'
import { useCommands } from '../ui/commands.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { plural } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { Bones, Empty } from '../ui/parts.tsx'
import { goTo, hrefOf, replaceRoute, useRoute } from '../ui/route.ts'
import { saidBy } from '../ui/said.ts'
import { sayDone } from '../ui/toast.tsx'
import { AccountItem } from './account-item.tsx'
import './aws.css'
import { CatchUp } from './catch-up.tsx'
import { ConnectForm } from './connect-form.tsx'
import { LeastPolicy } from './least-policy.tsx'
import { SetupsList } from './setups-list.tsx'
import './setup.css'
import { accountName, featureWords } from './words.ts'

/** The accounts of AWS that this desk may ask, and what IAM has to allow for it. */
export function AccountsView() {
  const accounts = useAccounts()
  const stale = useStaleClass()
  const { query } = useRoute()
  const asksNew = query.new === '1'
  const place = (fresh: boolean) => replaceRoute(hrefOf('aws', null, { new: fresh ? '1' : null }))
  useCommands({ back: () => goTo(hrefOf('settings')) })
  const { items } = accounts
  return (
    <>
      <div className="head">
        <h1>AWS accounts</h1>
        {items.length > 0 && <span className="m s w9">{plural(items.length, 'profile')} connected</span>}
        <span className="end" />
        <a className="btn" href={hrefOf('setup')}>
          Set up in AWS
        </a>
        <button type="button" className={`btn${items.length === 0 ? ' primary' : ''}`} onClick={() => place(true)}>
          <Icon name="plus" />
          Connect an account
        </button>
      </div>
      <AsOf />
      {accounts.isError && items.length === 0 ? (
        <Empty
          title="The accounts can’t be read."
          acts={
            <button type="button" className="btn" onClick={() => void accounts.refetch()}>
              Try again
            </button>
          }
        >
          <p>{saidBy(accounts.error)}</p>
        </Empty>
      ) : accounts.isPending ? (
        <Bones />
      ) : (
        <div className="split awssplit">
          <div className="col">
            <div className={`scroll ringroom${stale}`} tabIndex={0} role="region" aria-label="Connected accounts">
              {items.length === 0 ? (
                <Without />
              ) : (
                <ul className="accts">
                  {items.map((account) => (
                    <AccountItem key={account.id} account={account} />
                  ))}
                </ul>
              )}
              <CatchUp />
              <SetupsList />
            </div>
          </div>
          <Policy />
        </div>
      )}
      {asksNew && (
        <Dialog title="Connect an account" onLeave={() => place(false)} wide>
          <ConnectForm
            onLeave={() => place(false)}
            onConnected={(account) => {
              place(false)
              sayDone(`Connected ${accountName(account)}, account ${account.accountId}`)
            }}
          />
        </Dialog>
      )}
    </>
  )
}

function Without() {
  return (
    <div className="without">
      <h2>
        <b>No account is connected.</b>
      </h2>
      <p className="m">
        Alarms are heard without one: a topic that is subscribed delivers here whoever made the subscription. With an account this desk also
      </p>
      <ul className="bullets">
        <li>sets up subscriptions with a plan that is shown first and can be undone,</li>
        <li>looks at what the alarms say while nothing could be heard, and catches up,</li>
        <li>reads queues of SQS, for networks that let nothing in and computers that sleep.</li>
      </ul>
      <p className="m">
        It uses a profile of this computer’s ~/.aws as the AWS command line does, and keeps no key. Each feature needs only what stands
        beside it here, and works as far as it can with less.
      </p>
    </div>
  )
}

const initially: readonly AwsFeature[] = ['connect', 'topics', 'subscribe', 'catch-up']

/** The least policy for what is chosen: for all accounts, or narrowed to one. */
function Policy() {
  const { items } = useAccounts()
  const [features, setFeatures] = useState<readonly AwsFeature[]>(initially)
  const [account, setAccount] = useState('')
  const chosen = items.some(({ id }) => id === account) ? account : ''
  return (
    <aside className="side scroll" aria-label="Least policy" tabIndex={0}>
      <section aria-labelledby="leastpolicy">
        <h2 className="h" id="leastpolicy">
          Least policy <span>for what you choose</span>
        </h2>
        <fieldset className="featurelist">
          <legend className="vh">What the desk may do</legend>
          {awsFeatures.map((feature) => (
            <label key={feature}>
              <input
                type="checkbox"
                checked={features.includes(feature)}
                onChange={(event) => {
                  const isOn = event.currentTarget.checked
                  setFeatures(awsFeatures.filter((one) => (one === feature ? isOn : features.includes(one))))
                }}
              />
              <span>
                {featureWords[feature].name}
                <span className="f s">{featureWords[feature].means}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {items.length > 0 && (
          <label className="forwhom">
            <span className="m s">For</span>
            <select className="pick" value={chosen} onChange={(event) => setAccount(event.currentTarget.value)}>
              <option value="">any account</option>
              {items.map((one) => (
                <option key={one.id} value={one.id}>
                  {accountName(one)}, {one.accountId}
                </option>
              ))}
            </select>
          </label>
        )}
      </section>
      <section aria-label="What IAM has to allow">
        <LeastPolicy features={features} account={chosen === '' ? null : chosen} />
      </section>
    </aside>
  )
}
