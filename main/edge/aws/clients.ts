import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import type { IAMClient } from '@aws-sdk/client-iam'
import type { SNSClient } from '@aws-sdk/client-sns'
import type { SQSClient } from '@aws-sdk/client-sqs'
import type { STSClient } from '@aws-sdk/client-sts'
import type { AwsFault } from '../../core/aws/aws-fault.ts'
import { faultOf } from './fault-of.ts'
import { noteServerDates, type Watched } from './server-date.ts'
import { openSignIn, type SignIn } from './sign-in.ts'

/** The SDK's clients of one profile, one for each service and region, made and loaded at first use. */
export interface AwsClients {
  /** Null: what the computer has without a profile. */
  profile: string | null
  cloudWatch(region: string): Promise<CloudWatchClient>
  sns(region: string): Promise<SNSClient>
  sqs(region: string): Promise<SQSClient>
  eventBridge(region: string): Promise<EventBridgeClient>
  sts(region: string): Promise<STSClient>
  /** @param region any one of the partition that is meant; IAM has one endpoint for all of them */
  iam(region?: string): Promise<IAMClient>
  /** What an error that a call of these clients threw means for the operator. */
  fault(error: unknown): AwsFault
  /** Lets go of the connections; what is under way fails. */
  close(): void
}

export interface AwsClientsDeps {
  profile: string | null
  /** The `Date` of each answer, in epoch milliseconds; not of a stand-in's, where AWS_ENDPOINT_URL points to one. */
  onServerDate?: (at: number) => void
  /** Shared by all who use the profile; without it these clients sign in for themselves. */
  signIn?: SignIn
}

interface Closing {
  destroy(): void
}

const connectMs = 3_000
/** Long enough for a long poll of SQS (20 s). */
const requestMs = 30_000

/** What AWS_ENDPOINT_URL, or one service's own of it, says instead of AWS; null where nothing does. */
export function endpointOverride(env: NodeJS.ProcessEnv = process.env): string | null {
  const [first] = Object.entries(env).filter(([name, value]) => /^AWS_ENDPOINT_URL(_|$)/.test(name) && value)
  return first?.[1] ?? null
}

/** Opens the clients of a profile. They honour AWS_ENDPOINT_URL, and try again as the SDK does by default: three times in all. */
export function openAwsClients({ profile, onServerDate, signIn = openSignIn(profile, Date.now) }: AwsClientsDeps): AwsClients {
  const open = new Map<string, Promise<Closing>>()
  let closed = false
  const watch = endpointOverride() === null ? onServerDate : undefined

  function once<Client extends Closing>(service: string, region: string, make: () => Promise<Client>): Promise<Client> {
    if (closed) return Promise.reject(new Error('The AWS clients are closed.'))
    const key = `${service} ${region}`
    const known = open.get(key)
    // Whatever is kept under a service's name is that service's client.
    if (known !== undefined) return known as Promise<Client>
    const made = make()
    open.set(key, made)
    made.catch(() => open.delete(key))
    return made
  }

  const watched = <Client extends Watched & Closing>(client: Client): Client => {
    if (watch !== undefined) noteServerDates(client, watch)
    return client
  }

  const config = (region: string) => ({
    region,
    ...(profile === null ? {} : { profile }),
    credentials: signIn.credentials,
    requestHandler: { connectionTimeout: connectMs, requestTimeout: requestMs, throwOnRequestTimeout: true },
  })

  return {
    profile,
    cloudWatch: (region) =>
      once('cloudwatch', region, async () => watched(new (await import('@aws-sdk/client-cloudwatch')).CloudWatchClient(config(region)))),
    sns: (region) => once('sns', region, async () => watched(new (await import('@aws-sdk/client-sns')).SNSClient(config(region)))),
    sqs: (region) =>
      once('sqs', region, async () =>
        // A queue's URL names a host: calls go to the region's own all the same, or to what AWS_ENDPOINT_URL says.
        watched(new (await import('@aws-sdk/client-sqs')).SQSClient({ ...config(region), useQueueUrlAsEndpoint: false })),
      ),
    eventBridge: (region) =>
      once('events', region, async () => watched(new (await import('@aws-sdk/client-eventbridge')).EventBridgeClient(config(region)))),
    sts: (region) => once('sts', region, async () => watched(new (await import('@aws-sdk/client-sts')).STSClient(config(region)))),
    iam: (region = 'us-east-1') =>
      once('iam', region, async () => watched(new (await import('@aws-sdk/client-iam')).IAMClient(config(region)))),
    fault: (error) => faultOf(error, signIn.signer()),
    close() {
      closed = true
      for (const client of open.values()) {
        client.then(
          (made) => made.destroy(),
          () => undefined,
        )
      }
      open.clear()
    },
  }
}
