import type { Log, Timers } from '../ports.ts'
import type { Client, CoverageReport, Incident, Settings } from './client.ts'

/** What the tray, the badge and the question at quitting show of the desk. */
export interface Standing {
  /** Whatever is not closed, newest first. */
  incidents: readonly Incident[]
  coverage: CoverageReport
  settings: Settings
  /** Integrations that would hear no more without us; practice not counted. */
  connected: number
}

export interface StandingFeed {
  /** Null until it was read once. */
  now(): Standing | null
  /** Runs when something has changed, and at once where there is something to show. */
  subscribe(show: (standing: Standing) => void): () => void
  close(): Promise<void>
}

export interface StandingDeps {
  client: Client
  timers: Timers
  log: Log
  /** Hears every change of an incident, as it comes. */
  onIncident: (incident: Incident) => void
}

const againAfterMs = 2_000
/** In a storm of alarms the tray is drawn so often, and no more. */
const showEveryMs = 200

/** Reads the desk's standing through its own contract and keeps it up with the feed of changes. */
export function followStanding({ client, timers, log, onIncident }: StandingDeps): StandingFeed {
  const ended = new AbortController()
  const { signal } = ended
  const listeners = new Set<(standing: Standing) => void>()
  const incidents = new Map<string, Incident>()
  const integrations = new Map<string, { practice: boolean }>()
  let read: { rev: number; coverage: CoverageReport; settings: Settings } | null = null
  let cancelShow: (() => void) | null = null
  let isOwed = false

  function now(): Standing | null {
    if (read === null) return null
    return {
      incidents: [...incidents.values()].sort((a, b) => Date.parse(b.openedAt) - Date.parse(a.openedAt)),
      coverage: read.coverage,
      settings: read.settings,
      connected: [...integrations.values()].filter((one) => !one.practice).length,
    }
  }

  function tell(): void {
    if (cancelShow !== null) {
      isOwed = true
      return
    }
    const standing = now()
    if (standing !== null) for (const show of [...listeners]) show(standing)
    cancelShow = timers.after(showEveryMs, () => {
      cancelShow = null
      if (!isOwed) return
      isOwed = false
      tell()
    })
  }

  async function readAll(): Promise<void> {
    const [coverage, settings, listed] = await Promise.all([client.coverage.get(), client.settings.get(), client.integrations.list()])
    incidents.clear()
    integrations.clear()
    for (const one of listed.items) integrations.set(one.id, one)
    let before: string | undefined
    let rev = Number.POSITIVE_INFINITY
    do {
      const page = await client.incidents.list({ status: 'live', limit: 200, before })
      for (const one of page.items) incidents.set(one.id, one)
      rev = Math.min(rev, page.rev)
      before = page.next ?? undefined
    } while (before !== undefined)
    read = { rev, coverage, settings }
  }

  type Change = Awaited<ReturnType<Client['changes']>> extends AsyncIterator<infer Each> ? Each : never

  /** @returns whether there is anything new to show */
  async function take(change: Change): Promise<boolean> {
    if (read === null || change.kind === 'snapshot-needed') {
      await readAll()
      return true
    }
    switch (change.kind) {
      case 'incident': {
        const { incident } = change
        // A list that was read after this change knows better.
        if (incident.rev <= (incidents.get(incident.id)?.rev ?? read.rev)) return false
        if (incident.status === 'closed') incidents.delete(incident.id)
        else incidents.set(incident.id, incident)
        onIncident(incident)
        return true
      }
      case 'integration':
        integrations.set(change.integration.id, change.integration)
        return true
      case 'integration-removed':
        return integrations.delete(change.integrationId)
      case 'settings':
        read = { ...read, settings: change.settings }
        return true
      case 'coverage':
        read = { ...read, coverage: change.coverage }
        return true
      default:
        return false
    }
  }

  async function follow(): Promise<void> {
    while (!signal.aborted) {
      try {
        for await (const change of await client.changes(undefined, { signal })) {
          if (await take(change)) tell()
        }
      } catch (error) {
        if (!signal.aborted) log.warn('standing.unread', { said: String(error) })
      }
      read = null
      if (!signal.aborted) await pause()
    }
  }

  function pause(): Promise<void> {
    return new Promise((resolve) => {
      const cancel = timers.after(againAfterMs, resolve)
      signal.addEventListener(
        'abort',
        () => {
          cancel()
          resolve()
        },
        { once: true },
      )
    })
  }

  const following = follow()
  return {
    now,
    subscribe(show) {
      listeners.add(show)
      const standing = now()
      if (standing !== null) show(standing)
      return () => void listeners.delete(show)
    },
    close() {
      listeners.clear()
      ended.abort()
      return following.finally(() => cancelShow?.())
    },
  }
}
