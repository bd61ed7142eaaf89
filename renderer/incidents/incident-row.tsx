import type { Incident } from '../../preload/contract/incidents.ts'
import { briefReason, duration, fullInstant, shortInstant } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { PracticeMark, SeverityMark } from '../ui/marks.tsx'
import { useMinute } from '../ui/now.tsx'
import { Age } from '../ui/parts.tsx'
import { hrefOf } from '../ui/route.ts'
import type { RowLook } from '../ui/rows.tsx'
import { standingOf, standingWords } from '../ui/standing.ts'
import { Bars } from './bars.tsx'
import { timesOf } from './queue.ts'
import { nameOf } from './told.ts'

export const incidentCols = (
  <>
    <span role="columnheader">Severity</span>
    <span role="columnheader">
      <span className="vh">State</span>
    </span>
    <span role="columnheader">Id</span>
    <span role="columnheader">Title</span>
    <span role="columnheader" className="r x">
      Times
    </span>
    <span role="columnheader" className="spark">
      Last 24 h
    </span>
    <span role="columnheader" className="r age">
      Age
    </span>
    <span role="columnheader" className="next">
      Next
    </span>
    <span role="columnheader" className="who">
      Who
    </span>
  </>
)

/** What comes next by itself, or what will not. */
function Next({ row, now }: { row: Incident; now: number }) {
  const standing = standingOf(row, now)
  if (standing === 'closed' && row.closedAt !== null)
    return row.warnings.includes('closed-while-alarm') ? <>AWS says ALARM</> : <>closed {shortInstant(Date.parse(row.closedAt), now)}</>
  if (standing === 'snoozed' && row.snoozedUntil !== null) return <>until {shortInstant(Date.parse(row.snoozedUntil), now)}</>
  if (row.warnings.includes('nothing-closes-it')) return <span className="f">closes by hand only</span>
  return <span className="f">closes on OK</span>
}

const whoOf = (row: Incident): string => {
  if (row.acknowledgedBy === null) return row.status === 'closed' ? '' : 'nobody'
  return row.acknowledgedBy === 'you' ? 'You' : nameOf(row.acknowledgedBy)
}

export function rowClassOf(row: Incident, look: RowLook, now: number): string {
  const standing = standingOf(row, now)
  const bar = standing === 'snoozed' || standing === 'closed' ? 'held' : `${standing === 'open' ? 'open' : 'ack'} b-${row.severity}`
  return `${bar}${look.isSelected ? ' picked' : ''}`
}

/** An incident's cells. The active row alone opens its second line, so that density stays. */
export function IncidentCells({ row, look }: { row: Incident; look: RowLook }) {
  const now = useMinute()
  const standing = standingOf(row, now)
  const faint = standing === 'snoozed' || standing === 'closed'
  const where = [row.accountId, row.region, row.resource].filter((part) => part !== null && part !== '').join(' · ')
  return (
    <>
      <span role="gridcell">
        <SeverityMark severity={row.severity} chip={standing === 'open'} plain={faint} />
      </span>
      <span role="gridcell" className="st">
        <Icon name={look.isSelected ? 'tick' : standing} />
        <span className="vh">
          {standingWords[standing]}
          {look.isSelected && ', selected'}
        </span>
      </span>
      <span role="gridcell" className="id">
        <a tabIndex={-1} href={hrefOf('incidents', row.id)}>
          {row.shortId}
        </a>
      </span>
      <span role="gridcell" className="what">
        <b title={row.title.slice(0, 500)}>
          <bdi>{row.title}</bdi>
        </b>
        {row.practice && <PracticeMark />}
        <span className="where">
          <bdi>{where}</bdi>
        </span>
      </span>
      <span role="gridcell" className="r x">
        {timesOf(row)}
      </span>
      <span role="gridcell" className="spark">
        <Bars incidentId={row.id} />
      </span>
      <span role="gridcell" className="r age">
        {row.closedAt === null ? (
          <Age at={row.openedAt} />
        ) : (
          <span title={`opened ${fullInstant(Date.parse(row.openedAt))}`}>
            {duration(Date.parse(row.closedAt) - Date.parse(row.openedAt))}
          </span>
        )}
      </span>
      <span role="gridcell" className="next clip">
        <Next row={row} now={now} />
      </span>
      <span role="gridcell" className="who clip">
        <bdi className={row.acknowledgedBy === null ? 'f' : undefined}>{whoOf(row)}</bdi>
      </span>
      {look.isActive && (
        <span role="gridcell" className="more">
          <span className="t clip2">
            <bdi>{row.reason === null ? 'The alarm gave no reason.' : briefReason(row.reason)}</bdi>
          </span>
          {row.alarmName !== null && (
            <span className="clip">
              <bdi>{row.alarmName}</bdi>
            </span>
          )}
          {row.warnings.includes('nothing-closes-it') && <span>the alarm has no OK action: nothing will close it</span>}
          {row.warnings.includes('own-fault') && <span>the desk's own fault: a delivery that it could not decide</span>}
        </span>
      )}
    </>
  )
}
