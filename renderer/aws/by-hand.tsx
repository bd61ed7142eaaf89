import { useIntegrations } from '../live/reads.ts'
import { Icon } from '../ui/icons.tsx'
import { Age, Empty } from '../ui/parts.tsx'
import { hrefOf } from '../ui/route.ts'
import type { Draft } from './draft.ts'
import { subjectName } from './plan-rows.ts'

/** Step 4 without credentials: what was run by hand is waited for here all the same. */
export function ByHand({ draft, onBack, onAgain }: { draft: Draft; onBack(): void; onAgain(): void }) {
  const { items } = useIntegrations()
  const integration = items.find(({ id }) => id === draft.integrationId)
  if (integration === undefined) return <Empty title="The integration is gone." />
  const { subscriptions, lastDelivery } = integration
  const isHeard = lastDelivery !== null && lastDelivery.disposition !== 'confirmed' && lastDelivery.disposition !== 'awaiting-confirmation'
  return (
    <>
      <div className="pad stepbody scroll" tabIndex={0} role="region" aria-label="First delivery">
        <p className="plansay">
          <b>Now run what you copied.</b> <span className="m">This page ticks by itself as AWS answers.</span>
        </p>
        <ol className="walk byhand" aria-live="polite">
          {draft.topicArns.map((arn) => {
            const found = subscriptions.find(({ topicArn }) => topicArn === arn)
            const isConfirmed = found?.state === 'confirmed'
            return (
              <li key={arn} className={found === undefined ? undefined : 'on'}>
                <span className="nd">
                  <Icon
                    name={isConfirmed ? 'tick' : found?.state === 'confirmation-failed' ? 'cross' : found === undefined ? 'step' : 'pause'}
                    className={isConfirmed ? 'ok' : 'f'}
                  />
                </span>
                <div>
                  <b className="mono">{subjectName(arn)}</b>
                  <p className="m s wrap">
                    {draft.way === 'queue'
                      ? 'By a queue: connect an account and add the queue to the integration, so that this desk reads it.'
                      : found === undefined
                        ? 'has not asked yet: run the line that subscribes'
                        : isConfirmed
                          ? 'confirmed'
                          : found.state === 'awaiting-confirmation'
                            ? 'asks to be confirmed: answer in the bar above'
                            : (found.reason ?? 'AWS is asked')}
                  </p>
                </div>
              </li>
            )
          })}
          <li className={isHeard ? 'on' : undefined}>
            <span className="nd">
              <Icon name={isHeard ? 'tick' : 'step'} className={isHeard ? 'ok' : 'f'} />
            </span>
            <div>
              <b>Heard</b>
              <p className="m s wrap">
                {isHeard && lastDelivery !== null ? (
                  <>
                    the last delivery came <Age at={lastDelivery.at} suffix=" ago" />,{' '}
                    <a href={hrefOf('inbound', lastDelivery.id)}>look at it</a>
                  </>
                ) : (
                  'nothing yet: let one alarm of the topic speak'
                )}
              </p>
            </div>
          </li>
        </ol>
      </div>
      <div className="foot2">
        <a className={`btn${isHeard ? ' primary' : ''}`} href={hrefOf('integrations', integration.id)}>
          Open {integration.name.slice(0, 40)}
        </a>
        <button type="button" className="btn" onClick={onBack}>
          Back to the plan
        </button>
        <button type="button" className="btn" onClick={onAgain}>
          Begin anew
        </button>
      </div>
    </>
  )
}
