import type { NotificationRow } from '../../store/intent-rows.ts'
import type { Store } from '../../store/open.ts'
import { openRounds, type Rounds, type RoundsDeps } from '../rounds.ts'
import type { Channel } from './channel.ts'

export interface OutboxDeps extends RoundsDeps {
  store: Store
  channels: readonly Channel[]
}

const attemptsMost = 5
const firstRetryMs = 2_000

/** Sends what the outbox holds: a row before the attempt, its outcome after it, so that a crash repeats rather than loses. */
export function openOutbox({ store, channels, ...deps }: OutboxDeps): Rounds {
  async function send(notification: NotificationRow, stopping: AbortSignal): Promise<void> {
    const channel = channels.find((one) => one.name === notification.channel)
    if (channel === undefined) {
      return store.recordAttempt(notification, { kind: 'given-up', why: `this desk has no channel «${notification.channel}»` })
    }
    const sent = await channel.send(notification, stopping)
    if (sent.ok) return store.recordAttempt(notification, { kind: 'sent' })
    const attempts = notification.attempts + 1
    if (!sent.recoverable || attempts >= attemptsMost) return store.recordAttempt(notification, { kind: 'given-up', why: sent.said })
    const at = deps.clock.now() + firstRetryMs * 2 ** notification.attempts
    return store.recordAttempt(notification, { kind: 'again', at, why: `${sent.said}; attempt ${attempts} of ${attemptsMost}` })
  }

  const rounds = openRounds(
    deps,
    'outbox',
    async (now, stopping) => {
      const due = store.dueNotifications(now)
      for (const notification of due) {
        if (stopping.aborted) return false
        await send(notification, stopping)
      }
      return due.length > 0
    },
    store.nextNotificationAt,
  )
  const unsubscribe = store.changes.subscribe((changes) => {
    if (changes.some((change) => change.kind === 'intents')) rounds.look()
  })
  rounds.look()
  return {
    look: rounds.look,
    close() {
      unsubscribe()
      return rounds.close()
    },
  }
}
