import type { AwsAccess } from '../../main/edge/aws/access.ts'
import type { AttemptStatus } from '../../main/edge/practice/retry.ts'
import type { SigningCertificate } from '../../main/edge/sns/x509.ts'
import type { Chance } from './chance.ts'
import { type NightDesk, openNightDesk, type Planted } from './desk.ts'
import { openHandleFaults } from './faults.ts'
import type { Hearing } from './hearing.ts'
import type { Road } from './plot.ts'
import type { NightTime } from './time.ts'

/** The computer on which the desk runs, and the tunnel that leads to it. */
export interface Computer {
  /** A POST from outside: what is in the tunnel's place answers where the desk can't. */
  through(path: string, body: Uint8Array): Promise<{ status: AttemptStatus; text: string; code: string | null }>
  start(): Promise<void>
  /** What answers in the tunnel's place; null: it is up. */
  tunnel(answers: AttemptStatus | null): void
  sleep(is: boolean): void
  /** The desk is killed after this many further steps in the store, or after a while all the same, and started again later. */
  killSoon(atStep: number, restartInMs: number): void
  /** Nobody is killed any more. @returns after how long the desk is there again, where it is not, in milliseconds */
  spare(): number
  channel(works: boolean): void
  diskFull(is: boolean): void
  /** The incident of each page that was shown. */
  shown: readonly string[]
  crashes(): number
  /** The desk ends with the night. */
  end(): Promise<void>
}

export interface ComputerDeps {
  folder: string
  time: NightTime
  chance: Chance
  certificate: SigningCertificate
  hearing: Hearing
  road: Road
  access: AwsAccess
  tell: (said: string) => void
}

const url = 'https://night.example'
/** A desk that has nothing to write is killed all the same, this long after. */
const killWithinMs = 30_000

export function openComputer({ folder, time, chance, certificate, hearing, road, access, tell }: ComputerDeps, planted: Planted): Computer {
  const is: { desk: NightDesk | null; dying: Promise<void> | null; asleep: boolean; tunnel: AttemptStatus | null } = {
    desk: null,
    dying: null,
    asleep: false,
    tunnel: null,
  }
  const shown: string[] = []
  let channelWorks = true
  let restartInMs = 0
  let restartsAt = 0
  let crashes = 0
  let startsOnWaking = false
  let spared = false
  let full = false
  const faults = openHandleFaults(() => die('killed in the middle of a step of the store'))

  function die(said: string): void {
    const dead = is.desk
    if (dead === null) return
    is.desk = null
    crashes += 1
    tell(`the desk is ${said}`)
    faults.kill()
    hearing.blocked('no desk', true)
    // After the step that killed it has unwound.
    is.dying = new Promise<void>((resolve) => void setImmediate(resolve)).then(dead.kill)
    restartsAt = time.now() + restartInMs
    time.at(restartsAt, startAwake)
  }

  /** What sleeps starts nothing: then the desk starts when the computer wakes. */
  function startAwake(): void {
    startsOnWaking = is.asleep
    if (!is.asleep) void time.during(start())
  }

  const freeBytes = (): number => (full ? 0 : 50e9)

  async function start(): Promise<void> {
    await is.dying
    faults.revive()
    const send = (incidentId: string | null) => {
      if (!channelWorks) return { ok: false as const, recoverable: true, said: 'the channel is away' }
      shown.push(incidentId ?? '')
      return { ok: true as const }
    }
    const channel = { name: 'desktop', send: (message: { incidentId: string | null }) => Promise.resolve(send(message.incidentId)) }
    const publicUrl = road === 'queue' ? null : url
    const deps = { folder, time, publicUrl, access, ask, certificate, newId: chance.id, freeBytes, onOpen: faults.onOpen, channel, planted }
    const desk = await openNightDesk(deps)
    is.desk = desk
    hearing.blocked('no desk', false)
    hearing.follow(desk.coverage)
    void desk.coverage.checkAddress()
    tell('the desk starts')
  }

  async function through(path: string, body: Uint8Array) {
    if (is.tunnel !== null) return { status: is.tunnel, text: '', code: 'ERR_NGROK_3200' }
    if (is.asleep || is.desk === null) return { status: 404, text: '', code: 'ERR_NGROK_3200' }
    const knocked = is.desk
    const answer = await knocked.knock(path.slice('/in/'.length), body)
    // Who died in the middle of it has answered nobody.
    return is.desk === knocked ? { ...answer, code: null } : { status: 'no-answer' as const, text: '', code: null }
  }

  /** The desk's own request to its public address. */
  const ask: typeof fetch = async (input, init) => {
    const { pathname } = new URL(String(input))
    const { status, text, code } = await time.during(through(pathname, Buffer.from(String(init?.body ?? ''))))
    if (typeof status === 'string') throw new TypeError('fetch failed')
    return new Response(text, { status, headers: code === null ? {} : { 'ngrok-error-code': code } })
  }

  return {
    through,
    start,
    tunnel(answers) {
      if (answers === is.tunnel) return
      tell(answers === null ? 'the tunnel is up' : `the tunnel is down: ${answers}`)
      is.tunnel = answers
      if (road !== 'queue') hearing.blocked('tunnel', answers !== null)
    },
    sleep(asleep) {
      if (asleep === is.asleep) return
      tell(asleep ? 'the computer sleeps' : 'the computer wakes')
      is.asleep = asleep
      time.asleep(asleep)
      hearing.sleeps(asleep)
      if (asleep) return
      is.desk?.wake()
      if (startsOnWaking) startAwake()
    },
    killSoon(atStep, comesBackInMs) {
      tell(`the desk will be killed, ${atStep} steps from now`)
      const before = crashes
      restartInMs = comesBackInMs
      faults.killAt(atStep)
      time.at(time.now() + killWithinMs, () => {
        if (!spared && !is.asleep && crashes === before) die('killed while it is idle')
      })
    },
    spare() {
      spared = true
      faults.spare()
      return Math.max(0, restartsAt - time.now())
    },
    channel(works) {
      if (works === channelWorks) return
      tell(works ? 'the channel works' : 'nothing can be shown')
      channelWorks = works
    },
    diskFull(isFull) {
      tell(isFull ? 'the disk is full' : 'the disk has room')
      full = isFull
      if (full) faults.disk.fill()
      else faults.disk.mend()
    },
    shown,
    crashes: () => crashes,
    async end() {
      await is.dying
      await is.desk?.kill()
    },
  }
}
