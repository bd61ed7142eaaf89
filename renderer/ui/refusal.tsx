import { awsRefused } from '../../preload/contract/accounts.ts'
import { CopyLine } from './copy-line.tsx'
import { Icon } from './icons.tsx'
import { saidBy } from './said.ts'

/** What AWS’s refusal says beside its sentence; `null` where it was none of AWS’s. */
export function refusalOf(error: unknown): { reason: string; command: string | null } | null {
  if (typeof error !== 'object' || error === null || !('data' in error)) return null
  const parsed = awsRefused['aws-refused'].data.safeParse(error.data)
  return parsed.success ? parsed.data : null
}

/** The command that mends it, to be typed in a terminal of this computer. */
export function Mend({ command }: { command: string }) {
  return (
    <div className="mend">
      <CopyLine command={command} label={`Copy ${command.slice(0, 100)}`} />
    </div>
  )
}

/** What did not work, why, and the command that mends it. */
export function Refused({ what, error }: { what: string; error: unknown }) {
  const command = refusalOf(error)?.command ?? null
  return (
    <div role="alert" className="refused">
      <p className="answer">
        <Icon name="cross" className="error" />
        <span className="wrap">
          <b>{what}</b> {saidBy(error)}
        </span>
      </p>
      {command !== null && <Mend command={command} />}
    </div>
  )
}
