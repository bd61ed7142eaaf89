import { CopyButton } from './parts.tsx'
import './fields.css'

/** A line for a terminal. `shown` stands in its place where it holds a secret; Copy gives the whole. */
export function CopyLine({ command, shown = command, label }: { command: string; shown?: string; label: string }) {
  return (
    <div className="cmdline">
      <code className="code">{shown}</code>
      <CopyButton text={command} label={label} small={false}>
        Copy
      </CopyButton>
    </div>
  )
}
