import { Icon } from './icons.tsx'

/** A delivery's path, step by step, with what each said. */
export function Trace({ steps }: { steps: readonly { step: string; said: string; ok: boolean }[] }) {
  const lines = steps.map((line, at) => ({ ...line, at }))
  return (
    <ol className="trace">
      {lines.map(({ step, said, ok, at }) => (
        <li key={at}>
          <span className="nd">
            <Icon name={ok ? 'info' : 'cross'} />
            {!ok && <span className="vh">failed: </span>}
          </span>
          <span className="m">{step}</span>
          <span className="wrap">{said}</span>
        </li>
      ))}
    </ol>
  )
}
