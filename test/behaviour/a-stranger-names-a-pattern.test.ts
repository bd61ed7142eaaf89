import { expect, it } from 'vitest'
import { connect, post } from '../harness/deliveries.ts'
import { startDesk } from '../harness/desk.ts'
import { notification, topicArn } from '../harness/signing.ts'

it('a stranger who names a pattern for his topic is not offered to be trusted with it', async () => {
  const desk = await startDesk()
  const source = await connect(desk)
  const pattern = 'arn:aws:sns:eu-west-1:*:*'
  const answer = await post(source.url, JSON.stringify(source.signer.sign(notification({ TopicArn: pattern }))))
  expect(answer).toMatchObject({ status: 403, text: expect.stringContaining('topic: ') })
  const row = await source.newest()
  expect(row).toMatchObject({ disposition: 'rejected', reason: 'topic', topicArn: null })
  await expect(desk.api.deliveries.trustTopic({ id: row.id })).rejects.toMatchObject({ code: 'not-possible' })
  expect((await desk.api.integrations.get({ id: source.integration.id })).topics).toEqual([topicArn])
})
