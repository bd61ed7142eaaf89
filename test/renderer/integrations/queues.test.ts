import { expect, it } from 'vitest'
import { queueFault } from '../../../renderer/integrations/queues.tsx'

it('a queue is given by its URL, and by nothing else', () => {
  const fault = (url: string) => queueFault({ integrationId: '1', accountId: '2', url })
  expect(fault('https://sqs.eu-west-1.amazonaws.com/123456789012/alarms')).toBeNull()
  for (const url of ['', 'alarms', 'arn:aws:sqs:eu-west-1:123456789012:alarms', 'ftp://sqs/1/a'])
    expect(fault(url)).toContain('such as https://sqs.')
})
