import { useConnection } from '../live/live.tsx'
import { timeOfDay } from './format.ts'
import { Icon } from './icons.tsx'

/** Over a list while the desk is gone: from when its rows are. */
export function AsOf() {
  const connection = useConnection()
  if (connection.state !== 'gone') return null
  return (
    <p className="asof">
      <Icon name="query" />
      as of {timeOfDay(connection.since, 'second')}: the desk does not answer, what came since is not here yet
    </p>
  )
}

/** The class that greys what may no longer be true. */
export function useStaleClass(): string {
  return useConnection().state === 'gone' ? ' stale' : ''
}
