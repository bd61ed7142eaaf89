import { useDebouncedValue } from '@mantine/hooks'
import type { Incident } from '../../preload/contract/incidents.ts'
import { useIncident } from '../live/reads.ts'
import { useStaleClass } from '../ui/as-of.tsx'
import { Clock } from '../ui/parts.tsx'
import { hrefOf } from '../ui/route.ts'
import { Datapoints } from './chart.tsx'
import { tell } from './told.ts'

const calmMs = 120
const lines = 5

/** The active row at a glance: its datapoints, and the last of its timeline, newest first. */
export function Peek({ incident }: { incident: Incident }) {
  const stale = useStaleClass()
  const [settled] = useDebouncedValue(incident.id, calmMs)
  const { data } = useIncident(settled)
  const detail = data?.id === incident.id ? data : undefined
  return (
    <section className={`peek${stale}`} aria-label={`${incident.shortId} at a glance`}>
      <div className={`b-${incident.severity}`}>
        <h2 className="h">
          {detail === undefined || detail.datapoints.length > 0 ? (detail?.alarm?.metricName ?? 'Datapoints') : 'Reason'}
          <span className="clip">{detail?.datapoints.length === 0 ? 'no datapoints were told' : (detail?.alarm?.statistic ?? '')}</span>
        </h2>
        {detail !== undefined &&
          (detail.datapoints.length > 0 ? (
            <Datapoints incident={detail} height={148} />
          ) : (
            <p className="m clip2 wrap">
              <bdi>{detail.reason ?? 'The alarm gave no reason.'}</bdi>
            </p>
          ))}
      </div>
      <div>
        <h2 className="h">Last on the timeline</h2>
        <ol className="tl tl3">
          {detail?.timeline
            .slice(-lines)
            .toReversed()
            .map((event) => {
              const { word, said, weight } = tell(event)
              return (
                <li key={event.id} className={weight === 'news' ? undefined : weight}>
                  <Clock at={event.at} />
                  <span className="k">{word}</span>
                  <span className="clip">
                    <bdi>{said.slice(0, 300)}</bdi>
                  </span>
                  {event.deliveryId !== null && (
                    <a className="mono" href={hrefOf('inbound', event.deliveryId)}>
                      <span className="vh">delivery </span>
                      {event.deliveryId.slice(0, 6)}
                    </a>
                  )}
                </li>
              )
            })}
        </ol>
      </div>
    </section>
  )
}
