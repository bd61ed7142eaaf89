import { randomUUID } from 'node:crypto'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { DeliverySource } from '../preload/contract/words.ts'
import type { DeskFacts } from './api/deps.ts'
import { createRouter, type Router } from './api/router.ts'
import type { CertificateSource } from './core/sns/admit.ts'
import { parseTopicArn, snsHost } from './core/sns/topic-arn.ts'
import type { Trust } from './core/sns/trust.ts'
import { askedEverywhereAt, readBesides } from './coverage-besides.ts'
import { openDataFolder, rememberedPorts } from './data-folder.ts'
import { openAwsAccess } from './edge/aws/access.ts'
import { openAccounts } from './edge/aws/accounts.ts'
import { openCatchUp } from './edge/aws/catch-up.ts'
import { endpointOverride } from './edge/aws/clients.ts'
import { openConfirmCall } from './edge/aws/confirm-call.ts'
import { openMoves } from './edge/aws/moves.ts'
import { openQueues } from './edge/aws/queues.ts'
import { openSetups } from './edge/aws/setups.ts'
import { openSubscriptionCheck } from './edge/aws/subscription-check.ts'
import { type Coverage, openCoverage } from './edge/coverage/coverage.ts'
import { openLedger } from './edge/coverage/ledger.ts'
import { openPublicAddress } from './edge/coverage/public-address.ts'
import type { Channel } from './edge/notifications/channel.ts'
import { openOutbox } from './edge/notifications/outbox.ts'
import { openEscalator } from './edge/oncall/escalator.ts'
import { openDrill } from './edge/practice/drill.ts'
import { openForgetting } from './edge/receiver/forgetting.ts'
import { type Gate, openGate } from './edge/receiver/gate.ts'
import { openIntake } from './edge/receiver/intake.ts'
import { openReceiver } from './edge/receiver/server.ts'
import { createCertificateFetch } from './edge/sns/certificate-fetch.ts'
import { openCertificates } from './edge/sns/certificates.ts'
import { type ConfirmRequest, confirmSubscription } from './edge/sns/confirm.ts'
import { openConfirmer } from './edge/sns/confirmer.ts'
import { openVerify } from './edge/sns/verify.ts'
import type { TunnelDriver } from './edge/tunnel/driver.ts'
import { openTunnelKeys } from './edge/tunnel/keys.ts'
import { ngrokDriver } from './edge/tunnel/ngrok.ts'
import { openNgrokApi } from './edge/tunnel/ngrok-api.ts'
import { loadNgrok } from './edge/tunnel/ngrok-session.ts'
import { openTunnel, type Tunnel } from './edge/tunnel/tunnel.ts'
import { openIds } from './ids.ts'
import type { Clock, Log, Secrets, Timers } from './ports.ts'
import { practiceDrill } from './practice-drill.ts'
import { credentialsFor, setupPorts } from './setup-ports.ts'
import { openStore, type Store } from './store/open.ts'
import type { Decide } from './store/record-delivery.ts'
import type { StoreOptions } from './store/transactions.ts'

export interface DeskPorts {
  clock: Clock
  timers: Timers
  log: Log
  secrets: Secrets
  /** The ways to reach the operator besides the console. */
  channels: readonly Channel[]
  /** AWS's own time, asked of SNS's front door by its host name; without it, it comes with whatever else AWS answers. */
  readAwsClock?: (host: string) => Promise<number | null>
}

export interface DeskOptions {
  dataDir: string
  /** 0: the port of last time, or a free one. */
  receiverPort: number
  /** Given on the command line; null: what Settings say. */
  publicUrl: string | null
  /** A practice account stands in AWS's place: how integrations trust it, and the receiver's own address is public enough for it. */
  practice?: { trust: Extract<Trust, { kind: 'custom' }> }
  /** Every integration gets a new URL: where the key to the old secrets is lost. */
  newSecrets?: boolean
  version: string
  shell: DeskFacts['shell']
  workers: { reader: URL; keeper: URL }
  /** Another decision only to prove what becomes of a delivery whose decision throws. */
  decide?: Decide
  /** Another driver of tunnels only to prove what the desk does with one. */
  tunnelDriver?: TunnelDriver
  /** Sees each writing handle of the store: only to prove what a full disk does. */
  onOpen?: StoreOptions['onOpen']
}

export interface Desk {
  /** The contract, answered; a shell serves it over its own wire. */
  router: Router
  receiverUrl: string
  /** Looks at once for what is due: after the computer slept, or its clock changed. */
  wake(): void
  stop(): Promise<void>
}

/**
 * Builds the desk: everything below the shells, in order; `stop` takes it down in reverse.
 * @throws StartError, StoreError: each with a sentence for the operator; what was opened by then is closed again
 */
export async function createDesk({ readAwsClock, clock, timers, log, secrets, channels }: DeskPorts, options: DeskOptions): Promise<Desk> {
  const { dataDir, shell, version } = options
  const closers: (() => unknown)[] = []
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) {
      try {
        await close()
      } catch (error) {
        // The rest is closed all the same: the store above all.
        log.error('desk.not-closed', { said: error instanceof Error ? (error.stack ?? error.message) : String(error) })
      }
    }
  }
  const opened = <T extends { close(): unknown }>(part: T): T => {
    closers.push(() => part.close())
    return part
  }

  openDataFolder(dataDir)
  try {
    const store = opened(
      openStore(
        { clock, log, newId: openIds(clock) },
        { folder: dataDir, readerWorker: options.workers.reader, keeperWorker: options.workers.keeper, onOpen: options.onOpen },
        options.decide,
      ),
    )
    let listening = false
    // A practice account reaches the receiver on this computer.
    const given = (): string | null => options.publicUrl ?? (options.practice !== undefined && listening ? receiver.url : null)
    const tunnel = openTunnel(
      {
        store,
        keys: openTunnelKeys({ store, secrets, log }),
        driver: options.tunnelDriver ?? ngrokDriver(loadNgrok, openNgrokApi),
        clock,
        timers,
        log,
      },
      { forwardTo: () => receiver.url, given },
    )
    const gate = await openGate({ store, secrets, clock, log }, options.newSecrets)
    for (const { id } of store.integrations().filter((one) => one.practice)) await endDrill(store, gate, id)

    const address = openPublicAddress(clock)
    const startedMs = clock.now()
    const tellAnyway = (title: string, body: string): void => {
      const message = { incidentId: null, deliveryId: null, title, body }
      for (const channel of channels) channel.send(message, AbortSignal.timeout(tellWithinMs)).catch(() => undefined)
    }
    const ledger = opened(openLedger({ store, clock, log, tellAnyway }))
    const coverage = opened(
      openCoverage({
        store,
        address,
        clock,
        timers,
        log,
        facts: {
          publicUrl: tunnel.publicUrl,
          receiverListens: () => listening,
          channels: channels.map((channel) => channel.name),
          overridden: endpointOverride() !== null,
          clockMoved: () => wake(),
          async freeBytes() {
            const { bavail, bsize } = await statfs(dataDir)
            return bavail * bsize
          },
          besides: () => readBesides({ store, clock, tunnel, accounts, catchUp, subscriptions }, startedMs),
          askAwsClock() {
            const host = snsHostOf(store)
            if (host === null || endpointOverride() !== null) return
            readAwsClock?.(host).then(
              (at) => at === null || onServerDate(at),
              () => undefined,
            )
          },
          found: (found) => ledger.observe(found, askedEverywhereAt(catchUp)),
        },
      }),
    )

    const onServerDate = (at: number): void => coverage.sawServerDate(at)
    const certificates = opened(
      openCertificates({
        folder: join(dataDir, 'signing-certificates'),
        fetchCertificate: createCertificateFetch(),
        clock,
        log,
        onServerDate,
      }),
    )
    const access = opened(openAwsAccess({ clock, onServerDate }))
    const accounts = opened(openAccounts({ store, access, clock }))
    const moves = opened(
      openMoves({
        store,
        access,
        clock,
        timers,
        log,
        desk: {
          publicUrl: tunnel.publicUrl,
          formerUrls: tunnel.formerUrls,
          doors: () =>
            store
              .integrations()
              .filter((one) => !one.practice)
              .map(({ id }) => ({ integrationId: id, secret: gate.secretsOf(id).now, formerSecret: gate.secretsOf(id).before })),
          confirm: (integrationId, topicArn, since) => takeConfirmationOf(store, integrationId, topicArn, since),
        },
      }),
    )
    const verify = openVerify({ certificates })
    type Verdict = Awaited<ReturnType<typeof verify>>
    const watched = (verdict: Verdict, source: CertificateSource, cameBy: DeliverySource): Verdict => {
      // What is replayed was not delivered by AWS now.
      if (source.kind !== 'url' || (cameBy !== 'push' && cameBy !== 'queue')) return verdict
      if (verdict.kind === 'verified') coverage.certified(null, cameBy)
      else if (verdict.kind === 'not-now') coverage.certified(verdict.said, cameBy)
      else if (verdict.mayBeOurs) coverage.certified(`${verdict.said} Tocsin may be behind: update it.`, cameBy)
      return verdict
    }
    const intake = openIntake({
      store,
      verify(message, source, cameBy) {
        const verdict = verify(message, source)
        return verdict instanceof Promise ? verdict.then((later) => watched(later, source, cameBy)) : watched(verdict, source, cameBy)
      },
      secrets,
      clock,
      clockIsOff: coverage.clockIsOff,
    })
    const queues = opened(openQueues({ store, access, take: intake, clock, timers, log }))
    const catchUp = opened(openCatchUp({ store, access, clock, timers, log }))
    const inboundUrl = (integrationId: number): string | null => {
      const url = tunnel.publicUrl()
      return url === null ? null : `${url}${gate.pathOf(integrationId)}`
    }
    const earOf = (integrationId: number) => {
      const arns = store.queues().flatMap((queue) => (queue.integrationId === integrationId ? [queue.arn] : []))
      return { ear: { integrationId, url: inboundUrl(integrationId), queues: arns }, path: gate.pathOf(integrationId) }
    }
    const subscriptions = opened(openSubscriptionCheck({ store, access, clock, timers, log, earOf, found: () => coverage.look() }))
    const credentials = (topicArn: string) => credentialsFor({ store, access }, topicArn)
    const call = openConfirmCall({ credentials, ...(endpointOverride() === null ? { onServerDate } : {}) })
    // Every call of this process goes to the practice account: a confirmation to it is signed as one to AWS is.
    const atAws = (asked: ConfirmRequest) => (asked.endpoint === options.practice?.trust.endpoint ? { ...asked, endpoint: null } : asked)
    const rounds = { store, clock, timers, log }
    opened(
      openConfirmer({ ...rounds, secrets, confirm: ({ signal, ...asked }) => confirmSubscription({ call, log }, atAws(asked), signal) }),
    )
    opened(
      openOutbox({ ...rounds, channels: channels.map((channel) => heard(channel, coverage.notified, options.practice !== undefined)) }),
    )
    const escalator = opened(openEscalator({ ...rounds, channels: () => channels.map((channel) => channel.name) }))

    const wake = (): void => {
      escalator.look()
      tunnel.wake()
      queues.look()
      catchUp.look()
      subscriptions.look()
    }

    const practice = practiceDrill({ store, gate, receiverUrl: () => receiver.url })
    const drill = openDrill({ clock, timers, log, ...practice })
    const receiver = await rememberedPorts(dataDir).listen('receiver', options.receiverPort, (port) =>
      openReceiver(
        {
          gate,
          intake,
          clock,
          log,
          ownKnock: address.answerTo,
          mayKnock: (integrationId, remotePort) => store.integration(integrationId)?.practice !== true || drill.opened(remotePort),
        },
        port,
      ),
    )
    listening = true
    closers.push(() => {
      listening = false
      return receiver.close()
    })
    opened(drill)
    // Not before the receiver listens: what is sent through the public address arrives there.
    closers.push(checkedAddress(tunnel, coverage))
    closers.push(whenUp(tunnel, catchUp.look))
    opened(tunnel)
    await tunnel.start()
    // A tunnel that is being opened is knocked at when that is done.
    if (tunnel.state().state === 'off') void coverage.checkAddress()
    opened(openForgetting(rounds))
    const setups = opened(openSetups({ ...rounds, access, ports: setupPorts({ store, inboundUrl }) }))

    const startedAt = new Date(clock.now()).toISOString()
    const facts = (): DeskFacts => ({
      version,
      shell,
      dataDir,
      receiverUrl: receiver.url,
      startedAt,
      awsEndpointOverride: endpointOverride(),
      secrets: secrets.kept,
      publicUrlFromFlag: options.publicUrl !== null || options.practice !== undefined,
      practiceAccount: options.practice !== undefined,
    })
    const router = createRouter(
      {
        store,
        inbound: { gate, inboundUrl, intake, secrets, tunnel, usualTrust: options.practice?.trust ?? { kind: 'aws' } },
        coverage,
        aws: { accounts, moves, queues, setups, catchUp },
        clock,
        desk: {
          facts,
          publicUrl: tunnel.publicUrl,
          async runDrill() {
            const started = await drill.run()
            return 'code' in started
              ? { ok: false, said: started.message }
              : { ok: true, integrationId: Number(started.integrationId), incidentId: started.incidentId }
          },
          fault: (error) => log.error('api.failed', { said: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
        },
      },
      randomUUID().replaceAll('-', '').slice(0, 12),
    )
    log.info('desk.started', { version, shell, receiver: receiver.url })
    return { router, receiverUrl: receiver.url, wake, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The host of SNS where an integration's topics are, if one of them is AWS's. */
function snsHostOf(store: Store): string | null {
  const topics = store.integrations().flatMap(({ practice, trust, topics: listed }) => (practice || trust.kind !== 'aws' ? [] : listed))
  const [topic] = topics.flatMap((arn) => parseTopicArn(arn) ?? [])
  return topic === undefined ? null : snsHost(topic)
}

/** How long a channel has for what can't be written into the outbox. */
const tellWithinMs = 30_000

/** What a stop or a kill left of a drill: its key died with its process, so nothing can knock there, and nothing closes its incident. */
async function endDrill(store: Store, gate: Gate, integrationId: number): Promise<void> {
  const filter = { status: 'live', severity: null, integrationId, q: null, before: null, limit: 200 }
  for (const { id } of (await store.reader.incidents(filter)).items) await store.act(id, { act: 'close' }, 'desk')
  await gate.remove(integrationId)
}

/** The confirmation of a subscription that the desk itself asked for: the operator's yes to that is one to this. */
async function takeConfirmationOf(store: Store, integrationId: number, topicArn: string, since: number): Promise<void> {
  const waiting = (await store.reader.subscriptions()).find(
    (one) =>
      one.integrationId === integrationId && one.topicArn === topicArn && one.state === 'awaiting-confirmation' && one.since >= since,
  )
  if (waiting !== undefined) await store.takeConfirmation(waiting.deliveryId)
}

/** Knocks at the public address whenever another one counts, or the tunnel to it came up or fell. */
function checkedAddress(tunnel: Tunnel, coverage: Coverage): () => void {
  let seen = ''
  return tunnel.subscribe(({ state, publicUrl }) => {
    const now = `${state.state === 'up' ? 'up' : 'not up'} ${publicUrl}`
    if (state.state === 'opening' || now === seen) return
    seen = now
    void coverage.checkAddress()
  })
}

/** What was sent while the tunnel was away is looked for as soon as it is back. */
function whenUp(tunnel: Tunnel, look: () => void): () => void {
  let isUp = tunnel.state().state === 'up'
  return tunnel.subscribe(({ state }) => {
    const before = isUp
    isUp = state.state === 'up'
    if (isUp && !before) look()
  })
}

/** A channel whose outcomes coverage hears of. Beside a practice account everything that it tells is practice. */
const heard = (
  channel: Channel,
  notified: (outcome: { ok: true } | { ok: false; said: string }) => void,
  isPractice: boolean,
): Channel => ({
  name: channel.name,
  async send(message, signal) {
    const title = isPractice && !message.title.startsWith('Practice: ') ? `Practice: ${message.title}` : message.title
    const sent = await channel.send({ ...message, title }, signal)
    notified(sent)
    return sent
  },
})
