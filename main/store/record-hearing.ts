import { type LedgerStep, type Observed, planLedger } from '../core/coverage/ledger.ts'
import type { NewTimelineEvent } from '../core/incidents/timeline.ts'
import { appendEvents, newIdentity, ownFaultOpened, tellOpened } from './record-incident.ts'
import type { Transaction } from './transaction.ts'

const deafKey = 'tocsin:deaf'

/** Writes what was observed of hearing into the ledger, tells of a deafness that lasts, and leaves a sign of life. */
export function recordHearing(tx: Transaction, observed: Observed, graceMs: number): void {
  for (const step of planLedger(tx.deafness.book(), observed, graceMs)) take(tx, step)
  tx.deafness.signOfLife(observed.at)
}

function take(tx: Transaction, step: LedgerStep): void {
  switch (step.step) {
    case 'begin':
      tx.deafness.begin(tx.nextRev(), step.at, step.cause, step.said)
      break
    case 'tell':
      tell(tx, step.said)
      break
    case 'end':
      recovered(tx)
      tx.deafness.end(tx.nextRev(), step.at)
      break
  }
  tx.changed(tx.nextRev(), { kind: 'deafness' })
}

const title = 'Tocsin can’t hear AWS'
const byDesk = (tx: Transaction) => ({ at: tx.now, actor: 'desk', deliveryId: null })

/** An incident of the desk's own: losing coverage alarms like any other. */
function tell(tx: Transaction, said: string): void {
  const [integration] = tx.integrations.all().filter((one) => !one.practice)
  if (integration === undefined) return
  const before = tx.deafness.newestTold()
  const last = before?.incidentId == null ? null : tx.incidents.get(before.incidentId)
  const again = last !== null && (last.status !== 'closed' || tx.now - (last.closedAt ?? 0) <= tx.settings.reopenWindowMinutes * 60_000)
  const heard = { title, reason: said, rule: null }
  const opening = ownFaultOpened(tx, { title, reason: said, severity: 'critical', resource: null, nothingClosesIt: false })
  const reopening: NewTimelineEvent = { ...byDesk(tx), kind: 'reopened', v: 1, data: { cause: 'alarm', ...heard } }
  const { incident, eventIds } = again
    ? appendEvents(tx, last, last.status === 'closed' ? [reopening] : [{ ...byDesk(tx), kind: 'appended', v: 1, data: heard }])
    : appendEvents(tx, newIdentity(tx, integration, deafKey, tx.now), [opening])
  tx.deafness.told(tx.nextRev(), incident.id)
  tellOpened(tx, incident, eventIds[0])
}

function recovered(tx: Transaction): void {
  const id = tx.deafness.notOver()?.incidentId ?? null
  const incident = id === null ? null : tx.incidents.get(id)
  if (incident === null || incident.status === 'closed') return
  appendEvents(tx, incident, [
    {
      ...byDesk(tx),
      kind: 'closed',
      v: 1,
      data: { cause: 'alarm', title, reason: 'It hears again. Whatever was missed is in the ledger, under Coverage.' },
    },
  ])
}
