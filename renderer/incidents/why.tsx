import type { Incident, TimelineEvent } from '../../preload/contract/incidents.ts'
import { useDelivery, useIncident } from '../live/reads.ts'
import { Dialog } from '../ui/dialog.tsx'
import { Bones, Clock } from '../ui/parts.tsx'
import { hrefOf } from '../ui/route.ts'
import { saidBy } from '../ui/said.ts'
import { Trace } from '../ui/trace.tsx'
import { tell } from './told.ts'

/** Why there is this incident: the delivery that spoke last for it, step by step, and who was told, or why not. */
export function WhyDialog({ incident, onLeave }: { incident: Incident; onLeave(): void }) {
  const detail = useIncident(incident.id)
  const timeline = detail.data?.timeline ?? []
  const spoke = timeline.findLast(
    ({ kind, deliveryId }) => deliveryId !== null && (kind === 'opened' || kind === 'appended' || kind === 'reopened'),
  )
  const delivery = useDelivery(spoke?.deliveryId ?? null)
  const told = timeline.filter(({ kind }) => kind === 'notified' || kind === 'not-notified')
  return (
    <Dialog title={`Why ${incident.shortId}`} onLeave={onLeave} wide>
      {detail.isError && <p className="under">{saidBy(detail.error)}</p>}
      {detail.isPending && <Bones rows={4} />}
      {spoke !== undefined && (
        <>
          <p className="under">
            {tell(spoke).word} by delivery{' '}
            <a className="mono" href={hrefOf('inbound', spoke.deliveryId)} onClick={onLeave}>
              {spoke.deliveryId?.slice(0, 8)}
            </a>{' '}
            at <Clock at={spoke.at} />
          </p>
          {delivery.isError ? (
            <p className="m under">{saidBy(delivery.error)}</p>
          ) : delivery.data === undefined ? (
            <Bones rows={4} />
          ) : (
            <Trace steps={delivery.data.trace} />
          )}
        </>
      )}
      {detail.data !== undefined && spoke === undefined && <p className="m under">No delivery is kept that speaks of it.</p>}
      <h3 className="h">Who was told</h3>
      {told.length === 0 ? <p className="m s">Nobody so far: no notification was due, or none is kept.</p> : <TellList events={told} />}
    </Dialog>
  )
}

function TellList({ events }: { events: readonly TimelineEvent[] }) {
  return (
    <ol className="tl tl3">
      {events.map((event) => {
        const { word, said, weight } = tell(event)
        return (
          <li key={event.id} className={weight === 'news' ? undefined : weight}>
            <Clock at={event.at} />
            <span className="k">{word}</span>
            <span className="wrap">
              <bdi>{said}</bdi>
            </span>
          </li>
        )
      })}
    </ol>
  )
}
