import { afterEach, describe, expect, it } from 'vitest'
import { openDrill } from '../../../main/edge/practice/drill.ts'
import type { DrillIncidents, DrillIntegrations, PracticeWish } from '../../../main/edge/practice/drill-ports.ts'
import { type Heard, handTime, openHearer, quiet, type Reply } from './by-hand.ts'

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close()
})

/** A receiver that takes every message of the drill's own SNS and confirms by itself, unless told otherwise. */
async function setUp(on: { confirmation?: Reply; confirms?: boolean; alarm?: Reply; wish?: DrillIntegrations['create'] } = {}) {
  const time = handTime()
  const wishes: PracticeWish[] = []
  const removed: string[] = []
  const knocks: boolean[] = []
  const states: string[] = []
  const listeners = new Set<() => void>()
  let status: 'open' | 'acknowledged' | 'closed' = 'open'
  let incident: string | null = null

  const hearer = await openHearer((heard) => {
    knocks.push(drill.opened(heard.remotePort, heard.remoteAddress))
    if (heard.json.Type === 'SubscriptionConfirmation') {
      if (on.confirms !== false) void confirm(heard)
      return on.confirmation ?? 200
    }
    states.push(String(alarmOf(heard).NewStateValue))
    incident ??= `incident-of-${wishes.length}`
    return on.alarm ?? 200
  })

  async function confirm({ json }: Heard) {
    const { endpoint = '' } = wishes.at(-1) ?? {}
    await fetch(endpoint, {
      method: 'POST',
      body: new URLSearchParams({ Action: 'ConfirmSubscription', TopicArn: String(json.TopicArn), Token: String(json.Token) }),
    })
  }

  const integrations: DrillIntegrations = {
    create:
      on.wish ??
      (async (wish) => {
        wishes.push(wish)
        return { id: `integration-${wishes.length}`, url: hearer.url }
      }),
    remove: async (id) => {
      removed.push(id)
      incident = null
    },
  }
  const incidents: DrillIncidents = {
    of: async () => incident,
    statusOf: async () => status,
    onChange: (listen) => {
      listeners.add(listen)
      return () => listeners.delete(listen)
    },
  }
  const drill = openDrill({ ...time, log: quiet, integrations, incidents })
  opened.push(hearer, drill)
  const become = (next: typeof status) => {
    status = next
    for (const listen of listeners) listen()
  }
  const connections = () => new Promise<number>((resolve) => hearer.server.getConnections((_, count) => resolve(count)))
  return { time, hearer, drill, wishes, removed, knocks, states, listeners, become, connections }
}

const alarmOf = (heard: Heard | undefined): Record<string, string> => JSON.parse(String(heard?.json.Message))

/** Moves a started drill to its second ALARM, and waits until its answer has come. */
async function secondAlarm({ time, hearer }: Awaited<ReturnType<typeof setUp>>) {
  await time.waiting(3_000)
  time.advance(3_000)
  await hearer.hears(3)
  await time.settled(15_000)
}

/** Resolves when the drill has ended and left nothing. */
async function isOver({ time, drill, removed, connections }: Awaited<ReturnType<typeof setUp>>, integrationId: string) {
  await expect.poll(() => removed).toContain(integrationId)
  await expect.poll(connections).toBe(0)
  expect(time.pending()).toBe(0)
  expect(drill.opened(0)).toBe(false)
}

describe('a drill', () => {
  it('answers when its first ALARM was taken, with the incident', async () => {
    const world = await setUp()
    expect(await world.drill.run()).toEqual({ integrationId: 'integration-1', incidentId: 'incident-of-1' })
    expect(world.hearer.heard.map(({ json }) => json.Type)).toEqual(['SubscriptionConfirmation', 'Notification'])
    expect(world.states).toEqual(['ALARM'])
    expect(world.wishes).toMatchObject([
      {
        name: 'practice',
        topicArn: 'arn:aws:sns:eu-west-1:123456789012:practice-alarms',
        certificatePem: expect.stringContaining('PUBLIC KEY'),
      },
    ])
  })

  it('says ALARM again, and OK only after the operator has acknowledged', async () => {
    const world = await setUp()
    await world.drill.run()
    await secondAlarm(world)
    expect(world.states).toEqual(['ALARM', 'ALARM'])
    world.become('acknowledged')
    await world.time.waiting(2_000)
    world.time.advance(2_000)
    await world.hearer.hears(4)
    expect(world.states).toEqual(['ALARM', 'ALARM', 'OK'])
    await isOver(world, 'integration-1')
  })

  it('says OK after 60 s where nobody acknowledges, and not before', async () => {
    const world = await setUp()
    await world.drill.run()
    await secondAlarm(world)
    world.time.advance(56_999)
    world.become('open')
    expect(world.states).toEqual(['ALARM', 'ALARM'])
    world.time.advance(1)
    await world.time.waiting(2_000)
    world.time.advance(2_000)
    await world.hearer.hears(4)
    expect(world.states.at(-1)).toBe('OK')
    await isOver(world, 'integration-1')
    expect(world.listeners.size).toBe(0)
  })

  it('says ALARM again first where the acknowledgement was faster', async () => {
    const world = await setUp()
    await world.drill.run()
    world.become('acknowledged')
    await secondAlarm(world)
    await world.time.waiting(2_000)
    world.time.advance(2_000)
    await world.hearer.hears(4)
    expect(world.states).toEqual(['ALARM', 'ALARM', 'OK'])
    await isOver(world, 'integration-1')
  })

  it('gives each change a later time, also where the clock stands', async () => {
    const world = await setUp()
    await world.drill.run()
    await secondAlarm(world)
    world.become('closed')
    await world.time.waiting(2_000)
    world.time.advance(2_000)
    await world.hearer.hears(4)
    const times = world.hearer.heard.slice(1).map((heard) => Date.parse(alarmOf(heard).StateChangeTime ?? ''))
    expect(new Set(times).size).toBe(3)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  it('knocks only by connections that it says are its own', async () => {
    const world = await setUp()
    await world.drill.run()
    await secondAlarm(world)
    expect(world.knocks).toEqual([true, true, true])
    const { remotePort } = world.hearer.heard[0] ?? { remotePort: 0 }
    await world.drill.close()
    expect(world.drill.opened(remotePort)).toBe(false)
  })

  it('is one at a time: a second call is answered with the ids of the one that runs', async () => {
    const world = await setUp()
    const [first, second] = await Promise.all([world.drill.run(), world.drill.run()])
    expect(second).toEqual(first)
    await secondAlarm(world)
    expect(await world.drill.run()).toEqual(first)
    expect(world.wishes).toHaveLength(1)
  })

  it('starts anew with another key once the first has ended', async () => {
    const world = await setUp()
    await world.drill.run()
    await secondAlarm(world)
    world.become('acknowledged')
    await world.time.waiting(2_000)
    world.time.advance(2_000)
    await isOver(world, 'integration-1')
    expect(await world.drill.run()).toEqual({ integrationId: 'integration-2', incidentId: 'incident-of-2' })
    const [one, two] = world.wishes
    expect(two?.certificatePem).not.toBe(one?.certificatePem)
  })
})

describe('a drill that fails', () => {
  it('says that the integration could not be made, and can be tried again', async () => {
    const world = await setUp({ wish: async () => ({ code: 'store-unavailable', message: 'Free disk space.' }) })
    expect(await world.drill.run()).toEqual({ code: 'no-integration', message: 'Free disk space.', recoverable: true })
    expect(world.time.pending()).toBe(0)
    expect(await world.drill.run()).toMatchObject({ code: 'no-integration' })
  })

  it('says at once what a receiver answered that did not take the subscription', async () => {
    const world = await setUp({ confirmation: 403, confirms: false })
    expect(await world.drill.run()).toMatchObject({ code: 'not-confirmed', message: expect.stringContaining('it answered 403') })
    expect(world.removed).toEqual(['integration-1'])
    expect(world.time.pending()).toBe(0)
  })

  it('says that nobody confirmed, after 25 s', async () => {
    const world = await setUp({ confirms: false })
    const running = world.drill.run()
    await world.hearer.hears(1)
    world.time.advance(25_000)
    expect(await running).toMatchObject({ code: 'not-confirmed', recoverable: true })
    await isOver(world, 'integration-1')
  })

  it('says what a receiver answered that did not take the alarm, after its retry', async () => {
    const world = await setUp({ alarm: 503 })
    const running = world.drill.run()
    await world.time.waiting(20_000)
    world.time.advance(25_000)
    expect(await running).toMatchObject({ code: 'not-delivered', message: expect.stringContaining('it answered 503') })
    await isOver(world, 'integration-1')
  })

  it('is thrown where a port throws, and leaves nothing', async () => {
    const world = await setUp({ wish: () => Promise.reject(new Error('broken')) })
    await expect(world.drill.run()).rejects.toThrow('broken')
    expect(world.time.pending()).toBe(0)
  })
})

describe('closing the desk in the middle of a drill', () => {
  it.each(['before the confirmation', 'after the first ALARM', 'after the second ALARM'])('ends it %s', async (when) => {
    const world = await setUp({ confirms: when !== 'before the confirmation' })
    const running = world.drill.run()
    if (when === 'before the confirmation') await world.hearer.hears(1)
    else await running
    if (when === 'after the second ALARM') await secondAlarm(world)
    await world.drill.close()
    expect(world.removed).toEqual(['integration-1'])
    expect(world.time.pending()).toBe(0)
    expect(world.listeners.size).toBe(0)
    await expect.poll(world.connections).toBe(0)
    expect(world.states).not.toContain('OK')
    if (when === 'before the confirmation') expect(await running).toMatchObject({ code: 'stopping' })
  })

  it('refuses a further one', async () => {
    const world = await setUp()
    await world.drill.close()
    expect(await world.drill.run()).toMatchObject({ code: 'stopping', recoverable: false })
    expect(world.wishes).toEqual([])
  })
})
