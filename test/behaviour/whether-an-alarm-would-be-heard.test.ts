import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CoverageLink } from '../../preload/contract/words.ts'
import { alarmText, connect, post } from '../harness/deliveries.ts'
import { startDesk, type TestDesk, temporaryFolder } from '../harness/desk.ts'
import { eventually } from '../harness/eventually.ts'
import { openProxy } from '../harness/proxy.ts'
import { certificateFile, createSigner, notification, topicArn } from '../harness/signing.ts'

const linkOf = async (desk: TestDesk, name: CoverageLink) => (await desk.api.coverage.get()).links.find(({ link }) => link === name)

describe('the public address', () => {
  it('is proven by a request of the desk’s own through it, which is no delivery', async () => {
    const desk = await startDesk()
    await connect(desk)
    expect(await linkOf(desk, 'public-address')).toMatchObject({
      state: 'unproven',
      detail: expect.stringContaining('AWS can’t reach this desk yet'),
    })
    await expect(desk.api.settings.checkPublicAddress()).rejects.toMatchObject({ code: 'not-possible', status: 409 })
    const proxy = await openProxy()
    proxy.state.target = desk.receiverUrl
    await desk.api.settings.update({ publicUrl: proxy.url })
    await eventually(async () => expect(await linkOf(desk, 'public-address')).toMatchObject({ state: 'ok' }))
    expect(await desk.api.settings.checkPublicAddress()).toMatchObject({ ok: true, url: proxy.url })
    expect((await desk.api.deliveries.list({})).items).toEqual([])
    // Its own knock proves nothing of an integration.
    expect(await linkOf(desk, 'subscription')).toMatchObject({ state: 'unproven' })
  })

  it('falls when its tunnel does, and is well again by itself', async () => {
    const desk = await startDesk()
    const source = await connect(desk)
    const proxy = await openProxy()
    proxy.state.target = desk.receiverUrl
    await desk.api.settings.update({ publicUrl: proxy.url })
    await eventually(async () => expect(await linkOf(desk, 'public-address')).toMatchObject({ state: 'ok' }))
    proxy.state.up = false
    await desk.clock.advance(5 * 60_000)
    await eventually(async () =>
      expect(await linkOf(desk, 'public-address')).toMatchObject({ state: 'failing', detail: expect.stringContaining('ERR_NGROK_3200') }),
    )
    expect(await desk.api.coverage.get()).toMatchObject({ state: 'deaf', said: expect.stringContaining('its tunnel is not up') })
    proxy.state.up = true
    await desk.clock.advance(5 * 60_000)
    await eventually(async () => expect(await linkOf(desk, 'public-address')).toMatchObject({ state: 'ok' }))
    // A delivery takes the same way.
    expect((await post(proxy.url + source.integration.inboundPath, 'x')).status).toBe(400)
  })

  it('is checked at a start once the receiver listens, not before', async () => {
    const proxy = await openProxy()
    const first = await startDesk({ publicUrl: proxy.url })
    await connect(first)
    proxy.state.target = first.receiverUrl
    await first.stop()
    const again = await startDesk({ dataDir: first.dataDir, clock: first.clock, publicUrl: proxy.url })
    expect(again.receiverUrl).toBe(first.receiverUrl)
    await eventually(async () => expect(await linkOf(again, 'public-address')).not.toMatchObject({ state: 'unproven' }))
    expect(await linkOf(again, 'public-address')).toMatchObject({ state: 'ok' })
    await expect(again.api.settings.update({ publicUrl: 'https://other.example' })).rejects.toMatchObject({ code: 'not-possible' })
  })

  it('of before proves nothing of another', async () => {
    const desk = await startDesk()
    await connect(desk)
    const proxy = await openProxy()
    proxy.state.target = desk.receiverUrl
    await desk.api.settings.update({ publicUrl: proxy.url })
    await eventually(async () => expect(await linkOf(desk, 'public-address')).toMatchObject({ state: 'ok' }))
    await desk.api.settings.update({ publicUrl: 'http://127.0.0.1:1' })
    await eventually(async () => expect(await linkOf(desk, 'public-address')).toMatchObject({ state: 'failing' }))
    await desk.api.settings.update({ publicUrl: null })
    await eventually(async () => expect(await linkOf(desk, 'public-address')).toMatchObject({ state: 'unproven' }))
  })
})

describe('coverage', () => {
  it('is idle with nothing connected, and practice counts for nothing', async () => {
    const desk = await startDesk()
    expect(await desk.api.coverage.get()).toMatchObject({ state: 'idle', lastDeliveryAt: null })
    const drill = await desk.api.practice.run()
    expect((await desk.api.integrations.list()).items).toMatchObject([{ id: drill.integrationId, practice: true, inboundUrl: null }])
    expect((await desk.api.deliveries.list({})).items.length).toBeGreaterThan(1)
    expect(await desk.api.coverage.get()).toMatchObject({ state: 'idle', lastDeliveryAt: null })
    // A delivery of a real integration counts, and beside it practice still does not.
    const source = await connect(desk)
    expect(await linkOf(desk, 'subscription')).toMatchObject({ state: 'unproven' })
    await source.alarm('ALARM', desk.clock.now())
    expect(await desk.api.coverage.get()).toMatchObject({ lastDeliveryAt: new Date(desk.clock.now()).toISOString() })
    expect(await linkOf(desk, 'subscription')).toMatchObject({ state: 'ok' })
  })

  it('is told as news when it changes, with since when', async () => {
    const desk = await startDesk()
    const stop = new AbortController()
    const states: string[] = []
    const following = (async () => {
      for await (const change of await desk.api.changes(undefined, { signal: stop.signal })) {
        if (change.kind === 'coverage' && change.coverage.state !== states.at(-1)) states.push(change.coverage.state)
      }
    })().catch(() => undefined)
    await eventually(async () => expect((await desk.api.coverage.get()).state).toBe('idle'))
    const since = (await desk.api.coverage.get()).since
    await desk.clock.advance(60_000)
    expect((await desk.api.coverage.get()).since).toBe(since)
    await connect(desk)
    await eventually(() => expect(states.at(-1)).toBe('unproven'))
    expect((await desk.api.coverage.get()).since > since).toBe(true)
    stop.abort()
    await following
  })
})

describe('a message that AWS signed', () => {
  it('is verified without a network by the certificate that was put into the folder, and proves the way from AWS', async () => {
    const dataDir = temporaryFolder()
    const signer = await createSigner()
    const folder = join(dataDir, 'signing-certificates', 'sns.eu-west-1.amazonaws.com')
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    writeFileSync(join(folder, certificateFile), signer.certificatePem)
    const desk = await startDesk({ dataDir })
    const integration = await desk.api.integrations.create({ name: 'aws', template: 'aws-cloudwatch', topics: [topicArn] })
    await desk.api.settings.update({ publicUrl: 'http://127.0.0.1:1' })
    await eventually(async () => expect(await linkOf(desk, 'public-address')).toMatchObject({ state: 'failing' }))
    expect(await linkOf(desk, 'certificate')).toMatchObject({ state: 'unproven' })

    desk.clock.skip(1_000)
    const send = (topic: string) => {
      const message = notification({ TopicArn: topic, Message: alarmText({ state: 'ALARM', at: desk.clock.now(), name: topic.slice(-1) }) })
      return post(desk.receiverUrl + integration.inboundPath, JSON.stringify(signer.sign(message)))
    }
    expect(await send(topicArn)).toEqual({ status: 200, text: 'opened\n' })
    expect(await linkOf(desk, 'certificate')).toMatchObject({ state: 'ok' })
    expect(await linkOf(desk, 'public-address')).toMatchObject({ state: 'ok', detail: expect.stringContaining('AWS delivered') })

    // An hour later nothing of that is fresh, and what is replayed comes from here, not from AWS.
    expect((await send(`${topicArn}-2`)).status).toBe(403)
    const { id } = (await desk.api.deliveries.list({ disposition: 'rejected' })).items[0] ?? { id: '' }
    await desk.clock.advance(60 * 60_000)
    expect(await desk.api.deliveries.trustTopic({ id })).toMatchObject({ replayed: 1 })
    expect(await linkOf(desk, 'public-address')).toMatchObject({ state: 'failing' })
  })
})
