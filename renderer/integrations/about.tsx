import type { ReactNode } from 'react'
import type { Integration } from '../../preload/contract/integrations.ts'
import { dispositionLabels } from '../../preload/contract/words.ts'
import { useSettings, useSetups } from '../live/reads.ts'
import { plural, shortArn } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { Age, CopyButton } from '../ui/parts.tsx'
import { hrefOf } from '../ui/route.ts'
import { confirmWords, maxAgeWords, trustWords } from './words.ts'

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

/** Whom it believes, how it stands, and what happens then. */
export function About({ integration }: { integration: Integration }) {
  const { name, trust, topics, confirm, maxAgeSeconds, subscriptions, lastDelivery, deliveriesToday } = integration
  const settings = useSettings()
  const setup = useSetups()
    .data?.items.filter(({ integrationId }) => integrationId === integration.id)
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt))[0]
  const words = trustWords(integration)
  const isSigned = trust.kind !== 'secret-url'
  const confirmed = subscriptions.filter(({ state }) => state === 'confirmed').length
  const reopen = settings.data?.reopenWindowMinutes
  return (
    <aside className="side scroll" aria-label={`About ${name}`} tabIndex={0}>
      <section aria-labelledby="trusts">
        <h3 className="h" id="trusts">
          Trusts
        </h3>
        <dl className="facts">
          <Fact name="Kind">
            {trust.kind !== 'aws' && !integration.practice && <Icon name="key" className="warning" />}
            <span className="wrapped">{words.name}</span>
          </Fact>
          {isSigned &&
            (topics.length === 0 ? (
              <Fact name="Topics">
                <span className="wrapped m">none yet: the first confirmation that you take fills the list</span>
              </Fact>
            ) : (
              topics.map((topic, index) => (
                <Fact key={topic} name={index === 0 ? 'Topics' : ''}>
                  <span className="mono clip" title={topic}>
                    <bdi>{topic.includes('*') ? topic : shortArn(topic)}</bdi>
                  </span>
                  <CopyButton text={topic} label={`Copy ${topic.slice(0, 100)}`} />
                </Fact>
              ))
            ))}
          {isSigned && <Fact name="Confirms">{confirmWords[confirm]}</Fact>}
          {isSigned && <Fact name="Max age">{maxAgeWords(maxAgeSeconds)}</Fact>}
        </dl>
        <p className={`s para ${trust.kind === 'aws' ? 'f' : 'm'}`}>{words.means}</p>
      </section>
      <section aria-labelledby="stands">
        <h3 className="h" id="stands">
          Check
        </h3>
        <dl className="facts">
          {isSigned && (
            <Fact name="Subscribed">
              {subscriptions.length === 0 ? (
                <span className="m">no topic has asked</span>
              ) : (
                `${confirmed} of ${subscriptions.length} confirmed`
              )}
            </Fact>
          )}
          <Fact name="Last">
            {lastDelivery === null ? (
              <span className="m">nothing yet</span>
            ) : (
              <a className="quietlink clip" href={hrefOf('inbound', lastDelivery.id)}>
                <Age at={lastDelivery.at} suffix=" ago" />, {dispositionLabels[lastDelivery.disposition]}
              </a>
            )}
          </Fact>
          {setup !== undefined && (
            <Fact name="Set up">
              <a className="quietlink clip" href={hrefOf('setup', setup.id)}>
                <Age at={setup.createdAt} suffix=" ago" />, {setup.state}
              </a>
            </Fact>
          )}
          <Fact name="Today">{plural(deliveriesToday, 'delivery', 'deliveries')} in 24 h</Fact>
        </dl>
      </section>
      <section aria-labelledby="then">
        <h3 className="h" id="then">
          Then
        </h3>
        <dl className="facts">
          {reopen !== undefined && (
            <Fact name="Reopens">{reopen === 0 ? 'never: each ALARM after a close is new' : `within ${reopen} min of a close`}</Fact>
          )}
          <Fact name="Closes">on OK</Fact>
        </dl>
      </section>
    </aside>
  )
}
