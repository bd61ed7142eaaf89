import { useAccounts, useIntegrations, useSetups } from '../live/reads.ts'
import { plural } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { Age } from '../ui/parts.tsx'
import { hrefOf } from '../ui/route.ts'
import { saidBy } from '../ui/said.ts'
import { changeCount } from './plan-rows.ts'
import { setupWords } from './setup-words.ts'
import { accountName } from './words.ts'

/** What was set up from here, the newest first: each can be looked at, retried and undone. */
export function SetupsList() {
  const setups = useSetups()
  const integrations = useIntegrations()
  const accounts = useAccounts()
  const items = (setups.data?.items ?? []).toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))
  if (setups.isError && items.length === 0) return <p className="m wrap under">The set-ups can’t be read. {saidBy(setups.error)}</p>
  if (items.length === 0) return null
  return (
    <section aria-labelledby="setups">
      <h2 className="h" id="setups">
        Set-ups <span>each can be undone</span>
      </h2>
      <ul className="setups">
        {items.map(({ id, account, integrationId, region, state, createdAt, steps }) => {
          const { icon, tone, word } = setupWords[state]
          const of = accounts.items.find((one) => one.id === account)
          const heardBy = integrations.items.find((one) => one.id === integrationId)
          return (
            <li key={id} className="row in still">
              <Icon name={icon} className={tone} />
              <span>{word}</span>
              <a className="clip" href={hrefOf('setup', id)}>
                {plural(changeCount(steps), 'change')} for <bdi>{heardBy?.name ?? 'an integration that is gone'}</bdi>
              </a>
              <span className="m s clip">
                {of === undefined ? 'an account that was removed' : accountName(of)}, <span className="mono">{region}</span>
              </span>
              <span className="f s r">
                <Age at={createdAt} suffix=" ago" />
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}
