import type { QueueTroubleCode } from '../../../preload/contract/words.ts'
import type { AwsFault } from './aws-fault.ts'

interface Pace {
  firstMs: number
  mostMs: number
}

/** What passes by itself is tried soon; what somebody must first put right is not asked for every second. */
const soon: Pace = { firstMs: 1_000, mostMs: 60_000 }
const slow: Pace = { firstMs: 15_000, mostMs: 5 * 60_000 }

const paces: Record<QueueTroubleCode, Pace> = {
  'no-network': soon,
  'aws-unavailable': soon,
  throttled: soon,
  aborted: soon,
  // A message that can't be judged yet must not hold up the others for long.
  'not-now': { firstMs: 1_000, mostMs: 10_000 },
  denied: slow,
  'not-found': slow,
  refused: slow,
  clock: slow,
  'no-credentials': slow,
  'sso-expired': slow,
  'login-expired': slow,
  'mfa-needed': slow,
  'credentials-expired': slow,
  'credentials-refused': slow,
  'no-account': slow,
}

/**
 * How long a queue is left alone after a failure: doubled with each in a row, half of it by chance.
 * @param failures in a row until now, at least 1
 * @param random at least 0, below 1
 */
export function queueDelayMs(code: QueueTroubleCode, failures: number, random: number): number {
  const { firstMs, mostMs } = paces[code]
  const whole = Math.min(mostMs, firstMs * 2 ** Math.min(30, Math.max(0, failures - 1)))
  return Math.round(whole / 2 + (whole / 2) * random)
}

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
