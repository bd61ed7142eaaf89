import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { alarmText, connect, post } from '../harness/deliveries.ts'
import { startDesk } from '../harness/desk.ts'
import { notification } from '../harness/signing.ts'

describe('one message, delivered more than once', () => {
  it('64 times at once gives 64 times 200, one effect and 63 duplicates', async () => {
    const desk = await startDesk()
    const source = await connect(desk)
    const body = JSON.stringify(source.signer.sign(notification({ Message: alarmText({ state: 'ALARM', at: desk.clock.now() }) })))
    const answers = await Promise.all(Array.from({ length: 64 }, () => post(source.url, body)))
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 64 }, () => 200))
    expect(answers.filter(({ text }) => text === 'opened\n')).toHaveLength(1)
    expect(answers.filter(({ text }) => text === 'duplicate\n')).toHaveLength(63)
    expect((await desk.api.incidents.list({})).items).toMatchObject([{ appendedCount: 0 }])
    const { items } = await desk.api.deliveries.list({ disposition: 'duplicate', limit: 200 })
    expect(items).toHaveLength(63)
    // A copy keeps no body of its own and shows the first one's.
    expect((await desk.api.deliveries.get({ id: items[0]?.id ?? '' })).body).toBe(body)
  })

  it('is known after a restart, at the same URL on the same port', async () => {
    const first = await startDesk()
    const source = await connect(first)
    const envelope = notification({ Message: alarmText({ state: 'ALARM', at: first.clock.now() }) })
    expect(await source.send(envelope)).toMatchObject({ status: 200, text: 'opened\n' })
    await first.stop()
    const { dataDir, clock } = first
    const second = await startDesk({ dataDir, clock })
    expect(second.receiverUrl).toBe(first.receiverUrl)
    expect(await source.send(envelope)).toMatchObject({ status: 200, text: 'duplicate\n' })
    expect((await second.api.incidents.list({})).items).toHaveLength(1)
  })

  it('is forgotten after 15 days also where the desk runs on', async () => {
    const desk = await startDesk({ channel: null })
    const source = await connect(desk)
    const envelope = (messageId: string) =>
      notification({
        MessageId: messageId,
        Message: alarmText({ state: 'ALARM', at: desk.clock.now() }),
        Timestamp: new Date(desk.clock.now()).toISOString(),
      })
    const messageId = randomUUID()
    expect((await source.send(envelope(messageId))).text).toBe('opened\n')
    // The clock alone: what waits is asked to look, as after a sleep.
    desk.clock.skip(16 * 86_400_000)
    await desk.clock.advance(60_000)
    expect((await source.send(envelope(messageId))).text).toBe('appended\n')
  })
})
