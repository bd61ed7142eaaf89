import type { Place } from '../core/aws/alarm-reading.ts'
import type { Watermark } from '../core/incidents/incident.ts'
import type { Log } from '../ports.ts'
import type { CatchUpRow } from './catch-up-rows.ts'
import type { Baseline, HeldAlarm } from './check-rows.ts'
import { type Checked, type CheckInput, recordCheck, recordCheckFault, recordHeld } from './record-check.ts'
import type { Decide } from './record-delivery.ts'
import type { Transactions } from './transactions.ts'

/** What the store holds for catch-up. Acts resolve after their commit. */
export interface Checks {
  catchUps(): CatchUpRow[]
  catchUp(accountId: number, region: string): CatchUpRow | null
  recordProgress(row: CatchUpRow): Promise<void>
  recordCheck(input: CheckInput): Promise<Checked>
  watermark(integrationId: number, key: string): Watermark | null
  /** The keys in ALARM, as far as was heard, that begin with this text. */
  keysInAlarm(integrationId: number, prefix: string): string[]
  baseline(integrationId: number, awsAccount: string, region: string): Baseline | null
  completeBaseline(integrationId: number, place: Place, baseline: Baseline): Promise<void>
  heldKeys(integrationId: number, prefix: string): string[]
  /** Since when what is held is in ALARM. */
  heldSince(integrationId: number, key: string): number | null
  /** What is held is in ALARM no more. */
  releaseHeld(integrationId: number, keys: readonly string[]): Promise<void>
  /** What was in ALARM already when an integration first looked, and waits for an answer. */
  waitingBaseline(): HeldAlarm[]
  /** @returns how many were opened, or wait for their next change */
  answerBaseline(integrationId: number, answer: 'open' | 'wait'): Promise<number>
}

export function openChecks(
  { record, recordSoon, session }: Pick<Transactions, 'record' | 'recordSoon' | 'session'>,
  decide: Decide,
  log: Log,
): Checks {
  const rows = () => session().rows
  const waiting = (integrationId: number) =>
    rows()
      .checks.waiting()
      .filter((held) => held.integrationId === integrationId)

  return {
    catchUps: () => rows().catchUps.all(),
    catchUp: (accountId, region) => rows().catchUps.get(accountId, region),
    recordProgress: (row) =>
      recordSoon((tx) => {
        tx.catchUps.put(row)
        tx.changed(tx.nextRev(), { kind: 'catch-up' })
      }),
    recordCheck: (input) =>
      record(
        (tx) => recordCheck(tx, input, decide),
        (tx, error) => {
          log.error('check.internal-error', { said: error instanceof Error ? (error.stack ?? error.message) : String(error) })
          return recordCheckFault(tx, input, error)
        },
      ),
    watermark: (integrationId, key) => rows().incidents.watermark(integrationId, key).watermark,
    keysInAlarm: (integrationId, prefix) => rows().checks.keysInAlarm(integrationId, prefix),
    baseline: (integrationId, awsAccount, region) => rows().checks.baseline(integrationId, awsAccount, region),
    completeBaseline: (integrationId, place, baseline) =>
      record((tx) => {
        tx.checks.putBaseline(integrationId, place.accountId, place.region, baseline)
        tx.changed(tx.nextRev(), { kind: 'catch-up' })
      }),
    heldKeys: (integrationId, prefix) => rows().checks.heldKeys(integrationId, prefix),
    heldSince: (integrationId, key) => rows().checks.held(integrationId, key)?.at ?? null,
    releaseHeld: (integrationId, keys) =>
      record((tx) => {
        for (const key of keys) tx.checks.release(integrationId, key)
        tx.changed(tx.nextRev(), { kind: 'catch-up' })
      }),
    waitingBaseline: () => rows().checks.waiting(),
    async answerBaseline(integrationId, answer) {
      const held = waiting(integrationId)
      if (answer === 'wait') {
        await record((tx) => {
          for (const { dedupKey } of held) tx.checks.answer(integrationId, dedupKey, 'wait')
          tx.changed(tx.nextRev(), { kind: 'catch-up' })
        })
        return held.length
      }
      const placeOf = ({ awsAccount, region }: HeldAlarm): Place => ({ partition: '', accountId: awsAccount, region })
      await Promise.all(held.map((one) => record((tx) => recordHeld(tx, one, placeOf(one), decide))))
      return held.length
    },
  }
}
