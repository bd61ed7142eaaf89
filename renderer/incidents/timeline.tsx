import { useEffect, useRef } from 'react'
import type { TimelineEvent } from '../../preload/contract/incidents.ts'
import { plural } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { Clock } from '../ui/parts.tsx'
import { hrefOf } from '../ui/route.ts'
import { tell } from './told.ts'

/** What happened, oldest first, and what was not sent, with the reason. New events come into view at the foot. */
export function Timeline({ events }: { events: readonly TimelineEvent[] }) {
  const scroller = useRef<HTMLElement>(null)
  const count = useRef(events.length)
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    if (events.length > count.current) element.scrollTop = element.scrollHeight
    count.current = events.length
  }, [events.length])
  return (
    <section ref={scroller} className="scroll" aria-labelledby="tl" tabIndex={0}>
      <h2 className="h" id="tl">
        Timeline <span>{plural(events.length, 'event')}, oldest first</span>
      </h2>
      <ol className="tl">
        {events.map((event) => {
          const { icon, word, said, weight } = tell(event)
          return (
            <li key={event.id} className={`${weight === 'news' ? '' : weight}${event.undoneBy === null ? '' : ' undone'}`}>
              <Clock at={event.at} />
              <Icon name={icon} className="f" />
              <span className="k">{word}</span>
              <span className="said" title={said.length > 80 ? said.slice(0, 2_000) : undefined}>
                <bdi>{said}</bdi>
              </span>
              <span className="r s f nw">
                {event.undoneBy !== null ? (
                  'taken back'
                ) : event.deliveryId !== null ? (
                  <a className="mono" href={hrefOf('inbound', event.deliveryId)}>
                    <span className="vh">delivery </span>
                    {event.deliveryId.slice(0, 6)}
                  </a>
                ) : null}
              </span>
            </li>
          )
        })}
      </ol>
    </section>
  )
}
