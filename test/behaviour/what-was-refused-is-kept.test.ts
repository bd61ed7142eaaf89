import { describe, expect, it } from 'vitest'
import { alarmText, connect, post } from '../harness/deliveries.ts'
import { startDesk } from '../harness/desk.ts'
import { createSigner, notification, topicArn } from '../harness/signing.ts'

const stranger = 'arn:aws:sns:eu-west-1:999999999999:theirs'

describe('what was refused', () => {
  it('is in the log before its answer leaves, with its reason, its step and what came', async () => {
    const desk = await startDesk()
    const source = await connect(desk)
    const other = await createSigner({ key: 'b' })
    const now = desk.clock.now()
    const message = alarmText({ state: 'ALARM', at: now })
    const forged = JSON.stringify(other.sign(notification({ Message: message })))
    const cases = [
      { body: forged, status: 403, reason: 'signature' },
      { body: JSON.stringify(source.signer.sign(notification({ TopicArn: stranger, Message: message }))), status: 403, reason: 'topic' },
      {
        body: JSON.stringify(source.signer.sign(notification({ Timestamp: new Date(now - 4 * 86_400_000).toISOString() }))),
        status: 403,
        reason: 'stale',
      },
      { body: message, status: 403, reason: 'unsigned' },
      { body: 'no json', status: 400, reason: 'malformed' },
      { body: 'x'.repeat(2 * 1024 * 1024 + 1), status: 413, reason: 'too-large' },
    ]
    for (const { body, status, reason } of cases) {
      const answer = await post(source.url, body)
      expect(answer).toMatchObject({ status, text: expect.stringContaining(`${reason}: `) })
      const row = await source.newest()
      expect(row).toMatchObject({ disposition: 'rejected', dispositionLabel: 'Rejected', reason, incidentId: null })
      const whole = await desk.api.deliveries.get({ id: row.id })
      expect(whole.bodyBytes).toBe(body.length)
      expect(whole.body).toBe(reason === 'too-large' ? body.slice(0, 2_048) : body)
      expect(whole.trace.at(-1)).toMatchObject({ ok: false })
    }
    expect((await desk.api.incidents.list({})).items).toEqual([])
    // None of it proves that anything is heard.
    expect((await desk.api.coverage.get()).links.find(({ link }) => link === 'subscription')).toMatchObject({ state: 'unproven' })
    expect(await desk.api.coverage.get()).toMatchObject({ lastDeliveryAt: null })
  })

  it('for its topic can be trusted in one act, and what was kept of it is taken', async () => {
    const desk = await startDesk()
    const source = await connect(desk)
    const at = desk.clock.now() - 60_000
    const theirs = (name: string) => source.alarm('ALARM', at, { name, envelope: { TopicArn: stranger } })
    for (const name of ['a', 'b', 'c']) expect((await theirs(name)).status).toBe(403)
    const { id } = await source.newest()
    // One of another stranger, and one that nobody of trust signed: neither comes with it.
    await source.alarm('ALARM', at, { name: 'd', envelope: { TopicArn: `${stranger}-2` } })
    const forger = await createSigner({ key: 'b' })
    await post(
      source.url,
      JSON.stringify(forger.sign(notification({ TopicArn: stranger, Message: alarmText({ state: 'ALARM', at, name: 'e' }) }))),
    )

    expect(await desk.api.deliveries.trustTopic({ id })).toEqual({ topicArn: stranger, replayed: 3 })
    expect((await desk.api.integrations.get({ id: source.integration.id })).topics).toEqual([topicArn, stranger])
    const { items } = await desk.api.incidents.list({})
    expect(items.map(({ alarmName }) => alarmName).toSorted()).toEqual(['a', 'b', 'c'])
    expect((await desk.api.deliveries.list({ source: 'replay', disposition: 'opened' })).items).toHaveLength(3)
    expect((await theirs('f')).status).toBe(200)
    // The same act twice takes nothing twice.
    await desk.api.deliveries.trustTopic({ id })
    expect((await desk.api.incidents.list({})).items).toMatchObject(Array.from({ length: 4 }, () => ({ appendedCount: 0 })))
    await expect(desk.api.deliveries.trustTopic({ id: (await source.newest()).id })).rejects.toMatchObject({ code: 'not-possible' })
  })

  it('is judged at the time it came, however late it is replayed', async () => {
    const desk = await startDesk()
    const source = await connect(desk)
    await source.alarm('ALARM', desk.clock.now(), { envelope: { TopicArn: stranger } })
    const { id } = await source.newest()
    desk.clock.skip(10 * 86_400_000)
    expect(await desk.api.deliveries.trustTopic({ id })).toMatchObject({ replayed: 1 })
  })

  it('of which only the beginning was kept can not be replayed', async () => {
    const desk = await startDesk()
    const source = await connect(desk)
    await post(source.url, 'x'.repeat(2 * 1024 * 1024 + 1))
    await expect(desk.api.deliveries.replay({ id: (await source.newest()).id })).rejects.toMatchObject({
      code: 'not-possible',
      status: 409,
    })
  })
})

describe('what nothing knew the meaning of', () => {
  it('is kept, and opens once a rule says what it means', async () => {
    const desk = await startDesk()
    const source = await connect(desk)
    const odd = notification({ Subject: 'Batch 7 failed', Message: 'The nightly batch failed: 12 rows left.' })
    expect((await source.send(odd)).text).toBe('unmapped\n')
    const kept = await source.newest()
    expect(kept).toMatchObject({ dispositionLabel: 'Mapping Failed', incidentId: null })
    await desk.api.integrations.update({
      id: source.integration.id,
      rules: [{ name: 'batches', when: [{ field: 'subject', test: 'starts-with', value: 'Batch' }], outcome: 'open', severity: 'warning' }],
    })
    expect(await desk.api.deliveries.replay({ id: kept.id })).toMatchObject({ disposition: 'opened', source: 'replay' })
    const { items } = await desk.api.incidents.list({})
    expect(items).toMatchObject([{ severity: 'warning', status: 'open' }])
    const { trace } = await desk.api.deliveries.get({ id: (await source.newest()).id })
    expect(trace).toContainEqual({ step: 'matched', ok: true, said: '«batches»: open' })
  })
})

describe('an integration that is removed', () => {
  it('answers 404 from then on, also to what is replayed, and its history stays', async () => {
    const desk = await startDesk()
    const source = await connect(desk)
    await source.alarm('ALARM', desk.clock.now())
    const kept = await source.newest()
    await desk.api.integrations.remove({ id: source.integration.id })
    expect((await source.alarm('ALARM', desk.clock.now())).status).toBe(404)
    await expect(desk.api.deliveries.replay({ id: kept.id })).rejects.toMatchObject({ code: 'not-possible' })
    await expect(desk.api.integrations.get({ id: source.integration.id })).rejects.toMatchObject({ code: 'not-found', status: 404 })
    await expect(desk.api.integrations.rotate({ id: source.integration.id })).rejects.toMatchObject({ code: 'not-found' })
    expect((await desk.api.incidents.list({})).items).toHaveLength(1)
    expect((await desk.api.deliveries.list({})).items).toHaveLength(1)
  })

  it('while its delivery waits to be stored is 404 too, and leaves no row', async () => {
    const desk = await startDesk()
    const source = await connect(desk)
    const [removed, answer] = await Promise.all([
      desk.api.integrations.remove({ id: source.integration.id }),
      ...Array.from({ length: 20 }, () => source.alarm('ALARM', desk.clock.now())),
    ])
    expect(removed.id).toBe(source.integration.id)
    expect([200, 404]).toContain(answer?.status)
    const rows = (await desk.api.deliveries.list({})).items.filter(({ integrationId }) => integrationId === source.integration.id)
    expect(rows.every(({ rev }) => rev < removed.rev)).toBe(true)
  })
})

describe('a rotated secret', () => {
  it('answers beside the new one for the chosen time, shows who still uses it, and is over then', async () => {
    const desk = await startDesk()
    const source = await connect(desk)
    const rotated = await desk.api.integrations.rotate({ id: source.integration.id, keepOldSeconds: 600 })
    expect(rotated.inboundPath).not.toBe(source.integration.inboundPath)
    expect(rotated.previousSecret).toMatchObject({ lastUsedAt: null })
    expect((await source.alarm('ALARM', desk.clock.now())).status).toBe(200)
    const used = (await desk.api.integrations.get({ id: rotated.id })).previousSecret
    expect(used?.lastUsedAt).toBe(new Date(desk.clock.now()).toISOString())
    expect((await post(desk.receiverUrl + rotated.inboundPath, 'x')).status).toBe(400)
    await desk.stop()
    const again = await startDesk({ dataDir: desk.dataDir, clock: desk.clock })
    expect((await again.api.integrations.get({ id: rotated.id })).previousSecret).toEqual(used)
    expect((await source.alarm('ALARM', again.clock.now())).status).toBe(200)
    again.clock.skip(600_000)
    expect((await source.alarm('ALARM', again.clock.now())).status).toBe(404)
    expect((await again.api.integrations.get({ id: rotated.id })).previousSecret).toBeNull()
  })

  it('with no time to keep is over at once, also after a restart', async () => {
    const desk = await startDesk()
    const source = await connect(desk)
    await desk.api.integrations.rotate({ id: source.integration.id, keepOldSeconds: 0 })
    expect((await source.alarm('ALARM', desk.clock.now())).status).toBe(404)
    await desk.stop()
    await startDesk({ dataDir: desk.dataDir, clock: desk.clock })
    expect((await source.alarm('ALARM', desk.clock.now())).status).toBe(404)
  })
})
