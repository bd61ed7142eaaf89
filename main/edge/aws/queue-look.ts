import { parseQueueArn } from '../../core/aws/queue-trouble.ts'
import type { AwsClients } from './clients.ts'

interface QueuePlace {
  clients: AwsClients
  signal: AbortSignal
}

export interface QueueLook {
  queueUrl: string
  policy: string | null
}

/** A queue by its ARN, in the account that asks; null: there is none. Throws what the SDK throws. */
export async function readQueue({ clients, signal }: QueuePlace, queueArn: string): Promise<QueueLook | null> {
  const queue = parseQueueArn(queueArn)
  if (queue === null) return null
  const { GetQueueAttributesCommand, GetQueueUrlCommand } = await import('@aws-sdk/client-sqs')
  const sqs = await clients.sqs(queue.region)
  try {
    const named = new GetQueueUrlCommand({ QueueName: queue.name, QueueOwnerAWSAccountId: queue.accountId })
    const { QueueUrl = '' } = await sqs.send(named, { abortSignal: signal })
    const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] })
    const { Attributes = {} } = await sqs.send(asked, { abortSignal: signal })
    return { queueUrl: QueueUrl, policy: Attributes.Policy || null }
  } catch (error) {
    if (clients.fault(error).code === 'not-found') return null
    throw error
  }
}
