import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Door, type HeldSubscription, planMove } from '../../../main/core/aws/plan-move.ts'

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:alarms'
const now = 'https://now.example'
const old = 'https://old.example'
const door: Door = { integrationId: 1, secret: 'sekret', formerSecret: null }
const at = { base: now, formerBases: [old], doors: [door] }
const sub = (endpoint: string, arn: string | null = 'a1', topic = topicArn): HeldSubscription => ({
  topicArn: topic,
  subscriptionArn: arn,
  endpoint,
})

describe('a public address that changed', () => {
  it('first subscribes anew, then waits, and calls the old one stale only when the new one is confirmed', () => {
    const before = sub(`${old}/in/sekret`)
    const from = [{ subscriptionArn: 'a1', endpoint: before.endpoint }]
    const move = { topicArn, integrationId: 1, endpoint: `${now}/in/sekret`, from }
    expect(planMove(at, [before])).toEqual({ moves: [{ ...move, next: 'subscribe' }], stale: [] })
    const pending = sub(`${now}/in/sekret`, null)
    expect(planMove(at, [before, pending])).toEqual({ moves: [{ ...move, next: 'await-confirmation' }], stale: [] })
    const confirmed = sub(`${now}/in/sekret`, 'a2')
    expect(planMove(at, [before, pending, confirmed])).toEqual({
      moves: [],
      stale: [{ topicArn, ...from[0], integrationId: 1, why: 'moved' }],
    })
    expect(planMove(at, [confirmed])).toEqual({ moves: [], stale: [] })
  })

  it('knows an endpoint by its secret, whatever stands before it, and whatever password is in it', () => {
    const elsewhere = sub('https://user:****@third.example/tocsin/in/sekret')
    expect(planMove(at, [elsewhere]).moves).toMatchObject([{ next: 'subscribe' }])
    expect(planMove({ ...at, base: 'https://NOW.example/tocsin' }, [sub('https://now.example/tocsin/in/sekret')]).moves).toEqual([])
  })

  it('moves off a rotated secret, and finds what a removed integration left at an address of ours', () => {
    const rotated = { ...at, doors: [{ ...door, secret: 'new', formerSecret: 'sekret' }] }
    expect(planMove(rotated, [sub(`${now}/in/sekret`)]).moves).toMatchObject([{ endpoint: `${now}/in/new`, next: 'subscribe' }])
    expect(planMove(rotated, [sub(`${now}/in/sekret`), sub(`${now}/in/new`, 'a2')]).stale).toMatchObject([{ why: 'rotated' }])
    expect(planMove(at, [sub(`${old}/in/unknown`)]).stale).toMatchObject([{ why: 'integration-removed', integrationId: null }])
  })

  it('leaves alone what is not ours', () => {
    const foreign = ['https://somebody.example/in/unknown', 'someone@example.com', 'arn:aws:sqs:eu-west-1:1:q', 'https://now.example/hook']
    expect(
      planMove(
        at,
        foreign.map((endpoint) => sub(endpoint)),
      ),
    ).toEqual({ moves: [], stale: [] })
  })

  it('done step by step it comes to rest with each topic heard once, and never ends the last one that is confirmed', () => {
    const secrets = ['s1', 's2', 'gone']
    const topics = ['t1', 't2']
    const some = fc.record({
      topicArn: fc.constantFrom(...topics),
      subscriptionArn: fc.option(fc.uuid()),
      endpoint: fc
        .tuple(fc.constantFrom(now, old, 'https://foreign.example'), fc.constantFrom(...secrets))
        .map(([base, secret]) => `${base}/in/${secret}`),
    })
    const doors: Door[] = [
      { integrationId: 1, secret: 's1', formerSecret: null },
      { integrationId: 2, secret: 's2', formerSecret: null },
    ]
    fc.assert(
      fc.property(fc.uniqueArray(some, { selector: (one) => `${one.topicArn} ${one.endpoint}`, maxLength: 18 }), (start) => {
        const heardAt = (held: readonly HeldSubscription[], topic: string, secret: string) =>
          held.filter((one) => one.topicArn === topic && one.endpoint.endsWith(`/in/${secret}`) && one.subscriptionArn !== null)
        let held: HeldSubscription[] = start
        for (let round = 0; round < 5; round += 1) {
          const { moves, stale } = planMove({ base: now, formerBases: [old], doors }, held)
          for (const { topicArn: topic, endpoint, next } of moves) {
            if (next === 'subscribe') held = [...held, { topicArn: topic, subscriptionArn: null, endpoint }]
            else held = held.map((one) => (one.topicArn === topic && one.endpoint === endpoint ? { ...one, subscriptionArn: 'new' } : one))
          }
          held = held.filter((one) => !stale.some(({ topicArn: topic, endpoint }) => one.topicArn === topic && one.endpoint === endpoint))
          for (const topic of topics)
            for (const secret of ['s1', 's2'])
              if (heardAt(start, topic, secret).length > 0) expect(heardAt(held, topic, secret).length).toBeGreaterThan(0)
        }
        expect(planMove({ base: now, formerBases: [old], doors }, held)).toEqual({ moves: [], stale: [] })
        for (const topic of topics) for (const secret of ['s1', 's2']) expect(heardAt(held, topic, secret).length).toBeLessThanOrEqual(1)
        const foreign = (all: readonly HeldSubscription[]) => all.filter(({ endpoint }) => endpoint === 'https://foreign.example/in/gone')
        expect(foreign(held)).toEqual(foreign(start))
      }),
    )
  })
})
