import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Account } from '../../preload/contract/accounts.ts'
import { useLive } from '../live/live.tsx'
import { useIntegrations, useSettings } from '../live/reads.ts'
import { Icon } from '../ui/icons.tsx'
import { Age, Bones } from '../ui/parts.tsx'
import { Refused } from '../ui/refusal.tsx'
import { hrefOf } from '../ui/route.ts'
import { chosenTopics, type Draft, draftFault, featuresOf } from './draft.ts'
import { Findings } from './findings.tsx'
import { LeastPolicy } from './least-policy.tsx'
import { TopicPick } from './topic-pick.tsx'
import { HeardBy, WayOf } from './way-fields.tsx'

/** What there is in the region, asked anew for what is chosen: what is wrong with an alarm hangs on which topics count. */
function useLook(draft: Draft) {
  const { client } = useLive()
  const [topicArns] = useDebouncedValue(draft.topicArns.toSorted().join(' '), 700)
  const { account, region, integrationId } = draft
  return useQuery({
    queryKey: ['setup-look', account, region, integrationId, topicArns],
    enabled: account !== null && account !== '',
    staleTime: 30_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      client.setups.look(
        {
          account: account ?? '',
          region,
          topicArns: topicArns === '' ? [] : topicArns.split(' '),
          ...(integrationId === null ? {} : { integrationId }),
        },
        { signal },
      ),
  })
}

/** Step 2: which topics, by which way, heard by which integration, and what of the faults found is mended. */
export function ChooseStep({
  draft,
  account,
  onChange,
  onBack,
  onDone,
}: {
  draft: Draft
  account: Account | null
  onChange(next: Draft): void
  onBack(): void
  onDone(): void
}) {
  const { client, cache } = useLive()
  const look = useLook(draft)
  const settings = useSettings()
  const integrations = useIntegrations()
  const [fault, setFault] = useState<string | null>(null)
  const make = useMutation({
    mutationFn: () => client.integrations.create({ name: draft.name.trim(), template: 'aws-cloudwatch', topics: draft.topicArns }),
    onSuccess(made) {
      cache.takeIntegration(made)
      onChange({ ...draft, integrationId: made.id })
      onDone()
    },
  })
  const set = (part: Partial<Draft>) => {
    setFault(null)
    onChange({ ...draft, ...part })
  }
  const next = () => {
    const wrong = draftFault(draft, account)
    setFault(wrong)
    if (wrong !== null || make.isPending) return
    if (draft.integrationId === null) make.mutate()
    else onDone()
  }
  const topics = chosenTopics(draft, account)
  return (
    <>
      <div className="split">
        <div className="col">
          <div className="scroll ringroom stepbody" tabIndex={0} role="region" aria-label="Choose">
            <section aria-labelledby="topics">
              <h2 className="h" id="topics">
                Topics{' '}
                <span>{account === null ? 'by their ARNs, since nothing is looked at' : 'what publishes to them, and who listens'}</span>
                {look.data !== undefined && (
                  <span className="end">
                    {look.isFetching ? 'looking' : <Age at={new Date(look.dataUpdatedAt).toISOString()} suffix=" ago" />}{' '}
                    <button type="button" className="btn small bare" disabled={look.isFetching} onClick={() => void look.refetch()}>
                      <Icon name="rotate" /> Look again
                    </button>
                  </span>
                )}
              </h2>
              {account !== null && look.data === undefined ? (
                look.isError ? (
                  <div className="form">
                    <Refused what="AWS could not be looked at." error={look.error} />
                    <span>
                      <button type="button" className="btn" onClick={() => void look.refetch()}>
                        Try again
                      </button>
                    </span>
                  </div>
                ) : (
                  <>
                    <p className="m under" role="status">
                      AWS is asked for topics, what publishes to them, and every alarm. Thousands of alarms take a while.
                    </p>
                    <Bones rows={6} />
                  </>
                )
              ) : (
                <TopicPick draft={draft} account={account} look={look.data ?? null} set={set} />
              )}
              {look.isError && look.data !== undefined && <Refused what="It could not be looked at again." error={look.error} />}
            </section>
            {look.data !== undefined && account !== null && <Findings draft={draft} account={account} look={look.data} set={set} />}
            <WayOf draft={draft} isReachable={settings.data?.publicUrl != null} set={set} />
            <HeardBy draft={draft} integrations={integrations.items} set={set} />
          </div>
        </div>
        <aside className="side scroll" aria-label="What it needs" tabIndex={0}>
          <section aria-labelledby="needs">
            <h2 className="h" id="needs">
              What it needs <span>for what is chosen</span>
            </h2>
            <LeastPolicy
              isBrief
              features={featuresOf(draft)}
              account={account?.id ?? null}
              integrationId={draft.integrationId}
              topicArns={topics}
            />
            <p className="m s para">AWS says no where something is missing; the set-up then stops at that step and can be retried.</p>
          </section>
          <section aria-labelledby="trusted">
            <h2 className="h" id="trusted">
              Trust
            </h2>
            <p className="m s para">
              Only a chosen topic is believed, and only what AWS signed. Its confirmation is awaited and taken by itself, because you chose
              it here.
            </p>
          </section>
        </aside>
      </div>
      <div className="foot2">
        <button type="button" className="btn primary" onClick={next} disabled={make.isPending}>
          {make.isPending ? 'Making the integration' : 'Next: review the plan'}
        </button>
        <button type="button" className="btn" onClick={onBack}>
          Back
        </button>
        {fault !== null || make.isError ? (
          <span className="t s" role="alert">
            {fault ?? (make.isError ? 'The integration was not made. Try again.' : '')}
          </span>
        ) : (
          <span className="m s end">
            {topics.length === 0 ? 'no topic chosen' : `${topics.length === 1 ? '1 topic' : `${topics.length} topics`} chosen`}
            {settings.data?.publicUrl == null && draft.way === 'push' && (
              <>
                ; <a href={hrefOf('settings')}>give this desk an address</a>
              </>
            )}
          </span>
        )}
      </div>
    </>
  )
}
