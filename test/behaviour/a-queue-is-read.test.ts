import { CreateTopicCommand, PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns'
import { CreateQueueCommand, DeleteQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs'
import { safe } from '@orpc/client'
import { describe, expect, it } from 'vitest'
import { alarmText } from '../harness/deliveries.ts'
import { startDesk, type TestDeskOptions } from '../harness/desk.ts'
import { smallDisk } from '../harness/disk.ts'
import { eventually, inTime } from '../harness/eventually.ts'
import { withPracticeAws } from '../harness/with-aws.ts'

const topicArn = 'arn:aws:sns:eu-west-1:123456789012:alarms'
const queueArn = 'arn:aws:sqs:eu-west-1:123456789012:desk'

/** A topic whose queue a desk reads, both in the practice AWS. */
async function setUp(options: TestDeskOptions & { raw?: boolean } = {}) {
  const { raw = false, ...rest } = options
  const started = await withPracticeAws()
  const { aws, sns, sqs } = started
  await sns.send(new CreateTopicCommand({ Name: 'alarms' }))
  const Policy = JSON.stringify({
    Statement: { Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:*', Resource: queueArn },
  })
  const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'desk', Attributes: { Policy } }))
  await sns.send(
    new SubscribeCommand({
      TopicArn: topicArn,
      Protocol: 'sqs',
      Endpoint: queueArn,
      ...(raw ? { Attributes: { RawMessageDelivery: 'true' } } : {}),
    }),
  )
  const desk = await startDesk(rest)
  const { api } = desk
  const account = await api.accounts.connect({ profile: 'default', regions: ['eu-west-1'] })
  const integration = await api.integrations.create({
    name: 'prod',
    template: 'aws-cloudwatch',
    topics: [topicArn],
    trust: { kind: 'custom', certificatePem: aws.certificatePem, endpoint: aws.url },
  })
  const add = (kind?: 'queue' | 'dead-letter') =>
    api.queues.add({ integrationId: integration.id, accountId: account.id, url, ...(kind === undefined ? {} : { kind }) })
  const publish = (change: Parameters<typeof alarmText>[0]) =>
    sns.send(new PublishCommand({ TopicArn: topicArn, Message: alarmText(change), Subject: 'ALARM' }))
  const log = async () => (await api.deliveries.list({})).items
  return { ...started, desk, api, account, integration, url, add, publish, log, bodies: () => aws.places.queue(queueArn)?.bodies() ?? [] }
}

describe('a queue', () => {
  it('is read for its integration: what SNS wrote into it goes the way of every delivery, and is deleted after its commit', async () => {
    const { desk, api, add, publish, log, bodies } = await setUp()
    const queue = await add()
    expect(queue).toMatchObject({ arn: queueArn, region: 'eu-west-1', kind: 'queue', trouble: null })
    const at = desk.clock.now()
    await publish({ state: 'ALARM', at })
    const [row] = await eventually(async () => {
      const rows = await log()
      expect(rows).toHaveLength(1)
      return rows
    })
    expect(row).toMatchObject({ source: 'queue', disposition: 'opened', topicArn })
    await eventually(() => expect(bodies()).toEqual([]))
    const { trace, headers } = await api.deliveries.get({ id: row?.id ?? '' })
    expect(trace[0]?.said).toContain(queueArn)
    expect(headers).toMatchObject({ 'sqs-queue': queueArn, 'sqs-receive-count': '1' })
    await publish({ state: 'OK', at: at + 1_000 })
    await eventually(async () => expect((await log())[0]).toMatchObject({ disposition: 'closed', source: 'queue' }))
    expect((await api.incidents.list({})).items).toMatchObject([{ status: 'closed' }])
    // It came, but not by the public address.
    const { links } = await api.coverage.get()
    expect(links.find(({ link }) => link === 'public-address')?.state).not.toBe('ok')
    expect((await api.queues.list()).items).toMatchObject([{ id: queue.id, receivedAt: expect.any(String), trouble: null }])
  })

  it('and a URL are two sources of one integration: a message counts once', async () => {
    const { desk, sns, api, integration, add, publish, log, aws } = await setUp()
    await sns.send(
      new SubscribeCommand({ TopicArn: topicArn, Protocol: 'http', Endpoint: `${desk.receiverUrl}${integration.inboundPath}` }),
    )
    const waiting = await eventually(async () => {
      const row = (await log()).find(({ disposition }) => disposition === 'awaiting-confirmation')
      expect(row).toBeDefined()
      return row
    })
    await api.deliveries.confirm({ id: waiting?.id ?? '' })
    await inTime(desk.clock, 1_000, () => expect(aws.subscriptions().some(({ state }) => state === 'pending')).toBe(false))
    await add()
    await publish({ state: 'ALARM', at: desk.clock.now() })
    await eventually(async () => {
      const told = (await log()).filter(({ type }) => type === 'Notification').map(({ disposition }) => disposition)
      expect(told.sort()).toEqual(['duplicate', 'opened'])
    })
    expect((await api.incidents.list({})).items).toMatchObject([{ appendedCount: 0 }])
  })

  it('has no age limit, and a dead-letter queue is read the same way', async () => {
    const { desk, api, clock, add, publish, log, bodies } = await setUp()
    clock.setWall(desk.clock.now() - 3.5 * 86_400_000)
    await publish({ state: 'ALARM', at: clock.now() })
    clock.setWall(desk.clock.now())
    expect(bodies()).toHaveLength(1)
    await add('dead-letter')
    await eventually(async () => expect(await log()).toMatchObject([{ source: 'dead-letter', disposition: 'opened' }]))
    const replayed = await api.deliveries.replay({ id: (await log())[0]?.id ?? '' })
    expect(replayed).toMatchObject({ source: 'replay', disposition: 'appended' })
  })

  it('that delivers raw is refused row by row with the advice to turn that off, and never blocks what else it holds', async () => {
    const { desk, sqs, url, add, publish, log, bodies, api } = await setUp({ raw: true })
    await publish({ state: 'ALARM', at: desk.clock.now() })
    await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: 'poison' }))
    await add()
    await eventually(() => expect(bodies()).toEqual([]))
    const rows = await log()
    expect(rows.map(({ reason }) => reason).sort()).toEqual(['malformed', 'unsigned'])
    const raw = rows.find(({ reason }) => reason === 'unsigned')
    const { trace } = await api.deliveries.get({ id: raw?.id ?? '' })
    expect(trace.at(-1)?.said).toMatch(/Turn raw message delivery off/)
  })

  it('keeps what can not be stored now, until it can', async () => {
    const disk = smallDisk()
    const { desk, clock, aws, add, publish, log, bodies } = await setUp({ onOpen: disk.onOpen })
    await add()
    disk.takeNothing()
    await publish({ state: 'ALARM', at: desk.clock.now() })
    await eventually(() => expect(desk.logged.some(({ event, data }) => event === 'queue.trouble' && data?.code === 'not-now')).toBe(true))
    expect([await log(), bodies().length, aws.calls().filter(({ operation }) => operation === 'sqs:DeleteMessage')]).toEqual([[], 1, []])
    disk.mend()
    await inTime(clock, 31_000, async () => {
      await desk.clock.advance(11_000)
      expect(await log()).toHaveLength(1)
    })
    await eventually(() => expect(bodies()).toEqual([]))
  })

  it('says in plain words why it can not be read, and goes on by itself when it can', async () => {
    const { desk, aws, api, add, publish, log, sqs, url } = await setUp()
    const allow = aws.faults.deny('sqs:ReceiveMessage')
    await add()
    const trouble = async () => (await api.queues.list()).items[0]?.trouble
    await eventually(async () => expect(await trouble()).toMatchObject({ code: 'denied' }))
    expect((await trouble())?.said).toMatch(/sqs:ReceiveMessage and sqs:DeleteMessage on arn:aws:sqs/)
    allow()
    const calm = aws.faults.throttle('sqs:ReceiveMessage')
    await inTime(desk.clock, 60_000, async () => expect(await trouble()).toMatchObject({ code: 'throttled' }))
    calm()
    await publish({ state: 'ALARM', at: desk.clock.now() })
    await inTime(desk.clock, 60_000, async () => expect(await log()).toHaveLength(1))
    await eventually(async () => expect(await trouble()).toBeNull())
    await sqs.send(new DeleteQueueCommand({ QueueUrl: url }))
    await inTime(desk.clock, 60_000, async () => expect(await trouble()).toMatchObject({ code: 'not-found' }))
    expect((await trouble())?.said).toMatch(/The queue desk is gone/)
  })

  it('is taken only where AWS knows it and its messages can be verified', async () => {
    const { api, account, integration, add, url } = await setUp()
    const queue = await add()
    expect((await add()).id).toBe(queue.id)
    const wrong = await safe(api.queues.add({ integrationId: integration.id, accountId: account.id, url: `${url}-not` }))
    expect(wrong.error).toMatchObject({ code: 'aws-refused', data: { reason: 'not-found' } })
    const nobody = await safe(api.queues.add({ integrationId: '99', accountId: account.id, url }))
    expect(nobody.error).toMatchObject({ code: 'not-found' })
    const open = await api.integrations.create({ name: 'open', template: 'generic-json' })
    const unsigned = await safe(api.queues.add({ integrationId: open.id, accountId: account.id, url }))
    expect(unsigned.error).toMatchObject({ code: 'not-possible', data: { reason: 'trust' } })
    expect(await api.queues.remove({ id: queue.id })).toMatchObject({ id: queue.id })
    expect((await api.queues.list()).items).toEqual([])
  })

  it('is let go at once when the desk stops, and read again when it starts', async () => {
    const { desk, add, publish } = await setUp()
    await add()
    const began = performance.now()
    await desk.stop()
    expect(performance.now() - began).toBeLessThan(5_000)
    await publish({ state: 'ALARM', at: desk.clock.now() })
    const next = await startDesk({ dataDir: desk.dataDir, clock: desk.clock })
    await eventually(async () => expect((await next.api.deliveries.list({})).items).toMatchObject([{ source: 'queue' }]))
  })

  it('is news when it comes, changes and goes, and goes with its integration', async () => {
    const { api, integration, add } = await setUp()
    const stop = new AbortController()
    const heard: string[] = []
    const feed = await api.changes(undefined, { signal: stop.signal })
    const following = (async () => {
      for await (const change of feed) heard.push(change.kind)
    })().catch(() => undefined)
    await add()
    await eventually(() => expect(heard).toContain('queue'))
    await api.integrations.remove({ id: integration.id })
    await eventually(async () => expect((await api.queues.list()).items).toEqual([]))
    await eventually(() => expect(heard).toContain('queue-removed'))
    stop.abort()
    await following
  })
})
