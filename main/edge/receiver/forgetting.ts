import type { Store } from '../../store/open.ts'
import { openRounds, type Rounds, type RoundsDeps } from '../rounds.ts'

const everyMs = 86_400_000

/** Forgets, once a day, the MessageIds that are too old to come again. */
export function openForgetting({ store, ...deps }: RoundsDeps & { store: Store }): Rounds {
  let nextAt = deps.clock.now()
  const rounds = openRounds(
    deps,
    'forgetting',
    async (now) => {
      if (now < nextAt) return false
      await store.forgetOldMessages()
      nextAt = now + everyMs
      return false
    },
    () => nextAt,
  )
  rounds.look()
  return rounds
}
