import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { CatchUpAnswer } from '../../preload/contract/catch-up.ts'
import { useLive } from '../live/live.tsx'
import { useCatchUp, useIntegrations } from '../live/reads.ts'
import './baseline-card.css'
import { plural } from './format.ts'
import { Icon } from './icons.tsx'
import { Age } from './parts.tsx'
import { hrefOf } from './route.ts'
import { sayDone, sayFailed } from './toast.tsx'

type Baseline = CatchUpAnswer['baseline'][number]
const firstShown = 6

/** What was in ALARM already when an integration first looked: a card for each, until it is answered. `of`: for one integration. */
export function BaselineCards({ of }: { of?: string }) {
  const { data } = useCatchUp()
  return (
    <>
      {(data?.baseline ?? [])
        .filter(({ integrationId, count }) => count > 0 && (of === undefined || of === integrationId))
        .map((baseline) => (
          <Card key={baseline.integrationId} baseline={baseline} isAlone={of !== undefined} />
        ))}
    </>
  )
}

function Card({ baseline: { integrationId, count, alarms }, isAlone }: { baseline: Baseline; isAlone: boolean }) {
  const { client, cache } = useLive()
  const integrations = useIntegrations()
  const [isWhole, setWhole] = useState(false)
  const name = integrations.items.find(({ id }) => id === integrationId)?.name
  const answer = useMutation({
    mutationFn: (chosen: 'open' | 'wait') => client.catchUp.answerBaseline({ integrationId, answer: chosen }),
    onSuccess(state, chosen) {
      cache.takeCatchUp(state)
      sayDone(
        chosen === 'open'
          ? `Opened ${plural(count, 'incident')}`
          : `${count === 1 ? 'It waits' : `${count} wait`} for ${count === 1 ? 'its' : 'their'} next change`,
      )
    },
    onError: (error) => sayFailed('It was not answered.', error),
  })
  const shown = isWhole ? alarms : alarms.slice(0, firstShown)
  const id = `baseline-${integrationId}`
  return (
    <section className={`baseline${isAlone ? ' alone' : ''}`} aria-labelledby={id}>
      <Icon name="late" className="t" />
      <div>
        <h2 id={id}>
          {count === 1 ? '1 alarm was already in ALARM' : `${count} alarms were already in ALARM`}{' '}
          <span>
            when{' '}
            {isAlone || name === undefined ? (
              'this desk first looked'
            ) : (
              <a href={hrefOf('integrations', integrationId)}>
                <bdi>{name}</bdi>
              </a>
            )}
            {!isAlone && name !== undefined && ' first looked'}
          </span>
        </h2>
        <p className="m wrap">
          {count === 1
            ? 'Nobody was paged. Open it as an incident now, or let it wait for its next change.'
            : 'Nobody was paged. Open them as incidents now, or let each wait for its next change.'}
        </p>
        <ul {...(isWhole ? { tabIndex: 0, role: 'list', className: 'whole', 'aria-label': 'All of them' } : {})}>
          {shown.map(({ alarmArn, alarmName, title, awsAccount, region, at }) => (
            <li key={alarmArn}>
              <span className="wrap" title={alarmArn}>
                <bdi>{(alarmName ?? title).slice(0, 300)}</bdi>
              </span>
              <span className="f s">
                {awsAccount}, {region}, for <Age at={at} />
              </span>
            </li>
          ))}
          {alarms.length > shown.length && (
            <li>
              <button type="button" className="aslink s" onClick={() => setWhole(true)}>
                Show the other {alarms.length - shown.length}
              </button>
            </li>
          )}
          {isWhole && count > alarms.length && <li className="f s">and {count - alarms.length} more</li>}
        </ul>
      </div>
      <span className="do">
        <button type="button" className="btn small" disabled={answer.isPending} onClick={() => answer.mutate('open')}>
          {count === 1 ? 'Open it' : 'Open them'}
        </button>
        <button type="button" className="btn small" disabled={answer.isPending} onClick={() => answer.mutate('wait')}>
          Wait for {count === 1 ? 'its' : 'their'} next change
        </button>
      </span>
    </section>
  )
}
