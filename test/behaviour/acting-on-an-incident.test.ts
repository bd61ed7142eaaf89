import { describe, expect, it } from 'vitest'
import { connect } from '../harness/deliveries.ts'
import { startDesk, type TestDesk } from '../harness/desk.ts'
import { topicArn } from '../harness/signing.ts'

const minuteMs = 60_000

/** A desk with one open incident, and its alarm. */
async function setUp(fields: Record<string, unknown> = {}) {
  const desk = await startDesk({ channel: null })
  const source = await connect(desk)
  const openedAt = desk.clock.now() - 5 * minuteMs
  await source.alarm('ALARM', openedAt, { fields })
  const [incident] = (await desk.api.incidents.list({})).items
  if (incident === undefined) throw new Error('nothing opened')
  return { desk, source, openedAt, id: incident.id, api: desk.api.incidents }
}

const kinds = async (desk: TestDesk, id: string) =>
  (await desk.api.incidents.get({ id })).timeline.map(({ kind }) => kind).filter((kind) => !/notified/.test(kind))

describe('an operator', () => {
  it('acknowledges, takes that back, closes and reopens, each once however often it is asked, and each under a name', async () => {
    const { desk, id, api } = await setUp()
    const now = new Date(desk.clock.now()).toISOString()
    for (let twice = 0; twice < 2; twice++)
      expect(await api.acknowledge({ id })).toMatchObject({ status: 'acknowledged', acknowledgedAt: now, acknowledgedBy: 'You' })
    for (let twice = 0; twice < 2; twice++)
      expect(await api.unacknowledge({ id })).toMatchObject({ status: 'open', acknowledgedAt: null, acknowledgedBy: null })
    for (let twice = 0; twice < 2; twice++) expect(await api.close({ id })).toMatchObject({ status: 'closed', closedAt: now })
    for (let twice = 0; twice < 2; twice++)
      expect(await api.reopen({ id })).toMatchObject({ status: 'open', closedAt: null, reopenedCount: 1 })
    expect(await kinds(desk, id)).toEqual(['opened', 'acknowledged', 'unacknowledged', 'closed', 'reopened'])
    const { timeline } = await api.get({ id })
    expect(timeline.filter(({ kind }) => !/notified/.test(kind)).map(({ actor }) => actor)).toEqual(['alarm', 'You', 'You', 'You', 'You'])
  })

  it('is refused what is not possible, with the state it is in and a sentence', async () => {
    const { desk, id, api } = await setUp()
    const until = new Date(desk.clock.now() + 60 * minuteMs).toISOString()
    const refused = (status: string) => ({
      code: 'illegal-transition',
      status: 409,
      data: { status },
      message: expect.stringMatching(/\.$/),
    })
    await api.acknowledge({ id })
    await expect(api.reopen({ id })).rejects.toMatchObject(refused('acknowledged'))
    await api.close({ id })
    await expect(api.acknowledge({ id })).rejects.toMatchObject(refused('closed'))
    await expect(api.unacknowledge({ id })).rejects.toMatchObject(refused('closed'))
    await expect(api.snooze({ id, until })).rejects.toMatchObject(refused('closed'))
    await expect(api.unsnooze({ id })).rejects.toMatchObject(refused('closed'))
    expect(await kinds(desk, id)).toEqual(['opened', 'acknowledged', 'closed'])
    await api.reopen({ id })
    await expect(api.snooze({ id, until: new Date(desk.clock.now()).toISOString() })).rejects.toMatchObject(refused('open'))
    await expect(api.acknowledge({ id: 'nobody' })).rejects.toMatchObject({ code: 'not-found', status: 404 })
  })

  it('takes each act back, and what came between stands', async () => {
    const { desk, id, api } = await setUp()
    const last = async () => (await api.get({ id })).timeline.findLast(({ actor }) => actor === 'You')?.id ?? ''
    const until = new Date(desk.clock.now() + 60 * minuteMs).toISOString()

    const { acknowledgedAt } = await api.acknowledge({ id })
    const acknowledged = await last()
    desk.clock.skip(minuteMs)
    await api.note({ id, text: 'in between' })
    expect(await api.undo({ id, eventId: acknowledged })).toMatchObject({ status: 'open' })
    // Undone twice is undone once.
    const undone = await kinds(desk, id)
    await api.undo({ id, eventId: acknowledged })
    expect(await kinds(desk, id)).toEqual(undone)
    const { timeline } = await api.get({ id })
    expect(timeline.find((event) => event.id === acknowledged)?.undoneBy).toBe(await last())
    expect(timeline.find(({ kind }) => kind === 'noted')).toMatchObject({ undoneBy: null, data: { text: 'in between' } })
    // Undoing the undoing gives back the acknowledgement as it was.
    expect(await api.undo({ id, eventId: await last() })).toMatchObject({ status: 'acknowledged', acknowledgedAt })

    await api.snooze({ id, until })
    expect(await api.undo({ id, eventId: await last() })).toMatchObject({ snoozedUntil: null })
    await api.close({ id })
    expect(await api.undo({ id, eventId: await last() })).toMatchObject({ status: 'acknowledged', acknowledgedAt, reopenedCount: 0 })
    await api.close({ id })
    const closed = await last()
    await api.reopen({ id })
    await expect(api.undo({ id, eventId: closed })).rejects.toMatchObject({ code: 'illegal-transition', status: 409 })
    expect(await api.undo({ id, eventId: await last() })).toMatchObject({ status: 'closed' })
    await expect(api.undo({ id, eventId: '999999' })).rejects.toMatchObject({ code: 'not-found' })
    const opened = (await api.get({ id })).timeline.find(({ kind }) => kind === 'opened')?.id ?? ''
    await expect(api.undo({ id, eventId: opened })).rejects.toMatchObject({ code: 'illegal-transition' })
  })

  it('writes notes, removes them, and brings a removed one back', async () => {
    const { id, api } = await setUp()
    const { timeline } = await api.note({ id, text: '  the deploy of 10:02  ' })
    const note = timeline.find(({ kind }) => kind === 'noted')
    expect(note?.data).toEqual({ text: 'the deploy of 10:02' })
    const noteId = note?.id ?? ''
    for (let twice = 0; twice < 2; twice++) {
      const removed = await api.removeNote({ id, noteId })
      expect(removed.timeline.filter(({ kind }) => kind === 'note-removed')).toHaveLength(1)
    }
    await expect(api.removeNote({ id, noteId: '1' })).rejects.toMatchObject({ code: 'not-found', status: 404 })
    const removal = (await api.get({ id })).timeline.find(({ kind }) => kind === 'note-removed')?.id ?? ''
    const back = await api.undo({ id, eventId: removal })
    expect(back.timeline.filter(({ kind }) => kind === 'noted').map(({ data }) => data)).toEqual([
      { text: 'the deploy of 10:02' },
      { text: 'the deploy of 10:02', undoes: removal },
    ])
    await expect(api.note({ id, text: '   ' })).rejects.toMatchObject({ status: 400 })
  })

  it('who closes what AWS still calls ALARM is told so, until AWS says OK', async () => {
    const { desk, source, openedAt, id, api } = await setUp()
    expect(await api.close({ id })).toMatchObject({ status: 'closed', warnings: ['closed-while-alarm'] })
    const { timeline } = await api.get({ id })
    expect(timeline.findLast(({ kind }) => kind === 'closed')).toMatchObject({ data: { cause: 'operator', awsInAlarm: true } })
    // The same ALARM again undoes no human's close; a newer one does.
    expect((await source.alarm('ALARM', openedAt)).text).toBe('ignored\n')
    expect((await source.alarm('OK', openedAt + minuteMs)).text).toBe('ignored\n')
    expect(await api.get({ id })).toMatchObject({ status: 'closed', warnings: [] })
    // Told in the order in which it happened: AWS's OK is older than the close by hand.
    expect(await kinds(desk, id)).toEqual(['opened', 'recovered', 'closed'])
    expect((await source.alarm('ALARM', openedAt + 2 * minuteMs)).text).toBe('opened\n')
    expect(await api.get({ id })).toMatchObject({ status: 'open', reopenedCount: 1 })
  })

  it('is told where nothing will close an incident by itself', async () => {
    const { id, api } = await setUp({ OKActions: [] })
    expect(await api.get({ id })).toMatchObject({ warnings: ['nothing-closes-it'] })
    expect(await api.close({ id })).toMatchObject({ warnings: ['closed-while-alarm'] })
    const other = await setUp({ OKActions: [topicArn] })
    expect(await other.api.get({ id: other.id })).toMatchObject({ warnings: [] })
  })

  it('finds the same after a restart, and the fold of the timeline is what the row says', async () => {
    const { desk, id, api } = await setUp()
    await api.acknowledge({ id })
    await api.note({ id, text: 'kept' })
    const before = await api.get({ id })
    await desk.stop()
    const again = await startDesk({ dataDir: desk.dataDir, clock: desk.clock, channel: null })
    expect(await again.api.incidents.get({ id })).toEqual(before)
  })
})

describe('the window in which an ALARM reopens', () => {
  it('is a setting, counted in the alarm’s own time', async () => {
    const { desk, source, openedAt, id, api } = await setUp()
    const ok = openedAt + minuteMs
    await source.alarm('OK', ok)
    expect((await source.alarm('ALARM', ok + 9 * minuteMs + 59_000)).text).toBe('opened\n')
    expect(await api.get({ id })).toMatchObject({ reopenedCount: 1 })
    await source.alarm('OK', ok + 10 * minuteMs)
    await desk.api.settings.update({ reopenWindowMinutes: 1 })
    await source.alarm('ALARM', ok + 11 * minuteMs + 1)
    expect((await api.list({})).items.map(({ shortId, status }) => [shortId, status])).toEqual([
      ['INC-2', 'open'],
      ['INC-1', 'closed'],
    ])
  })
})
