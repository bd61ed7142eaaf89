import { useDebouncedValue, useMediaQuery } from '@mantine/hooks'
import { useMemo, useRef, useState } from 'react'
import type { Incident } from '../../preload/contract/incidents.ts'
import { severities } from '../../preload/contract/words.ts'
import { useClosedIncidents, useCounts, useLiveIncidents } from '../live/reads.ts'
import { AsOf, useStaleClass } from '../ui/as-of.tsx'
import { BaselineCards } from '../ui/baseline-card.tsx'
import { useCommands } from '../ui/commands.tsx'
import { plural } from '../ui/format.ts'
import { useHand } from '../ui/hand.ts'
import { Icon } from '../ui/icons.tsx'
import { useMinute } from '../ui/now.tsx'
import { Bones, Empty, FilterField, Hints, Key } from '../ui/parts.tsx'
import { usePrefer } from '../ui/prefer.ts'
import { goTo, hrefOf, replaceRoute, useRoute } from '../ui/route.ts'
import { type Item, Rows } from '../ui/rows.tsx'
import { saidBy } from '../ui/said.ts'
import { type Standing, standingWords } from '../ui/standing.ts'
import { useHeld } from '../ui/use-held.ts'
import { can, useIncidentActs } from './acts.ts'
import { AwayCard } from './away.tsx'
import { Calm } from './calm.tsx'
import { CopyChoice, SnoozeChoice } from './choices.tsx'
import { CloseManyDialog } from './close-many.tsx'
import { IncidentCells, incidentCols, rowClassOf } from './incident-row.tsx'
import { Peek } from './peek.tsx'
import { figures, placesOf, type Show, showOf, shows } from './queue.ts'
import { useSelection } from './use-selection.ts'
import { WhyDialog } from './why.tsx'

const rowHeights = { roomy: 33, dense: 27 } as const
type Asked = 'snooze' | 'copy' | 'why' | 'close-many' | null

const heads: Record<Standing, React.ReactNode> = {
  open: (
    <>
      <b>Open</b> · nobody has acknowledged
    </>
  ),
  acknowledged: <b>Acknowledged</b>,
  snoozed: <b>Snoozed</b>,
  closed: (
    <>
      <b>Closed</b> · newest first
    </>
  ),
}
const headOf = (group: string) => heads[group === 'acknowledged' || group === 'snoozed' || group === 'closed' ? group : 'open']

/** The queue: what is broken, since when, and whose it is. */
export function QueueView() {
  const { query } = useRoute()
  const show = showOf(query.show)
  const [q, setQ] = useState('')
  const [slowQ] = useDebouncedValue(q, 200)
  const [activeId, setActive] = useState<string | null>(null)
  const [asked, ask] = useState<Asked>(null)
  const filter = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const own = useRef(new Set<string>())
  const now = useMinute()
  const { chosen } = usePrefer()
  const stale = useStaleClass()
  const roomForPeek = useMediaQuery('(min-width: 1041px) and (min-height: 761px)', false)
  const acts = useIncidentActs()

  const live = useLiveIncidents()
  const counts = useCounts()
  const isClosedTab = show === 'closed'
  const closed = useClosedIncidents(
    isClosedTab ? slowQ.trim() : '',
    isClosedTab || (live.data?.items.every(({ status }) => status === 'closed') ?? false),
  )

  const rows = useMemo(() => live.data?.items ?? [], [live.data])
  const byId = useMemo(() => new Map([...closed.rows, ...rows].map((row) => [row.id, row])), [closed.rows, rows])
  const current = useMemo(
    () => (isClosedTab ? closed.rows.map(({ id }) => ({ id, group: 'closed' })) : placesOf(rows, show, q.trim(), now)),
    [isClosedTab, closed.rows, rows, show, q, now],
  )
  const hand = useHand(list, current.length > 0 ? show : null, isClosedTab)
  const { places, fresh, moved, arrived, release } = useHeld(`${show} ${q} ${live.isSuccess} ${closed.isSuccess}`, current, hand, byId)
  const movedByOthers = moved.filter((id) => !own.current.has(id)).length

  const shownIds = useMemo(() => places.map(({ id }) => id), [places])
  const active = shownIds.includes(activeId ?? '') ? activeId : (shownIds[0] ?? null)
  const activeRow = active === null ? undefined : byId.get(active)
  const selection = useSelection(shownIds, active, setActive, list)
  const targets =
    selection.chosen.size > 0
      ? shownIds.flatMap((id) => (selection.chosen.has(id) ? (byId.get(id) ?? []) : []))
      : activeRow === undefined
        ? []
        : [activeRow]

  const doNow = (act: (rows: readonly Incident[]) => void, possible: (row: Incident) => boolean) =>
    targets.some(possible)
      ? () => {
          for (const row of targets) own.current.add(row.id)
          act(targets)
          selection.clear()
        }
      : undefined
  const name = targets.length === 1 ? targets[0]?.shortId : `${targets.length} incidents`
  const showWaiting = () => {
    own.current.clear()
    release()
  }
  const offer = (run: (() => void) | undefined, verb: string) => (run === undefined ? undefined : { run, label: `${verb} ${name}` })
  const close = targets.length > 1 ? (targets.some(can.close) ? () => ask('close-many') : undefined) : doNow(acts.close, can.close)
  useCommands({
    'list.filter': () => filter.current?.focus(),
    'list.show': fresh.length > 0 || movedByOthers > 0 ? showWaiting : undefined,
    back:
      selection.chosen.size > 0
        ? selection.clear
        : q !== ''
          ? () => setQ('')
          : show !== 'all'
            ? () => replaceRoute(hrefOf('incidents'))
            : undefined,
    'incident.acknowledge': offer(doNow(acts.acknowledge, can.acknowledge), 'Acknowledge'),
    'incident.unacknowledge': offer(doNow(acts.unacknowledge, can.unacknowledge), 'Unacknowledge'),
    'incident.close': offer(close, 'Close'),
    'incident.reopen': offer(doNow(acts.reopen, can.reopen), 'Reopen'),
    'incident.snooze': offer(targets.some(can.snooze) ? () => ask('snooze') : undefined, 'Snooze'),
    'incident.unsnooze': offer(doNow(acts.unsnooze, can.unsnooze), 'End the snooze of'),
    'incident.note':
      activeRow === undefined
        ? undefined
        : { run: () => goTo(hrefOf('incidents', activeRow.id, { note: '1' })), label: `Note on ${activeRow.shortId}` },
    why: activeRow === undefined ? undefined : { run: () => ask('why'), label: `Why ${activeRow.shortId}` },
    copy: activeRow === undefined ? undefined : { run: () => ask('copy'), label: `Copy of ${activeRow.shortId}` },
  })

  const items = useMemo(() => {
    const listed: Item<Incident>[] = []
    let group: string | null = null
    for (const place of places) {
      const row = byId.get(place.id)
      if (row === undefined) continue
      if (place.group !== group) listed.push({ kind: 'head', key: `head ${place.group}`, head: headOf(place.group) })
      group = place.group
      listed.push({ kind: 'row', key: row.id, row })
    }
    return listed
  }, [places, byId])

  const figure = figures(rows, now)
  const liveCount = figure.open + figure.acknowledged + figure.snoozed
  const tab = (value: Show, label: string, count?: number) => (
    <button
      key={value}
      type="button"
      aria-pressed={show === value}
      onClick={() => replaceRoute(hrefOf('incidents', null, { show: value === 'all' ? null : value }))}
    >
      {value !== 'all' && <Icon name={value} />}
      {count !== undefined && <b>{count}</b>} {label}
    </button>
  )
  const isCalm = show === 'all' && live.isSuccess && liveCount === 0 && places.length === 0 && q === ''
  const failed = isClosedTab ? closed.error : live.error
  const isPending = isClosedTab ? closed.isPending : live.isPending

  return (
    <>
      <div className="head">
        <h1>Incidents</h1>
        <div className="tabs" role="group" aria-label="Show">
          {shows.map((value) =>
            value === 'all'
              ? tab(value, 'All')
              : value === 'closed'
                ? tab(value, 'Closed today', counts.data?.closedToday)
                : tab(value, standingWords[value], live.isSuccess ? figure[value] : undefined),
          )}
        </div>
        <span className="end" />
        <FilterField ref={filter} value={q} onChange={setQ} label="Filter incidents" />
      </div>
      <AsOf />
      <AwayCard />
      <BaselineCards />
      {failed !== null && items.length === 0 ? (
        <Empty
          title="The incidents can’t be read."
          acts={
            <button type="button" className="btn" onClick={() => void (isClosedTab ? closed.refetch() : live.refetch())}>
              Try again
            </button>
          }
        >
          <p>{saidBy(failed)}</p>
        </Empty>
      ) : isPending ? (
        <Bones />
      ) : isCalm ? (
        <Calm closed={closed.rows} closedToday={counts.data?.closedToday ?? 0} activeId={activeId} onActive={setActive} />
      ) : items.length === 0 ? (
        <Nothing show={show} q={q} of={isClosedTab ? null : liveCount} onClear={() => setQ('')} />
      ) : (
        <div className="listwrap">
          {(fresh.length > 0 || movedByOthers > 0) && (
            <Waiting fresh={fresh.flatMap((id) => byId.get(id) ?? [])} moved={movedByOthers} onShow={showWaiting} />
          )}
          <Rows
            key={show}
            ref={list}
            label="Incidents"
            className={`inc${stale}`}
            cols={incidentCols}
            items={items}
            rowHeight={rowHeights[chosen.density]}
            activeKey={active}
            onActive={setActive}
            onOpen={(id) => goTo(hrefOf('incidents', id))}
            selection={selection.chosen}
            rowClass={(row, look) => `${rowClassOf(row, look, now)}${arrived.has(row.id) ? ' arrived' : ''}`}
            onEnd={isClosedTab && closed.hasNextPage && !closed.isFetchingNextPage ? () => void closed.fetchNextPage() : undefined}
          >
            {(row, look) => <IncidentCells row={row} look={look} />}
          </Rows>
        </div>
      )}
      {roomForPeek && !isCalm && activeRow !== undefined && items.length > 0 && <Peek incident={activeRow} />}
      <Hints
        subject={
          targets.length > 1 || selection.chosen.size > 0 ? `${plural(selection.chosen.size, 'incident')} selected` : activeRow?.shortId
        }
        left={[
          'incident.acknowledge',
          'incident.unacknowledge',
          'incident.snooze',
          'incident.unsnooze',
          'incident.close',
          'incident.reopen',
          ...(selection.chosen.size > 0 ? (['back'] as const) : (['why', 'copy'] as const)),
        ]}
        right={activeRow === undefined ? ['practice', 'list.filter'] : ['select.toggle', 'list.open']}
      />
      {asked === 'snooze' && (
        <SnoozeChoice
          rows={targets}
          onLeave={() => ask(null)}
          onChoose={(until) => doNow((all) => acts.snooze(all, until), can.snooze)?.()}
        />
      )}
      {asked === 'close-many' && (
        <CloseManyDialog rows={targets.filter(can.close)} onLeave={() => ask(null)} onClose={() => doNow(acts.close, can.close)?.()} />
      )}
      {asked === 'why' && activeRow !== undefined && <WhyDialog incident={activeRow} onLeave={() => ask(null)} />}
      {asked === 'copy' && activeRow !== undefined && <CopyChoice incident={activeRow} alarmArn={null} onLeave={() => ask(null)} />}
    </>
  )
}

/** What came while the hand was in the list. It lies over the heads of the columns, so that nothing moves. */
function Waiting({ fresh, moved, onShow }: { fresh: readonly Incident[]; moved: number; onShow(): void }) {
  return (
    <div className="wait" role="status">
      <button type="button" className="btn small" onClick={onShow}>
        <b>{fresh.length > 0 ? `${fresh.length} new` : `${moved} moved`}</b> <Key of="list.show" />
      </button>
      <span>held back while you are in the list</span>
      {severities.map((severity) => {
        const count = fresh.filter((row) => row.severity === severity).length
        if (count === 0) return null
        return (
          <span key={severity} className={`sev ${severity}`}>
            <Icon name={severity} />
            {count}
            <span className="vh"> {severity}</span>
          </span>
        )
      })}
    </div>
  )
}

function Nothing({ show, q, of, onClear }: { show: Show; q: string; of: number | null; onClear(): void }) {
  if (q !== '')
    return (
      <Empty
        title={of === null ? 'No closed incident matches.' : `0 of ${of} match.`}
        acts={
          <>
            <button type="button" className="btn" onClick={onClear}>
              Clear filter
            </button>
            {show !== 'closed' && (
              <button type="button" className="btn" onClick={() => replaceRoute(hrefOf('incidents', null, { show: 'closed' }))}>
                Search closed too
              </button>
            )}
          </>
        }
      />
    )
  return (
    <Empty
      title={show === 'closed' ? 'Nothing has been closed yet.' : show === 'all' ? 'Nothing is open.' : `Nothing is ${show}.`}
      acts={
        <a className="btn" href={hrefOf('incidents')}>
          Show all
        </a>
      }
    />
  )
}
