import type { Deafness } from '../../preload/contract/coverage.ts'
import { useLedger } from '../live/reads.ts'
import { causeWords } from '../ui/coverage-words.ts'
import { fullInstant, longDuration, plural } from '../ui/format.ts'
import { useMinute } from '../ui/now.tsx'
import { hrefOf } from '../ui/route.ts'
import { lengthOf, Month, monthMs } from './month.tsx'
import { spanOf } from './span.ts'

/** When nothing could be heard, and what is known by now of what happened then. */
export function LedgerTable() {
  const ledger = useLedger()
  const now = useMinute()
  const rows = ledger.rows
  return (
    <section className="ledger" aria-labelledby="ledger">
      <h2 className="h" id="ledger">
        Deafness ledger <span>when nothing could be heard, and what AWS says happened then</span>
        <span className="end w9">{ledger.isSuccess ? sumOf(rows, now) : ''}</span>
      </h2>
      <Month rows={rows} now={now} />
      {rows.length > 0 && (
        <div className="led dense" role="table" aria-labelledby="ledger">
          <div role="rowgroup">
            <div role="row" className="cols in">
              <span role="columnheader">When</span>
              <span role="columnheader" className="r">
                For
              </span>
              <span role="columnheader">Why</span>
              <span role="columnheader">What AWS says happened</span>
              <span role="columnheader" className="led5">
                Then
              </span>
            </div>
          </div>
          <div role="rowgroup">
            {rows.map((row) => (
              <Line key={row.id} row={row} now={now} />
            ))}
          </div>
        </div>
      )}
      {ledger.hasNextPage && (
        <button type="button" className="btn small more" disabled={ledger.isFetchingNextPage} onClick={() => void ledger.fetchNextPage()}>
          Earlier
        </button>
      )}
    </section>
  )
}

function Line({ row, now }: { row: Deafness; now: number }) {
  const isOver = row.endedAt !== null
  return (
    <div role="row" className={`row in still${isOver ? '' : ' nowrow'}`}>
      <span role="cell" className="nw">
        <time dateTime={row.beganAt} title={fullInstant(Date.parse(row.beganAt))}>
          {spanOf(row, now)}
        </time>
      </span>
      <span role="cell" className="r nw">
        {longDuration(lengthOf(row, now))}
      </span>
      <span role="cell" className="clip" title={row.said}>
        {causeWords[row.cause]}
      </span>
      <span role="cell" className="clip">
        {happenedIn(row)}
      </span>
      <span role="cell" className="m clip led5">
        {row.incidentId !== null ? (
          <a href={hrefOf('incidents', row.incidentId)}>you were told</a>
        ) : isOver ? (
          row.said
        ) : (
          'nobody was told yet'
        )}
      </span>
    </div>
  )
}

function happenedIn({ happened: { opened, closed }, askedAt }: Deafness) {
  const heard = [
    ...(opened > 0 ? [`${plural(opened, 'incident')} opened`] : []),
    ...(closed > 0 ? [`${closed === 1 ? '1' : closed} closed`] : []),
  ].join(', ')
  if (askedAt !== null) return heard === '' ? 'AWS was asked: no change of state' : heard
  if (heard !== '') return `${heard}, as far as it was heard of since`
  return <span className="unknown">not known: AWS was not asked</span>
}

function sumOf(rows: readonly Deafness[], now: number): string {
  const recent = rows.filter((row) => row.endedAt === null || now - Date.parse(row.endedAt) < monthMs)
  if (recent.length === 0) return '30 days: never deaf'
  const total = recent.reduce((sum, row) => sum + lengthOf(row, now), 0)
  return `30 days: ${recent.length === 1 ? 'once' : `${recent.length} times`}, ${longDuration(total)} in all`
}
