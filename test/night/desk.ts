import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { decide as decideIncident } from '../../main/core/incidents/decide.ts'
import { askedEverywhereAt, readBesides } from '../../main/coverage-besides.ts'
import type { AwsAccess } from '../../main/edge/aws/access.ts'
import { openCatchUp } from '../../main/edge/aws/catch-up.ts'
import { openQueues } from '../../main/edge/aws/queues.ts'
import { type Coverage, openCoverage } from '../../main/edge/coverage/coverage.ts'
import { openLedger } from '../../main/edge/coverage/ledger.ts'
import { openPublicAddress, type PublicAddress } from '../../main/edge/coverage/public-address.ts'
import type { Channel } from '../../main/edge/notifications/channel.ts'
import { openOutbox } from '../../main/edge/notifications/outbox.ts'
import { openEscalator } from '../../main/edge/oncall/escalator.ts'
import { openGate } from '../../main/edge/receiver/gate.ts'
import { openIntake } from '../../main/edge/receiver/intake.ts'
import { openVerify } from '../../main/edge/sns/verify.ts'
import type { SigningCertificate } from '../../main/edge/sns/x509.ts'
import type { Secrets } from '../../main/ports.ts'
import type { WritableDb } from '../../main/store/database.ts'
import { openStore, type Store } from '../../main/store/open.ts'
import type { Decide } from '../../main/store/record-delivery.ts'
import type { Road } from './plot.ts'
import { readerInOneThread } from './reader.ts'
import type { NightTime } from './time.ts'

/** A fault planted on purpose, to see that nights find it. */
export interface Planted {
  decide?: Decide
  /** The store as the intake sees it. */
  storeOfIntake?: (store: Store) => Store
  /** The store as catch-up sees it. */
  storeOfCatchUp?: (store: Store) => Store
  address?: (address: PublicAddress) => PublicAddress
}

export interface NightDeskDeps {
  folder: string
  time: NightTime
  /** Null where it hears by a queue alone. */
  publicUrl: string | null
  access: AwsAccess
  /** A request of the desk's own out into the world. */
  ask: typeof fetch
  channel: Channel
  certificate: SigningCertificate
  newId: () => string
  freeBytes: () => number
  onOpen: (db: WritableDb) => void
  planted: Planted
}

/** The real desk but for its sockets and threads: what comes to its public URL is handed to it. */
export interface NightDesk {
  /** A POST to `/in/SECRET`, with what it is answered. */
  knock(secret: string, body: Uint8Array): Promise<{ status: number; text: string }>
  coverage: Coverage
  wake(): void
  /** It stops in the middle of whatever it does: nothing more is written, no timer of its rings. */
  kill(): Promise<void>
}

/** Secrets lie open: nights are not about them. */
const openSecrets: Secrets = {
  kept: 'plain',
  seal: (plain) => Promise.resolve(Buffer.from(plain)),
  open: (sealed) => Promise.resolve(Buffer.from(sealed).toString('utf8')),
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** A data folder with one integration, from which each night's is copied. @returns the secret of its URL */
export async function makeNightFolder(folder: string, topics: string[], road: Road, newId: () => string): Promise<string> {
  const clock = { now: () => 0, elapsedMs: () => 0 }
  const store = openStore({ clock, log: silent, newId }, storeOptions(folder))
  const gate = await openGate({ store, secrets: openSecrets, clock, log: silent })
  const integration = await gate.create({
    name: 'prod',
    template: 'aws-cloudwatch',
    practice: false,
    trust: { kind: 'aws' },
    confirm: 'manual',
    topics,
    maxAgeSeconds: 3 * 86_400,
    rules: [],
  })
  if (road !== 'push') {
    const account = { profile: null, accountId: '123456789012', partition: 'aws', alias: 'prod', callerArn: '', regions: ['eu-west-1'] }
    const { id } = await store.addAccount(account)
    if (road === 'queue') {
      const queue = {
        integrationId: integration.id,
        accountId: id,
        region: 'eu-west-1',
        url: 'https://night.example/queue',
        kind: 'queue' as const,
      }
      await store.watchQueue({ ...queue, arn: 'arn:aws:sqs:eu-west-1:123456789012:desk' })
    }
  }
  const secret = gate.pathOf(integration.id).slice('/in/'.length)
  await store.close()
  rmSync(join(folder, 'lock.db'), { force: true })
  return secret
}

const unusedThread = new URL('file:///no-thread')
const storeOptions = (folder: string) => ({
  folder,
  readerWorker: unusedThread,
  keeperWorker: unusedThread,
  inOneThread: readerInOneThread,
})

/** @throws StoreError where the store can't be opened */
export async function openNightDesk(deps: NightDeskDeps): Promise<NightDesk> {
  const { time, publicUrl, channel, certificate, planted } = deps
  const { timers, end } = mortal(time)
  const startedAt = time.desk.now()
  const clock = time.desk
  const log = silent
  const opened = openStore(
    { clock, log, newId: deps.newId },
    { ...storeOptions(deps.folder), onOpen: deps.onOpen },
    planted.decide ?? decideIncident,
  )
  const store = counted(opened, time)
  const gate = await openGate({ store, secrets: openSecrets, clock, log })
  const address = (planted.address ?? ((as: PublicAddress) => as))(openPublicAddress(clock, deps.ask))
  const ledger = openLedger({
    store,
    clock,
    log,
    tellAnyway: (title, body) => void channel.send({ incidentId: null, deliveryId: null, title, body }, AbortSignal.timeout(1_000)),
  })
  const coverage = openCoverage({
    store,
    address,
    clock,
    timers,
    log,
    facts: {
      publicUrl: () => publicUrl,
      receiverListens: () => true,
      channels: [channel.name],
      overridden: false,
      clockMoved: wake,
      freeBytes: () => Promise.resolve(deps.freeBytes()),
      besides: () => readBesides({ store, clock, catchUp, ...absent }, startedAt),
      askAwsClock: () => void time.desk.after(700, () => coverage.sawServerDate(time.now())),
      found: (found) => ledger.observe(found, askedEverywhereAt(catchUp)),
    },
  })
  const verify = openVerify({ certificates: { get: () => ({ kind: 'certificate', certificate, from: 'memory' }) } })
  const intake = openIntake({
    store: planted.storeOfIntake?.(store) ?? store,
    async verify(message, source, cameBy) {
      const verdict = await verify(message, source)
      if (verdict.kind === 'verified' && (cameBy === 'push' || cameBy === 'queue')) coverage.certified(null, cameBy)
      return verdict
    },
    secrets: openSecrets,
    clock,
    clockIsOff: coverage.clockIsOff,
  })
  const rounds = { store, clock, timers, log }
  const catchUp = openCatchUp({ ...rounds, store: planted.storeOfCatchUp?.(store) ?? store, access: deps.access })
  const queues = openQueues({ ...rounds, access: deps.access, take: intake })
  const escalator = openEscalator({ ...rounds, channels: () => [channel.name] })
  const outbox = openOutbox({ ...rounds, channels: [channel] })

  function wake(): void {
    escalator.look()
    outbox.look()
    queues.look()
    catchUp.look()
  }

  return {
    async knock(secret, body) {
      const own = address.answerTo(secret)
      if (own !== null) {
        const said = own(body)
        return said === null ? notFound : { status: 200, text: `${said}\n` }
      }
      const integrationId = gate.find(secret)
      if (integrationId === null) return notFound
      const receivedAt = clock.now()
      const inbound = { integrationId, source: 'push' as const, again: false, receivedAt, headers: {}, body, bodyBytes: body.byteLength }
      const { status, said } = await intake(inbound)
      return { status, text: said }
    },
    coverage,
    wake,
    async kill() {
      end()
      coverage.close()
      await Promise.allSettled([escalator.close(), outbox.close(), catchUp.close(), queues.close()])
      await opened.close().catch(() => undefined)
    },
  }
}

const notFound = { status: 404, text: 'Nothing is here.' }

/** What this desk has not: a tunnel of its own, and somebody who asks AWS for its subscriptions. */
const absent = {
  tunnel: {
    state: () => ({ state: 'off' as const, since: 0 }),
    report: () => ({
      ...{
        kind: 'own' as const,
        state: { state: 'off' as const, since: 0 },
        said: null,
        note: null,
        publicUrl: null,
        domain: null,
        latencyMs: null,
      },
      ...{ standIn: { wished: false, stands: false }, has: { authtoken: false, apiKey: false } },
    }),
  },
  accounts: { standing: () => ({ state: 'ok' as const, at: null, endsAt: null, fault: null }) },
  subscriptions: { standings: () => [] },
}

/** Timers that die with their process. */
function mortal(time: NightTime) {
  let alive = true
  return {
    timers: { after: (delayMs: number, run: () => void) => time.desk.after(delayMs, () => void (alive && run())) },
    end() {
      alive = false
    },
  }
}

/** The store, with time standing still while it is at work. */
function counted(store: Store, time: NightTime): Store {
  return new Proxy(store, {
    get(target, name, receiver) {
      const found: unknown = Reflect.get(target, name, receiver)
      if (typeof found !== 'function') return found
      return (...args: unknown[]): unknown => {
        const answer: unknown = Reflect.apply(found, target, args)
        return answer instanceof Promise ? time.during(answer) : answer
      }
    },
  })
}
