import { describe, expect, it, onTestFinished } from 'vitest'
import type { Act } from '../../../main/core/incidents/act.ts'
import type { Channel, Message } from '../../../main/edge/notifications/channel.ts'
import { openOutbox } from '../../../main/edge/notifications/outbox.ts'
import { openEscalator } from '../../../main/edge/oncall/escalator.ts'
import { eventually } from '../../harness/eventually.ts'
import { alarmDelivery, openTestStore, someIntegration, type TestStore } from '../../harness/store.ts'

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }
const minuteMs = 60_000

async function openedIncident(store: TestStore): Promise<string> {
  const integration = await someIntegration(store)
  const recorded = await store.recordDelivery(alarmDelivery(store, integration, { state: 'ALARM', at: store.clock.now() }))
  return recorded.kind === 'stored' ? (recorded.delivery.incidentId ?? '') : ''
}

function escalate(store: TestStore, channels: string[] = ['pager']) {
  const escalator = openEscalator({ store, clock: store.clock, timers: store.clock, log: silent, channels: () => channels })
  onTestFinished(escalator.close)
  return escalator
}

function sendBy(store: TestStore, send: Channel['send']) {
  const outbox = openOutbox({ store, clock: store.clock, timers: store.clock, log: silent, channels: [{ name: 'pager', send }] })
  onTestFinished(outbox.close)
  return outbox
}

const told = async (store: TestStore, id: string) =>
  (await store.reader.incident(id))?.timeline.flatMap((event) =>
    event.kind === 'notified' || event.kind === 'not-notified' ? [`${event.kind}: ${event.data.why}`] : [],
  )

describe('an intent', () => {
  it.each<{ name: string; acts: Act[]; why: string }>([
    { name: 'closed', acts: [{ act: 'close' }], why: 'it closed before anybody was told' },
    { name: 'acknowledged', acts: [{ act: 'acknowledge' }], why: 'You has acknowledged it already' },
    { name: 'snoozed', acts: [{ act: 'snooze', until: Number.MAX_SAFE_INTEGER }], why: 'it is snoozed' },
  ])('of what was $name before it was decided tells nobody, and says why', async ({ acts, why }) => {
    const store = openTestStore()
    const id = await openedIncident(store)
    for (const wish of acts) await store.act(id, wish, 'You')
    escalate(store)
    await eventually(async () => expect(await told(store, id)).toEqual([`not-notified: ${why}`]))
    expect(store.dueNotifications(Number.MAX_SAFE_INTEGER)).toEqual([])
  })

  it('is decided once, from the facts of the moment, also by a desk that was started anew', async () => {
    const first = openTestStore()
    const id = await openedIncident(first)
    await first.close()
    const store = openTestStore({ folder: first.folder, clock: first.clock })
    const shown: Message[] = []
    const escalator = escalate(store)
    sendBy(store, (message) => {
      shown.push(message)
      return Promise.resolve({ ok: true })
    })
    await eventually(async () => expect(await told(store, id)).toEqual(['notified: it opened']))
    escalator.look()
    await store.clock.advance(5 * minuteMs)
    expect(shown).toHaveLength(1)
    expect(store.nextIntentAt()).toBeNull()
  })

  it('that fifty others wait with is decided with them', async () => {
    const store = openTestStore()
    const integration = await someIntegration(store)
    const at = store.clock.now()
    await Promise.all(
      Array.from({ length: 120 }, (_, n) => store.recordDelivery(alarmDelivery(store, integration, { state: 'ALARM', at, name: `a${n}` }))),
    )
    escalate(store)
    await eventually(() => expect(store.nextIntentAt()).toBeNull())
    expect(store.dueNotifications(at)).toHaveLength(50)
  })

  it('waits for its time: the timer is set for it, not for later', async () => {
    const store = openTestStore()
    const id = await openedIncident(store)
    escalate(store)
    await eventually(() => expect(store.nextIntentAt()).toBeNull())
    await store.act(id, { act: 'snooze', until: store.clock.now() + 30_500 }, 'You')
    await eventually(() => expect(store.clock.waiting()).toBe(1))
    await store.clock.advance(30_000)
    expect(store.nextIntentAt()).not.toBeNull()
    await store.clock.advance(500)
    await eventually(() => expect(store.nextIntentAt()).toBeNull())
  })

  it('due at a wall clock that jumped ahead is found within a minute', async () => {
    const store = openTestStore()
    const id = await openedIncident(store)
    escalate(store)
    await eventually(() => expect(store.nextIntentAt()).toBeNull())
    await store.act(id, { act: 'snooze', until: store.clock.now() + 24 * 60 * minuteMs }, 'You')
    await eventually(() => expect(store.clock.waiting()).toBe(1))
    store.clock.setWall(store.clock.now() + 25 * 60 * minuteMs)
    await store.clock.advance(minuteMs)
    await eventually(() => expect(store.nextIntentAt()).toBeNull())
  })
})

describe('an intent of a clock that ran ahead', () => {
  it('is decided once the clock is right, not when it gets there', async () => {
    const store = openTestStore()
    const right = store.clock.now()
    store.clock.setWall(right + 200 * minuteMs)
    const id = await openedIncident(store)
    store.clock.setWall(right)
    escalate(store)
    await eventually(async () => expect(store.nextIntentAt()).toBeNull())
    sendBy(store, () => Promise.resolve({ ok: true }))
    await eventually(async () => expect(await told(store, id)).toEqual(['notified: it opened']))
  })
})

describe('a crash', () => {
  it('between the row and the sending loses nothing', async () => {
    const first = openTestStore()
    const id = await openedIncident(first)
    escalate(first)
    await eventually(() => expect(first.dueNotifications(first.clock.now())).toHaveLength(1))
    await first.close()
    const store = openTestStore({ folder: first.folder, clock: first.clock })
    sendBy(store, () => Promise.resolve({ ok: true }))
    await eventually(async () => expect(await told(store, id)).toEqual(['notified: it opened']))
  })

  it('between the sending and its note repeats it', async () => {
    const first = openTestStore()
    const id = await openedIncident(first)
    escalate(first)
    let shown = 0
    // Shown, and the process is gone before it can be written down.
    sendBy(first, async () => {
      shown += 1
      await first.close()
      return { ok: true }
    })
    await eventually(() => expect(shown).toBe(1))
    await first.close()
    const store = openTestStore({ folder: first.folder, clock: first.clock })
    sendBy(store, () => {
      shown += 1
      return Promise.resolve({ ok: true })
    })
    await eventually(async () => expect(await told(store, id)).toEqual(['notified: it opened']))
    expect(shown).toBe(2)
  })
})
