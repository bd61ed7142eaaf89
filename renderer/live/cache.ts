import type { InfiniteData, Query, QueryClient, QueryKey } from '@tanstack/react-query'
import type { Change } from '../../preload/contract/changes.ts'
import type { Delivery } from '../../preload/contract/deliveries.ts'
import type { Incident, IncidentDetail } from '../../preload/contract/incidents.ts'
import type { Integration } from '../../preload/contract/integrations.ts'
import type { Setup } from '../../preload/contract/setup.ts'
import { createRecent, type ListShape, newest, type Page, patchPages, placeOfChange, type Recent, type Row, settlePage } from './patch.ts'
import { allIntegrations, closedIncidents, type DeliveryFilter, filteredDeliveries, liveIncidents } from './shapes.ts'
import { createStaleMarks, type Wait } from './stale.ts'

export const keys = {
  liveIncidents: ['incidents', 'live'] as const,
  closedIncidents: (q: string) => ['incidents', 'closed', q] as const,
  incident: (id: string) => ['incident', id] as const,
  counts: ['counts'] as const,
  activity: (id: string) => ['activity', id] as const,
  deliveries: (filter: DeliveryFilter) => ['deliveries', filter] as const,
  delivery: (id: string) => ['delivery', id] as const,
  integrations: ['integrations'] as const,
  settings: ['settings'] as const,
  desk: ['desk'] as const,
  coverage: ['coverage'] as const,
  ledger: ['ledger'] as const,
  away: ['away'] as const,
  tunnel: ['tunnel'] as const,
  accounts: ['accounts'] as const,
  queues: ['queues'] as const,
  setups: ['setups'] as const,
  setup: (id: string) => ['setup', id] as const,
  profiles: ['profiles'] as const,
  catchUp: ['catch-up'] as const,
}

const rememberedRows = 4_000
const rememberedSetups = 50

/** An incident's row out of what is known of it in full. */
export function rowOf({ timeline: _timeline, alarm: _alarm, datapoints: _datapoints, links: _links, ...row }: IncidentDetail): Incident {
  return row
}

/**
 * The one place where news meets what is on screen: rows that are held are patched in place, what can't be worked out
 * from a row is marked stale and read again, at most once a second.
 */
export function createCache(queries: QueryClient, wait: Wait) {
  const recent = {
    incidents: createRecent<Incident>(rememberedRows),
    deliveries: createRecent<Delivery>(rememberedRows),
    integrations: createRecent<Integration>(rememberedRows),
    setups: createRecent<Setup>(rememberedSetups),
  }
  let epoch: string | null = null

  const stale = createStaleMarks(wait, (mark) => {
    const queryKey: QueryKey = JSON.parse(mark)
    if (queries.isFetching({ queryKey }) > 0) return false
    void queries.invalidateQueries({ queryKey })
    return true
  })
  const markStale = (...queryKeys: QueryKey[]) => stale.mark(...queryKeys.map((key) => JSON.stringify(key)))
  const isHeld = (queryKey: QueryKey) => queries.getQueryData(queryKey) !== undefined

  function patchLists<R extends Row>(queryKey: QueryKey, row: R, shapeOf: (key: QueryKey) => ListShape<R>): void {
    for (const [key, data] of queries.getQueriesData<InfiniteData<Page<R>>>({ queryKey })) {
      if (data === undefined) continue
      const pages = patchPages(data.pages, row, shapeOf(key))
      if (pages !== data.pages) queries.setQueryData(key, { ...data, pages })
    }
  }

  function patchList<R extends Row>(queryKey: QueryKey, row: R, shape: ListShape<R>): void {
    const held = queries.getQueryData<Page<R>>(queryKey)
    if (held === undefined) return
    const [patched] = patchPages([held], row, shape)
    if (patched !== held) queries.setQueryData(queryKey, patched)
  }

  function takeIncident(row: Incident): void {
    recent.incidents.remember(row)
    patchList(keys.liveIncidents, row, liveIncidents)
    patchLists<Incident>(['incidents', 'closed'], row, (key) => closedIncidents(String(key[2])))
    const detail = queries.getQueryData<IncidentDetail>(keys.incident(row.id))
    if (detail !== undefined && row.rev > detail.rev) {
      queries.setQueryData(keys.incident(row.id), { ...detail, ...row })
      markStale(keys.incident(row.id))
    }
    markStale(keys.counts)
    for (const [key] of queries.getQueriesData({ queryKey: ['incidents', 'closed'] })) if (key[2] !== '') markStale(key)
  }

  /** What an act answered: the incident in full. */
  function takeDetail(detail: IncidentDetail): void {
    const held = queries.getQueryData<IncidentDetail>(keys.incident(detail.id))
    if (held !== undefined) queries.setQueryData(keys.incident(detail.id), newest(held, detail))
    takeIncident(rowOf(detail))
  }

  function takeDelivery(row: Delivery): void {
    recent.deliveries.remember(row)
    patchLists<Delivery>(['deliveries'], row, filteredBy)
    for (const [key] of queries.getQueriesData({ queryKey: ['deliveries'] })) if (filterOf(key).q !== '') markStale(key)
    if (isHeld(keys.delivery(row.id))) markStale(keys.delivery(row.id))
    if (row.incidentId !== null && isHeld(keys.activity(row.incidentId))) markStale(keys.activity(row.incidentId))
    const integration = queries.getQueryData<Page<Integration>>(keys.integrations)
    if (integration !== undefined) markStale(keys.integrations)
  }

  function takeIntegration(row: Integration): void {
    recent.integrations.remember(row)
    patchList(keys.integrations, row, allIntegrations)
  }

  function dropIntegration(id: string): void {
    const held = queries.getQueryData<Page<Integration>>(keys.integrations)
    if (held !== undefined) queries.setQueryData(keys.integrations, { ...held, items: held.items.filter((item) => item.id !== id) })
    markStale(keys.integrations)
  }

  function takeSetup(row: Setup): void {
    recent.setups.remember(row)
    const held = queries.getQueryData<Setup>(keys.setup(row.id))
    if (held !== undefined) queries.setQueryData(keys.setup(row.id), newest(held, row))
    markStale(keys.setups)
  }

  function takeWhole(queryKey: QueryKey, value: unknown): void {
    // A reading that is under way may be older than this news.
    void queries.cancelQueries({ queryKey })
    queries.setQueryData(queryKey, value)
  }

  function beginAnew(id: string): void {
    const place = placeOfChange(id)
    epoch = place.epoch
    for (const known of Object.values(recent)) known.restart(place.rev)
    void queries.invalidateQueries()
  }

  return {
    markStale,
    takeDetail,
    takeDelivery,
    takeIntegration,
    takeSetup,
    dropIntegration,
    takeTunnel: (value: unknown) => takeWhole(keys.tunnel, value),
    takeCatchUp: (value: unknown) => takeWhole(keys.catchUp, value),
    takeSettings: (value: unknown) => takeWhole(keys.settings, value),
    heard(change: Change): void {
      switch (change.kind) {
        case 'hello':
          if (placeOfChange(change.id).epoch !== epoch) beginAnew(change.id)
          else void queries.invalidateQueries({ predicate: failedWhileAway })
          break
        case 'snapshot-needed':
          beginAnew(change.id)
          break
        case 'delivery':
          takeDelivery(change.delivery)
          break
        case 'incident':
          takeIncident(change.incident)
          // What happened in an absence is often heard of afterwards.
          if (isHeld(keys.away)) markStale(keys.away, keys.ledger)
          break
        case 'integration':
          takeIntegration(change.integration)
          break
        case 'integration-removed':
          dropIntegration(change.integrationId)
          break
        case 'account':
        case 'account-removed':
          markStale(keys.accounts, keys.profiles)
          break
        case 'queue':
        case 'queue-removed':
          markStale(keys.queues)
          break
        case 'setup':
          takeSetup(change.setup)
          break
        case 'catch-up':
          markStale(keys.catchUp)
          break
        case 'settings':
          takeWhole(keys.settings, change.settings)
          // Each integration's address begins with it.
          markStale(keys.integrations)
          break
        case 'tunnel':
          takeWhole(keys.tunnel, change.tunnel)
          break
        case 'coverage':
          takeWhole(keys.coverage, change.coverage)
          break
        case 'deafness':
          markStale(keys.ledger, keys.away)
          break
      }
    },
    /** A page as it was read, with what was heard meanwhile. */
    settle: {
      liveIncidents: (page: Page<Incident>) => settled(page, recent.incidents, liveIncidents, true, keys.liveIncidents),
      closedIncidents: (page: Page<Incident>, q: string, isHead: boolean) =>
        settled(page, recent.incidents, closedIncidents(q), isHead, keys.closedIncidents(q)),
      deliveries: (page: Page<Delivery>, filter: DeliveryFilter, isHead: boolean) =>
        settled(page, recent.deliveries, filteredDeliveries(filter), isHead, keys.deliveries(filter)),
      integrations: (page: Page<Integration>) => settled(page, recent.integrations, allIntegrations, true, keys.integrations),
      setup(read: Setup): Setup {
        const known = recent.setups.get(read.id)
        return known === undefined ? read : newest(known, read)
      },
      incident(detail: IncidentDetail): IncidentDetail {
        const known = recent.incidents.get(detail.id)
        if (known === undefined || known.rev <= detail.rev) return detail
        markStale(keys.incident(detail.id))
        return { ...detail, ...known }
      },
    },
    close: stale.close,
  }

  function settled<R extends Row>(page: Page<R>, known: Recent<R>, shape: ListShape<R>, isHead: boolean, key: QueryKey): Page<R> {
    const { page: result, behind } = settlePage(page, known, shape, isHead)
    if (behind) markStale(key)
    return result
  }
}
export type Cache = ReturnType<typeof createCache>

const failedWhileAway = ({ state }: Query): boolean => state.status === 'error' || state.fetchFailureCount > 0

const noFilter: DeliveryFilter = { integrationId: null, disposition: null, q: '' }
const isFilter = (value: unknown): value is DeliveryFilter => typeof value === 'object' && value !== null && 'q' in value
const filterOf = (key: QueryKey): DeliveryFilter => (isFilter(key[1]) ? key[1] : noFilter)
const filteredBy = (key: QueryKey): ListShape<Delivery> => filteredDeliveries(filterOf(key))
