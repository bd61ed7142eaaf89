import { parseTopicArn } from '../../core/sns/topic-arn.ts'
import { nothingToUndo, type StepDoer, stepFault } from './step-work.ts'

const arriveMostMs = 60_000
const lookAgainMs = 250
const alarmName = 'Tocsin test'

/** The message of a test: shaped like an alarm that is OK again, so that it takes the whole way and opens nothing. */
export function testMessage(topicArn: string, at: number): string {
  const topic = parseTopicArn(topicArn)
  return JSON.stringify({
    AlarmName: alarmName,
    AlarmDescription: 'A test of the way from this topic to Tocsin, sent by its set-up. There is nothing to do.',
    AWSAccountId: topic?.accountId ?? null,
    NewStateValue: 'OK',
    NewStateReason: 'A test of the way: there is nothing to do.',
    StateChangeTime: new Date(at).toISOString().replace('Z', '+0000'),
    OldStateValue: 'OK',
    OKActions: [topicArn],
    AlarmActions: [],
    InsufficientDataActions: [],
  })
}

/** Publishes one message and waits for it to arrive here, by its MessageId. */
export const test: StepDoer<'test'> = {
  look: () => Promise.resolve({ asWished: false, before: {} }),
  async act({ topicArn }, work) {
    const { messageId, publishedAt } = work.result ?? {}
    if (messageId === undefined || publishedAt === undefined) {
      const { PublishCommand } = await import('@aws-sdk/client-sns')
      const { place } = work
      const sns = await place.clients.sns(place.region)
      const sentAt = work.now()
      const input = { TopicArn: topicArn, Subject: 'OK: Tocsin test', Message: testMessage(topicArn, sentAt) }
      const { MessageId = '' } = await sns.send(new PublishCommand(input), { abortSignal: place.signal })
      return { kind: 'wait', forMs: 0, result: { messageId: MessageId, publishedAt: sentAt }, said: 'Published; it has not arrived yet.' }
    }
    const arrived = work.ports.arrived(work.integrationId, topicArn, messageId)
    if (arrived !== null) {
      const tookMs = Math.max(0, arrived.at - publishedAt)
      return {
        kind: 'done',
        result: { messageId, publishedAt, deliveryId: arrived.deliveryId, tookMs },
        said: `It arrived after ${tookMs} ms.`,
      }
    }
    if (work.now() - publishedAt > arriveMostMs) {
      throw stepFault(
        'The test message was published and has not arrived within a minute: look into the inbound log and Coverage, then retry.',
      )
    }
    return { kind: 'wait', forMs: lookAgainMs, said: 'Published; it has not arrived yet.' }
  },
  undo: nothingToUndo,
}
