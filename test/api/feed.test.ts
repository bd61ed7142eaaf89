import { describe, expect, it } from 'vitest'
import { openFeed } from '../../main/api/feed.ts'
import type { Report } from '../../main/edge/coverage/coverage.ts'
import { openChanges } from '../../main/store/changes.ts'
import type { DeliveryRow } from '../../main/store/delivery-rows.ts'
import type { Change as Told } from '../../preload/contract/changes.ts'
import { openTestStore, someIntegration } from '../harness/store.ts'

const epoch = 'abc123'

const delivery = (id: number, rev: number): DeliveryRow => ({
  id,
  rev,
  integrationId: 1,
  source: 'push',
  practice: false,
  receivedAt: 0,
  tookUs: 0,
  type: null,
  messageId: null,
  topicArn: null,
  subject: null,
  disposition: 'ignored',
  reason: null,
  incidentId: null,
  incidentShortNumber: null,
  count: 1,
  alarm: null,
})
const told = (id: number, rev: number) => ({ kind: 'delivery' as const, rev, delivery: delivery(id, rev) })

/** A feed over changes of the test's own, and how many listen to them. */
function setUp() {
  const store = openTestStore()
  const changes = openChanges(100)
  let listening = 0
  const counted = {
    ...changes,
    subscribe(hear: Parameters<typeof changes.subscribe>[0]) {
      listening += 1
      const end = changes.subscribe(hear)
      return () => {
        listening -= 1
        end()
      }
    },
  }
  let tell: (report: Report) => void = () => undefined
  const follow = openFeed({
    store: { ...store, changes: counted },
    coverage: {
      report: () => Promise.reject(new Error('not asked')),
      subscribe(hear) {
        listening += 1
        tell = hear
        return () => {
          listening -= 1
        }
      },
    } as Parameters<typeof openFeed>[0]['coverage'],
    present: { one: () => Promise.resolve(null), all: () => Promise.reject(new Error('not asked')) },
    tunnel: { subscribe: () => () => undefined } as unknown as Parameters<typeof openFeed>[0]['tunnel'],
    accounts: {} as Parameters<typeof openFeed>[0]['accounts'],
    epoch,
  })
  return { store, changes, follow, listening: () => listening, tell: (report: Report) => tell(report) }
}

async function next(feed: AsyncGenerator<Told, void, void>): Promise<Told | null> {
  const result = await feed.next()
  return result.done === true ? null : result.value
}

describe('the feed', () => {
  it('tells a follower who does not read only the newest of each row', async () => {
    const { changes, follow } = setUp()
    const feed = follow(undefined, undefined)
    expect(await next(feed)).toEqual({ id: `${epoch}-100`, kind: 'hello' })
    changes.announce([told(1, 101), told(2, 102), told(1, 103)])
    changes.announce([told(1, 104)])
    expect(await next(feed)).toMatchObject({ id: `${epoch}-102`, kind: 'delivery', delivery: { id: '2' } })
    expect(await next(feed)).toMatchObject({ id: `${epoch}-104`, kind: 'delivery', delivery: { id: '1', rev: 104 } })
    await feed.return()
  })

  it('tells one who fell more than 2,000 rows behind to read again, holds no more for him, and goes on from there', async () => {
    const { changes, follow } = setUp()
    const feed = follow(undefined, undefined)
    await next(feed)
    changes.announce(Array.from({ length: 2_500 }, (_, n) => told(n, 101 + n)))
    expect(await next(feed)).toEqual({ id: `${epoch}-2600`, kind: 'snapshot-needed' })
    changes.announce([told(9, 2_601)])
    expect(await next(feed)).toMatchObject({ id: `${epoch}-2601`, kind: 'delivery' })
    await feed.return()
  })

  it('gives what was missed first, then what comes, in the order of its numbers', async () => {
    const { changes, follow } = setUp()
    changes.announce([told(1, 101), told(2, 102), told(3, 103)])
    const feed = follow(`${epoch}-101`, undefined)
    expect(await next(feed)).toEqual({ id: `${epoch}-101`, kind: 'hello' })
    changes.announce([told(4, 104)])
    const ids = [await next(feed), await next(feed), await next(feed)].map((change) => change?.id)
    expect(ids).toEqual([102, 103, 104].map((rev) => `${epoch}-${rev}`))
    await feed.return()
  })

  it.each([`${epoch}-99`, `${epoch}-101`, 'other1-100', 'nonsense'])(
    'asks for a snapshot from a place it does not know: %s',
    async (place) => {
      const { follow } = setUp()
      const feed = follow(place, undefined)
      expect(await next(feed)).toEqual({ id: `${epoch}-100`, kind: 'snapshot-needed' })
      await feed.return()
    },
  )

  it('asks for a snapshot after a recovery, and tells nothing of before it', async () => {
    const { changes, follow } = setUp()
    const feed = follow(undefined, undefined)
    await next(feed)
    changes.announce([told(1, 101)])
    changes.announce([{ rev: 5_000, kind: 'recovered' }])
    changes.announce([told(2, 5_001)])
    expect(await next(feed)).toMatchObject({ kind: 'snapshot-needed' })
    expect(await next(feed)).toMatchObject({ id: `${epoch}-5001` })
    await feed.return()
  })

  it('ends with its signal, waiting or not, and listens to nothing any more', async () => {
    const { follow, listening } = setUp()
    const stop = new AbortController()
    const feed = follow(undefined, stop.signal)
    await next(feed)
    expect(listening()).toBe(2)
    const waiting = feed.next()
    stop.abort()
    expect((await waiting).done).toBe(true)
    expect(listening()).toBe(0)
    const late = follow(undefined, stop.signal)
    while (!(await late.next()).done);
    expect(listening()).toBe(0)
  })

  it('passes over an integration that was removed while it was shown', async () => {
    const { store, changes, follow } = setUp()
    const { id } = await someIntegration(store)
    const feed = follow(undefined, undefined)
    await next(feed)
    changes.announce([{ rev: 101, kind: 'integration', integrationId: id }, told(1, 102)])
    expect(await next(feed)).toMatchObject({ kind: 'delivery' })
    await feed.return()
  })
})
