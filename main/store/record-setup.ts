import type { SetupState } from '../../preload/contract/words.ts'
import type { PlannedStep } from '../core/aws/setup-step.ts'
import type { SetupWish } from '../core/aws/setup-wish.ts'
import { touch, trust } from './record-subscription.ts'
import type { SetupRow, SetupStepRow } from './setup-rows.ts'
import type { Transaction } from './transaction.ts'

export interface NewSetup {
  account: number
  wish: SetupWish
  steps: readonly PlannedStep[]
}

/** How far a set-up has come: of a step, of the whole, or both, in one transaction. */
export interface SetupChange {
  step?: { position: number } & Partial<Pick<SetupStepRow, 'state' | 'attempts' | 'before' | 'result' | 'said'>>
  state?: SetupState
  said?: string | null
  /** What the integration trusts, with the step: the topic that is about to be subscribed, or is no more. */
  topic?: { arn: string; trusted: boolean; expectUntil: number | null }
}

/** A plan is taken on: from here on it goes on by itself, also after a crash. */
export function beginSetup(tx: Transaction, { account, wish, steps }: NewSetup): SetupRow {
  const { integrationId, region } = wish
  const row = {
    rev: tx.nextRev(),
    account,
    integrationId,
    region,
    wish,
    state: 'applying' as const,
    said: null,
    createdAt: tx.now,
    changedAt: tx.now,
  }
  const id = tx.setups.insert(row)
  const begun: SetupStepRow[] = steps.map((planned, position) => ({
    position,
    planned,
    state: planned.effect === 'leave' ? 'left' : 'waiting',
    attempts: 0,
    before: null,
    result: null,
    said: null,
    changedAt: tx.now,
  }))
  for (const step of begun) tx.setups.putStep(id, step)
  tx.changed(row.rev, { kind: 'setup', setupId: id })
  return { ...row, id, steps: begun }
}

export function updateSetup(tx: Transaction, id: number, change: SetupChange): SetupRow | null {
  const setup = tx.setups.get(id)
  if (setup === null) return null
  if (change.step !== undefined) {
    const { position, ...more } = change.step
    const known = setup.steps.find((step) => step.position === position)
    if (known !== undefined)
      tx.setups.putStep(id, {
        ...known,
        ...more,
        changedAt: more.state === undefined || more.state === known.state ? known.changedAt : tx.now,
      })
  }
  if (change.topic !== undefined) setTrust(tx, setup.integrationId, change.topic)
  const rev = tx.nextRev()
  tx.setups.update({
    id,
    rev,
    state: change.state ?? setup.state,
    said: change.said === undefined ? setup.said : change.said,
    changedAt: tx.now,
  })
  tx.changed(rev, { kind: 'setup', setupId: id })
  return tx.setups.get(id)
}

function setTrust(tx: Transaction, integrationId: number, { arn, trusted, expectUntil }: NonNullable<SetupChange['topic']>): void {
  const integration = tx.integration(integrationId)
  if (integration === null) return
  if (expectUntil === null) tx.setups.takeExpected(integrationId, arn, tx.now)
  else tx.setups.expectConfirmation(integrationId, arn, expectUntil)
  if (trusted) trust(tx, integration, arn)
  else if (integration.topics.includes(arn)) {
    integration.topics = integration.topics.filter((topic) => topic !== arn)
    touch(tx, integrationId)
  }
}
