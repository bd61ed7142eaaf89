import type { NotificationRow } from '../../store/intent-rows.ts'
import type { Store } from '../../store/open.ts'
import type { Attempt } from '../../store/record-due.ts'
import { openRounds, type Rounds, type RoundsDeps, wokenBy } from '../rounds.ts'
import type { Channel, Sent } from './channel.ts'

export interface OutboxDeps extends RoundsDeps {
  store: Store
  channels: readonly Channel[]
}

const attemptsMost = 5
const firstRetryMs = 2_000

/** Sends what the outbox holds: a row before the attempt, its outcome after it, so that a crash repeats rather than loses. */
export function openOutbox({ store, channels, ...deps }: OutboxDeps): Rounds {
  /** Made, and not written down yet: a full disk must not page anybody once a second. */
  const unwritten = new Map<number, Attempt>()

  async function send(notification: NotificationRow, stopping: AbortSignal): Promise<void> {
    const made = unwritten.get(notification.id) ?? (await attempt(notification, stopping))
    if (made === null) return
    unwritten.set(notification.id, made)
    await store.recordAttempt(notification, made)
    unwritten.delete(notification.id)
  }

  /** @returns null where stopping cut it short: then it is tried at the next start */
  async function attempt(notification: NotificationRow, stopping: AbortSignal): Promise<Attempt | null> {
    const channel = channels.find((one) => one.name === notification.channel)
    if (channel === undefined) return { kind: 'given-up', why: `this desk has no channel «${notification.channel}»` }
    const sent = await channel.send(notification, stopping).catch(broken)
    if (sent.ok) return { kind: 'sent' }
    if (stopping.aborted) return null
    const attempts = notification.attempts + 1
    if (!sent.recoverable || attempts >= attemptsMost) return { kind: 'given-up', why: sent.said }
    const at = deps.clock.now() + firstRetryMs * 2 ** notification.attempts
    return { kind: 'again', at, why: `${sent.said}; attempt ${attempts} of ${attemptsMost}` }
  }

  /** A channel that throws holds up no other. */
  function broken(error: unknown): Sent {
    const said = error instanceof Error ? error.message : String(error)
    deps.log.error('channel.broke', { said })
    return { ok: false, recoverable: true, said }
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
  return wokenBy(store.changes, 'intents', rounds)
}
