import { describe, expect, it } from 'vitest'
import { parseQueueArn, queueTrouble, regionOfQueueUrl } from '../../../main/core/aws/queue-trouble.ts'

describe('the trouble of a queue', () => {
  const fault = { said: 'AWS said no.', command: null, awsCode: null, recoverable: false }
  const arn = 'arn:aws:sqs:eu-west-1:123456789012:desk'

  it('is said with what to do', () => {
    expect(queueTrouble({ ...fault, code: 'not-found' }, arn).said).toBe(
      'The queue desk is gone from AWS: make it again, or remove it here.',
    )
    expect(queueTrouble({ ...fault, code: 'denied' }, arn).said).toContain(`sqs:ReceiveMessage and sqs:DeleteMessage on ${arn}`)
    expect(queueTrouble({ ...fault, code: 'sso-expired' }, arn)).toEqual({ code: 'sso-expired', said: 'AWS said no.' })
  })
})

describe('where a queue is', () => {
  it.each([
    ['https://sqs.eu-west-1.amazonaws.com/123456789012/desk', 'eu-west-1'],
    ['https://sqs.cn-north-1.amazonaws.com.cn/123456789012/desk', 'cn-north-1'],
    ['https://eu-west-2.queue.amazonaws.com/123456789012/desk', 'eu-west-2'],
    ['https://queue.amazonaws.com/123456789012/desk', 'us-east-1'],
    ['http://localhost:4566/000000000000/desk', null],
    ['https://sqs.eu-west-1.amazonaws.com.evil.example/1/desk', null],
  ])('stands in its URL: %s', (url, region) => {
    expect(regionOfQueueUrl(url)).toBe(region)
  })

  it('stands in its ARN', () => {
    expect(parseQueueArn('arn:aws:sqs:eu-west-1:123456789012:desk')).toEqual({
      partition: 'aws',
      region: 'eu-west-1',
      accountId: '123456789012',
      name: 'desk',
    })
    expect(parseQueueArn('arn:aws:sqs:eu-west-1:123456789012:desk.fifo')?.name).toBe('desk.fifo')
    for (const arn of ['', 'desk', 'arn:aws:sns:eu-west-1:123456789012:desk', 'arn:aws:sqs:eu-west-1:1234:desk'])
      expect(parseQueueArn(arn)).toBeNull()
  })
})
