import { useState } from 'react'
import { holdToken, tokenWorks } from '../live/session.ts'
import { FormField } from '../ui/form-field.tsx'
import { Icon } from '../ui/icons.tsx'

const wrongs = {
  no: 'The desk does not know this token. It changes with --rotate-token; read the file again.',
  unanswered: 'The desk does not answer. Start it, and try again.',
} as const

/** Asks for the token, and says where it is. */
export function SignIn({ onToken }: { onToken(token: string): void }) {
  const [token, setToken] = useState('')
  const [wrong, setWrong] = useState<keyof typeof wrongs | null>(null)
  const [isBusy, setBusy] = useState(false)
  return (
    <main className="signin">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          const typed = token.trim()
          if (typed === '' || isBusy) return
          setBusy(true)
          void tokenWorks(typed).then((answer) => {
            setBusy(false)
            if (answer !== 'yes') return setWrong(answer)
            holdToken(window.sessionStorage, typed)
            onToken(typed)
          })
        }}
      >
        <h1>
          <Icon name="covered" />
          Tocsin
        </h1>
        <p className="m">
          This desk asks who you are. Its token is in the file <span className="mono t">console-token</span> of its data folder, which only
          its own user may read. The address that it prints when it starts signs you in by itself.
        </p>
        <FormField label="Token" error={wrong === null ? undefined : wrongs[wrong]}>
          {(ids) => (
            <input
              {...ids}
              type="password"
              autoComplete="current-password"
              className="mono"
              spellCheck={false}
              value={token}
              onChange={(event) => setToken(event.currentTarget.value)}
            />
          )}
        </FormField>
        <div>
          <button type="submit" className="btn primary" disabled={token.trim() === '' || isBusy}>
            Sign in
          </button>
        </div>
      </form>
    </main>
  )
}
