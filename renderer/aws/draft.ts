import { z } from 'zod'
import type { Account } from '../../preload/contract/accounts.ts'
import { type finding, fix, type setupWish } from '../../preload/contract/setup.ts'
import type { AwsFeature } from '../../preload/contract/words.ts'

export type Fix = z.infer<typeof fix>
export type Finding = z.infer<typeof finding>
export type Wish = z.input<typeof setupWish>

/** What is chosen so far. It is kept in this tab, so that a look at another view loses nothing. */
export const draft = z.object({
  /** `null`: without credentials, so that the plan can only be copied. `''`: not chosen yet. */
  account: z.string().nullable(),
  region: z.string(),
  /** `null`: one is made. */
  integrationId: z.string().nullable(),
  name: z.string(),
  way: z.enum(['push', 'queue']),
  topicArns: z.array(z.string()),
  createTopic: z.string().nullable(),
  deadLetterQueue: z.boolean(),
  fixes: z.array(fix),
  /** Alarms that tell nobody, and are to tell a topic from now on. */
  silent: z.array(z.string()),
  /** The topic that they are to tell; `null`: the first that is chosen. */
  silentTo: z.string().nullable(),
  test: z.boolean(),
})
export type Draft = z.infer<typeof draft>

export const newDraft: Draft = {
  account: '',
  region: '',
  integrationId: null,
  name: '',
  way: 'push',
  topicArns: [],
  createTopic: null,
  deadLetterQueue: false,
  fixes: [],
  silent: [],
  silentTo: null,
  test: true,
}

/** Another account or region is another place: what was chosen in the one means nothing in the other. */
export const elsewhere = (before: Draft, account: string | null, region: string): Draft =>
  before.account === account && before.region === region
    ? before
    : { ...before, account, region, topicArns: [], createTopic: null, fixes: [], silent: [], silentTo: null }

/** The ARN that a topic will have once it is made. */
export const arnOfNew = (name: string, region: string, { partition, accountId }: Pick<Account, 'partition' | 'accountId'>): string =>
  `arn:${partition}:sns:${region}:${accountId}:${name}`

/** Every topic that is chosen, those to be made too. */
export function chosenTopics({ topicArns, createTopic, region }: Draft, account: Account | null): string[] {
  return createTopic === null || createTopic === '' || account === null
    ? [...topicArns]
    : [...topicArns, arnOfNew(createTopic, region, account)]
}

/** The alarm's name out of its ARN; the name itself may hold colons. */
export const alarmNameOf = (arn: string): string => arn.split(':').slice(6).join(':')

/** What is asked of the desk: `integrationId` is known by then. */
export function wishOf(chosen: Draft, integrationId: string, account: Account | null): Wish {
  const { region, way, topicArns, createTopic, deadLetterQueue, fixes, silent, silentTo, test } = chosen
  const topics = chosenTopics(chosen, account)
  const told = silentTo !== null && topics.includes(silentTo) ? silentTo : topics[0]
  const tell: Fix[] =
    told === undefined ? [] : silent.map((alarmName) => ({ kind: 'add-action', alarmName, topicArn: told, states: ['alarm', 'ok'] }))
  return {
    integrationId,
    account: account === null ? null : account.id,
    region,
    way,
    topicArns,
    createTopic: createTopic === '' ? null : createTopic,
    deadLetterQueue: way === 'push' && deadLetterQueue,
    fixes: [...fixes, ...tell],
    test,
  }
}

/** What the desk has to be allowed for it. */
export function featuresOf({ way, deadLetterQueue, fixes, silent, test }: Draft): AwsFeature[] {
  return [
    'connect',
    'topics',
    ...(way === 'push' ? (['subscribe'] as const) : (['queue-intake'] as const)),
    ...(way === 'push' && deadLetterQueue ? (['dead-letter-queue'] as const) : []),
    ...(test ? (['test'] as const) : []),
    ...(fixes.length + silent.length > 0 ? (['fix'] as const) : []),
  ]
}

export const isSameFix = (a: Fix, b: Fix): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Why it can't be planned yet; `null` where it can. */
export function draftFault(chosen: Draft, account: Account | null): string | null {
  if (chosen.integrationId === null && chosen.name.trim() === '') return 'Give the new integration a name.'
  if (chosen.createTopic !== null && !/^[A-Za-z0-9_-]{1,256}$/.test(chosen.createTopic))
    return 'A topic’s name has letters, digits, - and _.'
  if (chosenTopics(chosen, account).length === 0 && chosen.fixes.length === 0) return 'Choose a topic, or have one made.'
  return null
}

const place = 'tocsin:setup'

export function heldDraft(storage: Storage): Draft {
  try {
    const held = draft.safeParse(JSON.parse(storage.getItem(place) ?? 'null'))
    return held.success ? held.data : newDraft
  } catch {
    return newDraft
  }
}

export const holdDraft = (storage: Storage, chosen: Draft): void => storage.setItem(place, JSON.stringify(chosen))
export const dropDraft = (storage: Storage): void => storage.removeItem(place)
