import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { Setup } from '../../preload/contract/setup.ts'
import { useLive } from '../live/live.tsx'
import { useAccounts, useIntegrations, useSetup } from '../live/reads.ts'
import { AsOf, useStaleClass } from '../ui/as-of.tsx'
import { useCommands } from '../ui/commands.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { plural } from '../ui/format.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import { Age, Bones, Empty, Key } from '../ui/parts.tsx'
import { goTo, hrefOf } from '../ui/route.ts'
import { saidBy } from '../ui/said.ts'
import { sayFailed } from '../ui/toast.tsx'
import { PlanTable } from './plan-table.tsx'
import { type Proof, proofOf, type Stand, tookWords } from './progress.ts'
import { setupWords, stepMarks } from './setup-words.ts'
import { StepBar } from './step-bar.tsx'
import { accountName } from './words.ts'

type Step = Setup['steps'][number]

/** A set-up of the desk’s: what became of each step, the first delivery, and the way back. */
export function Applied({ id }: { id: string }) {
  const setup = useSetup(id)
  const leave = () => goTo(hrefOf('integrations', setup.data?.integrationId ?? null))
  useCommands({ back: leave })
  if (setup.data !== undefined) return <Known setup={setup.data} onLeave={leave} />
  return (
    <>
      <div className="head">
        <h1>Set up in AWS</h1>
      </div>
      <AsOf />
      {setup.isError ? (
        <Empty
          title="This set-up can’t be read."
          acts={
            <>
              <button type="button" className="btn" onClick={() => void setup.refetch()}>
                Try again
              </button>
              <a className="btn" href={hrefOf('setup')}>
                Begin anew
              </a>
            </>
          }
        >
          <p>{saidBy(setup.error)}</p>
        </Empty>
      ) : (
        <Bones />
      )}
    </>
  )
}

function Known({ setup, onLeave }: { setup: Setup; onLeave(): void }) {
  const { client, cache } = useLive()
  const accounts = useAccounts()
  const integrations = useIntegrations()
  const stale = useStaleClass()
  const [asks, setAsks] = useState(false)
  const proof = proofOf(setup)
  const { id, state, region, integrationId, steps } = setup
  const account = accounts.items.find((one) => one.id === setup.account)
  const integration = integrations.items.find((one) => one.id === integrationId)
  const retry = useMutation({
    mutationFn: () => client.setups.retry({ id }),
    onSuccess: cache.takeSetup,
    onError: (error) => sayFailed('It is not tried again.', error),
  })
  const undo = useMutation({
    mutationFn: () => client.setups.undo({ id }),
    onSuccess(answer) {
      cache.takeSetup(answer)
      setAsks(false)
    },
    onError: (error) => sayFailed('It is not undone.', error),
  })
  const mayRetry = state === 'failed' || state === 'undo-failed'
  const mayUndo = state !== 'undone' && state !== 'undoing' && state !== 'undo-failed'
  const retryButton = (
    <button type="button" className="btn small" disabled={retry.isPending} onClick={() => retry.mutate()}>
      <Icon name="rotate" />
      Retry this step
    </button>
  )
  return (
    <>
      <div className="head">
        <h1>Set up in AWS</h1>
        <span className="end" />
        <span className="m s place w9">
          {account !== undefined && (
            <>
              <b className="t">{accountName(account)}</b> <span className="mono">{account.accountId}</span>,{' '}
            </>
          )}
          <span className="mono">{region}</span>
        </span>
        <button type="button" className="btn small" onClick={onLeave}>
          Leave <Key of="back" />
        </button>
      </div>
      <AsOf />
      <StepBar stage="first" isProven={state === 'applied'} />
      <div className="split">
        <div className="col">
          <div className={`scroll ringroom${stale}`} tabIndex={0} role="region" aria-label="Steps and their state">
            <Standing setup={setup} proof={proof} />
            <PlanTable
              label="Steps and their state"
              steps={steps}
              markOf={(some) => <Mark steps={some} />}
              noteOf={(step) => (
                <NoteOf key={step.subject + step.said} step={step} retry={mayRetry && step === proof.failed ? retryButton : null} />
              )}
            />
          </div>
        </div>
        <First setup={setup} proof={proof} />
      </div>
      <div className="foot2">
        {integration !== undefined && state !== 'undone' && (
          <a className={`btn${state === 'applied' ? ' primary' : ''}`} href={hrefOf('integrations', integrationId)}>
            Open {integration.name.slice(0, 40)}
          </a>
        )}
        {mayRetry && (
          <button type="button" className="btn primary" disabled={retry.isPending} onClick={() => retry.mutate()}>
            <Icon name="rotate" />
            Retry
          </button>
        )}
        {mayUndo && (
          <button type="button" className="btn" onClick={() => setAsks(true)}>
            <Icon name="undo" />
            Undo set-up
          </button>
        )}
        <a className={`btn${state === 'undone' ? ' primary' : ''}`} href={hrefOf('setup')}>
          Set up another
        </a>
        <span className="m s end w9">
          begun <Age at={setup.createdAt} suffix=" ago" />
        </span>
      </div>
      {asks && (
        <Dialog wide title="Undo this set-up?" onLeave={() => setAsks(false)}>
          <UndoList steps={steps} />
          <div className="answers">
            <button type="button" className="btn primary" disabled={undo.isPending} onClick={() => undo.mutate()}>
              Undo set-up
            </button>
            <button type="button" className="btn" data-autofocus onClick={() => setAsks(false)}>
              Leave it
            </button>
          </div>
        </Dialog>
      )}
    </>
  )
}

function UndoList({ steps }: { steps: readonly Step[] }) {
  const lines = steps.toReversed().flatMap(({ undo, state }) => (undo === null || state === 'left' || state === 'waiting' ? [] : [undo]))
  if (lines.length === 0) return <p className="m under">Nothing was changed that could be put back.</p>
  return (
    <>
      <p className="m under">From the last step back to the first. What was there before this set-up stays.</p>
      <div className="asklist" tabIndex={0} role="region" aria-label="What is put back">
        <ul className="bullets">
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
    </>
  )
}

const rank: readonly Step['state'][] = ['failed', 'undo-failed', 'doing', 'undoing', 'waiting', 'done', 'undone', 'left', 'kept']

/** What became of a step; of many, what stands out. */
function Mark({ steps }: { steps: readonly Step[] }) {
  const state = rank.find((one) => steps.some((step) => step.state === one)) ?? 'waiting'
  const { icon, tone, word } = stepMarks[state]
  return (
    <>
      <Icon name={icon} className={tone} />
      <span className="vh">{word}</span>
    </>
  )
}

/** What came of a step, or why it failed; `null` where its mark says it all. */
function NoteOf({ step, retry }: { step: Step; retry: React.ReactNode }) {
  const { note, state } = step
  if (note === null && retry === null) return null
  const isFailed = state === 'failed' || state === 'undo-failed'
  return (
    <span className={`stepnote${isFailed ? ' t' : ''}`} role={isFailed ? 'alert' : undefined}>
      {note}
      {retry}
    </span>
  )
}

/** Where it stands, in a sentence that says what to do. */
function Standing({ setup: { state, said, steps }, proof }: { setup: Setup; proof: Proof }) {
  const { icon, tone, word } = setupWords[state]
  return (
    <p className="plansay standing" role="status">
      <Icon name={icon} className={tone} />
      <span className="wrap">
        {state === 'applying' ? (
          <>
            <b>
              {proof.done} of {proof.total} steps done.
            </b>{' '}
            <span className="m">{waitingWords(proof.now)}</span>
          </>
        ) : state === 'applied' ? (
          <>
            <b>Applied.</b>{' '}
            <span className="m">
              {proof.arrived.tookMs === null
                ? 'All is as the plan says. Let one alarm speak: confirmed is not heard.'
                : `The test message took ${tookWords(proof.arrived.tookMs)} from AWS to this desk’s store.`}
            </span>
          </>
        ) : state === 'failed' || state === 'undo-failed' ? (
          <>
            <b>{state === 'failed' ? 'It stopped.' : 'It is not wholly undone.'}</b>{' '}
            <span className="m">
              {said} {state === 'failed' ? 'Retry goes on from there; undo takes back what was done.' : 'Retry goes on from there.'}
            </span>
          </>
        ) : state === 'undone' ? (
          <>
            <b>Undone.</b> <span className="m">AWS lists as it did before this set-up.</span>
          </>
        ) : (
          <>
            <b>It is {word}.</b>{' '}
            <span className="m">{plural(steps.filter((step) => step.state === 'undone').length, 'step')} taken back so far.</span>
          </>
        )}
      </span>
    </p>
  )
}

function waitingWords(now: Step | null): string {
  if (now === null) return ''
  if (now.kind === 'await-confirmation') return 'AWS sends a confirmation to this desk, which answers it. It mostly takes a second.'
  if (now.kind === 'test') return 'A test message is published, and awaited here.'
  return now.said
}

const standMarks: Record<Stand, { icon: IconName; tone: string }> = {
  none: { icon: 'equal', tone: 'f' },
  'to-come': { icon: 'step', tone: 'f' },
  now: { icon: 'open', tone: 't' },
  done: { icon: 'tick', tone: 'ok' },
  failed: { icon: 'cross', tone: 'error' },
}

/** The way from AWS to here, as far as it is proven. */
function First({ setup, proof }: { setup: Setup; proof: Proof }) {
  const { confirmed, arrived } = proof
  const isBack = setup.state === 'undone' || setup.state === 'undoing' || setup.state === 'undo-failed'
  return (
    <aside className="side scroll" aria-label="First delivery" tabIndex={0}>
      <section aria-labelledby="first">
        <h2 className="h" id="first">
          First delivery
        </h2>
        {arrived.tookMs !== null && !isBack && (
          <p className="bigtook">
            {tookWords(arrived.tookMs)} <span className="m s">from AWS to this desk</span>
          </p>
        )}
        <ol className="walk" aria-live="polite">
          <Way stand={confirmed.stand} name="Confirmed">
            {confirmed.stand === 'none'
              ? 'it was confirmed before'
              : confirmed.stand === 'done'
                ? confirmed.tookMs === null
                  ? 'AWS says that it is'
                  : `AWS said so after ${tookWords(confirmed.tookMs)}`
                : confirmed.stand === 'now'
                  ? 'waits for AWS’s real confirmation'
                  : 'AWS asks, this desk answers'}
          </Way>
          <Way stand={arrived.stand} name="Heard">
            {arrived.stand === 'none' ? (
              'no test was wished for: let one alarm speak'
            ) : arrived.stand === 'done' ? (
              <>
                the test message came {arrived.deliveryId !== null && <a href={hrefOf('inbound', arrived.deliveryId)}>as this delivery</a>}
              </>
            ) : arrived.stand === 'now' ? (
              'one message is on its way'
            ) : (
              'one message from the topic to this desk’s store'
            )}
          </Way>
        </ol>
      </section>
      <section aria-labelledby="back">
        <h2 className="h" id="back">
          The way back
        </h2>
        <p className="m s para">
          {isBack
            ? 'Each step is taken back from the last to the first; what was there before stays.'
            : 'Undo set-up puts each thing back as it was and deletes what was created. It stays possible, also after a restart.'}
        </p>
      </section>
    </aside>
  )
}

function Way({ stand, name, children }: { stand: Stand; name: string; children: React.ReactNode }) {
  const { icon, tone } = standMarks[stand]
  return (
    <li className={stand === 'to-come' || stand === 'none' ? undefined : 'on'} aria-current={stand === 'now' ? 'step' : undefined}>
      <span className="nd">
        <Icon name={icon} className={tone} />
      </span>
      <div>
        <b>{name}</b>
        <p className="m s wrap">{children}</p>
      </div>
    </li>
  )
}
