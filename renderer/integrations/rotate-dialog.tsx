import { useState } from 'react'
import type { Integration } from '../../preload/contract/integrations.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Options } from '../ui/fields.tsx'
import { Icon } from '../ui/icons.tsx'
import { Age } from '../ui/parts.tsx'
import { saidBy } from '../ui/said.ts'
import type { IntegrationActs } from './acts.ts'

const hour = 3_600
const stays = [
  {
    value: '0',
    label: 'Not at all',
    says: 'For a URL that leaked. What SNS still sends to it is 404 at once, and 404 is not tried again.',
  },
  { value: String(hour), label: '1 h', says: 'Long enough to subscribe the new one by hand.' },
  { value: String(24 * hour), label: '24 h' },
  { value: String(7 * 24 * hour), label: '7 days' },
  { value: String(30 * 24 * hour), label: '30 days', says: 'The longest.' },
]

/** A new secret, and how long the old one stays beside it. */
export function RotateDialog({ integration, acts, onLeave }: { integration: Integration; acts: IntegrationActs; onLeave(): void }) {
  const [keep, setKeep] = useState(String(hour))
  const [isBusy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>(null)
  const { name, lastDelivery, previousSecret } = integration
  return (
    <Dialog title={`Rotate the URL of ${name}`} onLeave={onLeave}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          setBusy(true)
          setFailed(null)
          acts.rotate(integration, Number(keep)).then(onLeave, (error: unknown) => {
            setFailed(error)
            setBusy(false)
          })
        }}
      >
        <p className="m">
          A new secret URL is made. Nothing tells SNS: subscribe the new one to your topics, confirm it here, and remove the old
          subscriptions in AWS. Until the time is up both work, and this view says whether somebody still uses the old one.
        </p>
        <Options legend="How long the old URL stays" value={keep} options={stays} onChoose={setKeep} />
        <p className="m s">
          {lastDelivery === null ? (
            'Nothing has come to it so far.'
          ) : (
            <>
              The last delivery to it came <Age at={lastDelivery.at} suffix=" ago" />.
            </>
          )}
          {previousSecret !== null && ' The URL before this one stops working now.'}
        </p>
        {failed !== null && (
          <p className="answer" role="alert">
            <Icon name="cross" className="error" />
            <span className="wrap">
              <b>It was not rotated.</b> {saidBy(failed)}
            </span>
          </p>
        )}
        <div className="answers">
          <button type="submit" className="btn primary" disabled={isBusy}>
            Rotate
          </button>
          <button type="button" className="btn" data-autofocus onClick={onLeave}>
            Leave it
          </button>
        </div>
      </form>
    </Dialog>
  )
}
