import type { Deafness } from '../../preload/contract/coverage.ts'
import { plural } from '../ui/format.ts'

const dayMs = 86_400_000
const days = 30
export const monthMs = days * dayMs
/** What lasted minutes is still to be seen on a line of a month. */
const leastShare = 0.4

export const lengthOf = ({ beganAt, endedAt }: Deafness, now: number): number =>
  Math.max(0, (endedAt === null ? now : Date.parse(endedAt)) - Date.parse(beganAt))

/** The last 30 days as a line; the times deaf are hatched, one that is not over is solid. */
export function Month({ rows, now }: { rows: readonly Deafness[]; now: number }) {
  const from = now - monthMs
  const marks = rows.flatMap((row) => {
    const end = row.endedAt === null ? now : Date.parse(row.endedAt)
    if (end < from) return []
    const width = Math.max(leastShare, ((end - Math.max(from, Date.parse(row.beganAt))) / monthMs) * 100)
    return [{ key: row.id, isOver: row.endedAt !== null, left: Math.min(100 - width, ((end - from) / monthMs) * 100 - width), width }]
  })
  return (
    <svg className="month" role="img" aria-label={`The last ${days} days: ${plural(marks.length, 'time')} deaf`}>
      <rect className="ground" x="0" y="8" width="100%" height="8" />
      {marks.map(({ key, isOver, left, width }) =>
        isOver ? (
          <g key={key}>
            <rect className="clear" x={`${left}%`} y="4" width={`${width}%`} height="16" />
            <rect x={`${left}%`} y="4" width={`${width}%`} height="16" fill="url(#hatch)" />
          </g>
        ) : (
          <rect key={key} className="now" x={`${left}%`} y="2" width={`${width}%`} height="20" />
        ),
      )}
      {[0, 5, 10, 15, 20, 25, days].map((day) => (
        <text key={day} x={`${(day / days) * 100}%`} y="33" textAnchor={day === 0 ? 'start' : day === days ? 'end' : 'middle'}>
          {day === days ? 'now' : dayWord(from + day * dayMs)}
        </text>
      ))}
    </svg>
  )
}

const dayWord = (at: number): string => new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' }).format(at)
