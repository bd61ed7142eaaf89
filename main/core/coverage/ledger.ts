import type { DeafnessCause } from '../../../preload/contract/words.ts'

/** What was found out about hearing, at an instant. All are epoch milliseconds of the desk's clock. */
export interface Observed {
  at: number
  /** Nothing is connected: nothing could be missed. */
  idle: boolean
  /** Null: something can be heard. `since`: when this run of the desk found it deaf. `told`: somebody was, without the store. */
  deaf: { cause: DeafnessCause; said: string; since: number; told: boolean } | null
  /** Whether it was looked since the last gap, so that hearing is known and not hoped. */
  sure: boolean
  /** It is known only now that nothing was heard from here on: the desk was not there, or asleep, or could not write it down. */
  gap: { from: number; cause: DeafnessCause; said: string } | null
}

/** The ledger as it stands: the interval that is not over, and when the newest that is over ended. */
export interface Book {
  notOver: {
    beganAt: number
    /** Whether somebody was told of it already. */
    told: boolean
  } | null
  lastEndedAt: number | null
  /** When the oldest ended of which AWS was not asked since; null where there is none. */
  unaskedSince: number | null
}

export type LedgerStep =
  | { step: 'begin'; at: number; cause: DeafnessCause; said: string }
  | { step: 'tell'; cause: DeafnessCause; said: string }
  | { step: 'end'; at: number }

/**
 * What is to be written into the deafness ledger. Intervals never overlap, and one ends only when it was looked and
 * something can be heard again. Losing coverage is told once it has lasted.
 * @param graceMs how long a deafness lasts before somebody is told
 */
export function planLedger({ notOver, lastEndedAt }: Omit<Book, 'unaskedSince'>, observed: Observed, graceMs: number): LedgerStep[] {
  const { at, idle, deaf, sure, gap } = observed
  const notBefore = (instant: number): number => Math.max(Math.min(instant, at), lastEndedAt ?? 0)
  if (idle) return notOver === null ? [] : [{ step: 'end', at: Math.max(at, notOver.beganAt) }]
  const steps: LedgerStep[] = []
  let beganAt = notOver?.beganAt ?? null
  // What an interval holds already was written down before.
  if (beganAt === null && gap !== null && gap.from >= (lastEndedAt ?? 0)) {
    beganAt = notBefore(gap.from)
    steps.push({ step: 'begin', at: beganAt, cause: gap.cause, said: gap.said })
  }
  if (deaf !== null) {
    if (beganAt === null) steps.push({ step: 'begin', at: notBefore(deaf.since), cause: deaf.cause, said: deaf.said })
    if (notOver?.told !== true && !deaf.told && at - deaf.since >= graceMs) steps.push({ step: 'tell', cause: deaf.cause, said: deaf.said })
    return steps
  }
  if (beganAt !== null && sure) steps.push({ step: 'end', at: Math.max(at, beganAt) })
  return steps
}
