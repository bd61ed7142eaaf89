import type { Integration } from '../../preload/contract/integrations.ts'
import { shortArn } from '../ui/format.ts'
import { Icon, type LineIcon } from '../ui/icons.tsx'
import { Age } from '../ui/parts.tsx'
import { hrefOf } from '../ui/route.ts'
import type { IntegrationActs } from './acts.ts'
import { actsOn, endedByWhom, type Subscription, stateWords } from './words.ts'

const marks: Record<Subscription['state'], { icon: LineIcon; tone?: 'ok' | 'unknown' }> = {
  'awaiting-confirmation': { icon: 'pause' },
  confirming: { icon: 'rotate' },
  confirmed: { icon: 'tick', tone: 'ok' },
  'confirmation-failed': { icon: 'cross', tone: 'unknown' },
  refused: { icon: 'refuse' },
  unsubscribed: { icon: 'cross', tone: 'unknown' },
}

/** What a state means for the operator, where nobody has said a reason. */
const means: Partial<Record<Subscription['state'], string>> = {
  'awaiting-confirmation': 'Confirm it if the topic is yours; refuse it if it is not.',
  confirming: 'Tried again by itself until AWS answers, or until the token’s two days end.',
  'confirmation-failed': 'It won’t work any more by itself.',
  unsubscribed: 'Nothing of this topic comes any more: subscribe it again.',
}

/** The topics that asked to deliver here, and how each stands. */
export function Subscriptions({ integration, acts }: { integration: Integration; acts: IntegrationActs }) {
  const { subscriptions } = integration
  if (subscriptions.length === 0) return null
  return (
    <section aria-labelledby="subs">
      <h3 className="h" id="subs">
        Subscriptions <span className="clip">as this desk knows them; whether they still stand is known to AWS alone</span>
      </h3>
      <ul className="subs">
        {subscriptions.map((one) => (
          <Line key={one.topicArn} subscription={one} acts={acts} />
        ))}
      </ul>
    </section>
  )
}

function Line({ subscription, acts }: { subscription: Subscription; acts: IntegrationActs }) {
  const { topicArn, state, reason, since, deliveryId } = subscription
  const { icon, tone } = marks[state]
  const end = endedByWhom(subscription)
  const { confirm, refuse } = actsOn(state)
  const why = state === 'refused' ? 'AWS drops it three days after it was asked for.' : (reason ?? means[state])
  return (
    <li>
      <Icon name={icon} className={tone} />
      <span className="mono clip" title={topicArn}>
        <bdi>{shortArn(topicArn)}</bdi>
      </span>
      <span className="nw st">
        <b>{stateWords[state]}</b>
        {end !== null && <span className="m">, {end.word}</span>}
      </span>
      <span className="f s nw">
        <a className="quietlink" href={hrefOf('inbound', deliveryId)}>
          <Age at={since} suffix=" ago" />
        </a>
      </span>
      <span className="do">
        {confirm !== null && (
          <button
            type="button"
            className={`btn small${state === 'awaiting-confirmation' ? ' primary' : ''}`}
            onClick={() => void acts.confirm(subscription)}
          >
            {confirm}
          </button>
        )}
        {refuse && (
          <button type="button" className="btn small" onClick={() => void acts.refuse(subscription)}>
            Refuse
          </button>
        )}
      </span>
      {(why !== undefined || end !== null) && (
        <p className="m s wrap">
          {end === null ? why : end.means}
          {end !== null && reason !== null && ` ${reason}`}
        </p>
      )}
    </li>
  )
}
