import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { IAMClient } from '@aws-sdk/client-iam'
import { SNSClient } from '@aws-sdk/client-sns'
import { SQSClient } from '@aws-sdk/client-sqs'
import { STSClient } from '@aws-sdk/client-sts'
import { onTestFinished } from 'vitest'
import { openPracticeAws, type PracticeAws, type PracticeAwsOptions } from '../../main/edge/practice/aws/open.ts'
import { makeIdentity, type SigningIdentity } from '../../main/edge/practice/signing.ts'
import type { Log } from '../../main/ports.ts'
import { type HandClock, handClock } from './clock.ts'

/** One key for all tests of a file: making one takes longer than most of them. */
let identity: Promise<SigningIdentity> | undefined

const quiet: Log = { info() {}, warn() {}, error() {} }

export interface TestAws {
  aws: PracticeAws
  clock: HandClock
  /** The real SDK's clients, one attempt a call. */
  sns: SNSClient
  sqs: SQSClient
  cloudWatch: CloudWatchClient
  sts: STSClient
  iam: IAMClient
  events: EventBridgeClient
  /** Clients of another region or another key. */
  clients(as: { region?: string; accessKeyId?: string; maxAttempts?: number }): Clients
}

type Clients = Pick<TestAws, 'sns' | 'sqs' | 'cloudWatch' | 'sts' | 'iam' | 'events'>

/** Ids in the shape of UUIDs, the same in every run. */
export function countedIds(): () => string {
  let count = 0
  return () => `00000000-0000-4000-8000-${(++count).toString(16).padStart(12, '0')}`
}

/** The practice AWS on a free port, with a clock moved by hand; closed when the test ends, and then nothing may wait. */
export async function startPracticeAws(options: PracticeAwsOptions & { clock?: HandClock } = {}): Promise<TestAws> {
  const { clock = handClock(), ...rest } = options
  const before = clock.waiting()
  identity ??= makeIdentity()
  const aws = await openPracticeAws({ clock, timers: clock, log: quiet, newId: countedIds() }, { identity: await identity, ...rest })
  const opened: { destroy(): void }[] = []
  const clients: TestAws['clients'] = ({ region = aws.region, accessKeyId = 'AKIAPRACTICE00000001', maxAttempts = 1 }) => {
    const config = { endpoint: aws.url, region, credentials: { accessKeyId, secretAccessKey: 'practice' }, maxAttempts }
    const made = {
      sns: new SNSClient(config),
      sqs: new SQSClient(config),
      cloudWatch: new CloudWatchClient(config),
      sts: new STSClient(config),
      iam: new IAMClient(config),
      events: new EventBridgeClient(config),
    }
    opened.push(...Object.values(made))
    return made
  }
  onTestFinished(async () => {
    for (const client of opened) client.destroy()
    await aws.close()
    if (options.clock === undefined && clock.waiting() > before) throw new Error(`The practice AWS left ${clock.waiting()} waits behind.`)
  })
  return { aws, clock, ...clients({}), clients }
}

export interface Ear {
  url: string
  /** What came, oldest first. */
  heard: { headers: IncomingHttpHeaders; body: string; json: Record<string, unknown> }[]
  /** What it answers from now on. */
  answer(status: number): void
}

/**
 * An endpoint that takes what SNS sends; closed when the test ends.
 * @param tls with these it is an https one, at `localhost`
 */
export async function openEar(tls?: { key: string; cert: string }): Promise<Ear> {
  const heard: Ear['heard'] = []
  let status = 200
  const take: RequestListener = (request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8')
      heard.push({ headers: request.headers, body, json: body.startsWith('{') ? JSON.parse(body) : {} })
      response.writeHead(status).end()
    })
  }
  const server = tls === undefined ? createServer(take) : createSecureServer(tls, take)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  )
  return {
    url: `${tls === undefined ? 'http://127.0.0.1' : 'https://localhost'}:${(server.address() as AddressInfo).port}/in/a-secret`,
    heard,
    answer: (next) => {
      status = next
    },
  }
}
