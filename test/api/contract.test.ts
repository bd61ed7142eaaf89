import { ORPCError, safe } from '@orpc/client'
import { describe, expect, it } from 'vitest'
import type { Change } from '../../preload/contract/changes.ts'
import { connect } from '../harness/deliveries.ts'
import { startDesk, type TestDesk } from '../harness/desk.ts'
import { eventually } from '../harness/eventually.ts'
import { type Client, countFollowers, type Wire, wires } from '../harness/wires.ts'

/** Follows the feed and keeps what it heard. */
function follow(client: Client, input?: { since: string }, options: { lastEventId?: string } = {}) {
  const stop = new AbortController()
  const heard: Change[] = []
  const state = { over: false }
  const ended = (async () => {
    try {
      for await (const change of await client.changes(input, { signal: stop.signal, ...options })) heard.push(change)
    } catch {
      // Cut off: what was heard by then is looked at.
    }
    state.over = true
  })()
  return {
    heard,
    state,
    kinds: () => heard.map(({ kind }) => kind).filter((kind) => kind !== 'coverage'),
    ended,
    stop: () => stop.abort(),
  }
}

const numberOf = (change: Change) => Number(change.id.split('-').at(-1))

describe.each(wires)('the contract over $wire', ({ open }) => {
  async function setUp(): Promise<{ desk: TestDesk; wire: Wire; api: Client; followers: () => number }> {
    const desk = await startDesk({ channel: null })
    const { router, followers } = countFollowers(desk.router)
    const wire = await open(router)
    return { desk, wire, api: wire.client(), followers }
  }

  it('carries nested values there and back as they are', async () => {
    const { desk, api } = await setUp()
    const wish = {
      name: '  «prod» — alarms ✓  ',
      template: 'aws-cloudwatch' as const,
      topics: ['arn:aws:sns:*:123456789012:*'],
      maxAgeSeconds: 2 ** 31,
      rules: [{ name: 'r', when: [{ field: 'alarmName' as const, test: 'contains' as const, value: 'x' }], severity: 'info' as const }],
    }
    const made = await api.integrations.create(wish)
    expect(made).toMatchObject({
      ...wish,
      name: '«prod» — alarms ✓',
      trust: { kind: 'aws' },
      confirm: 'manual',
      inboundUrl: null,
      inboundPath: expect.stringMatching(/^\/in\/[\w-]{32}$/),
      rules: [{ outcome: 'by-state' }],
      practice: false,
      subscriptions: [],
    })
    expect(await api.integrations.get({ id: made.id })).toEqual(made)
    expect((await api.integrations.list()).items).toEqual([made])
    const changed = await api.integrations.update({ id: made.id, name: 'other' })
    expect(changed).toEqual({ ...made, name: 'other', rev: changed.rev })
    expect(changed.rev).toBeGreaterThan(made.rev)
    expect(await api.settings.desk()).toMatchObject({ shell: 'headless', dataDir: desk.dataDir, receiverUrl: desk.receiverUrl })
    expect(await api.integrations.remove({ id: made.id })).toMatchObject({ id: made.id })
  })

  it('leaves alone what is given as undefined', async () => {
    const { api } = await setUp()
    const before = await api.settings.get()
    expect(await api.settings.update({ reopenWindowMinutes: 3, publicUrl: undefined, soundPaused: undefined })).toEqual({
      ...before,
      reopenWindowMinutes: 3,
    })
    const made = await api.integrations.create({ name: 'a', template: 'aws-cloudwatch' })
    expect(await api.integrations.update({ id: made.id, name: undefined, topics: undefined, confirm: 'automatic' })).toMatchObject({
      name: 'a',
      topics: [],
      confirm: 'automatic',
    })
    expect(await api.incidents.list({ status: undefined, q: undefined })).toMatchObject({ items: [] })
  })

  it('tells each error with its code, its status, its data, and what to do', async () => {
    const { desk, api } = await setUp()
    const source = await connect(desk)
    await source.alarm('ALARM', desk.clock.now())
    const [incident] = (await api.incidents.list({})).items
    const id = incident?.id ?? ''
    await api.incidents.close({ id })

    const illegal = await safe(api.incidents.acknowledge({ id }))
    expect(illegal.isDefined && illegal.error).toMatchObject({ code: 'illegal-transition', status: 409, data: { status: 'closed' } })
    const missing = await safe(api.incidents.get({ id: 'nobody' }))
    expect(missing.isDefined && missing.error).toMatchObject({ code: 'not-found', status: 404 })
    const impossible = await safe(api.integrations.create({ name: 'x', template: 'aws-cloudwatch', trust: { kind: 'secret-url' } }))
    expect(impossible.isDefined && impossible.error).toMatchObject({ code: 'not-possible', status: 409, data: { reason: 'trust' } })
    for (const { error } of [illegal, missing, impossible]) {
      expect(error).toBeInstanceOf(ORPCError)
      expect(error?.message).toMatch(/^[A-Z].{15,}\.$|: .+\.$/)
    }
  })

  it('says of an input which field is wrong and why', async () => {
    const { api } = await setUp()
    const wrong = [
      [() => api.deliveries.list({ limit: 201 }), 'limit'],
      [() => api.deliveries.list({ before: 'nonsense' }), 'before'],
      [() => api.incidents.list({ q: 'x'.repeat(201) }), 'q'],
      [() => api.integrations.create({ name: ' ', template: 'aws-cloudwatch' }), 'name'],
      [() => api.integrations.create({ name: 'x', template: 'aws-cloudwatch', topics: ['no arn'] }), 'topics.0'],
      [() => api.settings.update({ publicUrl: 'ftp://x' }), 'publicUrl'],
      [() => api.incidents.snooze({ id: 'x', until: 'tomorrow' }), 'until'],
    ] as const
    for (const [ask, field] of wrong) {
      await expect(ask()).rejects.toMatchObject({ code: 'invalid-input', status: 400, message: expect.stringContaining(`${field}: `) })
    }
  })

  it('pages by a cursor, newest first, each row once, whatever arrives in between', async () => {
    const { desk, api } = await setUp()
    const source = await connect(desk)
    const at = desk.clock.now() - 3_600_000
    for (let n = 0; n < 25; n++) await source.alarm('ALARM', at + n, { name: `alarm-${n}` })
    for (const list of [api.deliveries.list, api.incidents.list]) {
      const seen: string[] = []
      const sizes: number[] = []
      for (let before: string | undefined; ; ) {
        const page = await list({ limit: 10, ...(before === undefined ? {} : { before }) })
        seen.push(...page.items.map(({ id }) => id))
        sizes.push(page.items.length)
        for (const { rev } of page.items) expect(rev).toBeLessThanOrEqual(page.rev)
        await source.alarm('ALARM', at + 1_000_000 + seen.length, { name: `later-${seen.length}-${list === api.deliveries.list}` })
        if (page.next === null) break
        before = page.next
      }
      expect(sizes.slice(0, 2)).toEqual([10, 10])
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen.length).toBeGreaterThanOrEqual(25)
    }
    const rows = (await api.deliveries.list({ limit: 200 })).items.map(({ id }) => Number(id))
    expect(rows).toEqual(rows.toSorted((a, b) => b - a))
    const page = await api.deliveries.list({ q: 'alarm-2', limit: 3 })
    expect(page.items).toHaveLength(3)
    expect((await api.deliveries.list({ q: 'alarm-2', limit: 3, before: page.next ?? '' })).items.length).toBeGreaterThan(0)
    expect((await api.deliveries.list({ q: '100%_' })).items).toEqual([])
  })

  it('greets first, then tells what happens, in the order of its numbers', async () => {
    const { desk, api } = await setUp()
    const feed = follow(api)
    await eventually(() => expect(feed.kinds()).toEqual(['hello']))
    const source = await connect(desk)
    await source.alarm('ALARM', desk.clock.now())
    await desk.api.settings.update({ soundPaused: true })
    await desk.api.integrations.remove({ id: source.integration.id })
    await eventually(() => expect(feed.kinds()).toContain('integration-removed'))
    expect(new Set(feed.kinds())).toEqual(new Set(['hello', 'integration', 'delivery', 'incident', 'settings', 'integration-removed']))
    const numbers = feed.heard.map(numberOf)
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    const told = feed.heard.find((change) => change.kind === 'incident')
    const [incident] = (await api.incidents.list({})).items
    expect(told).toMatchObject({ incident: { id: incident?.id, shortId: 'INC-1' } })
    feed.stop()
    await feed.ended
  })

  it('goes on from the last id that was heard, wherever it was cut off', async () => {
    const { desk, api } = await setUp()
    const source = await connect(desk)
    const at = desk.clock.now() - 60_000
    await source.alarm('ALARM', at)
    const [incident] = (await api.incidents.list({})).items
    const id = incident?.id ?? ''
    await eventually(async () => expect((await api.incidents.get({ id })).timeline.at(-1)?.kind).toBe('not-notified'))
    const whole = follow(api)
    await eventually(() => expect(whole.kinds()).toEqual(['hello']))
    // Each is a delivery and its incident in one transaction; some of them share one.
    await source.alarm('ALARM', at + 1)
    await Promise.all([2, 3, 4].map((later) => source.alarm('ALARM', at + later)))
    await api.incidents.note({ id, text: 'the last of it' })
    const { rev } = await api.incidents.get({ id })
    await eventually(() => expect(whole.heard.map(numberOf)).toContain(rev))
    const rowsOf = (changes: readonly Change[]) =>
      new Set(
        changes.flatMap((change) => (change.kind === 'delivery' ? [`d${change.delivery.id}`] : change.kind === 'incident' ? ['i'] : [])),
      )
    for (const [at, cut] of whole.heard.entries()) {
      const rest = rowsOf(whole.heard.slice(at + 1))
      const again = follow(api, { since: cut.id })
      const byHeader = follow(api, undefined, { lastEventId: cut.id })
      const hello = { kind: 'hello', id: cut.id }
      await eventually(() => expect([again.heard[0], byHeader.heard[0]]).toEqual([hello, hello]))
      await eventually(() => expect([rowsOf(again.heard), rowsOf(byHeader.heard)]).toEqual([rest, rest]))
      again.stop()
      byHeader.stop()
      await Promise.all([again.ended, byHeader.ended])
    }
    whole.stop()
    await whole.ended
  })

  it('asks for a snapshot where the place is of another run or was never told, and goes on from here', async () => {
    const { desk, api } = await setUp()
    await connect(desk)
    const first = follow(api)
    await eventually(() => expect(first.kinds()).toEqual(['hello']))
    const [epoch = '', rev = ''] = first.heard[0]?.id.split('-') ?? []
    first.stop()
    await first.ended
    for (const since of [`0123456789ab-${rev}`, `${epoch}-${Number(rev) + 1_000}`]) {
      const feed = follow(api, { since })
      await eventually(() => expect(feed.kinds()).toEqual(['snapshot-needed']))
      await desk.api.settings.update({ soundPaused: true })
      await eventually(() => expect(feed.kinds()).toEqual(['snapshot-needed', 'settings']))
      const [place, next] = feed.heard.filter(({ kind }) => kind !== 'coverage').map(numberOf)
      expect(next).toBe((place ?? 0) + 1)
      feed.stop()
      await feed.ended
    }
    // What the desk of before told is not known to the one of now.
    await desk.stop()
    const again = await startDesk({ dataDir: desk.dataDir, clock: desk.clock, channel: null })
    const feed = follow((await open(again.router)).client(), { since: `${epoch}-${rev}` })
    await eventually(() => expect(feed.kinds()).toEqual(['snapshot-needed']))
    feed.stop()
    await feed.ended
  })

  it('lets go of whoever goes away: by cancelling, by leaving its loop, by a reload', async () => {
    const { api, wire, followers } = await setUp()
    const feeds = [follow(api), follow(api), follow(api)]
    await eventually(() => expect(followers()).toBe(3))
    for (const feed of feeds) feed.stop()
    await Promise.all(feeds.map(({ ended }) => ended))
    await eventually(() => expect(followers()).toBe(0))

    for await (const change of await api.changes()) {
      expect(change.kind).toBe('hello')
      break
    }
    await eventually(() => expect(followers()).toBe(0))

    const before = follow(api)
    await eventually(() => expect(followers()).toBe(1))
    // A page that is loaded again cancels nothing in good manners.
    before.stop()
    await wire.reload()
    const after = follow(wire.client())
    await eventually(() => expect(after.kinds()).toEqual(['hello']))
    await eventually(() => expect(followers()).toBe(1))
    after.stop()
    await eventually(() => expect(followers()).toBe(0))
  })

  it('misses nothing over a reload in the middle of news', async () => {
    const { desk, wire } = await setUp()
    const source = await connect(desk)
    const first = follow(wire.client())
    await eventually(() => expect(first.kinds()).toEqual(['hello']))
    const at = desk.clock.now() - 60_000
    const sending = Promise.all(Array.from({ length: 40 }, (_, n) => source.alarm('ALARM', at, { name: `a${n}` })))
    await eventually(() => expect(first.kinds().length).toBeGreaterThan(2))
    first.stop()
    await wire.reload()
    const since = first.heard.at(-1)?.id ?? ''
    const second = follow(wire.client(), { since })
    await sending
    await eventually(() => {
      const told = new Set(
        [...first.heard, ...second.heard].flatMap((change) => (change.kind === 'incident' ? [change.incident.shortId] : [])),
      )
      expect(told.size).toBe(40)
    })
    second.stop()
    await second.ended
  })
})
