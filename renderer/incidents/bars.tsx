import { useActivity } from '../live/reads.ts'

const step = 5
const width = 4
const height = 16

/** An hour of deliveries as a bar: a line where there was none, the tallest hour at full height. */
function path(hours: readonly number[], from: number): string {
  const most = Math.max(...hours, 4)
  return hours
    .map((count, index) => {
      const x = (from + index) * step
      const h = count === 0 ? 1 : Math.max(2, Math.round((count / most) * height))
      return `M${x} ${height}v-${h}h${width}v${h}z`
    })
    .join('')
}

/** When the alarm spoke in the last 24 hours, an hour a bar; the hour that runs stands out. */
export function Bars({ incidentId }: { incidentId: string }) {
  const { data } = useActivity(incidentId)
  const hours = data ?? []
  const total = hours.reduce((sum, count) => sum + count, 0)
  const last = hours.at(-1) ?? 0
  const scale = path(hours, 0).split(/(?=M)/)
  return (
    <svg
      className="bars"
      viewBox={`0 0 ${24 * step - 1} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`deliveries by hour, ${total} in 24 hours`}
    >
      <path d={scale.slice(0, last > 0 ? -1 : undefined).join('')} />
      {last > 0 && <path className="now" d={scale.at(-1)} />}
    </svg>
  )
}
