import { Icon } from '../ui/icons.tsx'

export type Stage = 'account' | 'choose' | 'review' | 'first'
const stages: readonly { stage: Stage; name: string }[] = [
  { stage: 'account', name: 'Account' },
  { stage: 'choose', name: 'Choose' },
  { stage: 'review', name: 'Review' },
  { stage: 'first', name: 'First delivery' },
]

/** The four steps; what was done can be gone back to, while nothing has been applied. */
export function StepBar({ stage, isProven = false, onGo }: { stage: Stage; isProven?: boolean; onGo?: (to: Stage) => void }) {
  const at = stages.findIndex((one) => one.stage === stage)
  return (
    <ol className="steps" aria-label="Steps">
      {stages.map(({ stage: one, name }, index) => {
        const isDone = index < at || (index === at && isProven)
        const words = (
          <>
            <Icon name={isDone ? 'tick' : index === at ? 'info' : 'step'} className={index === at && isProven ? 'ok' : undefined} />
            <span>
              {index + 1} {name}
            </span>
          </>
        )
        return (
          <li key={one} aria-current={index === at ? 'step' : undefined}>
            {index < at && onGo !== undefined ? (
              <button type="button" className="aslink" onClick={() => onGo(one)}>
                {words}
              </button>
            ) : (
              words
            )}
          </li>
        )
      })}
    </ol>
  )
}
