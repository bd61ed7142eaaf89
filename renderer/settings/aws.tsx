import { useAccounts } from '../live/reads.ts'
import { Icon } from '../ui/icons.tsx'
import { hrefOf } from '../ui/route.ts'
import { saidBy } from '../ui/said.ts'

/** Which accounts are connected and whether their credentials work; all else is in a view of its own. */
export function Aws() {
  const accounts = useAccounts()
  const { items } = accounts
  return (
    <>
      {items.length > 0 ? (
        <ul className="awslist">
          {items.map(({ id, alias, profile, accountId, regions, credentials }) => (
            <li key={id}>
              <Icon
                name={credentials.state === 'ok' ? 'tick' : credentials.state === 'failing' ? 'cross' : 'query'}
                className={credentials.state === 'ok' ? 'ok' : credentials.state === 'failing' ? 'error' : 'unknown'}
              />
              <span className="wrap">
                <b>
                  <bdi>{alias ?? profile ?? 'without a profile'}</bdi>
                </b>{' '}
                <span className="mono">{accountId}</span> <span className="m">{regions.join(', ')}</span>
                {credentials.state === 'failing' && <span className="m">: its credentials do not work</span>}
                {credentials.state === 'unproven' && <span className="m">: not asked yet</span>}
              </span>
            </li>
          ))}
        </ul>
      ) : accounts.isError ? (
        <p className="m wrap">The accounts can’t be read. {saidBy(accounts.error)}</p>
      ) : (
        accounts.isSuccess && (
          <p className="m wrap">
            No account is connected. Alarms are heard without; with one this desk sets up subscriptions, catches up, and reads queues.
          </p>
        )
      )}
      <div className="awsdo">
        <a className="btn" href={hrefOf('aws')}>
          AWS accounts
        </a>
        <a className="btn" href={hrefOf('setup')}>
          Set up in AWS
        </a>
        {items.length === 0 && (
          <a className="btn" href={hrefOf('aws', null, { new: '1' })}>
            Connect an account
          </a>
        )}
      </div>
    </>
  )
}
