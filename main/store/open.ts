import type { CoverageLink } from '../../preload/contract/words.ts'
import type { Book, Observed } from '../core/coverage/ledger.ts'
import type { Act } from '../core/incidents/act.ts'
import { decide as decideIncident } from '../core/incidents/decide.ts'
import type { Due, Plan } from '../core/notifications/plan.ts'
import type { AccountRow } from './account-rows.ts'
import type { Changes } from './changes.ts'
import { type Checks, openChecks } from './checks.ts'
import type { DeliveryInput } from './delivery-input.ts'
import type { DeliveryContent, DeliveryRow } from './delivery-rows.ts'
import type { IntegrationRow, SecretRow } from './integration-rows.ts'
import type { NotificationRow } from './intent-rows.ts'
import type { QueueRow } from './queue-rows.ts'
import type { Reader } from './reader.ts'
import { type AccountChange, addAccount, type NewAccount, removeAccount, updateAccount } from './record-account.ts'
import { type ActRecorded, recordAct } from './record-act.ts'
import { type Decide, type Recorded, recordDelivery } from './record-delivery.ts'
import { type Attempt, recordAttempt, recordDue } from './record-due.ts'
import { recordFault } from './record-fault.ts'
import { recordHearing } from './record-hearing.ts'
import {
  createIntegration,
  type IntegrationChange,
  type NewIntegration,
  removeIntegration,
  rotateSecret,
  type SealedSecret,
  updateIntegration,
} from './record-integration.ts'
import { type NewQueue, type Poll, recordPoll, unwatchQueue, watchQueue } from './record-queue.ts'
import { type RejectionInput, recordRejection } from './record-rejection.ts'
import { beginSetup, type NewSetup, type SetupChange, updateSetup } from './record-setup.ts'
import {
  type Answered,
  type ConfirmationOutcome,
  recordConfirmation,
  recordSubscription,
  refuseConfirmation,
  type SubscriptionInput,
  takeConfirmation,
  trust,
} from './record-subscription.ts'
import type { Settings } from './settings.ts'
import type { SetupRow } from './setup-rows.ts'
import type { SubscriptionRow } from './subscription-rows.ts'
import { openTransactions, type StoreDeps, type StoreHealth, type StoreOptions } from './transactions.ts'

/** How long the MessageIds that were taken are remembered. */
const seenForMs = 15 * 86_400_000

/**
 * The only SQL, the only writer, the only announcer. Everything named as an act resolves after its commit is on disk
 * and throws StoreError where the disk failed; `reader` answers from a thread of its own.
 */
export interface Store extends Checks {
  reader: Reader
  changes: Changes
  health(): StoreHealth
  settings(): Settings
  integrations(): IntegrationRow[]
  integration(id: number): IntegrationRow | null
  secrets(): SecretRow[]
  sealed(name: string): Buffer | null
  putSealed(name: string, value: Uint8Array): Promise<void>
  dropSealed(name: string): Promise<void>
  updateSettings(wish: Partial<Settings>): Promise<Settings>
  createIntegration(wish: NewIntegration, secret: SealedSecret): Promise<IntegrationRow>
  updateIntegration(id: number, wish: IntegrationChange): Promise<IntegrationRow | null>
  removeIntegration(id: number): Promise<number | null>
  rotateSecret(id: number, secret: SealedSecret, keepUntil: number): Promise<IntegrationRow | null>
  secretUsed(hash: Uint8Array): Promise<void>
  /** The same secret, sealed with a newer key. */
  resealSecret(hash: Uint8Array, sealed: Uint8Array): Promise<void>
  accounts(): AccountRow[]
  account(id: number): AccountRow | null
  addAccount(wish: NewAccount): Promise<AccountRow>
  updateAccount(id: number, wish: AccountChange): Promise<AccountRow | null>
  removeAccount(id: number): Promise<number | null>
  queues(): QueueRow[]
  queue(id: number): QueueRow | null
  watchQueue(wish: NewQueue): Promise<QueueRow>
  unwatchQueue(id: number): Promise<number | null>
  recordPoll(id: number, poll: Poll): Promise<void>
  /** Newest first. */
  setups(): SetupRow[]
  setup(id: number): SetupRow | null
  /** Those that are to go on. */
  setupsAtWork(): SetupRow[]
  beginSetup(wish: NewSetup): Promise<SetupRow>
  updateSetup(id: number, change: SetupChange): Promise<SetupRow | null>
  /** The delivery that brought a message to an integration; null while none has. */
  deliveryOf(integrationId: number, topicArn: string, messageId: string): DeliveryRow | null
  recordDelivery(input: DeliveryInput): Promise<Recorded>
  recordRejection(input: RejectionInput): Promise<DeliveryRow | null>
  recordSubscription(input: SubscriptionInput): Promise<DeliveryRow | null>
  takeConfirmation(deliveryId: number): Promise<Answered>
  refuseConfirmation(deliveryId: number): Promise<Answered>
  recordConfirmation(deliveryId: number, outcome: ConfirmationOutcome): Promise<Answered>
  dueConfirmations(now: number): SubscriptionRow[]
  nextConfirmationAt(): number | null
  trustTopic(integrationId: number, topicArn: string): Promise<number[]>
  content(deliveryId: number): DeliveryContent | null
  act(incidentId: string, wish: Act, actor: string): Promise<ActRecorded>
  /** The deafness ledger, as far as its next steps depend on it. */
  deafnessBook(): Book
  lastSignOfLife(): number | null
  recordHearing(observed: Observed): Promise<void>
  /** AWS was asked for what happened in the intervals that ended by then. @returns how many of them were not asked for before */
  recordAsked(asked: { at: number; endedBy: number }): Promise<number>
  /** The operator has seen what happened while nothing could be heard. */
  dismissAway(): Promise<void>
  acceptLink(link: CoverageLink, until: number | null): Promise<void>
  nextIntentAt(): number | null
  decideDue(plan: (due: Due) => Plan): Promise<number>
  dueNotifications(now: number): NotificationRow[]
  nextNotificationAt(): number | null
  recordAttempt(notification: NotificationRow, attempt: Attempt): Promise<void>
  forgetOldMessages(): Promise<void>
  /** Writes as much as a large delivery has, to see whether the disk takes it again. */
  probe(): Promise<void>
  close(): Promise<void>
}

/**
 * Opens the store of a data folder.
 * @param decide what decides a delivery; another one only to prove what happens when it throws
 * @throws StoreError `locked`, `newer`, or a fault of the disk, each with a sentence for the operator
 */
export function openStore(deps: StoreDeps, options: StoreOptions, decide: Decide = decideIncident): Store {
  const transactions = openTransactions(deps, options)
  const { record, recordSoon, session } = transactions
  return {
    ...openChecks(transactions, decide, deps.log),
    reader: transactions.reader,
    changes: transactions.changes,
    health: transactions.health,
    settings: () => ({ ...session().settings }),
    integrations: () => [...session().integrations.values()],
    integration: (id) => session().integrations.get(id) ?? null,
    secrets: () => session().rows.integrations.secrets(),
    sealed: (name) => session().rows.desk.sealed(name),
    putSealed: (name, value) => record((tx) => tx.desk.putSealed(name, value)),
    dropSealed: (name) => record((tx) => tx.desk.dropSealed(name)),
    updateSettings: (wish) =>
      record((tx) => {
        const chosen = Object.entries(wish).filter(([, value]) => value !== undefined)
        for (const [name, value] of chosen) tx.desk.putSetting(name, value)
        Object.assign(session().settings, Object.fromEntries(chosen))
        tx.changed(tx.nextRev(), { kind: 'settings' })
        return { ...session().settings }
      }),
    createIntegration: (wish, secret) =>
      record((tx) => createIntegration(tx, wish, secret, (row) => void session().integrations.set(row.id, row))),
    updateIntegration: (id, wish) => record((tx) => updateIntegration(tx, id, wish)),
    removeIntegration: (id) => record((tx) => removeIntegration(tx, id, (gone) => void session().integrations.delete(gone))),
    rotateSecret: (id, secret, keepUntil) => record((tx) => rotateSecret(tx, id, secret, keepUntil)),
    secretUsed: (hash) => record((tx) => tx.integrations.secretUsed(hash, tx.now)),
    resealSecret: (hash, sealed) => record((tx) => tx.integrations.resealSecret(hash, sealed)),
    accounts: () => session().rows.accounts.all(),
    account: (id) => session().rows.accounts.get(id),
    addAccount: (wish) => record((tx) => addAccount(tx, wish)),
    updateAccount: (id, wish) => record((tx) => updateAccount(tx, id, wish)),
    removeAccount: (id) => record((tx) => removeAccount(tx, id)),
    queues: () => session().rows.queues.all(),
    queue: (id) => session().rows.queues.get(id),
    watchQueue: (wish) => record((tx) => watchQueue(tx, wish)),
    unwatchQueue: (id) => record((tx) => unwatchQueue(tx, id)),
    recordPoll: (id, poll) => recordSoon((tx) => recordPoll(tx, id, poll)),
    setups: () => session().rows.setups.all(),
    setup: (id) => session().rows.setups.get(id),
    setupsAtWork: () => session().rows.setups.atWork(),
    beginSetup: (wish) => record((tx) => beginSetup(tx, wish)),
    updateSetup: (id, change) => record((tx) => updateSetup(tx, id, change)),
    deliveryOf(integrationId, topicArn, messageId) {
      const { seen, deliveries } = session().rows
      const id = seen.find(integrationId, topicArn, messageId)
      return id === null ? null : deliveries.get(id)
    },
    recordDelivery: (input) =>
      record(
        (tx) => recordDelivery(tx, input, decide),
        (tx, error) => {
          deps.log.error('delivery.internal-error', { said: error instanceof Error ? (error.stack ?? error.message) : String(error) })
          return recordFault(tx, input, error)
        },
      ),
    recordRejection: (input) => record((tx) => recordRejection(tx, input, session().rejections)),
    recordSubscription: (input) => record((tx) => recordSubscription(tx, input)),
    takeConfirmation: (deliveryId) => record((tx) => takeConfirmation(tx, deliveryId)),
    refuseConfirmation: (deliveryId) => record((tx) => refuseConfirmation(tx, deliveryId)),
    recordConfirmation: (deliveryId, outcome) => record((tx) => recordConfirmation(tx, deliveryId, outcome)),
    dueConfirmations: (now) => session().rows.subscriptions.due(now),
    nextConfirmationAt: () => session().rows.subscriptions.earliestDueAt(),
    trustTopic: (integrationId, topicArn) =>
      record((tx) => {
        const integration = tx.integration(integrationId)
        if (integration === null) return []
        trust(tx, integration, topicArn)
        return tx.deliveries.rejectedForTopic(integrationId, topicArn)
      }),
    content: (deliveryId) => session().rows.deliveries.content(deliveryId),
    act: (incidentId, wish, actor) => record((tx) => recordAct(tx, incidentId, wish, actor)),
    deafnessBook: () => session().rows.deafness.book(),
    lastSignOfLife: () => session().rows.deafness.lastSignOfLife(),
    recordHearing: (observed) => recordSoon((tx) => recordHearing(tx, observed, tx.settings.deafAfterSeconds * 1_000)),
    recordAsked: ({ at, endedBy }) =>
      record((tx) => {
        const rev = tx.nextRev()
        const asked = tx.deafness.asked(rev, at, endedBy)
        if (asked > 0) tx.changed(rev, { kind: 'deafness' })
        return asked
      }),
    dismissAway: () =>
      record((tx) => {
        const rev = tx.nextRev()
        if (tx.deafness.dismiss(rev, tx.now) > 0) tx.changed(rev, { kind: 'deafness' })
      }),
    acceptLink: (link, until) =>
      record((tx) => {
        const { [link]: _, ...others } = session().settings.acceptedLinks
        const acceptedLinks = until === null ? others : { ...others, [link]: until }
        tx.desk.putSetting('acceptedLinks', acceptedLinks)
        session().settings.acceptedLinks = acceptedLinks
        tx.changed(tx.nextRev(), { kind: 'settings' })
      }),
    nextIntentAt: () => session().rows.intents.earliestDueAt(),
    decideDue: (plan) => recordSoon((tx) => recordDue(tx, plan)),
    dueNotifications: (now) => session().rows.intents.dueNotifications(now),
    nextNotificationAt: () => session().rows.intents.earliestNotificationAt(),
    recordAttempt: (notification, attempt) => record((tx) => recordAttempt(tx, notification, attempt)),
    forgetOldMessages: () => record((tx) => tx.seen.forgetBefore(tx.now - seenForMs)),
    async probe() {
      await record((tx) => tx.desk.fill())
      await record((tx) => tx.desk.unfill())
    },
    close: transactions.close,
  }
}
