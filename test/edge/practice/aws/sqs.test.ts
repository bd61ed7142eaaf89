import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs'
import { describe, expect, it } from 'vitest'
import { eventually } from '../../../harness/eventually.ts'
import { startPracticeAws } from '../../../harness/practice-aws.ts'
import { failure } from './failure.ts'

async function withQueue(Attributes: Record<string, string> = {}) {
  const started = await startPracticeAws()
  const { sqs, aws, clock } = started
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'tocsin', Attributes }))
  const send = (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))
  const receive = async (
    wish: { VisibilityTimeout?: number; WaitTimeSeconds?: number; MaxNumberOfMessages?: number } = {},
    signal?: AbortSignal,
  ) =>
    (
      await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'], ...wish }),
        signal === undefined ? {} : { abortSignal: signal },
      )
    ).Messages
  return { ...started, aws, clock, QueueUrl, send, receive }
}

describe('a queue', () => {
  it('is made once, found by its name, listed by a prefix', async () => {
    const { sqs, aws, QueueUrl } = await withQueue({ MessageRetentionPeriod: '1209600' })
    expect(QueueUrl).toBe(`${aws.url}/123456789012/tocsin`)
    const again = (Attributes: Record<string, string>) => sqs.send(new CreateQueueCommand({ QueueName: 'tocsin', Attributes }))
    expect((await again({ MessageRetentionPeriod: '1209600' })).QueueUrl).toBe(QueueUrl)
    expect(await failure(again({ MessageRetentionPeriod: '60' }))).toMatchObject({ name: 'QueueNameExists', status: 400 })
    expect((await sqs.send(new GetQueueUrlCommand({ QueueName: 'tocsin' }))).QueueUrl).toBe(QueueUrl)
    await sqs.send(new CreateQueueCommand({ QueueName: 'other' }))
    expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'toc' }))).QueueUrls).toEqual([QueueUrl])
    expect((await sqs.send(new ListQueuesCommand({ QueueNamePrefix: 'none' }))).QueueUrls).toBeUndefined()
    const first = await sqs.send(new ListQueuesCommand({ MaxResults: 1 }))
    const second = await sqs.send(new ListQueuesCommand({ MaxResults: 1, NextToken: first.NextToken }))
    expect([first.QueueUrls, second.QueueUrls].flat()).toHaveLength(2)
  })

  it('that is not there is told as AWS tells it', async () => {
    const { sqs, QueueUrl } = await withQueue()
    const message = 'The specified queue does not exist.'
    expect(await failure(sqs.send(new GetQueueUrlCommand({ QueueName: 'none' })))).toEqual({
      name: 'QueueDoesNotExist',
      message,
      status: 400,
    })
    const caught: unknown = await sqs.send(new ReceiveMessageCommand({ QueueUrl: `${QueueUrl}-2` })).catch((error: unknown) => error)
    expect(caught).toMatchObject({ name: 'QueueDoesNotExist', Code: 'AWS.SimpleQueueService.NonExistentQueue' })
  })

  it("has attributes, AWS's defaults among them", async () => {
    const { sqs, QueueUrl, send, receive } = await withQueue()
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: '60' } }))
    await send('a')
    await send('b')
    await receive({ MaxNumberOfMessages: 1 })
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))
    expect(Attributes).toMatchObject({
      QueueArn: 'arn:aws:sqs:eu-west-1:123456789012:tocsin',
      VisibilityTimeout: '60',
      MessageRetentionPeriod: '345600',
      ApproximateNumberOfMessages: '1',
      ApproximateNumberOfMessagesNotVisible: '1',
    })
    const some = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }))
    expect(Object.keys(some.Attributes ?? {})).toEqual(['QueueArn'])
    const set = (Attributes: Record<string, string>) => failure(sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes })))
    expect(await set({ Nothing: '1' })).toMatchObject({ name: 'InvalidAttributeName' })
    expect(await set({ MessageRetentionPeriod: '59' })).toMatchObject({ name: 'InvalidAttributeValue' })
    expect(await set({ Policy: '{' })).toMatchObject({ name: 'InvalidAttributeValue' })
  })

  it('can be made anew under the same name only a minute after it was deleted', async () => {
    const { sqs, clock, QueueUrl } = await withQueue()
    await sqs.send(new DeleteQueueCommand({ QueueUrl }))
    const again = () => sqs.send(new CreateQueueCommand({ QueueName: 'tocsin' }))
    expect(await failure(again())).toMatchObject({ name: 'QueueDeletedRecently' })
    await clock.advance(60_000)
    expect((await again()).QueueUrl).toBe(QueueUrl)
  })

  it('is purged once a minute', async () => {
    const { sqs, QueueUrl, send, receive } = await withQueue()
    await send('a')
    await sqs.send(new PurgeQueueCommand({ QueueUrl }))
    expect(await receive()).toBeUndefined()
    expect(await failure(sqs.send(new PurgeQueueCommand({ QueueUrl })))).toMatchObject({ name: 'PurgeQueueInProgress', status: 403 })
  })
})

describe('a message', () => {
  it('is hidden while it is in flight, comes back counted, and is gone once deleted', async () => {
    const { sqs, clock, QueueUrl, send, receive } = await withQueue()
    await send('a')
    const [first] = (await receive({ VisibilityTimeout: 10 })) ?? []
    expect(first).toMatchObject({ Body: 'a', MD5OfBody: '0cc175b9c0f1b6a831c399e269772661', Attributes: { ApproximateReceiveCount: '1' } })
    expect(await receive()).toBeUndefined()
    await clock.advance(10_000)
    const [second] = (await receive({ VisibilityTimeout: 10 })) ?? []
    expect(second).toMatchObject({ MessageId: first?.MessageId, Attributes: { ApproximateReceiveCount: '2' } })
    const remove = (ReceiptHandle?: string) => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
    await remove(first?.ReceiptHandle)
    await clock.advance(10_000)
    const [third] = (await receive()) ?? []
    expect(third?.MessageId).toBe(first?.MessageId)
    await remove(third?.ReceiptHandle)
    await clock.advance(60_000)
    expect(await receive()).toBeUndefined()
    expect(await failure(remove('nonsense'))).toMatchObject({ name: 'ReceiptHandleIsInvalid' })
  })

  it('comes back at once where its visibility is set to nothing', async () => {
    const { sqs, QueueUrl, send, receive } = await withQueue()
    await send('a')
    const [first] = (await receive()) ?? []
    const change = () =>
      sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle: first?.ReceiptHandle, VisibilityTimeout: 0 }))
    await change()
    expect(await failure(change())).toMatchObject({ name: 'InvalidParameterValue' })
    expect(await receive()).toHaveLength(1)
  })

  it('is one of ten at most, and ten are deleted in one call, each answered for', async () => {
    const { sqs, QueueUrl, send, receive } = await withQueue()
    for (let i = 0; i < 12; i++) await send(String(i))
    const ten = (await receive()) ?? []
    expect(ten.map(({ Body }) => Body)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
    const Entries = ten.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle: i === 3 ? 'nonsense' : ReceiptHandle }))
    const { Successful, Failed } = await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))
    expect(Successful).toHaveLength(9)
    expect(Failed).toMatchObject([{ Id: '3', Code: 'ReceiptHandleIsInvalid', SenderFault: true }])
    expect(await failure(sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: [] })))).toMatchObject({ name: 'EmptyBatchRequest' })
  })

  it('is gone when its retention ends', async () => {
    const { clock, send, receive } = await withQueue({ MessageRetentionPeriod: '60' })
    await send('a')
    await clock.advance(60_001)
    expect(await receive()).toBeUndefined()
  })
})

describe('a long poll', () => {
  it('is answered the moment a message comes', async () => {
    const { clock, send, receive } = await withQueue()
    const polling = receive({ WaitTimeSeconds: 20 })
    await eventually(() => expect(clock.waiting()).toBe(1))
    await send('a')
    expect(await polling).toMatchObject([{ Body: 'a' }])
    expect(clock.waiting()).toBe(0)
  })

  it('is answered when one in flight comes back', async () => {
    const { clock, send, receive } = await withQueue()
    await send('a')
    await receive({ VisibilityTimeout: 5 })
    const polling = receive({ WaitTimeSeconds: 20 })
    await eventually(() => expect(clock.waiting()).toBe(1))
    await clock.advance(5_000)
    expect(await polling).toMatchObject([{ Body: 'a', Attributes: { ApproximateReceiveCount: '2' } }])
  })

  it('ends with nothing after its time, and without a Messages key', async () => {
    const { clock, receive } = await withQueue({ ReceiveMessageWaitTimeSeconds: '20' })
    const polling = receive()
    await eventually(() => expect(clock.waiting()).toBe(1))
    await clock.advance(20_000)
    expect(await polling).toBeUndefined()
  })

  it('takes no message where its client went away', async () => {
    const { clock, send, receive } = await withQueue()
    const gone = new AbortController()
    const polling = receive({ WaitTimeSeconds: 20 }, gone.signal).catch((error: Error) => error.name)
    await eventually(() => expect(clock.waiting()).toBe(1))
    gone.abort()
    expect(await polling).toBe('AbortError')
    await eventually(() => expect(clock.waiting()).toBe(0))
    await send('a')
    expect(await receive()).toMatchObject([{ Attributes: { ApproximateReceiveCount: '1' } }])
  })

  it('ends where its queue is deleted', async () => {
    const { sqs, clock, QueueUrl, receive } = await withQueue()
    const polling = failure(receive({ WaitTimeSeconds: 20 }))
    await eventually(() => expect(clock.waiting()).toBe(1))
    await sqs.send(new DeleteQueueCommand({ QueueUrl }))
    expect(await polling).toMatchObject({ name: 'QueueDoesNotExist' })
  })
})
