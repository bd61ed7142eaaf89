import type { Change } from '../../preload/contract/changes.ts'
import { placeOfChange } from './patch.ts'

/** `gone`: the desk does not answer, since when, and when it is tried again. */
export type Connection = { state: 'opening' } | { state: 'open' } | { state: 'gone'; since: number; retryAt: number } | { state: 'refused' }

export interface FeedDeps {
  /** Opens the news; `since` is the last id that was heard. */
  open(since: string | undefined, signal: AbortSignal): AsyncIterable<Change>
  heard(change: Change): void
  connection(connection: Connection): void
  /** The desk answered, and does not know us. */
  isRefusal(error: unknown): boolean
  now(): number
  wait(delayMs: number, signal: AbortSignal): Promise<void>
}

/**
 * Where to go on from after this change. A `hello` in the epoch that we know only greets: what was missed follows it,
 * so that a break in between must not skip it.
 */
export function nextPlace(last: string | undefined, change: Pick<Change, 'id' | 'kind'>): string {
  if (change.kind !== 'hello' || last === undefined) return change.id
  return placeOfChange(last).epoch === placeOfChange(change.id).epoch ? last : change.id
}

const firstDelayMs = 250
const longestDelayMs = 4_000

/** How long before the n-th try (from 0): doubling from a quarter of a second to four. */
export const retryDelayMs = (tries: number): number => Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(tries, 10))

/**
 * Hears the news until `signal` ends or the desk refuses. After a break it goes on from the last id, so that nothing
 * is missed; one try that works at once shows nobody anything.
 */
export async function follow(deps: FeedDeps, signal: AbortSignal, restart: () => AbortSignal): Promise<void> {
  let last: string | undefined
  let tries = 0
  let brokenAt: number | null = null
  deps.connection({ state: 'opening' })
  while (!signal.aborted) {
    try {
      const attempt = AbortSignal.any([signal, restart()])
      for await (const change of deps.open(last, attempt)) {
        if (attempt.aborted) break
        last = nextPlace(last, change)
        if (tries > 0 || brokenAt !== null || change.kind === 'hello' || change.kind === 'snapshot-needed')
          deps.connection({ state: 'open' })
        tries = 0
        brokenAt = null
        deps.heard(change)
      }
    } catch (error) {
      if (!signal.aborted && deps.isRefusal(error)) return deps.connection({ state: 'refused' })
    }
    if (signal.aborted) return
    brokenAt ??= deps.now()
    const delayMs = tries === 0 ? 50 : retryDelayMs(tries - 1)
    if (tries > 0) deps.connection({ state: 'gone', since: brokenAt, retryAt: deps.now() + delayMs })
    tries += 1
    await deps.wait(delayMs, signal)
  }
}
