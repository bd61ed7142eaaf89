import type { SetupState, StepState } from '../../preload/contract/words.ts'
import type { PlannedStep, StepBefore, StepResult } from '../core/aws/setup-step.ts'
import type { SetupWish } from '../core/aws/setup-wish.ts'
import type { WritableDb } from './database.ts'

/** A step of a plan that is or was applied. Instants are epoch milliseconds. */
export interface SetupStepRow {
  position: number
  planned: PlannedStep
  state: StepState
  /** Failed tries since it was begun or retried. */
  attempts: number
  /** Null until its intent is written. */
  before: StepBefore | null
  result: StepResult | null
  said: string | null
  changedAt: number
}

/** A plan that the operator had applied, with how far it came. */
export interface SetupRow {
  id: number
  rev: number
  /** The row of the connected account. */
  account: number
  integrationId: number
  region: string
  wish: SetupWish
  state: SetupState
  said: string | null
  createdAt: number
  changedAt: number
  steps: SetupStepRow[]
}

interface Stored {
  id: number
  rev: number
  account_id: number
  integration_id: number
  region: string
  wish: string
  state: string
  said: string | null
  created_at: number
  changed_at: number
}

interface StoredStep {
  setup_id: number
  position: number
  step: string
  state: string
  attempts: number
  before: string | null
  result: string | null
  said: string | null
  changed_at: number
}

/** The statements of set-ups, their steps, and the confirmations that they expect. */
export function setupRows(db: WritableDb) {
  const all = db.prepare<[], Stored>('SELECT * FROM setup ORDER BY id DESC')
  const get = db.prepare<[number], Stored>('SELECT * FROM setup WHERE id = ?')
  const atWork = db.prepare<[], Stored>("SELECT * FROM setup WHERE state IN ('applying', 'undoing') ORDER BY id")
  const steps = db.prepare<[number], StoredStep>('SELECT * FROM setup_step WHERE setup_id = ? ORDER BY position')
  const insert = db.prepare(
    `INSERT INTO setup (rev, account_id, integration_id, region, wish, state, said, created_at, changed_at)
     VALUES (:rev, :account_id, :integration_id, :region, :wish, :state, :said, :created_at, :changed_at)`,
  )
  const update = db.prepare('UPDATE setup SET rev = :rev, state = :state, said = :said, changed_at = :changed_at WHERE id = :id')
  const putStep = db.prepare(
    `INSERT OR REPLACE INTO setup_step (setup_id, position, step, state, attempts, before, result, said, changed_at)
     VALUES (:setup_id, :position, :step, :state, :attempts, :before, :result, :said, :changed_at)`,
  )
  const expect = db.prepare('INSERT OR REPLACE INTO expected_confirmation (integration_id, topic_arn, until) VALUES (?, ?, ?)')
  const expected = db.prepare('DELETE FROM expected_confirmation WHERE integration_id = ? AND topic_arn = ? RETURNING until').pluck()

  const whole = (row: Stored): SetupRow => fromStored(row, steps.all(row.id))
  return {
    /** Newest first. */
    all: (): SetupRow[] => all.all().map(whole),
    atWork: (): SetupRow[] => atWork.all().map(whole),
    get(id: number): SetupRow | null {
      const row = get.get(id)
      return row === undefined ? null : whole(row)
    },
    insert: (row: Omit<SetupRow, 'id' | 'steps'>): number => Number(insert.run(toStored({ ...row, id: 0 })).lastInsertRowid),
    update: (row: Pick<SetupRow, 'id' | 'rev' | 'state' | 'said' | 'changedAt'>): void =>
      void update.run({ id: row.id, rev: row.rev, state: row.state, said: row.said, changed_at: row.changedAt }),
    putStep: (setupId: number, step: SetupStepRow): void => void putStep.run(toStoredStep(setupId, step)),
    expectConfirmation: (integrationId: number, topicArn: string, until: number): void => void expect.run(integrationId, topicArn, until),
    /** Whether a confirmation is one that was asked for here; it is so once. */
    takeExpected(integrationId: number, topicArn: string, now: number): boolean {
      const until: unknown = expected.get(integrationId, topicArn)
      return typeof until === 'number' && until > now
    },
  }
}

const toStored = (row: Omit<SetupRow, 'steps'>): Stored => ({
  id: row.id,
  rev: row.rev,
  account_id: row.account,
  integration_id: row.integrationId,
  region: row.region,
  wish: JSON.stringify(row.wish),
  state: row.state,
  said: row.said,
  created_at: row.createdAt,
  changed_at: row.changedAt,
})

const toStoredStep = (setupId: number, step: SetupStepRow): StoredStep => ({
  setup_id: setupId,
  position: step.position,
  step: JSON.stringify(step.planned),
  state: step.state,
  attempts: step.attempts,
  before: step.before === null ? null : JSON.stringify(step.before),
  result: step.result === null ? null : JSON.stringify(step.result),
  said: step.said,
  changed_at: step.changedAt,
})

/** What is read back was written by us: trusted here, where rows become values. */
const fromStored = (row: Stored, steps: StoredStep[]): SetupRow => ({
  id: row.id,
  rev: row.rev,
  account: row.account_id,
  integrationId: row.integration_id,
  region: row.region,
  wish: JSON.parse(row.wish) as SetupWish,
  state: row.state as SetupState,
  said: row.said,
  createdAt: row.created_at,
  changedAt: row.changed_at,
  steps: steps.map((step) => ({
    position: step.position,
    planned: JSON.parse(step.step) as PlannedStep,
    state: step.state as StepState,
    attempts: step.attempts,
    before: step.before === null ? null : (JSON.parse(step.before) as StepBefore),
    result: step.result === null ? null : (JSON.parse(step.result) as StepResult),
    said: step.said,
    changedAt: step.changed_at,
  })),
})
