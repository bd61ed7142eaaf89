import type { Incident } from '../../preload/contract/incidents.ts'
import { Icon } from '../ui/icons.tsx'
import { hrefOf } from '../ui/route.ts'

/** The dedup key of the desk’s own deafness. */
const deafKey = 'tocsin:deaf'

/** Where AWS and the desk do not agree, or what will not happen by itself. */
export function Warnings({ incident }: { incident: Incident }) {
  const { warnings } = incident
  const lives = incident.status !== 'closed'
  return (
    <>
      {warnings.includes('closed-while-alarm') && (
        <p className="warn">
          <Icon name="warning" className="warning" />
          <span>
            <b>AWS still calls this ALARM.</b> It was closed by hand; the next ALARM opens it again.
          </span>
        </p>
      )}
      {warnings.includes('nothing-closes-it') && lives && (
        <p className="warn">
          <Icon name="warning" className="warning" />
          <span>
            <b>Nothing will close this.</b> The alarm has no OK action, so AWS does not say when it is over. Close it by hand, or add the
            topic to the alarm’s OK actions.
          </span>
        </p>
      )}
      {warnings.includes('own-fault') && incident.dedupKey === deafKey && lives && (
        <p className="warn">
          <Icon name="warning" className="warning" />
          <span>
            <b>Nothing can be heard.</b> This is about the desk itself: <a href={hrefOf('coverage')}>Coverage</a> says which link failed and
            what to do. It closes by itself when the desk hears again.
          </span>
        </p>
      )}
      {warnings.includes('own-fault') && incident.dedupKey !== deafKey && (
        <p className="warn">
          <Icon name="warning" className="warning" />
          <span>
            <b>The desk’s own fault:</b> it could not decide a delivery. The delivery is kept in the{' '}
            <a href={hrefOf('inbound', null, { disposition: 'unmapped' })}>Inbound log</a>.
          </span>
        </p>
      )}
    </>
  )
}
