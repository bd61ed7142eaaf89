import { implement } from '@orpc/server'
import { contract } from '../../preload/contract/index.ts'
import type { Act } from '../core/incidents/act.ts'
import type { ApiDeps } from './deps.ts'
import { rowId } from './ids.ts'
import { instant, presentIncident, presentIncidentDetail } from './present.ts'
import { noSuch } from './refusals.ts'

const os = implement(contract.incidents)
const incidentsMost = 200

/** Whoever sits at this desk: it knows one operator until it has recipients. */
const operator = 'You'

export function incidentHandlers({ store, clock }: Pick<ApiDeps, 'store' | 'clock'>) {
  /** The errors of the procedures that act on an incident. */
  interface ActErrors {
    'not-found': (options: { message: string }) => Error
    'illegal-transition': (options: { message: string; data: { status: 'open' | 'acknowledged' | 'closed' } }) => Error
  }

  async function act(id: string, wish: Act, errors: ActErrors) {
    const acted = await store.act(id, wish, operator)
    if (!acted.ok && acted.code === 'not-found') throw errors['not-found']({ message: acted.said })
    if (!acted.ok) throw errors['illegal-transition']({ message: acted.said, data: { status: acted.status } })
    const found = await store.reader.incident(id)
    return presentIncidentDetail(acted.incident, acted.timeline, found?.alarms ?? [])
  }

  return {
    list: os.list.handler(async ({ input }) => {
      const page = await store.reader.incidents({
        status: input.status ?? null,
        severity: input.severity ?? null,
        integrationId: input.integrationId === undefined ? null : (rowId(input.integrationId) ?? 0),
        q: input.q || null,
        before: input.before === undefined ? null : rowId(input.before),
        limit: input.limit,
      })
      return { rev: page.rev, items: page.items.map(presentIncident), next: page.next === null ? null : String(page.next) }
    }),
    get: os.get.handler(async ({ input, errors }) => {
      const found = await store.reader.incident(input.id)
      if (found === null) throw errors['not-found'](noSuch('incident'))
      return presentIncidentDetail(found.row, found.timeline, found.alarms)
    }),
    acknowledge: os.acknowledge.handler(({ input, errors }) => act(input.id, { act: 'acknowledge' }, errors)),
    unacknowledge: os.unacknowledge.handler(({ input, errors }) => act(input.id, { act: 'unacknowledge' }, errors)),
    close: os.close.handler(({ input, errors }) => act(input.id, { act: 'close' }, errors)),
    reopen: os.reopen.handler(({ input, errors }) => act(input.id, { act: 'reopen' }, errors)),
    snooze: os.snooze.handler(({ input, errors }) => act(input.id, { act: 'snooze', until: Date.parse(input.until) }, errors)),
    unsnooze: os.unsnooze.handler(({ input, errors }) => act(input.id, { act: 'unsnooze' }, errors)),
    note: os.note.handler(({ input, errors }) => act(input.id, { act: 'note', text: input.text }, errors)),
    removeNote: os.removeNote.handler(({ input, errors }) => act(input.id, { act: 'remove-note', noteId: input.noteId }, errors)),
    undo: os.undo.handler(({ input, errors }) => act(input.id, { act: 'undo', eventId: input.eventId }, errors)),
    activity: os.activity.handler(async ({ input }) => {
      const until = clock.now()
      const ids = input.incidentIds
        .split(',')
        .filter((id) => id !== '')
        .slice(0, incidentsMost)
      return { until: instant(until), ...(await store.reader.activity(ids, until)) }
    }),
    counts: os.counts.handler(() => store.reader.counts(clock.now())),
  }
}
