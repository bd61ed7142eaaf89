import { accountRows } from './account-rows.ts'
import { catchUpRows } from './catch-up-rows.ts'
import { checkRows } from './check-rows.ts'
import type { WritableDb } from './database.ts'
import { deafnessRows } from './deafness-rows.ts'
import { deliveryRows } from './delivery-rows.ts'
import { deskRows } from './desk-rows.ts'
import { incidentRows } from './incident-rows.ts'
import { type IntegrationRow, integrationRows } from './integration-rows.ts'
import { intentRows } from './intent-rows.ts'
import { queueRows } from './queue-rows.ts'
import { openRejectionBounds, type RejectionBounds } from './record-rejection.ts'
import { seenMessages } from './seen-messages.ts'
import { defaultSettings, type Settings } from './settings.ts'
import { setupRows } from './setup-rows.ts'
import { subscriptionRows } from './subscription-rows.ts'

/** One writing handle with its statements, and what is held of the file in memory: small, read at each delivery. */
export interface Session {
  db: WritableDb
  rows: {
    deliveries: ReturnType<typeof deliveryRows>
    incidents: ReturnType<typeof incidentRows>
    integrations: ReturnType<typeof integrationRows>
    seen: ReturnType<typeof seenMessages>
    subscriptions: ReturnType<typeof subscriptionRows>
    intents: ReturnType<typeof intentRows>
    accounts: ReturnType<typeof accountRows>
    queues: ReturnType<typeof queueRows>
    setups: ReturnType<typeof setupRows>
    deafness: ReturnType<typeof deafnessRows>
    catchUps: ReturnType<typeof catchUpRows>
    checks: ReturnType<typeof checkRows>
    desk: ReturnType<typeof deskRows>
  }
  counters: { rev: number; incident: number }
  settings: Settings
  integrations: Map<number, IntegrationRow>
  rejections: RejectionBounds
  nextRev(): number
  nextIncidentNumber(): number
  saveCounters(): void
  /** After a recovery: the numbers go on far above any that were told before, so that a newer row is never taken for an older one. */
  skipRevs(): void
  /** Reads what is held in memory again, after a rollback. */
  reload(): void
}

const revsSkipped = 1_000_000_000

export function openSession(db: WritableDb): Session {
  const rows = {
    deliveries: deliveryRows(db),
    incidents: incidentRows(db),
    integrations: integrationRows(db),
    seen: seenMessages(db),
    subscriptions: subscriptionRows(db),
    intents: intentRows(db),
    accounts: accountRows(db),
    queues: queueRows(db),
    setups: setupRows(db),
    deafness: deafnessRows(db),
    catchUps: catchUpRows(db),
    checks: checkRows(db),
    desk: deskRows(db),
  }
  const counters = { rev: rows.desk.counter('rev'), incident: rows.desk.counter('incident') }
  const saved = { ...counters }
  const saveCounters = () => {
    for (const name of ['rev', 'incident'] as const) {
      if (counters[name] === saved[name]) continue
      rows.desk.setCounter(name, counters[name])
      saved[name] = counters[name]
    }
  }
  const integrations = new Map<number, IntegrationRow>()
  const settings: Settings = { ...defaultSettings }
  const reload = () => {
    integrations.clear()
    for (const integration of rows.integrations.all()) integrations.set(integration.id, integration)
    // Every name that was ever written came through the contract's schema.
    Object.assign(settings, defaultSettings, rows.desk.settings())
  }
  reload()
  return {
    db,
    rows,
    counters,
    settings,
    integrations,
    rejections: openRejectionBounds(rows.deliveries.rejectedTotals()),
    nextRev: () => ++counters.rev,
    nextIncidentNumber: () => ++counters.incident,
    saveCounters,
    skipRevs() {
      counters.rev += revsSkipped
      saveCounters()
    },
    reload,
  }
}
