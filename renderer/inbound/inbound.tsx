import { useDebouncedValue } from '@mantine/hooks'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { Delivery } from '../../preload/contract/deliveries.ts'
import { dispositionLabels, dispositions } from '../../preload/contract/words.ts'
import { useLive } from '../live/live.tsx'
import { useDeliveries, useDelivery, useIntegrations } from '../live/reads.ts'
import type { DeliveryFilter } from '../live/shapes.ts'
import { AsOf, useStaleClass } from '../ui/as-of.tsx'
import { useCommands } from '../ui/commands.tsx'
import { useHand } from '../ui/hand.ts'
import { Bones, Empty, FilterField, Hints, Key } from '../ui/parts.tsx'
import { goTo, hrefOf, replaceRoute, useRoute } from '../ui/route.ts'
import { type Item, Rows } from '../ui/rows.tsx'
import { saidBy } from '../ui/said.ts'
import { sayDone, sayFailed } from '../ui/toast.tsx'
import { useHeld } from '../ui/use-held.ts'
import { useDeliveryActs } from './acts.ts'
import { DeliveryPane } from './delivery-pane.tsx'
import { DeliveryCells, deliveryCols } from './delivery-row.tsx'
import { isQuiet } from './dispositions.ts'
import './inbound.css'

const rowHeight = 27
const mostAtHead = 600

/** The inbound log: every delivery, what became of it, and why. */
export function Inbound() {
  const { id, query } = useRoute()
  const { queries } = useLive()
  const [q, setQ] = useState(query.q ?? '')
  const [slowQ] = useDebouncedValue(q, 200)
  const filterField = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const acts = useDeliveryActs()
  const integrations = useIntegrations()
  const stale = useStaleClass()

  const disposition = dispositions.find((word) => word === query.disposition) ?? null
  const integrationId = query.integration ?? null
  const filter: DeliveryFilter = useMemo(() => ({ integrationId, disposition, q: slowQ.trim() }), [integrationId, disposition, slowQ])
  const log = useDeliveries(filter)
  const name = JSON.stringify(filter)
  const hand = useHand(list, log.rows.length > 0 ? name : null, true)

  const byId = useMemo(() => new Map(log.rows.map((row) => [row.id, row])), [log.rows])
  const current = useMemo(() => log.rows.map((row) => ({ id: row.id, group: '' })), [log.rows])
  const { places, fresh, arrived, release } = useHeld(`${name} ${log.isPlaceholderData}`, current, hand, byId)
  // What is read below the rows that are held is no news: it joins them at once.
  const { news, below } = useMemo(() => split(fresh, places.at(-1)?.id, current), [fresh, places, current])
  const shownIds = useMemo(() => [...places.map((place) => place.id), ...below], [places, below])

  // A flood must not make the page grow for ever: while nobody looks back, only the newest rows are kept.
  const headLength = log.data?.pages[0]?.items.length ?? 0
  useEffect(() => {
    if (hand || headLength <= mostAtHead) return
    const queryKey = ['deliveries', filter]
    queries.setQueryData(
      queryKey,
      log.data === undefined ? undefined : { pages: log.data.pages.slice(0, 1), pageParams: log.data.pageParams.slice(0, 1) },
    )
    void queries.invalidateQueries({ queryKey })
  }, [hand, headLength, filter, log.data, queries])

  const activeId = id !== null && byId.has(id) ? id : id === null ? (shownIds[0] ?? null) : null
  const linked = useDelivery(id !== null && !byId.has(id) ? id : null)
  const open = activeId !== null ? byId.get(activeId) : linked.data?.id === id ? linked.data : undefined
  const narrow = { integration: integrationId, disposition }
  const items: Item<Delivery>[] = useMemo(
    () =>
      shownIds.flatMap((one) => {
        const row = byId.get(one)
        return row === undefined ? [] : [{ kind: 'row' as const, key: one, row }]
      }),
    [shownIds, byId],
  )
  const copyId = (row: Delivery) => () =>
    void navigator.clipboard.writeText(row.messageId ?? row.id).then(
      () => sayDone('Copied the message’s id'),
      (error: unknown) => sayFailed('This browser does not let the page copy.', error),
    )
  useCommands({
    'list.filter': () => filterField.current?.focus(),
    'list.show': news.length > 0 ? release : undefined,
    back: q !== '' ? () => setQ('') : integrationId !== null || disposition !== null ? () => replaceRoute(hrefOf('inbound')) : undefined,
    copy: open === undefined ? undefined : { run: copyId(open), label: 'Copy the message’s id' },
  })
  const today = integrations.items.reduce((sum, one) => sum + (one.practice ? 0 : one.deliveriesToday), 0)
  const isNarrowed = q !== '' || integrationId !== null || disposition !== null

  return (
    <>
      <div className="head">
        <h1>Inbound log</h1>
        <select
          className="pick"
          aria-label="Disposition"
          value={disposition ?? ''}
          onChange={(event) => replaceRoute(hrefOf('inbound', null, { ...narrow, disposition: event.currentTarget.value }))}
        >
          <option value="">Any disposition</option>
          {dispositions.map((word) => (
            <option key={word} value={word}>
              {dispositionLabels[word]}
            </option>
          ))}
        </select>
        <select
          className="pick"
          aria-label="Integration"
          value={integrationId ?? ''}
          onChange={(event) => replaceRoute(hrefOf('inbound', null, { ...narrow, integration: event.currentTarget.value }))}
        >
          <option value="">Any integration</option>
          {integrations.items.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name.slice(0, 60)}
            </option>
          ))}
        </select>
        <span className="end" />
        <span className="m s w12">
          <b className="t">{today}</b> in 24 h
        </span>
        <FilterField ref={filterField} value={q} onChange={setQ} label="Filter deliveries" />
      </div>
      <AsOf />
      {log.isError && items.length === 0 ? (
        <Empty
          title="The log can’t be read."
          acts={
            <button type="button" className="btn" onClick={() => void log.refetch()}>
              Try again
            </button>
          }
        >
          <p>{saidBy(log.error)}</p>
        </Empty>
      ) : log.isPending ? (
        <Bones rows={14} />
      ) : items.length === 0 ? (
        isNarrowed ? (
          <Empty
            title="No delivery matches."
            acts={
              <button
                type="button"
                className="btn"
                onClick={() => {
                  setQ('')
                  replaceRoute(hrefOf('inbound'))
                }}
              >
                Clear filter
              </button>
            }
          />
        ) : (
          <Empty
            title="Nothing has been delivered yet."
            acts={
              <a className="btn" href={hrefOf('integrations')}>
                Integrations
              </a>
            }
          >
            <p>
              Every message that reaches an integration is kept here, with what became of it and why. A practice alarm puts the first rows
              in.
            </p>
          </Empty>
        )
      ) : (
        <div className="listwrap">
          {news.length > 0 && (
            <div className="wait" role="status">
              <button type="button" className="btn small" onClick={release}>
                <b>{news.length} new</b> <Key of="list.show" />
              </button>
              <span>held back while you are in the list</span>
            </div>
          )}
          <Rows
            key={name}
            ref={list}
            label="Deliveries, newest first"
            className={`log${stale} dense`}
            cols={deliveryCols}
            items={items}
            rowHeight={rowHeight}
            activeKey={activeId}
            onActive={(one) => {
              if (one !== id) replaceRoute(hrefOf('inbound', one, narrow))
            }}
            onOpen={(one) => {
              const became = byId.get(one)?.incidentId
              if (became != null) goTo(hrefOf('incidents', became))
            }}
            rowClass={(row) => `${isQuiet(row) ? 'quiet' : ''}${arrived.has(row.id) ? ' arrived' : ''}`}
            onEnd={log.hasNextPage && !log.isFetchingNextPage ? () => void log.fetchNextPage() : undefined}
          >
            {(row) => (
              <DeliveryCells row={row} integration={integrations.items.find((one) => one.id === row.integrationId)?.name} acts={acts} />
            )}
          </Rows>
        </div>
      )}
      {linked.isError && <p className="under inp">{saidBy(linked.error)}</p>}
      {open !== undefined && <DeliveryPane row={open} acts={acts} />}
      <Hints
        subject={open === undefined ? undefined : open.id.slice(0, 8)}
        left={
          open === undefined ? ['practice'] : ['why', 'delivery.raw', 'copy', ...(open.incidentId === null ? [] : (['list.open'] as const))]
        }
        right={['list.filter']}
      />
    </>
  )
}

/** Rows that wait, parted into news (above what is shown) and what was read below it. */
function split(
  fresh: readonly string[],
  lastShown: string | undefined,
  current: readonly { id: string }[],
): { news: readonly string[]; below: readonly string[] } {
  if (fresh.length === 0) return { news: fresh, below: [] }
  const last = current.findIndex(({ id }) => id === lastShown)
  const lower = new Set(current.slice(last + 1).map(({ id }) => id))
  return { news: fresh.filter((id) => !lower.has(id)), below: fresh.filter((id) => lower.has(id)) }
}
