import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { TunnelReport } from '../../preload/contract/tunnel.ts'
import { useLive } from '../live/live.tsx'
import { useDone } from './done.tsx'
import { Switch } from './fields.tsx'
import { FormField } from './form-field.tsx'
import { Icon } from './icons.tsx'
import { saidBy } from './said.ts'

interface Draft {
  authtoken: string
  apiKey: string
  domain: string | null
}

const empty: Draft = { authtoken: '', apiKey: '', domain: null }
const page = (path: string, text: string) => (
  <a href={`https://dashboard.ngrok.com/${path}`} target="_blank" rel="noreferrer">
    {text}
  </a>
)

/** What ngrok needs to know: keys go in and never come out again. */
export function NgrokForm({ report, onTaken, isFirst }: { report: TunnelReport; onTaken(): void; isFirst: boolean }) {
  const { client, cache } = useLive()
  const done = useDone()
  const [draft, setDraft] = useState(empty)
  const [fault, setFault] = useState<string | null>(null)
  const [isForgetting, setForgetting] = useState(false)
  const { kind, hasAuthtoken, hasApiKey, domain, standIn } = report

  const choose = useMutation({
    mutationFn: (wish: Omit<Parameters<typeof client.tunnel.choose>[0], 'kind'> & { kind?: TunnelReport['kind'] }) =>
      client.tunnel.choose({ kind: 'ngrok', ...wish }),
    onSuccess(answer) {
      cache.takeTunnel(answer)
      cache.markStale(['integrations'], ['coverage'], ['settings'])
      setDraft(empty)
      setForgetting(false)
      onTaken()
    },
  })
  const typed = draft.domain ?? domain ?? ''
  const isNew = kind !== 'ngrok' || draft.authtoken.trim() !== '' || draft.apiKey.trim() !== '' || typed.trim() !== (domain ?? '')
  const set = (part: Partial<Draft>) => {
    setDraft({ ...draft, ...part })
    setFault(null)
  }
  const submit = () => {
    if (!isNew || choose.isPending) return
    if (draft.authtoken.trim() === '' && !hasAuthtoken) return setFault('ngrok takes nobody without one.')
    choose.mutate({
      ...(draft.authtoken.trim() === '' ? {} : { authtoken: draft.authtoken }),
      ...(draft.apiKey.trim() === '' ? {} : { apiKey: draft.apiKey }),
      ...(draft.domain === null ? {} : { domain: draft.domain }),
    })
  }
  return (
    <form
      className="ngrokform"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <FormField
        label="Authtoken"
        error={fault}
        said={
          hasAuthtoken ? (
            'One is kept, sealed. Paste another to take its place.'
          ) : (
            <>
              {page('get-started/your-authtoken', 'dashboard.ngrok.com, Your Authtoken')} shows it; a free account does. It is sealed, and
              not shown again.
            </>
          )
        }
      >
        {(ids) => (
          <input
            {...ids}
            className="mono"
            type="password"
            autoComplete="off"
            spellCheck={false}
            maxLength={1_000}
            placeholder={hasAuthtoken ? 'kept' : ''}
            value={draft.authtoken}
            onChange={(event) => set({ authtoken: event.currentTarget.value })}
          />
        )}
      </FormField>
      <FormField
        label="API key, if you like"
        said={
          hasApiKey ? (
            'One is kept, sealed. Paste another to take its place.'
          ) : (
            <>
              With one ({page('api-keys', 'dashboard.ngrok.com, API Keys')}) ngrok answers 503 while this desk is away, so that SNS tries
              again. Without, what is sent to a sleeping desk is lost.
            </>
          )
        }
      >
        {(ids) => (
          <input
            {...ids}
            className="mono"
            type="password"
            autoComplete="off"
            spellCheck={false}
            maxLength={1_000}
            placeholder={hasApiKey ? 'kept' : ''}
            value={draft.apiKey}
            onChange={(event) => set({ apiKey: event.currentTarget.value })}
          />
        )}
      </FormField>
      <FormField label="Domain, if you have several" said="Empty: the account’s own, the same each time.">
        {(ids) => (
          <input
            {...ids}
            className="mono"
            autoComplete="off"
            spellCheck={false}
            maxLength={300}
            placeholder="name.ngrok-free.dev"
            value={typed}
            onChange={(event) => set({ domain: event.currentTarget.value })}
          />
        )}
      </FormField>
      {hasApiKey && (
        <Switch
          label="ngrok stands in"
          says="A cloud endpoint of Tocsin’s on the address answers 503 while this desk is away. It counts as one of the account’s endpoints."
          isOn={standIn.wished}
          onChange={(on) => choose.mutate({ standIn: on })}
        />
      )}
      {choose.isError && (
        <p className="answer" role="alert">
          <Icon name="cross" className="error" />
          <span className="wrap">
            <b>It was not taken.</b> {saidBy(choose.error)}
          </span>
        </p>
      )}
      <div className="do">
        <button type="submit" className={`btn${isFirst && isNew ? ' primary' : ''}`} disabled={!isNew || choose.isPending}>
          {choose.isPending ? 'Setting' : kind === 'ngrok' ? 'Set' : 'Open the tunnel'}
        </button>
        {hasAuthtoken && !isForgetting && (
          <button type="button" className="btn bare" onClick={() => setForgetting(true)}>
            Forget the keys
          </button>
        )}
        {isForgetting && (
          <>
            <span className="m s wrap">
              {kind === 'ngrok' ? 'The tunnel is closed, and AWS no longer reaches this desk by it.' : 'To be pasted anew.'}
            </span>
            <button
              type="button"
              className="btn"
              onClick={() =>
                choose.mutate(
                  { kind: kind === 'ngrok' ? 'own' : kind, authtoken: null, apiKey: null },
                  { onSuccess: () => done('ngrok’s keys are forgotten') },
                )
              }
            >
              Forget them
            </button>
            <button type="button" className="btn bare" onClick={() => setForgetting(false)}>
              Keep them
            </button>
          </>
        )}
      </div>
    </form>
  )
}
