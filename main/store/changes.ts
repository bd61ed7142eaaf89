import type { Incident } from '../core/incidents/incident.ts'
import type { DeliveryRow } from './delivery-rows.ts'

/** How many changes are held for a client that was away; who is further behind reads a snapshot. */
const held = 10_000

/** What a transaction changed, as news: the rows as they stand after the commit. */
export type ChangeBody =
  | { kind: 'delivery'; delivery: DeliveryRow }
  | { kind: 'incident'; incident: Incident }
  | { kind: 'integration'; integrationId: number }
  | { kind: 'integration-removed'; integrationId: number }
  | { kind: 'account'; accountId: number; removed: boolean }
  | { kind: 'queue'; queueId: number; removed: boolean }
  | { kind: 'setup'; setupId: number }
  | { kind: 'catch-up' }
  | { kind: 'settings' }
  | { kind: 'health' }
  /** Another file stands in a damaged one's place: whatever was read before is to be read again. */
  | { kind: 'recovered' }
  | { kind: 'intents' }
  /** The deafness ledger changed. */
  | { kind: 'deafness' }

export type Change = ChangeBody & { rev: number }

export interface Changes {
  /** The newest number given out and announced. */
  rev(): number
  /** What came after a number; null where that is no longer held. */
  since(rev: number): Change[] | null
  /** Calls back after each commit with its changes; the returned function ends it. */
  subscribe(hear: (changes: readonly Change[]) => void): () => void
}

/** The news after commit: numbered, the newest held in memory. Nothing happens because of a change except that somebody looks again. */
export function openChanges(startRev: number): Changes & { announce(changes: readonly Change[]): void } {
  const ring: Change[] = []
  const listeners = new Set<(changes: readonly Change[]) => void>()
  let rev = startRev
  let oldestHeld = startRev
  return {
    rev: () => rev,
    since(after) {
      if (after > rev || after < oldestHeld) return null
      return ring.filter((change) => change.rev > after)
    },
    subscribe(hear) {
      listeners.add(hear)
      return () => void listeners.delete(hear)
    },
    announce(changes) {
      for (const change of changes) {
        ring.push(change)
        rev = Math.max(rev, change.rev)
        // What was told before it is not so any more: nobody goes on from there.
        if (change.kind === 'recovered') {
          ring.length = 0
          oldestHeld = rev
        }
      }
      if (ring.length > held * 1.1) {
        const dropped = ring.splice(0, ring.length - held)
        oldestHeld = dropped.at(-1)?.rev ?? oldestHeld
      }
      for (const hear of [...listeners]) hear(changes)
    },
  }
}
