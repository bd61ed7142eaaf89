import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import type { Incident } from '../../preload/contract/incidents.ts'
import { keys } from './cache.ts'
import { useLive } from './live.tsx'
import { allRows, type Page } from './patch.ts'
import type { DeliveryFilter } from './shapes.ts'

const longestPage = 200
const mostLive = 5_000

/** Everything that is not closed: the queue needs it whole, to be grouped and put in order. */
export function useLiveIncidents() {
  const { client, cache } = useLive()
  return useQuery({
    queryKey: keys.liveIncidents,
    structuralSharing: false,
    queryFn: async ({ signal }): Promise<Page<Incident>> => {
      let page = await client.incidents.list({ status: 'live', limit: longestPage }, { signal })
      const { rev } = page
      const items = [...page.items]
      while (page.next !== null && items.length < mostLive) {
        page = await client.incidents.list({ status: 'live', limit: longestPage, before: page.next }, { signal })
        items.push(...page.items)
      }
      return cache.settle.liveIncidents({ rev, items: [...allRows([{ rev, items, next: null }])], next: page.next })
    },
  })
}

export function useClosedIncidents(q: string, enabled = true) {
  const { client, cache } = useLive()
  const query = useInfiniteQuery({
    queryKey: keys.closedIncidents(q),
    enabled,
    structuralSharing: false,
    placeholderData: keepPreviousData,
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const page = await client.incidents.list(
        { status: 'closed', limit: 100, ...(q === '' ? {} : { q }), ...(pageParam === '' ? {} : { before: pageParam }) },
        { signal },
      )
      return cache.settle.closedIncidents(page, q, pageParam === '')
    },
    getNextPageParam: (page) => page.next,
  })
  const rows = useMemo(() => allRows(query.data?.pages ?? []), [query.data])
  return { ...query, rows }
}

export function useIncident(id: string | null) {
  const { client, cache } = useLive()
  return useQuery({
    queryKey: keys.incident(id ?? ''),
    enabled: id !== null,
    queryFn: async ({ signal }) => cache.settle.incident(await client.incidents.get({ id: id ?? '' }, { signal })),
  })
}

export function useCounts() {
  const { client } = useLive()
  return useQuery({
    queryKey: keys.counts,
    queryFn: ({ signal }) => client.incidents.counts(undefined, { signal }),
    refetchInterval: 300_000,
  })
}

/** Deliveries in each of the last 24 hours; what many rows ask for goes out as one call. */
export function useActivity(id: string) {
  const { activity } = useLive()
  return useQuery({ queryKey: keys.activity(id), queryFn: () => activity(id), refetchInterval: 600_000 })
}

export function useDeliveries(filter: DeliveryFilter) {
  const { client, cache } = useLive()
  const { integrationId, disposition, q } = filter
  const query = useInfiniteQuery({
    queryKey: keys.deliveries(filter),
    structuralSharing: false,
    placeholderData: keepPreviousData,
    initialPageParam: '',
    queryFn: async ({ pageParam, signal }) => {
      const page = await client.deliveries.list(
        {
          limit: 100,
          ...(integrationId === null ? {} : { integrationId }),
          ...(disposition === null ? {} : { disposition }),
          ...(q === '' ? {} : { q }),
          ...(pageParam === '' ? {} : { before: pageParam }),
        },
        { signal },
      )
      return cache.settle.deliveries(page, filter, pageParam === '')
    },
    getNextPageParam: (page) => page.next,
  })
  const rows = useMemo(() => allRows(query.data?.pages ?? []), [query.data])
  return { ...query, rows }
}

export function useDelivery(id: string | null) {
  const { client } = useLive()
  return useQuery({
    queryKey: keys.delivery(id ?? ''),
    enabled: id !== null,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => client.deliveries.get({ id: id ?? '' }, { signal }),
  })
}

export function useIntegrations() {
  const { client, cache } = useLive()
  const query = useQuery({
    queryKey: keys.integrations,
    structuralSharing: false,
    queryFn: async ({ signal }) => {
      const list = await client.integrations.list(undefined, { signal })
      return cache.settle.integrations({ ...list, next: null })
    },
  })
  const items = useMemo(() => (query.data?.items ?? []).toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)), [query.data])
  return { ...query, items }
}

export function useSettings() {
  const { client } = useLive()
  return useQuery({ queryKey: keys.settings, queryFn: ({ signal }) => client.settings.get(undefined, { signal }) })
}

export function useDesk() {
  const { client } = useLive()
  return useQuery({ queryKey: keys.desk, queryFn: ({ signal }) => client.settings.desk(undefined, { signal }) })
}

export function useCoverage() {
  const { client } = useLive()
  return useQuery({ queryKey: keys.coverage, queryFn: ({ signal }) => client.coverage.get(undefined, { signal }) })
}

/** The deafness ledger, newest first. */
export function useLedger() {
  const { client } = useLive()
  const query = useInfiniteQuery({
    queryKey: keys.ledger,
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      client.coverage.ledger({ limit: 50, ...(pageParam === '' ? {} : { before: pageParam }) }, { signal }),
    getNextPageParam: (page) => page.next,
  })
  const rows = useMemo(() => query.data?.pages.flatMap(({ items }) => items) ?? [], [query.data])
  return { ...query, rows }
}

/** What happened while nothing could be heard, until it was seen. */
export function useAway() {
  const { client } = useLive()
  return useQuery({ queryKey: keys.away, queryFn: ({ signal }) => client.coverage.away(undefined, { signal }) })
}

export function useTunnel() {
  const { client } = useLive()
  return useQuery({ queryKey: keys.tunnel, queryFn: ({ signal }) => client.tunnel.get(undefined, { signal }) })
}

export function useAccounts() {
  const { client } = useLive()
  const query = useQuery({ queryKey: keys.accounts, queryFn: ({ signal }) => client.accounts.list(undefined, { signal }) })
  const items = useMemo(() => (query.data?.items ?? []).toSorted((a, b) => a.createdAt.localeCompare(b.createdAt)), [query.data])
  return { ...query, items }
}

/** The profiles of the shared AWS files, read anew whenever they are shown: another program writes them. */
export function useProfiles() {
  const { client } = useLive()
  return useQuery({
    queryKey: keys.profiles,
    queryFn: ({ signal }) => client.accounts.profiles(undefined, { signal }),
    staleTime: 0,
    refetchOnWindowFocus: true,
  })
}

export function useSetups() {
  const { client } = useLive()
  return useQuery({ queryKey: keys.setups, queryFn: ({ signal }) => client.setups.list(undefined, { signal }) })
}

/** One set-up, step by step, as the news tells of it. */
export function useSetup(id: string) {
  const { client, cache } = useLive()
  return useQuery({
    queryKey: keys.setup(id),
    queryFn: async ({ signal }) => cache.settle.setup(await client.setups.get({ id }, { signal })),
  })
}

export function useQueues() {
  const { client } = useLive()
  return useQuery({ queryKey: keys.queues, queryFn: ({ signal }) => client.queues.list(undefined, { signal }) })
}

/** How far catch-up is in each region of each account, and what waits for an answer. */
export function useCatchUp() {
  const { client } = useLive()
  return useQuery({ queryKey: keys.catchUp, queryFn: ({ signal }) => client.catchUp.get(undefined, { signal }) })
}

/** Calls `heard` for every change that arrives while the component is there. */
export function useChanges(heard: Parameters<ReturnType<typeof useLive>['onChange']>[0]): void {
  const live = useLive()
  useEffect(() => live.onChange(heard), [live, heard])
}
