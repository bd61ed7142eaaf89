import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { decide as decideIncident } from '../../main/core/incidents/decide.ts'
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
import { readerInOneThread } from './reader.ts'
import type { NightTime } from './time.ts'

/** A fault planted on purpose, to see that nights find it. */
export interface Planted {
  decide?: Decide
  /** The store as the intake sees it. */
  storeOfIntake?: (store: Store) => Store
  address?: (address: PublicAddress) => PublicAddress
}

export interface NightDeskDeps {
  folder: string
  time: NightTime
  publicUrl: string
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
export async function makeNightFolder(folder: string, topics: string[], newId: () => string): Promise<string> {
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
      clockMoved: () => escalator.look(),
      freeBytes: () => Promise.resolve(deps.freeBytes()),
      besides: () => ({ credentials: [], tunnel: null, queues: [], catchUp: { places: [], everyMs: 0 }, standings: [], byQueue: [] }),
      askAwsClock: () => void time.desk.after(700, () => coverage.sawServerDate(time.now())),
      found: ledger.observe,
    },
  })
  const verify = openVerify({ certificates: { get: () => ({ kind: 'certificate', certificate, from: 'memory' }) } })
  const intake = openIntake({
    store: planted.storeOfIntake?.(store) ?? store,
    async verify(message, source) {
      const verdict = await verify(message, source)
      if (verdict.kind === 'verified') coverage.certified(null)
      return verdict
    },
    secrets: openSecrets,
    clock,
    clockIsOff: coverage.clockIsOff,
  })
  const rounds = { store, clock, timers, log }
  const escalator = openEscalator({ ...rounds, channels: () => [channel.name] })
  const outbox = openOutbox({ ...rounds, channels: [channel] })

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
    wake: () => {
      escalator.look()
      outbox.look()
    },
    async kill() {
      end()
      coverage.close()
      await Promise.allSettled([escalator.close(), outbox.close()])
      await opened.close().catch(() => undefined)
    },
  }
}

const notFound = { status: 404, text: 'Nothing is here.' }

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
