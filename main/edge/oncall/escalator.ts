import { plan } from '../../core/notifications/plan.ts'
import type { Store } from '../../store/open.ts'
import { openRounds, type Rounds, type RoundsDeps, wokenBy } from '../rounds.ts'

export interface EscalatorDeps extends RoundsDeps {
  store: Store
  /** The ways to reach the operator that this desk has now. */
  channels: () => readonly string[]
}

/**
 * One timer for the earliest intent that is due. When it rings, on waking, and after each change that may have made one,
 * it asks the store, not its memory, and who is told is decided from the facts of that moment.
 */
export function openEscalator({ store, channels, ...deps }: EscalatorDeps): Rounds {
  const rounds = openRounds(
    deps,
    'escalator',
    async (now) => {
      const next = store.nextIntentAt()
      if (next === null || next > now) return false
      return (await store.decideDue((due) => plan(due, channels(), deps.clock.now()))) > 0
    },
    store.nextIntentAt,
  )
  return wokenBy(store.changes, 'intents', rounds)
}
