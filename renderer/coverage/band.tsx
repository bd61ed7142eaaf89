import type { CoverageReport } from '../../preload/contract/coverage.ts'
import { coverageIcons, coverageWords, linkWords } from '../ui/coverage-words.ts'
import { longDuration } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { useNow } from '../ui/now.tsx'
import { Age } from '../ui/parts.tsx'
import { hrefOf } from '../ui/route.ts'

/** The whole, in one word and a sentence. */
export function Band({ report }: { report: CoverageReport }) {
  const now = useNow()
  const { state, since, said, links, lastDeliveryAt } = report
  const length = longDuration(now - Date.parse(since))
  const failing = links.filter((link) => link.state === 'failing').map(({ link }) => linkWords[link].toLowerCase())
  return (
    <div className={`band ${state}`}>
      <p className={`num${state === 'deaf' ? ' unknown' : ''}`}>
        <Icon name={coverageIcons[state]} className={state === 'covered' ? 'ok' : state === 'idle' ? 'f' : 'unknown'} />
        {state === 'deaf' ? `Deaf for ${length}` : coverageWords[state]}
      </p>
      <p className="wrap">
        <Heard state={state} failing={failing} />
        <span className="t">{state === 'covered' || state === 'idle' ? null : ` ${said}`}</span>
      </p>
      <p className="s wrap">
        {state !== 'deaf' && `So for ${length}. `}
        {lastDeliveryAt === null ? (
          'No delivery of AWS was taken so far; practice is not counted.'
        ) : (
          <>
            The last delivery came{' '}
            <a href={hrefOf('inbound')}>
              <Age at={lastDeliveryAt} suffix=" ago" />
            </a>
            ; practice is not counted.
          </>
        )}
      </p>
    </div>
  )
}

function Heard({ state, failing }: { state: CoverageReport['state']; failing: readonly string[] }) {
  switch (state) {
    case 'covered':
      return <>An alarm fired now would be heard: every link was proven, and lately.</>
    case 'unproven':
      return (
        <>
          Nothing fails, but whether an alarm fired now would be heard <b className="t">can’t be known</b>.
        </>
      )
    case 'degraded':
      return (
        <>
          An alarm fired now would probably be heard, and <b className="t">something is wrong</b>.
        </>
      )
    case 'deaf':
      return (
        <>
          An alarm fired now would <b className="t">not</b> be heard{failing.length > 0 && `. Broken: ${failing.join(', ')}`}.
        </>
      )
    case 'idle':
      return (
        <>
          Nothing is connected: no alarm can be heard yet. <a href={hrefOf('integrations', null, { new: '1' })}>Make an integration</a>, and
          this view says whether it would be.
        </>
      )
  }
}
