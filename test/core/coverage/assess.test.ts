import { describe, expect, it } from 'vitest'
import { addressProofMs, assess, clockOffMs } from '../../../main/core/coverage/assess.ts'
import type { Readings } from '../../../main/core/coverage/readings.ts'
import type { CoverageLink, CoverageState, LinkState } from '../../../preload/contract/words.ts'

const now = Date.parse('2026-11-24T10:00:00.000Z')
const hourMs = 3_600_000

type Integration = Readings['integrations'][number]
const subscription = (state: Integration['subscriptions'][number]['state'], topic = 'alarms') => ({
  topic,
  state,
  since: now,
  reason: null,
})
const integration = (change: Partial<Integration> = {}): Integration => ({
  name: 'prod',
  signed: true,
  topics: 1,
  subscriptions: [subscription('confirmed')],
  lastHeardAt: now - hourMs,
  heardByQueue: false,
  ...change,
})

const account = (change: Partial<Readings['credentials'][number]> = {}): Readings['credentials'][number] => ({
  account: 'prod',
  state: 'ok',
  said: null,
  endsAt: null,
  ...change,
})

type Stands = Readings['standings'][number]['stands']
const stands = (one: Stands): Pick<Readings, 'standings'> => ({
  standings: [{ topic: 'alarms', stands: one, said: one === null ? 'It may not be asked.' : null, at: now }],
})
const queued = (change: Partial<Readings['queues'][number]>, heardByQueue = true): Partial<Readings> => ({
  queues: [{ name: 'alarms-queue', polledAt: now - 10_000, trouble: null, ...change }],
  integrations: [integration({ heardByQueue })],
})
const caught = (change: Partial<Readings['catchUp']['places'][number]>): Partial<Readings> => ({
  catchUp: { places: [{ place: '123456789012 eu-west-1', lastDoneAt: now - 60_000, said: null, unseen: [], ...change }], everyMs: 300_000 },
})

/** Readings of a desk for which everything is proven. */
const proven = (change: Partial<Readings> = {}): Readings => ({
  startedAt: now - hourMs,
  integrations: [integration()],
  certificate: { at: now - 1_000, trouble: null, refused: 0 },
  receiver: { listening: true },
  publicAddress: {
    url: 'https://desk.example',
    checked: { ok: true, at: now - 1_000, said: 'It was reached.' },
    heardFromAwsAt: null,
    viaOverride: false,
  },
  store: { fault: null, aside: null, keeperFault: null },
  clock: { offByMs: 200, readAt: now - hourMs },
  clockMoved: null,
  notifications: { channels: ['desktop'], failed: null },
  tunnel: null,
  standings: [],
  queues: [],
  catchUp: { places: [], everyMs: 300_000 },
  disk: { freeBytes: 50e9 },
  credentials: [],
  accepted: {},
  ...change,
})
const address = (change: Partial<Readings['publicAddress']>): Partial<Readings> => ({
  publicAddress: { ...proven().publicAddress, ...change },
})
const store = (change: Partial<Readings['store']>): Partial<Readings> => ({ store: { ...proven().store, ...change } })

interface Case {
  name: string
  change: Partial<Readings>
  state: CoverageState
  link?: [CoverageLink, LinkState]
  said?: RegExp
}

const cases: Case[] = [
  { name: 'everything proven', change: {}, state: 'covered', said: /would be heard/ },
  { name: 'nothing connected', change: { integrations: [] }, state: 'idle', link: ['subscription', 'unproven'] },
  {
    name: 'nothing connected any more, since the store was damaged',
    change: { integrations: [], ...store({ aside: { at: now, said: 'The store was damaged.' } }) },
    state: 'degraded',
    said: /damaged/,
  },
  // Subscriptions
  {
    name: 'no subscription and nothing heard',
    change: { integrations: [integration({ subscriptions: [], lastHeardAt: null })] },
    state: 'unproven',
    link: ['subscription', 'unproven'],
    said: /«prod» has heard nothing yet/,
  },
  { name: 'no confirmation seen, but deliveries', change: { integrations: [integration({ subscriptions: [] })] }, state: 'covered' },
  {
    name: 'a refused subscription alone',
    change: { integrations: [integration({ subscriptions: [subscription('refused')], lastHeardAt: null })] },
    state: 'unproven',
  },
  ...(['awaiting-confirmation', 'confirming'] as const).map(
    (state): Case => ({
      name: `a subscription that is ${state}`,
      change: { integrations: [integration({ subscriptions: [subscription(state)] })] },
      state: 'unproven',
      link: ['subscription', 'unproven'],
    }),
  ),
  ...(['unsubscribed', 'confirmation-failed'] as const).flatMap((state): Case[] => [
    {
      name: `the only subscription ${state}`,
      change: { integrations: [integration({ subscriptions: [subscription(state)] })] },
      state: 'deaf',
      link: ['subscription', 'failing'],
      said: /subscribe it again/,
    },
    {
      name: `one of two subscriptions ${state}`,
      change: { integrations: [integration({ subscriptions: [subscription(state), subscription('confirmed', 'others')] })] },
      state: 'degraded',
      link: ['subscription', 'failing'],
    },
  ]),
  // The way to here
  { name: 'no public address', change: address({ url: null, checked: null }), state: 'unproven', said: /AWS can’t reach this desk yet/ },
  { name: 'an address that was not checked yet', change: address({ checked: null }), state: 'unproven' },
  {
    name: 'an address that leads elsewhere',
    change: address({ checked: { ok: false, at: now, said: 'It answered 404.' } }),
    state: 'deaf',
    link: ['public-address', 'failing'],
    said: /answered 404/,
  },
  {
    name: 'an address whose check is old',
    change: address({ checked: { ok: true, at: now - addressProofMs - 1, said: 'It was reached.' } }),
    state: 'degraded',
    link: ['public-address', 'stale'],
  },
  {
    name: 'an address whose check is as old as it may be',
    change: address({ checked: { ok: true, at: now - addressProofMs, said: 'It was reached.' } }),
    state: 'covered',
  },
  { name: 'an address proven through an endpoint override', change: address({ viaOverride: true }), state: 'unproven', said: /override/ },
  {
    name: 'an address that AWS itself came by',
    change: address({ checked: null, heardFromAwsAt: now - 1_000 }),
    state: 'covered',
    link: ['public-address', 'ok'],
  },
  {
    name: 'an address that AWS came by before the check failed',
    change: address({ checked: { ok: false, at: now, said: 'It answered 404.' }, heardFromAwsAt: now - 1_000 }),
    state: 'deaf',
    link: ['public-address', 'failing'],
  },
  { name: 'a receiver that does not listen', change: { receiver: { listening: false } }, state: 'deaf', link: ['receiver', 'failing'] },
  // Certificates
  { name: 'no certificate seen', change: { certificate: null }, state: 'unproven', link: ['certificate', 'unproven'] },
  {
    name: 'a certificate that can not be had',
    change: { certificate: { at: now, trouble: 'It can’t be had.', refused: 3 } },
    state: 'deaf',
    link: ['certificate', 'failing'],
    said: /3 deliveries were not taken/,
  },
  // The store
  {
    name: 'a store that can not be written',
    change: store({ fault: { since: now, said: 'The disk is full.' } }),
    state: 'deaf',
    link: ['store', 'failing'],
    said: /The disk is full\. .*503/,
  },
  {
    name: 'a store that was damaged',
    change: store({ aside: { at: now, said: 'It was set aside.' } }),
    state: 'degraded',
    said: /set aside/,
  },
  { name: 'a keeper that fails', change: store({ keeperFault: 'no room.' }), state: 'degraded', link: ['store', 'stale'] },
  // The clock
  { name: 'a clock that was never read', change: { clock: null }, state: 'unproven', link: ['clock', 'unproven'] },
  ...[clockOffMs + 1, -clockOffMs - 1].map(
    (offByMs): Case => ({
      name: `a clock that is off by ${offByMs} ms`,
      change: { clock: { offByMs, readAt: now } },
      state: 'deaf',
      link: ['clock', 'failing'],
      said: offByMs > 0 ? /300 s ahead of AWS/ : /300 s behind AWS/,
    }),
  ),
  { name: 'a clock that is off by as much as it may', change: { clock: { offByMs: clockOffMs, readAt: now } }, state: 'covered' },
  {
    name: 'a clock that was read long ago',
    change: { clock: { offByMs: 0, readAt: now - 25 * hourMs } },
    state: 'degraded',
    link: ['clock', 'stale'],
  },
  {
    name: 'a clock that was moved since',
    change: { clock: { offByMs: 0, readAt: now, movedSince: true } },
    state: 'degraded',
    link: ['clock', 'stale'],
  },
  {
    name: 'a clock that was off, and was moved since',
    change: { clock: { offByMs: 2 * clockOffMs, readAt: now, movedSince: true } },
    state: 'degraded',
    link: ['clock', 'stale'],
  },
  // The tunnel
  { name: 'a tunnel that is up', change: { tunnel: { state: 'up', said: null } }, state: 'covered', link: ['tunnel', 'ok'] },
  {
    name: 'a tunnel that is down',
    change: { tunnel: { state: 'down', said: 'ngrok does not know the token.' } },
    state: 'deaf',
    link: ['tunnel', 'failing'],
    said: /does not know the token/,
  },
  {
    name: 'a tunnel that is being opened',
    change: { tunnel: { state: 'opening', said: null } },
    state: 'unproven',
    link: ['tunnel', 'unproven'],
  },
  {
    name: 'a tunnel that is being opened again',
    change: { tunnel: { state: 'opening', said: 'There is no network.' } },
    state: 'deaf',
    link: ['tunnel', 'failing'],
  },
  // The disk
  {
    name: 'a disk that is nearly full',
    change: { disk: { freeBytes: 99e6 } },
    state: 'degraded',
    link: ['disk', 'failing'],
    said: /make room/,
  },
  { name: 'a disk with little room', change: { disk: { freeBytes: 999e6 } }, state: 'degraded', link: ['disk', 'stale'] },
  { name: 'a disk that can not be asked', change: { disk: null }, state: 'unproven', link: ['disk', 'unproven'] },
  // Accounts
  { name: 'credentials that work', change: { credentials: [account()] }, state: 'covered', link: ['credentials', 'ok'] },
  {
    name: 'credentials that ended',
    change: { credentials: [account(), account({ state: 'failing', said: 'The sign-in expired.' })] },
    state: 'degraded',
    link: ['credentials', 'failing'],
    said: /expired/,
  },
  {
    name: 'credentials that end soon',
    change: { credentials: [account({ endsAt: now + 600_000 })] },
    state: 'degraded',
    link: ['credentials', 'stale'],
    said: /end in 10 min/,
  },
  {
    name: 'credentials never used',
    change: { credentials: [account({ state: 'unproven' })] },
    state: 'unproven',
    link: ['credentials', 'unproven'],
  },
  {
    name: 'credentials that work through an endpoint override',
    change: { credentials: [account()], ...address({ viaOverride: true }) },
    state: 'unproven',
    link: ['credentials', 'unproven'],
  },
  // What AWS says of the subscriptions
  { name: 'a subscription that stands at AWS', change: stands('standing'), state: 'covered', link: ['subscription', 'ok'] },
  {
    name: 'a subscription that AWS has no more',
    change: stands('gone'),
    state: 'deaf',
    link: ['subscription', 'failing'],
    said: /no subscription of alarms .* subscribe it again/,
  },
  {
    name: 'a subscription that leads elsewhere',
    change: stands('elsewhere'),
    state: 'deaf',
    link: ['subscription', 'failing'],
    said: /move/,
  },
  { name: 'a subscription that AWS waits to see confirmed', change: stands('pending'), state: 'deaf', link: ['subscription', 'failing'] },
  { name: 'a subscription that AWS may not tell of', change: stands(null), state: 'covered', link: ['subscription', 'ok'] },
  {
    name: 'one of two subscriptions that AWS has no more',
    change: {
      integrations: [integration({ subscriptions: [subscription('confirmed'), subscription('confirmed', 'others')] })],
      standings: [...stands('gone').standings, { topic: 'others', stands: 'standing', said: null, at: now }],
    },
    state: 'degraded',
    link: ['subscription', 'failing'],
  },
  // Queues: another road
  { name: 'a queue that is read', change: queued({}), state: 'covered', link: ['queue', 'ok'] },
  { name: 'a queue in place of a public address', change: { ...queued({}), ...address({ url: null, checked: null }) }, state: 'covered' },
  {
    name: 'a queue, and a public address that fails',
    change: { ...queued({}), ...address({ checked: { ok: false, at: now, said: 'It answered 404.' } }) },
    state: 'degraded',
    link: ['public-address', 'failing'],
  },
  {
    name: 'a queue, and a tunnel that is down',
    change: { ...queued({}), tunnel: { state: 'down', said: 'It is down.' } },
    state: 'degraded',
  },
  {
    name: 'a queue that can not be read, and no public address',
    change: { ...queued({ trouble: 'AWS says no.' }, false), ...address({ checked: { ok: false, at: now, said: 'It answered 404.' } }) },
    state: 'deaf',
    link: ['queue', 'failing'],
  },
  { name: 'a queue that was not read yet', change: queued({ polledAt: null }, false), state: 'unproven', link: ['queue', 'unproven'] },
  {
    name: 'a queue that was read long ago',
    change: queued({ polledAt: now - hourMs }, false),
    state: 'degraded',
    link: ['queue', 'stale'],
  },
  // Catch-up
  { name: 'a catch-up that is done', change: caught({}), state: 'covered', link: ['catch-up', 'ok'] },
  { name: 'a catch-up never done', change: caught({ lastDoneAt: null }), state: 'unproven', link: ['catch-up', 'unproven'] },
  { name: 'a catch-up long ago', change: caught({ lastDoneAt: now - hourMs }), state: 'degraded', link: ['catch-up', 'stale'] },
  {
    name: 'a catch-up that AWS stops',
    change: caught({ lastDoneAt: now - hourMs, said: 'Throttled.' }),
    state: 'degraded',
    link: ['catch-up', 'failing'],
    said: /Throttled/,
  },
  { name: 'a catch-up that is throttled for a moment', change: caught({ said: 'Throttled.' }), state: 'covered', link: ['catch-up', 'ok'] },
  {
    name: 'a catch-up that may not see all',
    change: caught({ unseen: ['What is muted.'] }),
    state: 'unproven',
    link: ['catch-up', 'unproven'],
  },
  { name: 'a catch-up through an endpoint override', change: { ...caught({}), ...address({ viaOverride: true }) }, state: 'unproven' },
  // What is accepted
  {
    name: 'a lack of proof that is accepted',
    change: { disk: null, accepted: { disk: now + 1 } },
    state: 'covered',
    said: /as far as you asked/,
  },
  { name: 'an acceptance that ran out', change: { disk: null, accepted: { disk: now } }, state: 'unproven' },
  { name: 'a failure that somebody accepts', change: { disk: { freeBytes: 0 }, accepted: { disk: now + 1 } }, state: 'degraded' },
  // Who is told
  { name: 'no channel', change: { notifications: { channels: [], failed: null } }, state: 'unproven', link: ['notifications', 'unproven'] },
  {
    name: 'a channel that failed',
    change: { notifications: { channels: ['desktop'], failed: { at: now, said: 'It was denied.' } } },
    state: 'degraded',
    link: ['notifications', 'failing'],
    said: /denied/,
  },
]

describe('coverage', () => {
  it.each(cases)('with $name is $state', ({ change, state, link, said }) => {
    const assessed = assess(proven(change), now)
    expect(assessed.state).toBe(state)
    if (link !== undefined) expect(assessed.links.find((one) => one.link === link[0])).toMatchObject({ state: link[1] })
    if (said !== undefined) expect(assessed.said).toMatch(said)
    expect(assessed.said).toMatch(/\.$/)
    for (const { detail } of assessed.links) expect(detail).toMatch(/\.$/)
  })

  it('tells every link once, and is covered only where each is ok', () => {
    for (const { change } of cases) {
      const { state, links } = assess(proven(change), now)
      expect(new Set(links.map(({ link }) => link)).size).toBe(links.length)
      const proved = links.every((link) => link.state === 'ok' || link.acceptedUntil !== null)
      expect(state === 'covered').toBe(proved && links.length > 0)
    }
  })

  it('says of two troubles the one that deafens', () => {
    const assessed = assess(
      proven({ notifications: { channels: ['desktop'], failed: { at: now, said: 'It was denied.' } }, receiver: { listening: false } }),
      now,
    )
    expect(assessed).toMatchObject({ state: 'deaf', said: expect.stringContaining('does not listen') })
  })

  it('says for an hour that the clock was moved', () => {
    const detailOf = (at: number, byMs: number) =>
      assess(proven({ clockMoved: { at, byMs } }), now).links.find(({ link }) => link === 'clock')?.detail
    expect(detailOf(now - 1_000, 7_200_000)).toContain('slept, or its clock was set ahead, by 7200 s')
    expect(detailOf(now - 1_000, -86_400_000)).toContain('set back by 86400 s')
    expect(detailOf(now - hourMs - 1, 7_200_000)).not.toContain('7200')
  })
})
