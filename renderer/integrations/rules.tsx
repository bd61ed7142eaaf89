import { SeverityMark } from '../ui/marks.tsx'
import { doesOf, opens, type Rule, whenOf } from './rule-words.ts'

/** What is done with what arrives; to be read here. */
export function Rules({ rules }: { rules: readonly Rule[] }) {
  const inOrder = rules.map((rule, index) => ({ rule, order: index + 1 }))
  return (
    <section aria-labelledby="rules">
      <h3 className="h" id="rules">
        Rules{' '}
        <span className="clip">
          {rules.length === 0 ? 'none: the alarm’s own state decides' : 'the first that matches says what to do'}
        </span>
      </h3>
      {rules.length === 0 ? (
        <p className="m s under">
          ALARM opens, OK closes. The severity is taken from words such as critical, p1 or warn in the alarm’s name or description; error
          where there are none.
        </p>
      ) : (
        <div className="rules dense" role="table" aria-labelledby="rules">
          <div role="rowgroup">
            <div role="row" className="cols in">
              <span role="columnheader">
                <span className="vh">Order</span>
              </span>
              <span role="columnheader">Rule</span>
              <span role="columnheader">When</span>
              <span role="columnheader">Does</span>
            </div>
          </div>
          <div role="rowgroup">
            {inOrder.map(({ rule, order }) => (
              <div key={order} role="row" className="row in still">
                <span role="cell" className="f">
                  {order}
                </span>
                <span role="cell" className="clip" title={rule.name}>
                  <bdi>{rule.name}</bdi>
                </span>
                <span role="cell" className="m clip" title={whenOf(rule).slice(0, 1_000)}>
                  <bdi>{whenOf(rule).slice(0, 300)}</bdi>
                </span>
                <span role="cell" className="does">
                  <span className={opens(rule) ? undefined : 'f'}>{doesOf[rule.outcome]}</span>
                  {opens(rule) && rule.severity !== undefined && (
                    <>
                      as
                      <SeverityMark severity={rule.severity} />
                    </>
                  )}
                </span>
              </div>
            ))}
          </div>
        </div>
      )}
    </section>
  )
}
