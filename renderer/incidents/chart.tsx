import { useMemo } from 'react'
import type { IncidentDetail } from '../../preload/contract/incidents.ts'
import { reading, timeOfDay } from '../ui/format.ts'
import { type Chart, chartOf } from './datapoints.ts'

const axisHeight = 20
const capHeight = 1.5

/** What the chart shows, for those who don't see it. */
function inWords(chart: Chart, unit: string): string {
  const last = chart.bars.at(-1)
  const over = chart.bars.filter((bar) => bar.breaches).length
  const span = `${timeOfDay(chart.from, 'minute')} to ${timeOfDay(chart.to, 'minute')}`
  const limit = chart.threshold === null ? '' : `, threshold ${reading(chart.threshold)}${unit}`
  return `${chart.bars.length} datapoints, ${span}${limit}; ${over} of them breach it; the last is ${last === undefined ? 'not known' : reading(last.value)}${unit}.`
}

export const unitOf = (unit: string | null | undefined): string =>
  unit === 'Percent' ? ' %' : unit === 'Seconds' ? ' s' : unit === 'Milliseconds' ? ' ms' : ''

/** The datapoints that the alarm told, with its threshold or band. */
export function Datapoints({ incident, height }: { incident: IncidentDetail; height: number }) {
  const { datapoints, alarm, openedAt } = incident
  const chart = useMemo(
    () =>
      chartOf({
        readings: datapoints,
        threshold: alarm?.threshold ?? null,
        comparison: alarm?.comparison ?? null,
        periodSeconds: alarm?.periodSeconds ?? null,
      }),
    [datapoints, alarm],
  )
  if (chart === null) return null
  const base = height - axisHeight
  const y = (value: number) => base - ((value - chart.low) / (chart.high - chart.low)) * base
  const zero = y(Math.max(0, chart.low))
  const unit = unitOf(alarm?.unit)
  const limit = chart.threshold === null ? null : y(chart.threshold)
  const opened = ((Date.parse(openedAt) - chart.from) / (chart.to - chart.from)) * 100
  const limitIsFarFrom = (value: number) => limit === null || Math.abs(limit - y(value)) > 14
  const yLabel = (value: number) => Math.min(base, Math.max(8, y(value) + 4))
  return (
    <div className="chart" style={{ height }}>
      <svg className="plot" role="img" aria-label={inWords(chart, unit)}>
        <line className="grid" x1="0" x2="100%" y1={y(chart.high)} y2={y(chart.high)} />
        {chart.gaps.map((gap) => (
          <rect key={gap.left} x={`${gap.left}%`} y="0" width={`${gap.width}%`} height={base} fill="url(#hatch)" opacity=".7" />
        ))}
        {chart.band.slice(1).map((point, index) => {
          const before = chart.band[index]
          if (before === undefined) return null
          return (
            <rect
              key={point.left}
              className="band"
              x={`${before.left}%`}
              width={`${point.left - before.left}%`}
              y={y(point.upper)}
              height={Math.max(1, y(point.lower) - y(point.upper))}
            />
          )
        })}
        {chart.bars.map((bar) => {
          const top = Math.min(y(bar.value), zero)
          const foot = Math.max(y(bar.value), zero)
          const x = `${bar.left}%`
          const width = `${bar.width}%`
          const split = bar.breaches && limit !== null && limit > top && limit < foot
          return (
            <g key={bar.left}>
              {split ? (
                <>
                  <rect className="v" x={x} width={width} y={limit} height={foot - limit} />
                  <rect className="over" x={x} width={width} y={top} height={limit - top} />
                </>
              ) : (
                <rect className={bar.breaches ? 'over' : 'v'} x={x} width={width} y={top} height={Math.max(0, foot - top)} />
              )}
              <rect
                className={bar.breaches ? 'top' : 'cap'}
                x={x}
                width={width}
                y={y(bar.value) - (bar.value < 0 ? capHeight : 0)}
                height={bar.breaches ? 2 : capHeight}
              />
            </g>
          )
        })}
        <line className="axis" x1="0" x2="100%" y1={zero} y2={zero} />
        {limit !== null && <line className="thr" x1="0" x2="100%" y1={limit} y2={limit} />}
        {opened > 0 && opened < 100 && (
          <>
            <line className="mk" x1={`${opened}%`} x2={`${opened}%`} y1="0" y2={base} />
            <text x={`${opened}%`} y="9" dx={opened > 50 ? -5 : 5} textAnchor={opened > 50 ? 'end' : 'start'}>
              opened {timeOfDay(Date.parse(openedAt), 'minute')}
            </text>
          </>
        )}
        {chart.ticks.map((tick) => (
          <text key={tick.at} x={`${tick.left}%`} y={height - 4} textAnchor="middle">
            {timeOfDay(tick.at, 'minute')}
          </text>
        ))}
      </svg>
      <svg className="yaxis" aria-hidden="true">
        {limitIsFarFrom(chart.low) && (
          <text x="6" y={yLabel(chart.low)}>
            {reading(chart.low)}
          </text>
        )}
        {chart.threshold !== null && (
          <text x="6" y={yLabel(chart.threshold)} className="on">
            {reading(chart.threshold)}
            {unit}
          </text>
        )}
        {limitIsFarFrom(chart.high) && (
          <text x="6" y={yLabel(chart.high)}>
            {reading(chart.high)}
          </text>
        )}
      </svg>
    </div>
  )
}
