import { useMutation } from '@tanstack/react-query'
import type { Away } from '../../preload/contract/coverage.ts'
import { useLive } from '../live/live.tsx'
import { useAway } from '../live/reads.ts'
import { causeWords } from '../ui/coverage-words.ts'
import { longDuration, plural, shortInstant } from '../ui/format.ts'
import { Icon } from '../ui/icons.tsx'
import { useMinute } from '../ui/now.tsx'
import { hrefOf } from '../ui/route.ts'
import { sayFailed } from '../ui/toast.tsx'

/** So many are named; the queue below has them all. */
const namedMost = 4

/** What happened while nothing could be heard, told once: still open first. */
export function AwayCard() {
  const { client, cache } = useLive()
  const { data } = useAway()
  const now = useMinute()
  const dismiss = useMutation({
    mutationFn: () => client.coverage.dismissAway(),
    onSettled: () => cache.markStale(['away']),
    onError: (error) => sayFailed('The card stays.', error),
  })
  const away = data?.away ?? null
  if (away === null) return null
  const { incidents } = away
  const more = incidents.length - namedMost
  return (
    <section className="away" aria-labelledby="away">
      <Icon name="deaf" className="unknown" />
      <div>
        <h2 id="away">
          While you were away <span>{spanSaid(away, now)}</span>
        </h2>
        <p className="m wrap">{happened(away)}</p>
        {incidents.length > 0 && (
          <ul>
            {incidents.slice(0, namedMost).map((incident) => (
              <li key={incident.id}>
                <Icon name={incident.status === 'closed' ? 'closed' : 'open'} className={incident.status === 'closed' ? 'f' : undefined} />
                <a href={hrefOf('incidents', incident.id)} className={incident.status === 'closed' ? 'm' : undefined}>
                  <span className="mono">{incident.shortId}</span> {incident.title}
                </a>
                <span className="f">{incident.status === 'closed' ? 'closed meanwhile' : incident.status}</span>
              </li>
            ))}
            {more > 0 && <li className="m">and {more} more, below or under Closed</li>}
          </ul>
        )}
      </div>
      <span className="do">
        <a className="btn small" href={hrefOf('coverage')}>
          Ledger
        </a>
        <button type="button" className="btn small" disabled={dismiss.isPending} onClick={() => dismiss.mutate()}>
          Seen
        </button>
      </span>
    </section>
  )
}

function spanSaid({ from, to, deafMs, causes }: Away, now: number): string {
  const why = causes.map((cause) => (cause === 'off' ? causeWords.off : causeWords[cause].toLowerCase())).join(', ')
  return `nothing was heard for ${longDuration(deafMs)}, ${shortInstant(Date.parse(from), now)} to ${shortInstant(Date.parse(to), now)}: ${why}`
}

function happened({ incidents, asked }: Away): string {
  const open = incidents.filter(({ status }) => status !== 'closed').length
  const closed = incidents.length - open
  const known = [
    ...(open > 0 ? [`${plural(open, 'incident')} still open`] : []),
    ...(closed > 0 ? [`${closed === 1 ? '1 has' : `${closed} have`} closed`] : []),
  ].join(', ')
  if (asked) return known === '' ? 'AWS was asked since: no alarm changed its state.' : `${known}.`
  const unasked = 'AWS was not asked, so what nobody sent again is not known.'
  return known === '' ? `Nothing was heard of it since. ${unasked}` : `${known}. ${unasked}`
}
