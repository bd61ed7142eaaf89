import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Account } from '../../../preload/contract/accounts.ts'
import { setupWish } from '../../../preload/contract/setup.ts'
import {
  alarmNameOf,
  arnOfNew,
  type Draft,
  draft,
  draftFault,
  dropDraft,
  elsewhere,
  featuresOf,
  heldDraft,
  holdDraft,
  newDraft,
  wishOf,
} from '../../../renderer/aws/draft.ts'

const account: Account = {
  id: '1',
  rev: 1,
  profile: 'prod',
  accountId: '123456789012',
  partition: 'aws',
  alias: null,
  callerArn: 'arn:aws:iam::123456789012:user/ana',
  regions: ['eu-west-1'],
  createdAt: '2026-11-24T03:00:00.000Z',
  credentials: { state: 'ok', at: null, endsAt: null, said: null, reason: null, command: null },
}
const topic = (name: string) => `arn:aws:sns:eu-west-1:123456789012:${name}`
const chosen: Draft = { ...newDraft, account: '1', region: 'eu-west-1', integrationId: '7', name: 'prod-alarms', topicArns: [topic('a')] }

describe('a wish', () => {
  it('is one that the desk takes, whatever is chosen', () => {
    fc.assert(
      fc.property(
        fc.record({
          way: fc.constantFrom('push' as const, 'queue' as const),
          topicArns: fc.uniqueArray(fc.constantFrom('a', 'b', 'c').map(topic)),
          createTopic: fc.constantFrom(null, 'tocsin-alarms'),
          deadLetterQueue: fc.boolean(),
          silent: fc.uniqueArray(fc.constantFrom('x', 'y')),
          silentTo: fc.constantFrom(null, topic('b'), topic('gone')),
          test: fc.boolean(),
        }),
        (part) => {
          const wish = setupWish.parse(wishOf({ ...chosen, ...part }, '7', account))
          expect(wish.deadLetterQueue).toBe(part.way === 'push' && part.deadLetterQueue)
          const topics = [...part.topicArns, ...(part.createTopic === null ? [] : [topic(part.createTopic)])]
          for (const fix of wish.fixes) expect('topicArn' in fix && topics.includes(fix.topicArn)).toBe(true)
          expect(wish.fixes).toHaveLength(topics.length === 0 ? 0 : part.silent.length)
        },
      ),
    )
  })

  it('lets alarms that tell nobody tell the topic that was chosen for them, of ALARM and of OK', () => {
    const two = { ...chosen, topicArns: [topic('a'), topic('b')], silent: ['orders'] }
    expect(wishOf(two, '7', account).fixes).toEqual([
      { kind: 'add-action', alarmName: 'orders', topicArn: topic('a'), states: ['alarm', 'ok'] },
    ])
    expect(wishOf({ ...two, silentTo: topic('b') }, '7', account).fixes).toMatchObject([{ topicArn: topic('b') }])
    const made = { ...chosen, topicArns: [], createTopic: 'new', silent: ['orders'] }
    expect(wishOf(made, '7', account).fixes).toMatchObject([{ topicArn: arnOfNew('new', 'eu-west-1', account) }])
  })

  it('asks without an account for nothing but to be copied', () => {
    expect(wishOf({ ...chosen, account: null }, '7', null).account).toBeNull()
  })
})

describe('a draft', () => {
  it('says what is missing', () => {
    expect(draftFault(chosen, account)).toBeNull()
    expect(draftFault({ ...chosen, topicArns: [] }, account)).toContain('Choose a topic')
    expect(draftFault({ ...chosen, createTopic: 'with space' }, account)).toContain('letters')
    expect(draftFault({ ...chosen, integrationId: null, name: ' ' }, account)).toContain('name')
  })

  it('forgets what was chosen in another place, and keeps the rest', () => {
    const moved = elsewhere({ ...chosen, silent: ['x'], deadLetterQueue: true }, '1', 'us-east-1')
    expect(moved).toMatchObject({ region: 'us-east-1', topicArns: [], silent: [], deadLetterQueue: true, integrationId: '7' })
    expect(elsewhere(chosen, '1', 'eu-west-1')).toBe(chosen)
  })

  it('is held in the tab and read back; what is broken is as if nothing were held', () => {
    const kept = new Map<string, string>()
    const storage = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
      clear: () => kept.clear(),
      key: () => null,
      length: 0,
    }
    holdDraft(storage, chosen)
    expect(heldDraft(storage)).toEqual(draft.parse(chosen))
    for (const key of kept.keys()) kept.set(key, '{"account":')
    expect(heldDraft(storage)).toEqual(newDraft)
    dropDraft(storage)
    expect(kept.size).toBe(0)
  })

  it('needs of IAM what it does, and no more', () => {
    expect(featuresOf({ ...chosen, test: false })).toEqual(['connect', 'topics', 'subscribe'])
    expect(featuresOf({ ...chosen, way: 'queue', deadLetterQueue: true, silent: ['x'] })).toEqual([
      'connect',
      'topics',
      'queue-intake',
      'test',
      'fix',
    ])
  })
})

it('an alarm’s name may hold colons', () => {
  expect(alarmNameOf('arn:aws:cloudwatch:eu-west-1:123456789012:alarm:db: disk full')).toBe('db: disk full')
})
