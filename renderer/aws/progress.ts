import type { Setup } from '../../preload/contract/setup.ts'

type Step = Setup['steps'][number]

export interface Proof {
  /** The first step that is not over: what is done, or waited for, now. */
  now: Step | null
  failed: Step | null
  done: number
  total: number
  confirmed: { stand: Stand; tookMs: number | null }
  arrived: { stand: Stand; tookMs: number | null; deliveryId: string | null }
}
/** `none`: the plan has no such step. */
export type Stand = 'none' | 'to-come' | 'now' | 'done' | 'failed'

const over = new Set<Step['state']>(['done', 'left', 'undone', 'kept'])

/** How far a set-up has come: the confirmation, and the first delivery with the time it took. */
export function proofOf({ steps, state }: Pick<Setup, 'steps' | 'state'>): Proof {
  const now = state === 'applying' ? (steps.find((step) => !over.has(step.state)) ?? null) : null
  const failed = steps.find((step) => step.state === 'failed' || step.state === 'undo-failed') ?? null
  const awaits = steps.filter(({ kind }) => kind === 'await-confirmation')
  const tests = steps.filter(({ kind }) => kind === 'test')
  const slowest = tests.reduce<Step | null>((most, step) => ((step.tookMs ?? -1) > (most?.tookMs ?? -1) ? step : most), null)
  return {
    now,
    failed,
    done: steps.filter((step) => over.has(step.state)).length,
    total: steps.length,
    confirmed: { stand: standOf(awaits, now), tookMs: confirmationMs(steps, awaits) },
    arrived: { stand: standOf(tests, now), tookMs: slowest?.tookMs ?? null, deliveryId: slowest?.deliveryId ?? null },
  }
}

function standOf(steps: readonly Step[], now: Step | null): Stand {
  if (steps.length === 0) return 'none'
  if (steps.some(({ state }) => state === 'failed')) return 'failed'
  if (steps.every(({ state }) => state === 'done' || state === 'left')) return 'done'
  return now !== null && steps.includes(now) ? 'now' : 'to-come'
}

/** From the subscription's being asked for to its confirmation; the longest of several. */
function confirmationMs(steps: readonly Step[], awaits: readonly Step[]): number | null {
  const took = awaits.flatMap((step) => {
    const asked = steps.find(({ kind, subject }) => kind === 'subscribe' && subject === step.subject)
    return step.state === 'done' && asked?.state === 'done' ? [Date.parse(step.changedAt) - Date.parse(asked.changedAt)] : []
  })
  return took.length === 0 ? null : Math.max(0, ...took)
}

/** `0.4 s`, `12 ms`: how long something took, to be read at a glance. */
export const tookWords = (ms: number): string => (ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(ms < 10_000 ? 1 : 0)} s`)
