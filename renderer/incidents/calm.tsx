import type { Incident } from '../../preload/contract/incidents.ts'
import { useCoverage, useIntegrations } from '../live/reads.ts'
import { useStaleClass } from '../ui/as-of.tsx'
import { linkIcons, linkWords } from '../ui/coverage-words.ts'
import { Icon } from '../ui/icons.tsx'
import { useMinute } from '../ui/now.tsx'
import { Age } from '../ui/parts.tsx'
import { goTo, hrefOf } from '../ui/route.ts'
import { type Item, Rows } from '../ui/rows.tsx'
import { IncidentCells, incidentCols, rowClassOf } from './incident-row.tsx'

const mostClosed = 20

/** Nothing is open, and what says that it would be heard: every absence has a proof of life. */
export function Calm({
  closed,
  closedToday,
  activeId,
  onActive,
}: {
  closed: readonly Incident[]
  closedToday: number
  activeId: string | null
  onActive(id: string): void
}) {
  const coverage = useCoverage()
  const integrations = useIntegrations()
  const stale = useStaleClass()
  const now = useMinute()
  const report = coverage.data
  const rows = closed.slice(0, mostClosed)
  const items: Item<Incident>[] = rows.map((row) => ({ kind: 'row', key: row.id, row }))
  const isIdle = integrations.isSuccess && integrations.items.every(({ practice }) => practice)
  return (
    <div className={`scroll${stale}`} tabIndex={-1}>
      <div className="calm">
        <p className="say">Nothing is open.</p>
        {report !== undefined && (
          <section aria-labelledby="alive">
            <h2 className="h" id="alive">
              {report.state === 'covered'
                ? 'And it would be heard'
                : isIdle
                  ? 'But nothing is connected'
                  : 'What is known of the way to you'}
              <span className="wrap">{report.state === 'covered' ? 'each line was measured, none assumed' : report.said}</span>
            </h2>
            <div className="alive dense" role="table" aria-labelledby="alive">
              <Line
                mark={report.lastDeliveryAt === null ? 'query' : 'tick'}
                tone={report.lastDeliveryAt === null ? 'unknown' : 'ok'}
                link="Last delivery"
                state={report.lastDeliveryAt === null ? 'none yet' : <Age at={report.lastDeliveryAt} suffix=" ago" />}
                said={
                  report.lastDeliveryAt === null ? 'no message of AWS has been taken so far' : 'the newest message that an integration took'
                }
              />
              {report.links.map((link) => (
                <Line
                  key={link.link}
                  mark={linkIcons[link.state]}
                  tone={link.state === 'ok' ? 'ok' : 'unknown'}
                  link={linkWords[link.link]}
                  state={link.state}
                  said={link.detail}
                />
              ))}
            </div>
          </section>
        )}
        {isIdle && (
          <p className="connect">
            <a className="btn primary" href={hrefOf('integrations', null, { new: '1' })}>
              New integration
            </a>
            <span className="m">Connect a topic, and this desk hears the next alarm.</span>
          </p>
        )}
      </div>
      {rows.length > 0 && (
        <>
          <h2 className="grpline">
            <b>Closed{closedToday > 0 ? ` today · ${closedToday}` : ''}</b>
            <span className="f"> the newest first</span>
          </h2>
          <Rows
            plain
            label="Closed incidents"
            className="inc"
            cols={incidentCols}
            items={items}
            rowHeight={33}
            activeKey={activeId}
            onActive={onActive}
            onOpen={(id) => goTo(hrefOf('incidents', id))}
            rowClass={(row, look) => rowClassOf(row, look, now)}
          >
            {(row, look) => <IncidentCells row={row} look={{ ...look, isActive: false }} />}
          </Rows>
        </>
      )}
    </div>
  )
}

function Line({
  mark,
  tone,
  link,
  state,
  said,
}: {
  mark: 'tick' | 'cross' | 'query' | 'late'
  tone: 'ok' | 'unknown'
  link: string
  state: React.ReactNode
  said: string
}) {
  return (
    <div role="row" className="row still in">
      <span role="cell">
        <Icon name={mark} className={tone} />
      </span>
      <span role="cell">{link}</span>
      <span role="cell" className={tone === 'ok' ? 'm' : 'unknown'}>
        {state}
      </span>
      <span role="cell" className="m wrap">
        {said}
      </span>
    </div>
  )
}
