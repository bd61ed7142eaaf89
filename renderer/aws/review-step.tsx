import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account } from '../../preload/contract/accounts.ts'
import { useLive } from '../live/live.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { plural } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { Age, Bones, Empty } from '../ui/parts.tsx'
import { Refused } from '../ui/refusal.tsx'
import { hrefOf } from '../ui/route.ts'
import { saidBy } from '../ui/said.ts'
import { sayDone, sayFailed } from '../ui/toast.tsx'
import { chosenTopics, type Draft, featuresOf, wishOf } from './draft.ts'
import { LeastPolicy } from './least-policy.tsx'
import { changeCount } from './plan-rows.ts'
import { PlanTable } from './plan-table.tsx'

/** Step 3: what would be created, added, changed and left, to be applied or copied. */
export function ReviewStep({
  draft,
  account,
  onBack,
  onByHand,
  onApplied,
}: {
  draft: Draft
  account: Account | null
  onBack(): void
  onByHand(): void
  onApplied(id: string): void
}) {
  const { client, cache } = useLive()
  const [asks, setAsks] = useState(false)
  const wish = wishOf(draft, draft.integrationId ?? '', account)
  const plan = useQuery({
    queryKey: ['setup-plan', wish],
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => client.setups.plan(wish, { signal }),
  })
  const apply = useMutation({
    mutationFn: () => client.setups.apply(wish),
    onSuccess(setup) {
      cache.takeSetup(setup)
      cache.markStale(['integrations'])
      onApplied(setup.id)
    },
  })
  const { data } = plan
  if (data === undefined)
    return plan.isError ? (
      <Empty
        title="The plan can’t be made."
        acts={
          <>
            <button type="button" className="btn primary" onClick={() => void plan.refetch()}>
              Try again
            </button>
            <button type="button" className="btn" onClick={onBack}>
              Back
            </button>
          </>
        }
      >
        <p>{saidBy(plan.error)}</p>
      </Empty>
    ) : (
      <>
        <p className="m pad" role="status">
          {account === null ? 'The plan is made.' : 'AWS is asked what is there already.'}
        </p>
        <Bones rows={6} />
      </>
    )

  const { steps, problems } = data
  const changing = changeCount(steps)
  const isPossible = problems.length === 0
  const copy = (text: string, what: string) =>
    void navigator.clipboard.writeText(text).then(
      () => sayDone(`Copied ${what}. It holds the secret URL: keep it out of tickets and chats.`),
      (error: unknown) => sayFailed('This browser does not let the page copy.', error),
    )
  return (
    <>
      <div className="split">
        <div className="col">
          <div className="scroll ringroom" tabIndex={0} role="region" aria-label="The plan">
            <p className="plansay">
              <b>
                {changing > 0 ? `${plural(changing, 'change')} in ${draft.region}.` : 'Nothing would change in AWS: all is as you wish it.'}
              </b>{' '}
              <span className="m">
                {account === null
                  ? 'Nothing was looked at, so all of it is planned. Copy it, and run it where there are credentials.'
                  : changing > 0
                    ? 'Nothing has been changed yet. This will:'
                    : draft.test
                      ? 'One message can prove the way again.'
                      : ''}
              </span>
            </p>
            {problems.length > 0 && (
              <div className="problems" role="alert">
                {problems.map(({ code, said }) => (
                  <p key={code + said} className="answer">
                    <Icon name="cross" className="error" />
                    <span className="wrap">
                      {said} {code === 'no-public-url' && <a href={hrefOf('settings')}>Open Settings</a>}
                    </span>
                  </p>
                ))}
                <p className="m s">Nothing is applied while something of it can’t be done. Go back and choose otherwise.</p>
              </div>
            )}
            {steps.length > 0 && <PlanTable label="What will be created, added, changed and left" steps={steps} />}
          </div>
        </div>
        <aside className="side scroll" aria-label="Before you apply" tabIndex={0}>
          <section aria-labelledby="needs">
            <h2 className="h" id="needs">
              What it needs
            </h2>
            <LeastPolicy
              isBrief
              features={featuresOf(draft)}
              account={account?.id ?? null}
              integrationId={draft.integrationId}
              topicArns={chosenTopics(draft, account)}
            />
          </section>
          <section aria-labelledby="afterwards">
            <h2 className="h" id="afterwards">
              Afterwards
            </h2>
            <p className="m s para">
              Every line keeps what it replaced, so <b className="t">Undo set-up</b> puts each thing back as it is today and deletes what
              was created.
            </p>
          </section>
          <section aria-labelledby="costs">
            <h2 className="h" id="costs">
              Costs
            </h2>
            <p className="m s para">
              {draft.way === 'queue'
                ? 'A queue is asked about 130,000 times a month by long polling. AWS gives a million requests free each month; its price list counts.'
                : 'SNS’s deliveries only. AWS gives 100,000 free each month, which is 3,300 a day; its price list counts.'}
            </p>
          </section>
          <section aria-labelledby="step4">
            <h2 className="h" id="step4">
              Step 4
            </h2>
            <p className="m s para">Waits for the real confirmation and one test delivery, and says how long it took.</p>
          </section>
        </aside>
      </div>
      <div className="foot2">
        {account === null ? (
          <button type="button" className="btn primary" onClick={onByHand}>
            Next: first delivery
          </button>
        ) : (
          <button
            type="button"
            className={`btn${isPossible ? ' primary' : ''}`}
            disabled={!isPossible || steps.every(({ effect }) => effect === 'leave')}
            onClick={() => setAsks(true)}
          >
            {changing === 0 ? 'Prove it' : `Apply ${plural(changing, 'change')}`}
          </button>
        )}
        <button type="button" className="btn" disabled={steps.length === 0} onClick={() => copy(data.cli, 'the plan for the command line')}>
          <Icon name="term" />
          Copy as CLI
        </button>
        <button type="button" className="btn" disabled={steps.length === 0} onClick={() => copy(data.terraform, 'the plan for Terraform')}>
          <Icon name="copy" />
          Copy as Terraform
        </button>
        <button type="button" className="btn" onClick={onBack}>
          Back
        </button>
        <span className="m s end w9">
          {plan.isFetching ? (
            'looking again'
          ) : (
            <>
              looked <Age at={new Date(plan.dataUpdatedAt).toISOString()} suffix=" ago" />
              {account !== null && ', asks once more with this list'}
            </>
          )}
        </span>
      </div>
      {asks && (
        <Dialog
          wide
          title={changing === 0 ? 'Prove it with a test message?' : `Apply ${plural(changing, 'change')} in ${draft.region}?`}
          onLeave={() => setAsks(false)}
        >
          <div className="asklist" tabIndex={0} role="region" aria-label="The list">
            <PlanTable label="What will be done" steps={steps.filter(({ effect }) => effect !== 'leave')} />
          </div>
          <p className="m s under">It is done one step at a time, and can be undone afterwards.</p>
          {apply.isError && <Refused what="It was not begun." error={apply.error} />}
          <div className="answers">
            <button type="button" className="btn primary" data-autofocus disabled={apply.isPending} onClick={() => apply.mutate()}>
              {apply.isPending ? 'Looking once more' : changing === 0 ? 'Prove it' : 'Apply'}
            </button>
            <button type="button" className="btn" onClick={() => setAsks(false)}>
              Leave
            </button>
          </div>
        </Dialog>
      )}
    </>
  )
}
