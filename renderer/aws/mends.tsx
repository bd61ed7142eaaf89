import { useState } from 'react'
import type { Account } from '../../preload/contract/accounts.ts'
import { Mend } from '../ui/refusal.tsx'
import { isMfaCode, MfaField } from './mfa-field.tsx'

/** Why an account's credentials do not work, and what mends them: the command to type, or the code to enter. */
export function Mends({
  credentials,
  isBusy,
  onCheck,
}: {
  credentials: Account['credentials']
  isBusy: boolean
  onCheck(mfaCode: string | null): void
}) {
  const [code, setCode] = useState('')
  if (credentials.state !== 'failing') return null
  return (
    <div className="mends">
      <p className="wrap">{credentials.said ?? 'AWS does not take them.'}</p>
      {credentials.command !== null && <Mend command={credentials.command} />}
      {credentials.reason === 'mfa-needed' && (
        <form
          className="mfaline"
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            if (!isMfaCode(code)) return
            onCheck(code.trim())
            setCode('')
          }}
        >
          <MfaField value={code} error={null} onChange={setCode} />
          <button type="submit" className="btn" disabled={!isMfaCode(code) || isBusy}>
            Sign in
          </button>
        </form>
      )}
    </div>
  )
}
