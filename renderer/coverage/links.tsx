import type { ReactNode } from 'react'
import type { CoverageReport } from '../../preload/contract/coverage.ts'
import type { CoverageLink } from '../../preload/contract/words.ts'
import { linkIcons, linkWords } from '../ui/coverage-words.ts'
import { fullInstant, shortInstant } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { useMinute } from '../ui/now.tsx'

/** The way of an alarm from AWS to somebody, link by link, with what is known of each. */
export function Links({
  report: { links },
  act,
  onAccept,
}: {
  report: CoverageReport
  act(link: CoverageLink): ReactNode
  onAccept(link: CoverageLink): void
}) {
  const now = useMinute()
  return (
    <div className="link" role="table" aria-label="Coverage, link by link">
      <div role="rowgroup">
        <div role="row" className="cols">
          <span role="columnheader">
            <span className="vh">Mark</span>
          </span>
          <span role="columnheader">Link</span>
          <span role="columnheader">State</span>
          <span role="columnheader" className="at">
            Since
          </span>
          <span role="columnheader">What is known</span>
          <span role="columnheader" className="r">
            Do
          </span>
        </div>
      </div>
      <div role="rowgroup">
        {links.map(({ link, state, since, detail, acceptedUntil }, index) => {
          const isBad = state === 'failing'
          const isCut = isBad || links[index + 1]?.state === 'failing'
          return (
            <div key={link} role="row" className={`row still${isBad ? ' bad' : ''}${isCut ? ' cut' : ''}`}>
              <span role="cell" className="nd">
                <Icon name={linkIcons[state]} className={state === 'ok' ? 'ok' : 'unknown'} />
              </span>
              <span role="cell" className={isBad ? 'strong' : undefined}>
                {linkWords[link]}
              </span>
              <span role="cell" className={state === 'ok' ? 'm' : 'unknown'}>
                {state}
              </span>
              <span role="cell" className="f s nw at">
                <time dateTime={since} title={fullInstant(Date.parse(since))}>
                  {shortInstant(Date.parse(since), now)}
                </time>
              </span>
              <span role="cell" className={`wrap ${isBad ? 't' : 'm'}`}>
                {detail}
                {acceptedUntil !== null && <span className="f"> Accepted until {shortInstant(Date.parse(acceptedUntil), now)}.</span>}
              </span>
              <span role="cell" className="r">
                {act(link)}
                {state === 'unproven' && (
                  <button type="button" className="btn small" onClick={() => onAccept(link)} aria-label={`Accept: ${linkWords[link]}`}>
                    Accept
                  </button>
                )}
              </span>
            </div>
          )
        })}
      </div>
    </div>
  )
}
