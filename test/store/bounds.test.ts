import { describe, expect, it } from 'vitest'
import type { DeliveryRow } from '../../main/store/delivery-rows.ts'
import type { IntegrationRow } from '../../main/store/integration-rows.ts'
import { alarmDelivery, openTestStore, refusal, someIntegration, type TestStore } from '../harness/store.ts'

const page = { integrationId: null, disposition: null, source: null, q: null, before: null, limit: 200 }

async function everyRow(store: TestStore, filter: { disposition?: string } = {}) {
  const rows: DeliveryRow[] = []
  for (let before: number | null = null; ; ) {
    const read = await store.reader.deliveries({ ...page, ...filter, before })
    rows.push(...read.items)
    before = read.next
    if (before === null) return rows
  }
}

async function refuse(store: TestStore, integration: IntegrationRow, count: number, body?: Uint8Array) {
  await Promise.all(Array.from({ length: count }, () => store.recordRejection(refusal(store, integration, body))))
}

describe('what is kept of what was refused', () => {
  it('is whole for 120 in a minute, and past that one row that counts', async () => {
    const store = openTestStore()
    const integration = await someIntegration(store)
    const other = await someIntegration(store, 'other')
    await refuse(store, integration, 500)
    await refuse(store, other, 1)
    let rows = await everyRow(store)
    expect(rows).toHaveLength(122)
    expect(rows.map(({ count }) => count).toSorted((a, b) => b - a)[0]).toBe(380)
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(501)

    await store.clock.advance(60_000)
    await refuse(store, integration, 121)
    rows = await everyRow(store)
    expect(rows).toHaveLength(122 + 121)
    expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(501 + 121)
  })

  it('is the newest 1,000 of an integration, whatever the other rows are, also after a restart', async () => {
    const store = openTestStore()
    const integration = await someIntegration(store)
    await store.recordDelivery(alarmDelivery(store, integration, { state: 'ALARM', at: store.clock.now() }))
    for (let minute = 0; minute < 9; minute++) {
      await store.clock.advance(60_000)
      await refuse(store, integration, 120)
    }
    expect(await everyRow(store, { disposition: 'rejected' })).toHaveLength(1_000)
    await store.close()
    const again = openTestStore({ folder: store.folder, clock: store.clock })
    await again.clock.advance(60_000)
    const before = await everyRow(again, { disposition: 'rejected' })
    await refuse(again, integration, 30)
    const after = await everyRow(again, { disposition: 'rejected' })
    expect(after).toHaveLength(1_000)
    // The oldest went.
    expect(after.at(-1)?.id).toBeGreaterThan(before.at(-1)?.id ?? 0)
    expect(await everyRow(again, { disposition: 'opened' })).toHaveLength(1)
  })

  it('is 32 MB at most', async () => {
    const store = openTestStore()
    const integration = await someIntegration(store)
    const body = Buffer.alloc(2 * 1024 * 1024, 'x')
    await refuse(store, integration, 20, body)
    const rows = await everyRow(store)
    expect(rows).toHaveLength(16)
    await refuse(store, integration, 1)
    // One byte more than 32 MB: the oldest goes.
    expect(await everyRow(store)).toHaveLength(16)
  })
})

describe('a message that was taken before', () => {
  it('keeps a row of its own for the newest hundred copies, and is counted past that', async () => {
    const store = openTestStore()
    const integration = await someIntegration(store)
    const delivery = alarmDelivery(store, integration, { state: 'ALARM', at: store.clock.now() })
    await store.recordDelivery(delivery)
    await Promise.all(Array.from({ length: 130 }, () => store.recordDelivery(delivery)))
    const rows = await everyRow(store, { disposition: 'duplicate' })
    expect(rows).toHaveLength(100)
    expect(rows.slice(0, 2).map(({ reason }) => reason)).toEqual(['copy 130', 'copy 129'])
    const whole = await store.reader.delivery(rows[0]?.id ?? 0)
    // Its body is the first one's.
    expect(Buffer.from(whole?.content.body ?? []).toString()).toBe(delivery.text)
    expect((await everyRow(store)).filter(({ disposition }) => disposition !== 'duplicate')).toHaveLength(1)
  })

  it('is known for 15 days, across restarts, and forgotten then', async () => {
    const day = 86_400_000
    let store = openTestStore()
    const { folder, clock } = store
    const integration = await someIntegration(store)
    const delivery = alarmDelivery(store, integration, { state: 'ALARM', at: clock.now() })
    const again = async () => {
      await store.close()
      store = openTestStore({ folder, clock })
      await store.forgetOldMessages()
      const recorded = await store.recordDelivery(delivery)
      return recorded.kind === 'stored' ? recorded.delivery.disposition : recorded.kind
    }
    await store.recordDelivery(delivery)
    await clock.advance(15 * day - 1_000)
    expect(await again()).toBe('duplicate')
    await clock.advance(2_000)
    expect(await again()).toBe('appended')
  })

  it('is another one at another integration, and of another topic', async () => {
    const store = openTestStore()
    const [one, other] = [await someIntegration(store), await someIntegration(store, 'other')]
    const messageId = '0a1b2c3d-0000-4000-8000-000000000000'
    const first = alarmDelivery(store, one, { state: 'ALARM', at: store.clock.now(), messageId })
    const outcomes: string[] = []
    for (const delivery of [
      first,
      { ...first, integrationId: other.id, rulesRev: other.rev },
      { ...first, topicArn: `${first.topicArn}-2` },
      first,
    ]) {
      const recorded = await store.recordDelivery(delivery)
      outcomes.push(recorded.kind === 'stored' ? recorded.delivery.disposition : recorded.kind)
    }
    expect(outcomes).toEqual(['opened', 'opened', 'appended', 'duplicate'])
  })
})
