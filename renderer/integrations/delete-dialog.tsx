import { useState } from 'react'
import type { Integration } from '../../preload/contract/integrations.ts'
import { useLiveIncidents } from '../live/reads.ts'
import { Dialog } from '../ui/dialog.tsx'
import { plural, shortArn } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { Age } from '../ui/parts.tsx'
import { saidBy } from '../ui/said.ts'
import type { IntegrationActs } from './acts.ts'

/** What goes with an integration, and what stays, before it goes. */
export function DeleteDialog({
  integration,
  acts,
  onLeave,
  onGone,
}: {
  integration: Integration
  acts: IntegrationActs
  onLeave(): void
  onGone(): void
}) {
  const [isBusy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>(null)
  const live = useLiveIncidents()
  const { id, name, subscriptions, rules, lastDelivery } = integration
  const open = live.data?.items.filter((row) => row.integrationId === id && row.status !== 'closed')
  const subscribed = subscriptions.filter(({ state }) => state === 'confirmed' || state === 'confirming')
  return (
    <Dialog title={`Delete ${name}?`} onLeave={onLeave}>
      <ul className="bullets">
        <li>
          <b className="t">Its URL answers 404 at once.</b> SNS takes a 404 as done and does not try again: what is sent there from then on
          is lost
          {lastDelivery !== null && (
            <>
              . The last delivery came <Age at={lastDelivery.at} suffix=" ago" />
            </>
          )}
          .
        </li>
        {subscribed.length > 0 && (
          <li>
            {plural(subscribed.length, 'subscription')} in AWS {subscribed.length === 1 ? 'stays' : 'stay'} until you remove{' '}
            {subscribed.length === 1 ? 'it' : 'them'} there:{' '}
            <span className="mono">{subscribed.map(({ topicArn }) => shortArn(topicArn)).join(', ')}</span>
          </li>
        )}
        <li>
          {open === undefined ? (
            'Its incidents stay; no OK of AWS will close them any more.'
          ) : open.length === 0 ? (
            'None of its incidents is open.'
          ) : (
            <>
              <b className="t">{open.length === 1 ? 'One incident of it is open' : `${open.length} incidents of it are open`}</b> (
              {open
                .slice(0, 6)
                .map(({ shortId }) => shortId)
                .join(', ')}
              {open.length > 6 && ', …'}) and {open.length === 1 ? 'stays' : 'stay'} so: no OK of AWS will close{' '}
              {open.length === 1 ? 'it' : 'them'} any more.
            </>
          )}
        </li>
        <li>Its history stays: deliveries in the Inbound log, incidents with their timelines.</li>
        <li>
          {rules.length === 0 ? 'Its topics and its secret go.' : `Its topics, its secret and its ${plural(rules.length, 'rule')} go.`} This
          can’t be taken back.
        </li>
      </ul>
      {failed !== null && (
        <p className="answer under" role="alert">
          <Icon name="cross" className="error" />
          <span className="wrap">
            <b>It was not deleted.</b> {saidBy(failed)}
          </span>
        </p>
      )}
      <div className="answers">
        <button
          type="button"
          className="btn primary del"
          disabled={isBusy}
          onClick={() => {
            setBusy(true)
            setFailed(null)
            acts.remove(integration).then(
              () => {
                onLeave()
                onGone()
              },
              (error: unknown) => {
                setFailed(error)
                setBusy(false)
              },
            )
          }}
        >
          <span className="clip">
            Delete <bdi>{name}</bdi>
          </span>
        </button>
        <button type="button" className="btn" data-autofocus onClick={onLeave}>
          Keep it
        </button>
      </div>
    </Dialog>
  )
}
