import { useMemo, useSyncExternalStore } from 'react'

export const views = ['incidents', 'inbound', 'integrations', 'coverage', 'settings', 'aws', 'setup'] as const
export type View = (typeof views)[number]

/** What the address says: a view, what is open in it, and how it is narrowed. */
export interface Route {
  view: View
  id: string | null
  query: Readonly<Record<string, string>>
}

const isView = (word: string | undefined): word is View => views.some((view) => view === word)

/** `#/incidents/8f2c?show=closed`; whatever is no view of ours is the queue. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?')
  const [view, id] = path.split('/')
  if (!isView(view)) return { view: 'incidents', id: null, query: {} }
  let decoded: string | null = null
  try {
    decoded = id === undefined || id === '' ? null : decodeURIComponent(id)
  } catch {
    decoded = null
  }
  return { view, id: decoded, query: Object.fromEntries(new URLSearchParams(search)) }
}

export function hrefOf(view: View, id: string | null = null, query: Record<string, string | null> = {}): string {
  const search = new URLSearchParams(
    Object.entries(query).flatMap(([key, value]) => (value === null || value === '' ? [] : [[key, value]])),
  )
  return `#/${view}${id === null ? '' : `/${encodeURIComponent(id)}`}${search.size === 0 ? '' : `?${search}`}`
}

export const goTo = (href: string): void => {
  window.location.hash = href.slice(1)
}

/** The same place, said otherwise: no step back to where it was. */
export function replaceRoute(href: string): void {
  window.history.replaceState(null, '', href)
  window.dispatchEvent(new HashChangeEvent('hashchange'))
}

function onHash(changed: () => void): () => void {
  window.addEventListener('hashchange', changed)
  return () => window.removeEventListener('hashchange', changed)
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(onHash, () => window.location.hash)
  return useMemo(() => parseRoute(hash), [hash])
}
