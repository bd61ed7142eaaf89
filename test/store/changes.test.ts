import { describe, expect, it } from 'vitest'
import { openChanges } from '../../main/store/changes.ts'
import { alarmDelivery, openTestStore, someIntegration } from '../harness/store.ts'

const settings = (rev: number) => ({ rev, kind: 'settings' as const })

describe('the changes', () => {
  it('are given again from a number on, and from one that is not held or not yet given, not', () => {
    const changes = openChanges(10)
    changes.announce([settings(11), settings(12)])
    expect(changes.rev()).toBe(12)
    expect(changes.since(10)?.map(({ rev }) => rev)).toEqual([11, 12])
    expect(changes.since(11)?.map(({ rev }) => rev)).toEqual([12])
    expect(changes.since(12)).toEqual([])
    expect(changes.since(13)).toBeNull()
    expect(changes.since(9)).toBeNull()
  })

  it('are held in a bounded number; who is further behind is told that they are gone', () => {
    const changes = openChanges(0)
    const count = 30_000
    for (let rev = 1; rev <= count; rev++) changes.announce([settings(rev)])
    expect(changes.since(count - 9_000)).toHaveLength(9_000)
    expect(changes.since(count - 12_000)).toBeNull()
    const oldest = Array.from({ length: count }, (_, rev) => rev).find((rev) => changes.since(rev) !== null) ?? 0
    expect(count - oldest).toBeGreaterThanOrEqual(10_000)
    expect(count - oldest).toBeLessThanOrEqual(11_000)
    // Whatever is given is whole.
    expect(changes.since(oldest)?.map(({ rev }) => rev)).toEqual(Array.from({ length: count - oldest }, (_, n) => oldest + 1 + n))
  })

  it('go to whoever subscribed, also where he leaves in the middle', () => {
    const changes = openChanges(0)
    const heard: string[] = []
    const end = changes.subscribe(() => {
      heard.push('first')
      end()
    })
    changes.subscribe((news) => heard.push(`second ${news.length}`))
    changes.announce([settings(1)])
    changes.announce([settings(2), settings(3)])
    expect(heard).toEqual(['first', 'second 1', 'second 2'])
  })

  it('of before a recovery are not given again', () => {
    const changes = openChanges(0)
    changes.announce([settings(1), settings(2)])
    changes.announce([{ rev: 1_000, kind: 'recovered' }, settings(1_001)])
    expect(changes.since(1)).toBeNull()
    expect(changes.since(1_000)).toEqual([settings(1_001)])
    expect(changes.rev()).toBe(1_001)
  })
})

describe('rev', () => {
  it('grows with every row that changes, is carried by rows and news alike, and goes on after a restart', async () => {
    const store = openTestStore()
    const news: { rev: number; kind: string }[] = []
    store.changes.subscribe((changes) => news.push(...changes))
    const integration = await someIntegration(store)
    const at = store.clock.now() - 60_000
    const states = ['ALARM', 'ALARM', 'INSUFFICIENT_DATA', 'OK'] as const
    const recorded = await Promise.all(
      states.map((state, n) => store.recordDelivery(alarmDelivery(store, integration, { state, at: at + n }))),
    )
    const page = await store.reader.deliveries({ integrationId: null, disposition: null, source: null, q: null, before: null, limit: 10 })
    const revs = recorded.map((one) => (one.kind === 'stored' ? one.delivery.rev : 0))
    expect(revs).toEqual(revs.toSorted((a, b) => a - b))
    expect(page.items.map(({ rev }) => rev)).toEqual(revs.toReversed())
    const { items, rev } = await store.reader.incidents({
      status: null,
      severity: null,
      integrationId: null,
      q: null,
      before: null,
      limit: 10,
    })
    expect(rev).toBeGreaterThanOrEqual(Math.max(...revs, ...items.map((item) => item.rev)))
    // After the answers: a turn of the loop later.
    await new Promise((resolve) => setImmediate(resolve))
    expect(news.map((one) => one.rev)).toEqual(news.map((one) => one.rev).toSorted((a, b) => a - b))
    expect(news.filter(({ kind }) => kind === 'delivery').map((one) => one.rev)).toEqual(revs)
    expect(store.changes.rev()).toBe(rev)

    await store.close()
    const again = openTestStore({ folder: store.folder })
    expect(again.changes.rev()).toBe(rev)
    const later = await someIntegration(again, 'another')
    expect(later.rev).toBeGreaterThan(rev)
  })
})
