import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useLive } from '../live/live.tsx'
import { useCoverage, useDesk, useSettings } from '../live/reads.ts'
import { linkIcons } from './coverage-words.ts'
import { FormField } from './form-field.tsx'
import { Icon } from './icons.tsx'
import { Age } from './parts.tsx'
import { publicUrlFault, reachOf } from './reach.ts'
import { saidBy } from './said.ts'
import './fields.css'

/** Where AWS reaches this desk: set here, and proven by a request of the desk's own that goes out and comes back through it. */
export function PublicAddress({ isFirst = false }: { isFirst?: boolean }) {
  const { client, cache } = useLive()
  const settings = useSettings()
  const desk = useDesk()
  const current = settings.data?.publicUrl ?? null
  const [typed, setTyped] = useState<string | null>(null)
  const [fault, setFault] = useState<string | null>(null)
  useEffect(() => setTyped((now) => (now === current ? null : now)), [current])

  const set = useMutation({
    mutationFn: (publicUrl: string | null) => client.settings.update({ publicUrl }),
    onSuccess(answer) {
      cache.takeSettings(answer)
      cache.markStale(['integrations'], ['coverage'])
      setTyped(null)
      if (answer.publicUrl === null) check.reset()
      else check.mutate()
    },
  })
  const check = useMutation({
    mutationFn: () => client.settings.checkPublicAddress(),
    onSettled: () => cache.markStale(['coverage']),
  })
  const isBusy = set.isPending || check.isPending
  const value = typed ?? current ?? ''
  const isNew = value.trim().replace(/\/+$/, '') !== (current ?? '')
  const submit = () => {
    if (isBusy) return
    if (!isNew && current !== null) return check.mutate()
    const wrong = value.trim() === '' && current !== null ? null : publicUrlFault(value)
    setFault(wrong)
    if (wrong === null) set.mutate(value.trim() === '' ? null : value.trim())
  }
  if (desk.data?.publicUrlFromFlag === true)
    return (
      <div className="pubaddr">
        <p className="wrap">
          <span className="mono">{current}</span>
        </p>
        <p className="m s">
          {desk.data.practiceAccount
            ? 'The practice account reaches the receiver on this computer: it needs no address of yours.'
            : 'Given on the command line (--public-url): start Tocsin without it to set one here.'}
        </p>
        <div>
          <button type="button" className="btn" onClick={() => check.mutate()} disabled={isBusy}>
            {check.isPending ? 'Checking' : 'Check'}
          </button>
        </div>
        <Answer check={check} current={current} />
      </div>
    )
  return (
    <div className="pubaddr">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <FormField
          label="Public URL"
          said="A reverse proxy or a tunnel of your own that passes POSTs to /in/ on to the receiver. The desk adds /in/ and the secret."
          error={fault}
        >
          {(ids) => (
            <input
              {...ids}
              className="mono"
              type="url"
              inputMode="url"
              autoComplete="off"
              spellCheck={false}
              placeholder="https://alarms.example.com"
              maxLength={2_000}
              value={value}
              disabled={settings.isPending}
              onChange={(event) => {
                setTyped(event.currentTarget.value)
                setFault(null)
              }}
            />
          )}
        </FormField>
        <button
          type="submit"
          className={`btn drop${isFirst && isNew ? ' primary' : ''}`}
          disabled={isBusy || settings.isPending || (!isNew && current === null)}
        >
          {set.isPending
            ? 'Setting'
            : check.isPending
              ? 'Checking'
              : !isNew && current !== null
                ? 'Check'
                : value.trim() === '' && current !== null
                  ? 'Remove it'
                  : 'Set and check'}
        </button>
      </form>
      {set.isError && (
        <p className="answer" role="alert">
          <Icon name="cross" className="error" />
          <span className="wrap">
            <b>It could not be set.</b> {saidBy(set.error)}
          </span>
        </p>
      )}
      {!set.isError && <Answer check={check} current={current} />}
    </div>
  )
}

/** What the last check said: the one just made here, else the one that coverage knows of. */
function Answer({
  check,
  current,
}: {
  check: {
    data: { ok: boolean; url: string; tookMs: number; said: string } | undefined
    error: unknown
    isError: boolean
    isPending: boolean
    submittedAt: number
  }
  current: string | null
}) {
  const coverage = useCoverage()
  const known = coverage.data?.links.find(({ link }) => link === 'public-address')
  const reach = current === null ? null : reachOf(current)
  const made = check.data?.url === current ? check.data : undefined
  if (current === null) return null
  return (
    <div role="status">
      {check.isPending ? (
        <p className="answer m">
          <Icon name="rotate" />A request goes out to it and should come back here.
        </p>
      ) : check.isError ? (
        <p className="answer">
          <Icon name="cross" className="error" />
          <span className="wrap">
            <b>It was not checked.</b> {saidBy(check.error)}
          </span>
        </p>
      ) : made !== undefined ? (
        <p className="answer">
          <Icon name={made.ok ? 'tick' : 'cross'} className={made.ok ? 'ok' : 'unknown'} />
          <span className="wrap">
            {made.said}{' '}
            <span className="f nw">
              {made.ok ? '' : `${made.tookMs} ms, `}
              <Age at={new Date(check.submittedAt).toISOString()} suffix=" ago" />
            </span>
          </span>
        </p>
      ) : known !== undefined ? (
        <p className="answer">
          <Icon name={linkIcons[known.state]} className={known.state === 'ok' ? 'ok' : 'unknown'} />
          <span className="wrap">
            {known.detail}{' '}
            <span className="f nw">
              {known.state}, since <Age at={known.since} suffix=" ago" />
            </span>
          </span>
        </p>
      ) : null}
      {reach !== 'public' && (
        <p className="answer m">
          <Icon name="query" className="unknown" />
          <span className="wrap">
            {reach === 'here' ? 'It is an address of this computer' : 'It is an address of a private network'}: a service beside you may
            reach it, AWS can’t.
          </span>
        </p>
      )}
    </div>
  )
}
