import type { AccountRow } from '../../store/account-rows.ts'
import { StoreError } from '../../store/database.ts'
import type { Store } from '../../store/open.ts'
import type { SetupRow, SetupStepRow } from '../../store/setup-rows.ts'
import { openRounds, type Rounds, type RoundsDeps } from '../rounds.ts'
import { type Acted, faultOfStep, type Looked, type SetupPorts, type StepWork } from './step-work.ts'
import { stepAt } from './steps.ts'
import type { Place } from './topics.ts'

export interface SetupRoundsDeps extends RoundsDeps {
  store: Store
  ports: SetupPorts
  placeOf: (account: AccountRow, region: string) => Place
}

/** What can be tried again by itself is, so often. */
const triesMost = 8
const retryAfterMs = (failed: number): number => 1_000 * Math.min(2 ** failed, 30)
/** A confirmation that was asked for is expected for as long as its token lives. */
const expectForMs = 2 * 86_400_000

/**
 * Applies and undoes what the store holds as under way, one step at a time. What a step is about to do, and what was there before, is
 * committed before AWS is asked, and what came of it after: so that it may be killed anywhere, and goes on from there.
 */
export function openSetupRounds({ store, ports, placeOf, ...deps }: SetupRoundsDeps): Rounds {
  const { clock, log } = deps
  /** Set-ups that wait: for AWS, or for another try. Lost with a crash, which only means that they are looked at again at once. */
  const waiting = new Map<number, number>()

  const rounds = openRounds(
    deps,
    'setup',
    async (_now, stopping) => {
      let more = false
      for (const { id } of store.setupsAtWork()) {
        if (stopping.aborted) return false
        if ((waiting.get(id) ?? 0) > clock.now()) continue
        waiting.delete(id)
        if (await advance(id)) more = true
      }
      return more
    },
    () => (waiting.size === 0 ? null : Math.min(...waiting.values())),
  )
  rounds.look()
  return rounds

  /** Takes a set-up one step on. @returns whether there is more to do at once */
  async function advance(id: number): Promise<boolean> {
    const setup = store.setup(id)
    const account = setup === null ? null : store.account(setup.account)
    if (setup === null) return false
    const isUndo = setup.state === 'undoing'
    const step = isUndo ? nextToUndo(setup) : setup.steps.find(({ state }) => state === 'waiting' || state === 'doing')
    if (step === undefined) {
      await store.updateSetup(id, { state: isUndo ? 'undone' : 'applied', said: null })
      log.info('setup.ended', { setupId: id, state: isUndo ? 'undone' : 'applied' })
      return false
    }
    if (account === null) {
      const said = 'The account of this set-up was removed: connect it again, then set it up anew.'
      await fail(setup, step, said)
      return false
    }
    const place = placeOf(account, setup.region)
    try {
      return isUndo ? await takeBack(setup, step, place) : await goOn(setup, step, place)
    } catch (error) {
      if (place.signal.aborted) return false
      if (error instanceof StoreError) throw error
      const fault = faultOfStep(error, place)
      const attempts = step.attempts + 1
      log.warn('setup.step-failed', { setupId: id, step: step.planned.act.kind, code: fault.code, said: fault.said })
      if (fault.recoverable && attempts < triesMost) {
        await store.updateSetup(id, { step: { position: step.position, attempts, said: fault.said } })
        waiting.set(id, clock.now() + retryAfterMs(attempts))
        return false
      }
      await fail(setup, step, fault.said, attempts)
      return false
    }
  }

  async function goOn(setup: SetupRow, step: SetupStepRow, place: Place): Promise<boolean> {
    const { position, planned } = step
    const fresh = workOf(setup, step, place)
    const looked = await stepAt(planned.act, fresh).look()
    if (looked.asWished) {
      await store.updateSetup(setup.id, {
        step:
          step.before === null
            ? { position, state: 'left', said: 'It was so already.', result: looked.result ?? null }
            : { position, state: 'done', said: null, result: step.result ?? looked.result ?? null },
      })
      return true
    }
    if (step.before === null) await intend(setup, step, looked)
    const acted = await stepAt(planned.act, { ...fresh, before: step.before ?? looked.before }).act()
    return record(setup, step, acted)
  }

  /** Committed before AWS is asked: what will be done, and what it is undone by. */
  async function intend(setup: SetupRow, { position, planned: { act } }: SetupStepRow, { before }: Looked): Promise<void> {
    await store.updateSetup(setup.id, {
      step: { position, state: 'doing', before, said: null },
      ...(act.kind === 'subscribe' ? { topic: { arn: act.topicArn, trusted: true, expectUntil: clock.now() + expectForMs } } : {}),
    })
  }

  async function record(setup: SetupRow, { position, planned: { act }, result: known }: SetupStepRow, acted: Acted): Promise<boolean> {
    const result = acted.result ?? known
    if (acted.kind === 'wait') {
      await store.updateSetup(setup.id, { step: { position, result, said: acted.said } })
      waiting.set(setup.id, clock.now() + acted.forMs)
      return acted.forMs === 0
    }
    await store.updateSetup(setup.id, {
      step: { position, state: 'done', result, attempts: 0, said: acted.said ?? null },
      // Confirmed: whatever asks later waits for a click again.
      ...(act.kind === 'await-confirmation' ? { topic: { arn: act.topicArn, trusted: true, expectUntil: null } } : {}),
    })
    return true
  }

  async function takeBack(setup: SetupRow, step: SetupStepRow, place: Place): Promise<boolean> {
    const { position, planned } = step
    const { act } = planned
    if (step.before === null) {
      await store.updateSetup(setup.id, { step: { position, state: 'kept', said: null } })
      return true
    }
    if (step.state !== 'undoing') await store.updateSetup(setup.id, { step: { position, state: 'undoing', attempts: 0, said: null } })
    const undone = await stepAt(act, workOf(setup, step, place)).undo()
    await store.updateSetup(setup.id, {
      step: { position, state: planned.undo === null ? 'kept' : 'undone', said: undone.said },
      ...(act.kind === 'subscribe' ? { topic: { arn: act.topicArn, trusted: step.before.trusted !== false, expectUntil: null } } : {}),
    })
    return true
  }

  async function fail(setup: SetupRow, { position }: SetupStepRow, said: string, attempts = 0): Promise<void> {
    const isUndo = setup.state === 'undoing'
    // The operator may have wanted it undone meanwhile: then that goes on.
    const isStillSo = store.setup(setup.id)?.state === setup.state
    await store.updateSetup(setup.id, {
      step: { position, state: isUndo ? 'undo-failed' : 'failed', attempts, said },
      ...(isStillSo ? { state: isUndo ? ('undo-failed' as const) : ('failed' as const), said } : {}),
    })
  }

  function workOf(setup: SetupRow, step: SetupStepRow, place: Place): StepWork {
    const { act } = step.planned
    const topicArn = 'topicArn' in act ? act.topicArn : null
    const subscribed = setup.steps.find(({ planned }) => planned.act.kind === 'subscribe' && planned.act.topicArn === topicArn)
    return {
      place,
      account: setup.account,
      integrationId: setup.integrationId,
      ports,
      now: clock.now,
      since: step.before === null ? clock.now() : step.changedAt,
      before: step.before ?? {},
      result: step.result,
      subscribed: subscribed?.result ?? null,
    }
  }
}

/** The last one that has not been taken back yet. */
const nextToUndo = ({ steps }: SetupRow): SetupStepRow | undefined =>
  steps.findLast(({ state }) => state !== 'undone' && state !== 'kept' && state !== 'left')
