import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planAlarm, read } from '../../main/core/aws/plan-catch-up.ts'
import type { DeliveryInput } from '../../main/store/delivery-input.ts'
import type { IntegrationRow } from '../../main/store/integration-rows.ts'
import { anAlarm, arnOf, place } from '../core/aws/readings.ts'
import { alarmText } from '../harness/deliveries.ts'
import { topicArn } from '../harness/signing.ts'
import { alarmDelivery, openTestStore, someIntegration, type TestStore } from '../harness/store.ts'

const live = { status: 'live' as const, severity: null, integrationId: null, q: null, before: null, limit: 200 }
const all = { ...live, status: null }
const list = { integrationId: null, disposition: null, source: null, q: null, before: null, limit: 50 }

/** A store, and what reads alarms into it as catch-up does. */
async function setUp() {
  const store = openTestStore()
  const integration = await someIntegration(store)
  const check = (finding: ReturnType<typeof planAlarm>[number]) =>
    store.recordCheck({ finding, place, readAt: 'a test', rulesRev: integration.rev, isBaseline: false })
  const scope = { integrationId: integration.id, topics: [topicArn], rules: [], eventRules: [] }
  const known = {
    contributorKeys: (id: number, arn: string) => store.keysInAlarm(id, `${arn}#`),
    watermark: store.watermark,
    unheardSince: () => 0,
  }
  const actions = { AlarmActions: [topicArn], OKActions: [topicArn] }
  /** What AWS says now: to be recorded at once, or later. */
  const look = (name: string, state: 'ALARM' | 'OK', at: number) => planAlarm(anAlarm(name, state, at, actions), [], scope, known, place)
  const record = async (findings: ReturnType<typeof look>) => {
    for (const finding of findings) await check(finding)
  }
  const published = (name: string, state: 'ALARM' | 'OK', at: number) => {
    const found = read(alarmText({ state, at, name }), null, topicArn, scope)
    return found === null ? [] : [{ ...found, from: 'history' as const, exact: true, mutable: false, tellsEvenOver: true }]
  }
  return { store, integration, look, record, published }
}

const push = (store: TestStore, integration: IntegrationRow, name: string, state: 'ALARM' | 'OK', at: number, messageId?: string) =>
  store.recordDelivery(
    alarmDelivery(store, integration, { state, at, name, ...(messageId === undefined ? {} : { messageId }) }) as DeliveryInput,
  )

describe('what catch-up found', () => {
  it('first is not one more when its message comes after all, and that message counts once too', async () => {
    const { store, integration, look, record } = await setUp()
    const at = store.clock.now() - 60_000
    await record(look('a', 'ALARM', at))
    const id = '11111111-0000-4000-8000-000000000000'
    expect(await push(store, integration, 'a', 'ALARM', at, id)).toMatchObject({ delivery: { disposition: 'ignored', reason: 'checked' } })
    expect(await push(store, integration, 'a', 'ALARM', at, id)).toMatchObject({ delivery: { disposition: 'duplicate' } })
    await record(look('a', 'OK', at + 5_000))
    expect(await push(store, integration, 'a', 'OK', at + 5_000)).toMatchObject({ delivery: { disposition: 'ignored', reason: 'checked' } })
    const { items } = await store.reader.incidents(all)
    expect(items).toMatchObject([{ appendedCount: 0, reopenedCount: 0, status: 'closed' }])
    // Nor does it undo what a person did.
    await store.act(items[0]?.id ?? '', { act: 'reopen' }, 'you')
    await record(look('a', 'OK', at + 5_000))
    expect((await store.reader.incidents(live)).items).toHaveLength(1)
  })

  it('is not recorded where it was heard, and leaves alone what a person closed', async () => {
    const { store, integration, look, record } = await setUp()
    const at = store.clock.now() - 60_000
    await push(store, integration, 'a', 'ALARM', at)
    await record(look('a', 'ALARM', at))
    const [incident] = (await store.reader.incidents(live)).items
    await store.act(incident?.id ?? '', { act: 'close' }, 'you')
    await record(look('a', 'ALARM', at))
    expect((await store.reader.incidents(live)).items).toEqual([])
    expect((await store.reader.deliveries(list)).items).toHaveLength(1)
    await record(look('a', 'ALARM', at + 1_000))
    expect((await store.reader.incidents(live)).items).toHaveLength(1)
  })

  const act = fc.oneof(
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('change' as const), after: fc.constantFrom(0, 1, 7, 1_000) }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('push' as const), which: fc.nat() }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('look' as const) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('record' as const), which: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('history' as const), from: fc.nat() }) },
  )

  it('leaves the desk, in any interleaving with what is heard, with AWS’s own state; none is lost and none invented', async () => {
    const { store, integration, look, record, published } = await setUp()
    let count = 0
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 24 }), fc.boolean(), async (acts, pushesLast) => {
        const name = `alarm-${++count}`
        let at = store.clock.now() - 60_000
        const told: { state: 'ALARM' | 'OK'; at: number }[] = []
        const read: ReturnType<typeof look>[] = []
        const now = () => told.at(-1) ?? { state: 'OK' as const, at }
        for (const one of acts) {
          if (one.kind === 'change') {
            // Two changes of one instant would be one to SNS.
            at += Math.max(told.length === 0 ? 0 : 1, one.after)
            told.push({ state: now().state === 'OK' ? 'ALARM' : 'OK', at })
          } else if (one.kind === 'push') {
            const message = told[one.which % Math.max(1, told.length)]
            if (message !== undefined) await push(store, integration, name, message.state, message.at)
          } else if (one.kind === 'look') read.push(look(name, now().state, now().at))
          else if (one.kind === 'record') await record(read[one.which % Math.max(1, read.length)] ?? [])
          else
            for (const message of told.slice(one.from % Math.max(1, told.length))) await record(published(name, message.state, message.at))
        }
        await record(look(name, now().state, now().at))
        if (pushesLast) for (const message of told) await push(store, integration, name, message.state, message.at)
        const incidents = (await store.reader.incidents({ ...all, q: null })).items.filter(({ dedupKey }) => dedupKey === arnOf(name))
        const open = incidents.filter(({ status }) => status !== 'closed')
        expect(open).toHaveLength(now().state === 'ALARM' ? 1 : 0)
        for (const { openedAt } of incidents) expect(told).toContainEqual({ state: 'ALARM', at: openedAt })
      }),
      { numRuns: 40 },
    )
  })
})
