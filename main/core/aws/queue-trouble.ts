import type { QueueTroubleCode } from '../../../preload/contract/words.ts'
import type { AwsFault } from './aws-fault.ts'

/** What a fault of AWS's means for the reading of a queue. @param arn the queue's */
export function queueTrouble({ code, said }: AwsFault, arn: string): { code: QueueTroubleCode; said: string } {
  const name = arn.split(':').at(-1) ?? arn
  if (code === 'not-found') return { code, said: `The queue ${name} is gone from AWS: make it again, or remove it here.` }
  if (code !== 'denied') return { code, said }
  return { code, said: `${said} Reading a queue needs sqs:ReceiveMessage and sqs:DeleteMessage on ${arn}.` }
}

/** The region in a queue's URL; null where it stands in none that AWS makes. https://docs.aws.amazon.com/general/latest/gr/sqs-service.html */
export function regionOfQueueUrl(url: string): string | null {
  const [, modern, legacy] =
    /^https:\/\/(?:sqs\.([a-z0-9-]+)|(?:([a-z0-9-]+)\.)?queue)\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov)\//.exec(
      url,
    ) ?? []
  return modern ?? legacy ?? (/^https:\/\/queue\.amazonaws\.com\//.test(url) ? 'us-east-1' : null)
}

/** The parts of a queue's ARN; null where it has not AWS's shape. */
export function parseQueueArn(arn: string): { partition: string; region: string; accountId: string; name: string } | null {
  const [, partition, region, accountId, name] =
    /^arn:([a-z-]+):sqs:([a-z0-9-]+):(\d{12}):([A-Za-z0-9_-]{1,80}(?:\.fifo)?)$/.exec(arn) ?? []
  if (partition === undefined || region === undefined || accountId === undefined || name === undefined) return null
  return { partition, region, accountId, name }
}
