import { useState } from 'react'
import type { Integration } from '../../preload/contract/integrations.ts'
import { useIntegrations } from '../live/reads.ts'
import { Icon } from '../ui/icons.tsx'
import { Age } from '../ui/parts.tsx'
import { hrefOf } from '../ui/route.ts'
import { useIntegrationActs } from './acts.ts'
import { topicName } from './check.ts'
import './integrations.css'
import type { Subscription } from './words.ts'

interface Asking {
  integration: Integration
  subscription: Subscription
}

/** Over every view: a topic asks to deliver here, and until it is answered nothing of it is heard. The oldest first. */
export function WaitingBanner() {
  const { items } = useIntegrations()
  const acts = useIntegrationActs()
  const [followedId, follow] = useState<string | null>(null)
  const all: readonly Asking[] = items
    .filter(({ practice }) => !practice)
    .flatMap((integration) => integration.subscriptions.map((subscription) => ({ integration, subscription })))
  const waiting = all
    .filter(({ subscription }) => subscription.state === 'awaiting-confirmation')
    .toSorted((a, b) => a.subscription.since.localeCompare(b.subscription.since))
  const followed = all.find(({ subscription }) => subscription.deliveryId === followedId && subscription.state !== 'awaiting-confirmation')
  const [first] = waiting
  if (first === undefined && followed === undefined) return null
  return (
    <section className="asking" aria-label="A subscription waits" aria-live="polite">
      {followed !== undefined ? (
        <Followed {...followed} more={waiting.length} onLeave={() => follow(null)} />
      ) : (
        first !== undefined && (
          <Waiting
            {...first}
            more={waiting.length - 1}
            onConfirm={() => {
              follow(first.subscription.deliveryId)
              void acts.confirm(first.subscription).then((taken) => {
                if (!taken) follow(null)
              })
            }}
            onRefuse={() => void acts.refuse(first.subscription)}
          />
        )
      )}
    </section>
  )
}

function Waiting({ integration, subscription, more, onConfirm, onRefuse }: Asking & { more: number; onConfirm(): void; onRefuse(): void }) {
  const [, , , region, account] = subscription.topicArn.split(':')
  return (
    <>
      <Icon name="pause" />
      <p className="grow wrap" title={subscription.topicArn}>
        <b>A subscription waits for you.</b>{' '}
        <span className="m">
          Topic <span className="mono t">{topicName(subscription.topicArn).slice(0, 120)}</span> of account{' '}
          <span className="mono t">{account?.slice(0, 40)}</span> in {region?.slice(0, 40)} asks to deliver to{' '}
          <a href={hrefOf('integrations', integration.id)}>
            <bdi>{integration.name}</bdi>
          </a>
          , since <Age at={subscription.since} />. Is it yours?{more > 0 && ` ${more} more ${more === 1 ? 'waits' : 'wait'} behind it.`}
        </span>
      </p>
      <button type="button" className="btn small primary" onClick={onConfirm}>
        Confirm
      </button>
      <button type="button" className="btn small" onClick={onRefuse}>
        Refuse
      </button>
    </>
  )
}

/** What became of the one that was just confirmed here, until it is put away. */
function Followed({ integration, subscription, more, onLeave }: Asking & { more: number; onLeave(): void }) {
  const { state, topicArn, reason } = subscription
  const name = <span className="mono t">{topicName(topicArn).slice(0, 120)}</span>
  return (
    <>
      <Icon
        name={state === 'confirmed' ? 'tick' : state === 'confirming' ? 'rotate' : 'cross'}
        className={state === 'confirmed' ? 'ok' : state === 'confirming' ? undefined : 'unknown'}
      />
      <p className="grow wrap m">
        {state === 'confirmed' ? (
          <>
            {name} is confirmed and believed from now on. <b className="t">Confirmed is not heard:</b> let one alarm speak.
          </>
        ) : state === 'confirming' ? (
          <>
            AWS is asked to confirm {name}.{reason !== null && ` ${reason} It is tried again by itself.`}
          </>
        ) : (
          <>
            {name} is not confirmed. {reason}
          </>
        )}
        {more > 0 && ` ${more} more ${more === 1 ? 'waits' : 'wait'}.`}
      </p>
      {state !== 'confirming' && (
        <a className="btn small primary" href={hrefOf('integrations', integration.id)} onClick={onLeave}>
          {state === 'confirmed' ? 'Prove it' : 'Look at it'}
        </a>
      )}
      <button type="button" className="btn small" onClick={onLeave}>
        {more > 0 ? 'Next' : 'Put away'}
      </button>
    </>
  )
}
