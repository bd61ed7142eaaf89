import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { availableParallelism } from 'node:os'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { generate } from 'selfsigned'
import { practiceAlarm } from '../main/edge/practice/alarm.ts'
import { signNotification, toPost } from '../main/edge/practice/messages.ts'

/** One POST as SNS sends it, but for the address: its header lines, each ended, and its body. */
export interface SignedMessage {
  head: string
  body: string
}

export interface SignedMessages {
  /** A real X.509 certificate of the key that signed. */
  certificatePem: string
  messages: SignedMessage[]
}

export const topicArn = 'arn:aws:sns:eu-west-1:123456789012:alarms'
const signingCertUrl = `https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-${'0123456789abcdef'.repeat(2)}.pem`
const alarms = 200
const minuteMs = 60_000

/** What an alarm goes through, over and over: the minutes from one state to the next. The last gap is long enough for a new incident. */
const life = [
  { state: 'ALARM', was: 'OK', minutes: 25 },
  { state: 'ALARM', was: 'ALARM', minutes: 1 },
  { state: 'OK', was: 'ALARM', minutes: 2 },
  { state: 'ALARM', was: 'OK', minutes: 3 },
  { state: 'OK', was: 'ALARM', minutes: 1 },
] as const
const lifeMinutes = life.reduce((sum, { minutes }) => sum + minutes, 0)

interface Share {
  privateKey: string
  certificatePem: string
  from: number
  to: number
  count: number
  at: number
}

/** Message `n` of `count`: the alarms take turns, so that what is under way at one time is of many alarms and in order for each. */
function signedMessage(n: number, { count, at }: Share, signer: Parameters<typeof signNotification>[1]): SignedMessage {
  const turn = Math.floor(n / alarms)
  const lives = Math.floor(turn / life.length)
  const step = turn % life.length
  const { state, was } = life[step] ?? life[0]
  const livesInAll = Math.ceil(count / alarms / life.length)
  const within = life.slice(0, step + 1).reduce((sum, { minutes }) => sum + minutes, 0)
  const stateChangedAt = at - (livesInAll - lives) * lifeMinutes * minuteMs + within * minuteMs
  const value = state === 'ALARM' ? 30 + (n % 50) : n % 20
  const alarmName = `orders-api-5xx-${String(n % alarms).padStart(3, '0')}`
  const said = practiceAlarm({ topicArn, state, previousState: was, at: stateChangedAt, values: [value, value + 1], alarmName })
  const envelope = signNotification(
    {
      messageId: crypto.randomUUID(),
      topicArn,
      at,
      // Topics sign with version 1 unless they were told otherwise; each is as dear.
      version: n % 2 === 0 ? '1' : '2',
      unsubscribeUrl: `https://sns.eu-west-1.amazonaws.com/?Action=Unsubscribe&SubscriptionArn=${topicArn}:2bcfbf39-05c3-41de-beaa-fcfcc21c8f55`,
      ...said,
    },
    signer,
  )
  const post = toPost(envelope, `${topicArn}:2bcfbf39-05c3-41de-beaa-fcfcc21c8f55`)
  return {
    head: Object.entries(post.headers)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join(''),
    body: post.body,
  }
}

/** Signs as many distinct messages before anything is measured: a signature takes longer than all that is measured of it. */
export async function signMessages(count: number): Promise<SignedMessages> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const { cert: certificatePem } = await generate([{ name: 'commonName', value: 'sns.amazonaws.com' }], {
    keyPair: { privateKey, publicKey },
    algorithm: 'sha256',
  })
  const threads = availableParallelism()
  const size = Math.ceil(count / threads)
  const at = Date.now()
  const shares = Array.from({ length: threads }, (_, n) => {
    const share: Share = { privateKey, certificatePem, from: n * size, to: Math.min(count, (n + 1) * size), count, at }
    return signShare(share)
  })
  return { certificatePem, messages: (await Promise.all(shares)).flat() }
}

const signShare = (share: Share): Promise<SignedMessage[]> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share })
    worker.once('message', resolve)
    worker.once('error', reject)
  })

if (!isMainThread) {
  const share = workerData as Share
  const signer = { privateKey: createPrivateKey(share.privateKey), certificatePem: share.certificatePem, signingCertUrl }
  const messages: SignedMessage[] = []
  for (let n = share.from; n < share.to; n++) messages.push(signedMessage(n, share, signer))
  parentPort?.postMessage(messages)
}
