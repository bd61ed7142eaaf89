import type { Delivery } from '../../preload/contract/deliveries.ts'
import { Icon } from '../ui/icons.tsx'
import { PracticeMark } from '../ui/marks.tsx'
import { Clock } from '../ui/parts.tsx'
import { hrefOf } from '../ui/route.ts'
import type { DeliveryActs } from './acts.ts'
import { becameOf, dispositionIcons, subjectOf } from './dispositions.ts'

export const deliveryCols = (
  <>
    <span role="columnheader">Received</span>
    <span role="columnheader">Disposition</span>
    <span role="columnheader">Integration</span>
    <span role="columnheader">Subject</span>
    <span role="columnheader" className="to">
      Became
    </span>
    <span role="columnheader" className="r ms">
      Took
    </span>
  </>
)

const tookOf = (tookMs: number): string => (tookMs < 1 ? '< 1 ms' : `${Math.round(tookMs)} ms`)

export function DeliveryCells({ row, integration, acts }: { row: Delivery; integration: string | undefined; acts: DeliveryActs }) {
  const subject = subjectOf(row)
  return (
    <>
      <span role="gridcell" className="mono">
        <Clock at={row.receivedAt} precision="millisecond" />
      </span>
      <span role="gridcell" className="d">
        <Icon name={dispositionIcons[row.disposition]} className={row.disposition === 'unmapped' ? 'unknown' : undefined} />
        <span className="clip">{row.dispositionLabel}</span>
      </span>
      <span role="gridcell" className="clip">
        <bdi className={integration === undefined ? 'f' : undefined}>{integration ?? (row.practice ? 'practice' : 'gone')}</bdi>
      </span>
      <span role="gridcell" className="subject">
        <span className="clip" title={subject.slice(0, 500)}>
          <bdi>{subject}</bdi>
        </span>
        {row.count > 1 && <span className="f nw">× {row.count}</span>}
        {row.practice && <PracticeMark />}
        {row.source !== 'push' && row.source !== 'practice' && <span className="mark">{row.source}</span>}
      </span>
      <span role="gridcell" className="clip to">
        {row.disposition === 'awaiting-confirmation' ? (
          <button
            type="button"
            className="aslink"
            tabIndex={-1}
            onClick={(event) => {
              event.stopPropagation()
              acts.confirm(row)
            }}
          >
            Confirm
          </button>
        ) : row.incidentId !== null ? (
          <a className="id" tabIndex={-1} href={hrefOf('incidents', row.incidentId)}>
            {row.incidentShortId ?? 'incident'}
          </a>
        ) : (
          <bdi className="f">{becameOf(row)}</bdi>
        )}
      </span>
      <span role="gridcell" className="r f ms">
        {tookOf(row.tookMs)}
      </span>
    </>
  )
}
