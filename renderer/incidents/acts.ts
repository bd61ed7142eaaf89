import type { Incident, IncidentDetail } from '../../preload/contract/incidents.ts'
import type { TimelineKind } from '../../preload/contract/words.ts'
import { useLive } from '../live/live.tsx'
import { useDoing } from '../ui/done.tsx'
import { shortInstant } from '../ui/format.ts'
import { standingOf } from '../ui/standing.ts'
import { sayFailed } from '../ui/toast.tsx'

/** Whether an act would change anything, so that only what is possible is offered. */
export const can = {
  acknowledge: (row: Incident) => row.status === 'open',
  unacknowledge: (row: Incident) => row.status === 'acknowledged',
  close: (row: Incident) => row.status !== 'closed',
  reopen: (row: Incident) => row.status === 'closed',
  snooze: (row: Incident) => row.status !== 'closed',
  unsnooze: (row: Incident) => standingOf(row, Date.now()) === 'snoozed',
}

const named = (rows: readonly { shortId: string }[]): string => {
  const [only] = rows
  return rows.length === 1 && only !== undefined ? only.shortId : `${rows.length} incidents`
}

/** What an operator does to incidents: at once, said, and taken back with one key. */
export function useIncidentActs() {
  const { client, cache } = useLive()
  const doing = useDoing()

  /** The event by which an act can be undone: the newest of its kind that stands. */
  const eventOf = (detail: IncidentDetail, kind: TimelineKind) =>
    detail.timeline.findLast((event) => event.kind === kind && event.undoneBy === null)?.id

  async function doEach(
    rows: readonly Incident[],
    kind: TimelineKind,
    said: (what: string) => string,
    act: (id: string) => Promise<IncidentDetail>,
  ) {
    const changed: { id: string; shortId: string; eventId: string | undefined }[] = []
    for (const row of rows) {
      try {
        const detail = await act(row.id)
        cache.takeDetail(detail)
        changed.push({ id: row.id, shortId: row.shortId, eventId: eventOf(detail, kind) })
      } catch (error) {
        sayFailed(`${row.shortId}:`, error)
      }
    }
    if (changed.length === 0) return null
    return {
      said: said(named(changed)),
      undo: async () => {
        for (const { id, eventId } of changed) if (eventId !== undefined) cache.takeDetail(await client.incidents.undo({ id, eventId }))
        return `Taken back: ${named(changed)} ${changed.length === 1 ? 'is' : 'are'} as before`
      },
    }
  }

  const start = (rows: readonly Incident[], ...rest: [TimelineKind, (what: string) => string, (id: string) => Promise<IncidentDetail>]) => {
    if (rows.length > 0) doing(doEach(rows, ...rest))
  }
  return {
    acknowledge: (rows: readonly Incident[]) =>
      start(
        rows.filter(can.acknowledge),
        'acknowledged',
        (what) => `Acknowledged ${what}`,
        (id) => client.incidents.acknowledge({ id }),
      ),
    unacknowledge: (rows: readonly Incident[]) =>
      start(
        rows.filter(can.unacknowledge),
        'unacknowledged',
        (what) => `Unacknowledged ${what}`,
        (id) => client.incidents.unacknowledge({ id }),
      ),
    close: (rows: readonly Incident[]) =>
      start(
        rows.filter(can.close),
        'closed',
        (what) => `Closed ${what}`,
        (id) => client.incidents.close({ id }),
      ),
    reopen: (rows: readonly Incident[]) =>
      start(
        rows.filter(can.reopen),
        'reopened',
        (what) => `Reopened ${what}`,
        (id) => client.incidents.reopen({ id }),
      ),
    snooze: (rows: readonly Incident[], until: number) =>
      start(
        rows.filter(can.snooze),
        'snoozed',
        (what) => `Snoozed ${what} until ${shortInstant(until, Date.now())}`,
        (id) => client.incidents.snooze({ id, until: new Date(until).toISOString() }),
      ),
    unsnooze: (rows: readonly Incident[]) =>
      start(
        rows.filter(can.unsnooze),
        'unsnoozed',
        (what) => `Woke ${what}`,
        (id) => client.incidents.unsnooze({ id }),
      ),
    note: (row: Incident, text: string) =>
      start(
        [row],
        'noted',
        (what) => `Noted on ${what}`,
        (id) => client.incidents.note({ id, text }),
      ),
  }
}
