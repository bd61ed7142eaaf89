import { describe, expect, it } from 'vitest'
import type { Channel, Sent } from '../../main/edge/notifications/channel.ts'
import { connect } from '../harness/deliveries.ts'
import { startDesk, type TestDesk } from '../harness/desk.ts'
import { eventually, inTime } from '../harness/eventually.ts'

const minuteMs = 60_000

/** A channel that answers as it is told to. */
function fickle(answers: (Sent | 'throws' | 'never')[]) {
  const shown: string[] = []
  const channel: Channel = {
    name: 'pager',
    send({ title }, signal) {
      shown.push(title)
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      if (answer === 'throws') return Promise.reject(new Error('it broke'))
      if (answer === 'never' || answer === undefined)
        return new Promise((resolve) => signal.addEventListener('abort', () => resolve({ ok: false, recoverable: true, said: 'stopped' })))
      return Promise.resolve(answer)
    },
  }
  return { shown, channel, answers }
}

const failing: Sent = { ok: false, recoverable: true, said: 'no connection to the pager' }

async function opened(desk: TestDesk) {
  const source = await connect(desk)
  const at = desk.clock.now() - minuteMs
  await source.alarm('ALARM', at)
  const [incident] = (await desk.api.incidents.list({})).items
  return { source, at, id: incident?.id ?? '' }
}

/** What a timeline says of who was told and who was not. */
const told = async (desk: TestDesk, id: string) =>
  (await desk.api.incidents.get({ id })).timeline
    .filter(({ kind }) => kind === 'notified' || kind === 'not-notified')
    .map(({ kind, data }) => `${kind}: ${String(data.why)}`)

const expectTold = (desk: TestDesk, id: string, lines: unknown[]) => eventually(async () => expect(await told(desk, id)).toEqual(lines))

describe('whoever is on call', () => {
  it('is told when an incident opens and when it reopens, not of what is appended or closed', async () => {
    const desk = await startDesk()
    const { source, at, id } = await opened(desk)
    await expectTold(desk, id, ['notified: it opened'])
    await source.alarm('ALARM', at + 1_000)
    await source.alarm('OK', at + 2_000)
    await source.alarm('ALARM', at + 3_000)
    await expectTold(desk, id, ['notified: it opened', 'notified: it was reopened'])
    expect(desk.shown.map(({ title }) => title)).toEqual([
      expect.stringMatching(/^ERROR INC-1 HighCPU/),
      expect.stringMatching(/^ERROR INC-1 HighCPU/),
    ])
    expect(desk.shown[0]).toMatchObject({ incidentId: id, body: expect.stringContaining('123456789012 · eu-west-1') })
  })

  it('is not told of an ALARM that its own OK overtook, nor of a late one', async () => {
    const desk = await startDesk()
    const source = await connect(desk)
    const at = desk.clock.now() - minuteMs
    await source.alarm('OK', at + 1_000)
    expect((await source.alarm('ALARM', at)).text).toBe('late\n')
    await desk.clock.advance(minuteMs)
    expect((await desk.api.incidents.list({})).items).toMatchObject([{ status: 'closed' }])
    expect(desk.shown).toEqual([])
  })

  it('is not told where the desk has no channel, and the timeline says so', async () => {
    const desk = await startDesk({ channel: null })
    const { id } = await opened(desk)
    await expectTold(desk, id, ['not-notified: this desk has no channel besides its console'])
  })

  it('is told again when a snooze ends, once, also where the computer slept over its end', async () => {
    const desk = await startDesk()
    const { id } = await opened(desk)
    await expectTold(desk, id, ['notified: it opened'])
    const until = desk.clock.now() + 30 * minuteMs
    await desk.api.incidents.snooze({ id, until: new Date(until).toISOString() })
    await desk.clock.advance(29 * minuteMs)
    expect(desk.shown).toHaveLength(1)
    desk.clock.skip(120 * minuteMs)
    desk.wake()
    await expectTold(desk, id, ['notified: it opened', 'notified: the snooze ended'])
    expect(await desk.api.incidents.get({ id })).toMatchObject({ snoozedUntil: null })
    await desk.clock.advance(minuteMs)
    expect(desk.shown).toHaveLength(2)
  })

  it('is told when the snooze ends by the clock that is moved on by hand', async () => {
    const desk = await startDesk()
    const { id } = await opened(desk)
    await desk.api.incidents.snooze({ id, until: new Date(desk.clock.now() + 90_000).toISOString() })
    await desk.clock.advance(80_000)
    expect(await told(desk, id)).toEqual(['notified: it opened'])
    await inTime(desk.clock, 11_000, async () => expect(await told(desk, id)).toContain('notified: the snooze ended'))
    const { timeline } = await desk.api.incidents.get({ id })
    expect(timeline.find(({ kind }) => kind === 'unsnoozed')).toMatchObject({ actor: 'desk', data: { cause: 'ended' } })
  })

  it('is not told at a snooze’s end where it was changed, ended or acknowledged since', async () => {
    const desk = await startDesk()
    const { id } = await opened(desk)
    const at = (minutes: number) => new Date(start + minutes * minuteMs).toISOString()
    const start = desk.clock.now()
    await expectTold(desk, id, ['notified: it opened'])
    await desk.api.incidents.snooze({ id, until: at(10) })
    await desk.api.incidents.snooze({ id, until: at(20) })
    await inTime(desk.clock, minuteMs, async () =>
      expect(await told(desk, id)).toEqual(['notified: it opened', 'not-notified: the snooze was changed since']),
    )
    expect(await desk.api.incidents.get({ id })).toMatchObject({ snoozedUntil: at(20) })
    await desk.api.incidents.acknowledge({ id })
    await inTime(desk.clock, minuteMs, async () => expect((await told(desk, id)).at(-1)).toBe('not-notified: You has acknowledged it'))
    expect(await desk.api.incidents.get({ id })).toMatchObject({ snoozedUntil: null })
    expect(desk.shown).toHaveLength(1)
  })
})

describe('a channel', () => {
  it('that fails is tried again, then given up, and the timeline tells each try', async () => {
    const pager = fickle([failing])
    const desk = await startDesk({ channel: pager.channel })
    const { id } = await opened(desk)
    await eventually(() => expect(pager.shown).toHaveLength(1))
    await inTime(desk.clock, 1_000, () => expect(pager.shown).toHaveLength(5))
    await expectTold(desk, id, [
      ...[1, 2, 3, 4].map((attempt) => `not-notified: no connection to the pager; attempt ${attempt} of 5`),
      'not-notified: no connection to the pager',
    ])
    await desk.clock.advance(60 * minuteMs)
    expect(pager.shown).toHaveLength(5)
    expect((await desk.api.coverage.get()).links.find(({ link }) => link === 'notifications')).toMatchObject({ state: 'failing' })
  })

  it('that works again is used again, and coverage with it', async () => {
    const pager = fickle([failing, 'throws', { ok: true }])
    const desk = await startDesk({ channel: pager.channel })
    const { id } = await opened(desk)
    await eventually(() => expect(pager.shown).toHaveLength(1))
    await inTime(desk.clock, 1_000, () => expect(pager.shown).toHaveLength(3))
    await expectTold(desk, id, [
      'not-notified: no connection to the pager; attempt 1 of 5',
      'not-notified: it broke; attempt 2 of 5',
      'notified: it opened',
    ])
    expect((await desk.api.coverage.get()).links.find(({ link }) => link === 'notifications')).toMatchObject({ state: 'ok' })
  })

  it('that says it never will is not tried again', async () => {
    const pager = fickle([{ ok: false, recoverable: false, said: 'nobody of that name' }])
    const desk = await startDesk({ channel: pager.channel })
    const { id } = await opened(desk)
    await expectTold(desk, id, ['not-notified: nobody of that name'])
    await desk.clock.advance(60 * minuteMs)
    expect(pager.shown).toHaveLength(1)
  })

  it('that is cut off by a stop is tried again at the next start: repeated, not lost', async () => {
    const pager = fickle(['never'])
    const desk = await startDesk({ channel: pager.channel })
    const { id } = await opened(desk)
    await eventually(() => expect(pager.shown).toHaveLength(1))
    await desk.stop()
    pager.answers.splice(0, 1, { ok: true })
    const again = await startDesk({ dataDir: desk.dataDir, clock: desk.clock, channel: pager.channel })
    await expectTold(again, id, ['notified: it opened'])
    expect(pager.shown).toHaveLength(2)
  })

  it('that is gone after a restart is said on the timeline', async () => {
    const pager = fickle(['never'])
    const desk = await startDesk({ channel: pager.channel })
    const { id } = await opened(desk)
    await eventually(() => expect(pager.shown).toHaveLength(1))
    await desk.stop()
    const again = await startDesk({ dataDir: desk.dataDir, clock: desk.clock, channel: null })
    await expectTold(again, id, ['not-notified: this desk has no channel «pager»'])
  })

  it('is tried again soon where the clock that set the next try was ahead, and is set right', async () => {
    const pager = fickle([failing, { ok: true }])
    const desk = await startDesk({ channel: pager.channel })
    const right = desk.clock.now()
    desk.clock.setWall(right + 20 * minuteMs)
    const { id } = await opened(desk)
    await eventually(async () => expect(await told(desk, id)).toHaveLength(1))
    desk.clock.setWall(right)
    await inTime(desk.clock, 2 * minuteMs, () => expect(pager.shown).toHaveLength(2))
    // By the time that each was given, the later try comes first.
    await expectTold(desk, id, ['notified: it opened', expect.stringContaining('attempt 1')])
  })
})
