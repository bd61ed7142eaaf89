import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { MoveReport } from '../../preload/contract/move.ts'
import { useLive } from '../live/live.tsx'
import { useTunnel } from '../live/reads.ts'
import { Icon, type IconName } from '../ui/icons.tsx'
import { Age } from '../ui/parts.tsx'
import { sayFailed } from '../ui/toast.tsx'
import { foundWords, moveWords, staleWords, topicName } from './move-words.ts'

const key = ['moves']
/** A move under way is looked at so often. */
const whileBusyMs = 1_000

const stepIcons: Record<MoveReport['moves'][number]['step'], { icon: IconName; tone: string }> = {
  subscribe: { icon: 'step', tone: '' },
  'await-confirmation': { icon: 'rotate', tone: '' },
  unsubscribe: { icon: 'rotate', tone: '' },
  done: { icon: 'tick', tone: 'ok' },
}

/** The subscriptions that still lead to where this desk no longer is: found in AWS, moved and ended on a yes. */
export function Moves() {
  const { client } = useLive()
  const queries = useQueryClient()
  const tunnel = useTunnel()
  const accounts = useQuery({ queryKey: ['accounts'], queryFn: ({ signal }) => client.accounts.list(undefined, { signal }) })
  const held = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => client.moves.get(undefined, { signal }),
    refetchInterval: ({ state }) => (state.data?.isBusy === true ? whileBusyMs : false),
  })
  const act = useMutation({
    mutationFn: (wish: 'read' | 'apply' | string[]) =>
      wish === 'read' ? client.moves.read() : wish === 'apply' ? client.moves.apply() : client.moves.sweep({ subscriptionArns: wish }),
    onSuccess: (answer) => queries.setQueryData(key, answer),
    onError: (error) => sayFailed('It was not done.', error),
  })
  const report = held.data
  if (report === undefined || tunnel.data?.publicUrl == null || (accounts.data?.items.length ?? 0) === 0) return null
  const { moves, stale, unread, at } = report
  const isBusy = act.isPending || report.isBusy
  const toMove = moves.filter(({ step }) => step !== 'done').length
  return (
    <section className="moves" aria-label="Subscriptions that lead elsewhere">
      <p className="answer">
        <button type="button" className="btn" disabled={isBusy} onClick={() => act.mutate('read')}>
          {isBusy ? 'Looking' : 'Look for subscriptions that lead elsewhere'}
        </button>
        {at !== null && (
          <span className="m s">
            {foundWords(report)} <Age at={at} suffix=" ago" />
          </span>
        )}
      </p>
      {moves.length > 0 && (
        <>
          <ul aria-live="polite">
            {moves.map(({ topicArn, integrationId, from, step, said }) => (
              <li key={`${topicArn} ${integrationId}`} className="answer">
                <Icon name={said === null ? stepIcons[step].icon : 'cross'} className={said === null ? stepIcons[step].tone : 'unknown'} />
                <span className="wrap">
                  <b>{topicName(topicArn)}</b> <span className="m">{said ?? moveWords[step]}</span>
                  <span className="f s says">from {from.join(', ')}</span>
                </span>
              </li>
            ))}
          </ul>
          {toMove > 0 && (
            <p>
              <button type="button" className="btn" disabled={isBusy} onClick={() => act.mutate('apply')}>
                Move {toMove === 1 ? 'it' : `all ${toMove}`} here
              </button>
            </p>
          )}
        </>
      )}
      {stale.length > 0 && (
        <>
          <ul>
            {stale.map(({ subscriptionArn, topicArn, endpoint, why, said }) => (
              <li key={subscriptionArn} className="answer">
                <Icon name={said === null ? 'query' : 'cross'} className="unknown" />
                <span className="wrap">
                  <b>{topicName(topicArn)}</b> <span className="m">{said ?? staleWords[why]}</span>
                  <span className="f s says">{endpoint}</span>
                </span>
              </li>
            ))}
          </ul>
          <p>
            <button
              type="button"
              className="btn"
              disabled={isBusy}
              onClick={() => act.mutate(stale.map(({ subscriptionArn }) => subscriptionArn))}
            >
              End {stale.length === 1 ? 'this subscription' : `these ${stale.length} subscriptions`}
            </button>
          </p>
        </>
      )}
      {unread.map(({ account, region, said }) => (
        <p key={`${account} ${region}`} className="answer">
          <Icon name="query" className="unknown" />
          <span className="wrap">
            {account}, {region}: {said}
          </span>
        </p>
      ))}
    </section>
  )
}
