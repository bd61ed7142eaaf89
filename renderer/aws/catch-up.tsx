import { useMutation } from '@tanstack/react-query'
import type { CatchUpAnswer } from '../../preload/contract/catch-up.ts'
import type { CatchUpStep } from '../../preload/contract/words.ts'
import { useLive } from '../live/live.tsx'
import { useAccounts, useCatchUp } from '../live/reads.ts'
import { fullInstant, longDuration } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { useMinute } from '../ui/now.tsx'
import { Age } from '../ui/parts.tsx'
import { saidBy } from '../ui/said.ts'
import { sayFailed } from '../ui/toast.tsx'
import { accountName } from './words.ts'

type Place = CatchUpAnswer['places'][number]

const stepWords: Record<CatchUpStep, string> = {
  'mute-rules': 'mute rules',
  alarms: 'the alarms’ states',
  deleted: 'alarms that are gone',
  StateUpdate: 'the history of states',
  AlarmContributorStateUpdate: 'the history of contributors',
  Action: 'what AWS told of them',
  AlarmContributorAction: 'what AWS told of contributors',
}

/** How far looking is, for each region of each account: what was not heard is found by it. */
export function CatchUp() {
  const { client, cache } = useLive()
  const catchUp = useCatchUp()
  const accounts = useAccounts()
  const look = useMutation({
    mutationFn: () => client.catchUp.look(),
    onSuccess: cache.takeCatchUp,
    onError: (error) => sayFailed('It does not look now.', error),
  })
  const places = catchUp.data?.places ?? []
  if (catchUp.isError && places.length === 0) return <p className="m wrap under">Catch-up can’t be read. {saidBy(catchUp.error)}</p>
  if (places.length === 0) return null
  const isRunning = places.some(({ running }) => running !== null)
  return (
    <section aria-labelledby="catchup">
      <h2 className="h" id="catchup">
        Catch-up <span className="clip">AWS’s own states and history, on start, on waking and by the clock</span>
        <span className="end">
          <button type="button" className="btn small" disabled={look.isPending || isRunning} onClick={() => look.mutate()}>
            {isRunning ? 'Looking' : 'Look now'}
          </button>
        </span>
      </h2>
      <ul className="places">
        {places.map((place) => {
          const of = accounts.items.find(({ id }) => id === place.accountId)
          return (
            <Line key={`${place.accountId} ${place.region}`} place={place} name={of === undefined ? place.awsAccount : accountName(of)} />
          )
        })}
      </ul>
    </section>
  )
}

function Line({ place: { region, lastDoneAt, running, unseen, said, nextAt }, name }: { place: Place; name: string }) {
  const now = useMinute()
  const next = Date.parse(nextAt)
  const isWell = said === null && unseen.length === 0
  return (
    <li className="row in still">
      <Icon
        name={running !== null ? 'open' : lastDoneAt === null ? 'query' : isWell ? 'tick' : 'cross'}
        className={running !== null ? 't' : lastDoneAt === null ? 'unknown' : isWell ? 'ok' : 'error'}
      />
      <b className="clip">
        <bdi>{name}</bdi>
      </b>
      <span className="mono s">{region}</span>
      <span className="m s wrap">
        {running !== null ? (
          `reads ${stepWords[running.step]}${running.page > 1 ? `, page ${running.page}` : ''}`
        ) : lastDoneAt === null ? (
          'not looked at yet'
        ) : (
          <>
            all alarms read <Age at={lastDoneAt} suffix=" ago" />
          </>
        )}
        {said !== null && <span className="t"> {said}</span>}
        {unseen.map((one) => (
          <span key={one} className="unseen">
            {one}
          </span>
        ))}
      </span>
      <span className="f s r nw" title={fullInstant(next)}>
        {next > now ? `again in ${longDuration(next - now)}` : 'again at once'}
      </span>
    </li>
  )
}
