import { coverageLinks } from '../../preload/contract/words.ts'
import { linkIcons, linkWords } from '../ui/coverage-words.ts'
import { Icon } from '../ui/icons.tsx'
import { linkMeanings, stateMeanings } from './link-words.ts'

/** What the words above say, and what to do. `override`: AWS is called at another address. */
export function Meanings({ override }: { override: string | null }) {
  return (
    <section className="meanings" aria-labelledby="meanings">
      {override !== null && (
        <p className="override wrap">
          <Icon name="query" className="unknown" />
          <span>
            AWS is called at <span className="mono">{override}</span> in place of its own address (AWS_ENDPOINT_URL). What is proven through
            it is never ok.
          </span>
        </p>
      )}
      <h2 className="h" id="meanings">
        What each link means <span className="clip">and by what it is proven; no link is ok by construction</span>
      </h2>
      <div className="mean dense" role="table" aria-labelledby="meanings">
        <div role="rowgroup">
          <div role="row" className="cols in">
            <span role="columnheader">Link</span>
            <span role="columnheader">Means</span>
            <span role="columnheader">Is proven by</span>
            <span role="columnheader">When it is not ok</span>
          </div>
        </div>
        <div role="rowgroup">
          {coverageLinks.map((link) => (
            <div key={link} role="row" className="row in still">
              <span role="cell">{linkWords[link]}</span>
              <span role="cell">{linkMeanings[link].means}</span>
              <span role="cell" className="m">
                {linkMeanings[link].proof}
              </span>
              <span role="cell" className="m">
                {linkMeanings[link].remedy}
              </span>
            </div>
          ))}
        </div>
      </div>
      <dl className="stateword">
        {stateMeanings.map(({ state, means }) => (
          <div key={state}>
            <dt>
              <Icon name={linkIcons[state]} className={state === 'ok' ? 'ok' : 'unknown'} />
              {state}
            </dt>
            <dd className="m">{means}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
