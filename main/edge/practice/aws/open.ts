import { createHash } from 'node:crypto'
import type { Clock, Log, Timers } from '../../../ports.ts'
import { openSender } from '../delivery.ts'
import { certificateFile, makeIdentity, type SigningIdentity } from '../signing.ts'
import { holdSubscriptions } from '../subscriptions.ts'
import type { Alarm } from './alarms.ts'
import { partitionOf } from './arn.ts'
import { openCloudWatch } from './cloudwatch.ts'
import { openEventBridge } from './event-bridge.ts'
import { type Faults, openFaults } from './faults.ts'
import { openIam, openSts } from './identity.ts'
import { openMuteRules } from './mute-rules.ts'
import { holdPlaces, type Places } from './places.ts'
import { type Delivery, openPublisher, type Subscription, type Target } from './publish.ts'
import { openRouter } from './router.ts'
import { openRuleTargets } from './rule-targets.ts'
import { seedAccount } from './seed.ts'
import { openSqs } from './sqs.ts'
import { openStates, type States } from './states.ts'
import { openSubscribe } from './subscribe.ts'
import { findTopic, openTopics } from './topics.ts'
import type { Call, Operations, Result, Service } from './wire.ts'

export interface PracticeAwsDeps {
  clock: Clock
  timers: Timers
  log: Log
  /** A new id in the shape of a UUID. */
  newId: () => string
}

export interface PracticeAwsOptions {
  /** 0: a free one. */
  port?: number
  /** Whose any access key is, but for those that `accounts` names. */
  accountId?: string
  /** Further accounts, by access key id. */
  accounts?: Readonly<Record<string, string>>
  alias?: string | null
  /** Where a call does not say its region. */
  region?: string
  /** A key and certificate of the caller's, for tests of AWS's own trust. Without: a new key that lives in memory only. */
  identity?: SigningIdentity
  /** Where an endpoint's address leads: a test gives a public name a port of its own. */
  reach?: (url: URL) => URL
  /** PEM of a further authority that https endpoints may be vouched for by. */
  ca?: string
}

/** One call that was answered, for assertions. */
export interface AnsweredCall {
  /** `sns:Subscribe` */
  operation: string
  region: string
  accessKeyId: string | null
  input: Record<string, unknown>
  /** Null: it went well. */
  error: string | null
  at: number
}

/** A small AWS of our own: what a set-up, a queue and a catch-up need of it, over real HTTP, in memory. */
export interface PracticeAws {
  /** `http://127.0.0.1:PORT`, for AWS_ENDPOINT_URL and for `trust: custom`. */
  readonly url: string
  /** The PEM that verifies its messages, for `trust: custom`. */
  readonly certificatePem: string
  readonly accountId: string
  readonly region: string
  readonly faults: Faults
  /** Topics, queues, rules, alarms and their history, as they are now. */
  readonly places: Places
  /** Moves alarms and contributors, as CloudWatch's own evaluation would. */
  readonly states: Pick<States, 'change' | 'changeContributor'>
  /** An alarm of the account, by name. Throws where there is none. */
  alarm(name: string, region?: string): Alarm
  /** Fills the account with believable things: see seedAccount. */
  seed(): Promise<void>
  /** All of them, also the pending and the ended. */
  subscriptions(): Subscription[]
  /** The newest deliveries of SNS's that have ended, oldest first. */
  deliveries(): readonly Delivery[]
  /** The newest calls that were answered, oldest first. */
  calls(): readonly AnsweredCall[]
  /** Resolves when no delivery of SNS's is on its way. */
  idle(): Promise<void>
  /** Whether a connection with this local port was opened by its SNS and is open now, see PracticeSns. */
  opened(localPort: number, localAddress?: string): boolean
  /** Ends every delivery and wait; resolves when no socket is left. */
  close(): Promise<void>
}

/** Of its calls. */
const keptMost = 20_000

/** Opens it on the loopback address. Rejects where the port can't be had. */
export async function openPracticeAws(deps: PracticeAwsDeps, options: PracticeAwsOptions = {}): Promise<PracticeAws> {
  const { timers, log, newId } = deps
  const { clock, ago } = rewindable(deps.clock)
  const { accountId = '123456789012', accounts = {}, alias = null, region = 'eu-west-1', reach = (url: URL) => url } = options
  const identity = options.identity ?? (await makeIdentity())
  const certificatePath = `/${certificateFile(identity.certificatePem)}`
  let url = ''
  const endpoint = () => url

  // The keys of an assumed role hold their account: see AssumeRole.
  const accountOf = ({ accessKeyId }: Call) => accounts[accessKeyId ?? ''] ?? /^ASIA(\d{12})/.exec(accessKeyId ?? '')?.[1] ?? accountId
  const callerArn = (call: Call) => `arn:${partitionOf(call.region)}:iam::${accountOf(call)}:user/operator`
  const { faults, meet } = openFaults()
  const places = holdPlaces()
  const sender = openSender({ clock, timers }, { maxSockets: 16, ...(options.ca === undefined ? {} : { ca: options.ca }) })
  const newToken = () => createHash('sha512').update(newId()).digest('hex').repeat(2)
  const subscriptions = holdSubscriptions<Target>({ clock, newId, newToken })
  const publisher = openPublisher(
    { clock, log, newId, places, sender, subscriptionsOf: subscriptions.confirmedOf },
    {
      signer: () => ({ ...identity, signingCertUrl: identity.signingCertUrl ?? `${url}${certificatePath}` }),
      endpoint,
      reach,
    },
  )
  const subscriptionsOf = (topicArn: string) => subscriptions.all().filter((one) => one.topicArn === topicArn)
  const identities = { clock, newId, accountOf, callerArn, aliasOf: (id: string) => (id === accountId ? alias : null) }
  const topics = openTopics({
    places,
    publisher,
    subscriptionsOf,
    onDeleted: ({ arn }) => {
      for (const one of subscriptionsOf(arn)) subscriptions.drop(one.arn)
    },
    accountOf,
    callerArn,
  })
  const subscribe = openSubscribe({
    clock,
    subscriptions,
    publisher,
    findTopic: findTopic({ places, accountOf, callerArn }),
    topic: places.topic,
    caller: { accountOf, arn: callerArn },
  })
  const states = openStates({ clock, timers, newId, places, publisher, onEvent: openRuleTargets({ places, publisher }) })
  const services = {
    sns: { ...topics, ...subscribe },
    sqs: openSqs({ clock, timers, newId, places, accountOf, endpoint }),
    cloudwatch: {
      ...openCloudWatch({ now: clock.now, places, states, accountOf }),
      ...openMuteRules({ now: clock.now, places, accountOf, onChanged: states.muteRulesChanged }),
    },
    sts: openSts(identities),
    iam: openIam(identities),
    events: openEventBridge({ places, accountOf }),
  }
  const calls: AnsweredCall[] = []
  const router = await openRouter(
    {
      clock,
      timers,
      log,
      newId,
      services,
      meet: (call) => meet(call, callerArn(call)),
    },
    {
      port: options.port ?? 0,
      certificate: { path: certificatePath, pem: identity.certificatePem },
      region,
      onAnswered(call, result) {
        calls.push(kept(call, result, clock.now()))
        if (calls.length > keptMost) calls.shift()
      },
    },
  )
  url = router.url

  return {
    url,
    certificatePem: identity.certificatePem,
    accountId,
    region,
    faults,
    places,
    states,
    alarm(name, where = region) {
      const alarm = places.at(accountId, where).alarms.get(name)
      if (alarm === undefined) throw new Error(`The practice AWS has no alarm ${name} in ${where}.`)
      return alarm
    },
    seed: () => seedAccount({ accountId, region, places, states, perform: ownCalls(services, region), now: clock.now, ago }),
    subscriptions: subscriptions.all,
    deliveries: publisher.ended,
    calls: () => calls,
    idle: publisher.idle,
    opened: sender.opened,
    async close() {
      states.close()
      await Promise.all([router.close(), sender.close()])
      await publisher.idle()
    },
  }
}

/** The clock of an account that was there before its process: a seed sets it back for a moment. */
function rewindable(clock: Clock): { clock: Clock; ago<T>(ms: number, run: () => T): T } {
  let backMs = 0
  return {
    clock: { now: () => clock.now() - backMs, elapsedMs: clock.elapsedMs },
    ago(ms, run) {
      const before = backMs
      backMs = ms
      try {
        return run()
      } finally {
        backMs = before
      }
    },
  }
}

/** Calls that the account makes of itself, past the wire. A refusal is a mistake of ours. */
const ownCalls =
  (services: Readonly<Record<Service, Operations>>, region: string) =>
  async (service: Service, operation: string, input: Record<string, unknown>): Promise<void> => {
    const call: Call = { service, operation, region, accessKeyId: 'AKIASEED000000000001', input, signal: new AbortController().signal }
    const result = await services[service][operation]?.(call)
    if (result?.kind !== 'answered')
      throw new Error(`The seed's ${operation} was refused: ${result?.message ?? 'there is no such operation'}`)
  }

function kept({ service, operation, region, accessKeyId, input }: Call, result: Result, at: number): AnsweredCall {
  return { operation: `${service}:${operation}`, region, accessKeyId, input, error: result.kind === 'refused' ? result.code : null, at }
}
