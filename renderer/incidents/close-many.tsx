import type { Incident } from '../../preload/contract/incidents.ts'
import { Dialog } from '../ui/dialog.tsx'
import { SeverityMark } from '../ui/marks.tsx'

/** Many at once are closed only after a look at the list. */
export function CloseManyDialog({ rows, onClose, onLeave }: { rows: readonly Incident[]; onClose(): void; onLeave(): void }) {
  return (
    <Dialog title={`Close ${rows.length} incidents?`} onLeave={onLeave} wide>
      <ul className="picklist" tabIndex={0} aria-label="What will be closed">
        {rows.map((row) => (
          <li key={row.id}>
            <SeverityMark severity={row.severity} />
            <span className="id">{row.shortId}</span>
            <span className="clip">
              <bdi>{row.title}</bdi>
            </span>
          </li>
        ))}
      </ul>
      <p className="m s under">An alarm that is still in ALARM opens its incident again with its next ALARM.</p>
      <div className="answers">
        <button
          type="button"
          className="btn primary"
          data-autofocus
          onClick={() => {
            onLeave()
            onClose()
          }}
        >
          Close {rows.length} incidents
        </button>
        <button type="button" className="btn" onClick={onLeave}>
          Leave them
        </button>
      </div>
    </Dialog>
  )
}
