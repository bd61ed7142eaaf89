import type { StepEffect } from '../../preload/contract/words.ts'

/** What a row of the plan needs of a step, planned or under way. */
export interface RowStep {
  effect: StepEffect
  kind: string
  subject: string
  said: string
}

/** Steps that are drawn as one row: one alone, or many of a kind. */
export interface PlanRow<S extends RowStep> {
  key: string
  effect: StepEffect
  kind: string
  steps: readonly S[]
}

/** So many of a kind are one row, with a list behind it. */
const together = 4

/**
 * The plan as rows: what changes in its order, then what is left as it is. Many steps of one kind (an action added to each of 23 alarms)
 * are one row.
 */
export function planRows<S extends RowStep>(steps: readonly S[]): PlanRow<S>[] {
  const groups = new Map<string, S[]>()
  for (const step of steps) {
    const name = `${step.effect} ${step.kind}`
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [step])
    else group.push(step)
  }
  const rows: PlanRow<S>[] = []
  const seen = new Set<string>()
  for (const [index, step] of steps.entries()) {
    const name = `${step.effect} ${step.kind}`
    const group = groups.get(name) ?? []
    if (group.length < together) {
      rows.push({ key: `${name} ${index}`, effect: step.effect, kind: step.kind, steps: [step] })
    } else if (!seen.has(name)) {
      seen.add(name)
      rows.push({ key: name, effect: step.effect, kind: step.kind, steps: group })
    }
  }
  return [...rows.filter(({ effect }) => effect !== 'leave'), ...rows.filter(({ effect }) => effect === 'leave')]
}

/** What waits or tries changes nothing in AWS. */
const changesNothing = new Set(['await-confirmation', 'test'])

/** How many steps change something in AWS. */
export const changeCount = (steps: readonly Pick<RowStep, 'effect' | 'kind'>[]): number =>
  steps.filter(({ effect, kind }) => effect !== 'leave' && !changesNothing.has(kind)).length

const kindWords: Record<string, [one: string, many: string]> = {
  'create-topic': ['topic', 'topics'],
  'topic-attribute': ['topic', 'topics'],
  'allow-publisher': ['topic policy', 'topic policies'],
  'create-queue': ['queue', 'queues'],
  'queue-policy': ['queue policy', 'queue policies'],
  'watch-queue': ['this desk', 'this desk'],
  subscribe: ['subscription', 'subscriptions'],
  'subscription-attribute': ['subscription', 'subscriptions'],
  'await-confirmation': ['confirmation', 'confirmations'],
  'alarm-actions': ['alarm', 'alarms'],
  'enable-actions': ['alarm', 'alarms'],
  test: ['test', 'tests'],
}

/** `topic`, or `23 alarms`. */
export function kindOf({ kind, steps }: Pick<PlanRow<RowStep>, 'kind' | 'steps'>): string {
  const [one, many] = kindWords[kind] ?? [kind, kind]
  return steps.length === 1 ? one : `${steps.length} ${many}`
}

const togetherWords: Record<string, string> = {
  'alarm-actions': 'one action added to each; none is taken away',
  'enable-actions': 'actions switched on',
  subscribe: 'this desk subscribed to each',
  'await-confirmation': 'waited for, one after the other',
  'topic-attribute': 'signature version 2 on each',
  'allow-publisher': 'a statement added to each',
  'subscription-attribute': 'retries and dead letters',
  test: 'one message to each',
}

/** What many of a kind have in common. */
export const togetherSaid = (effect: StepEffect, kind: string): string => (effect === 'leave' ? 'as they are' : (togetherWords[kind] ?? ''))

/** The last part of an ARN: what people call it. An alarm's own name may hold colons. */
export const subjectName = (subject: string): string =>
  subject.startsWith('arn:')
    ? subject
        .split(':')
        .slice(subject.includes(':alarm:') ? 6 : 5)
        .join(':') || subject
    : subject
