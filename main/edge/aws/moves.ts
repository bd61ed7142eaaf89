import type { MoveStep } from '../../../preload/contract/words.ts'
import { type Door, type Move, planMove, type Stale } from '../../core/aws/plan-move.ts'
import type { Clock, Log, Timers } from '../../ports.ts'
import type { AccountRow } from '../../store/account-rows.ts'
import type { Store } from '../../store/open.ts'
import type { AwsAccess } from './access.ts'
import { type SubscriptionCalls, subscriptionCalls } from './subscription-calls.ts'

/** What of the desk a move needs. */
export interface MovePorts {
  publicUrl(): string | null
  formerUrls(): string[]
  doors(): Door[]
  /** Takes the confirmation that has come in for this topic since then, as the operator's click would. */
  confirm(integrationId: number, topicArn: string, since: number): Promise<void>
}

interface Place {
  account: AccountRow
  region: string
}
export type MoveAt = Move & Place & { step: MoveStep; said: string | null }
export type StaleAt = Stale & Place & { said: string | null }

export interface MoveReport {
  /** When AWS was read last, in epoch milliseconds. */
  at: number | null
  isBusy: boolean
  moves: readonly MoveAt[]
  stale: readonly StaleAt[]
  unread: readonly (Place & { said: string })[]
}

/** The subscriptions that lead to where this desk no longer is: found, moved, swept. What is true stands in AWS: nothing is kept here. */
export interface Moves {
  report(): MoveReport
  /** Reads the connected accounts. */
  read(): Promise<void>
  /** Reads, then moves: each topic is subscribed anew, waited for, and only then are its old ones ended. Resolves when it is under way. */
  apply(): Promise<void>
  /** Ends these, as far as they are still of no use; no others. */
  sweep(subscriptionArns: readonly string[]): Promise<void>
  close(): Promise<void>
}

export interface MovesDeps {
  store: Pick<Store, 'accounts'>
  access: AwsAccess
  clock: Clock
  timers: Timers
  log: Log
  desk: MovePorts
}

const confirmWithinMs = 3 * 60_000
const lookAgainMs = 2_000

export function openMoves({ store, access, clock, timers, log, desk }: MovesDeps): Moves {
  const stopping = new AbortController()
  let at: number | null = null
  let moves: MoveAt[] = []
  let stale: StaleAt[] = []
  let unread: MoveReport['unread'] = []
  let work: Promise<void> | null = null
  let isMoving = false

  const callsAt = ({ account, region }: Place): SubscriptionCalls =>
    subscriptionCalls(access.clients(account.profile), region, stopping.signal)
  const faultAt = ({ account }: Place, error: unknown) => access.clients(account.profile).fault(error)

  async function look(): Promise<void> {
    const base = desk.publicUrl()
    const found: { moves: MoveAt[]; stale: StaleAt[] } = { moves: [], stale: [] }
    const notRead: (Place & { said: string })[] = []
    const here = { base: base ?? '', formerBases: desk.formerUrls(), doors: desk.doors() }
    const places = store.accounts().flatMap((account) => account.regions.map((region): Place => ({ account, region })))
    for (const place of base === null ? [] : places) {
      try {
        const plan = planMove(here, await callsAt(place).all())
        // Two profiles may be of one account.
        const isNew = (one: { topicArn: string; integrationId: number | null }, known: readonly (typeof one)[]) =>
          !known.some((other) => other.topicArn === one.topicArn && other.integrationId === one.integrationId)
        found.moves.push(
          ...plan.moves.filter((one) => isNew(one, found.moves)).map((move) => ({ ...move, ...place, step: move.next, said: null })),
        )
        const knownArns = new Set(found.stale.map(({ subscriptionArn }) => subscriptionArn))
        found.stale.push(
          ...plan.stale.filter((one) => !knownArns.has(one.subscriptionArn)).map((one) => ({ ...one, ...place, said: null })),
        )
      } catch (error) {
        notRead.push({ ...place, said: faultAt(place, error).said })
      }
    }
    at = clock.now()
    moves = found.moves
    stale = found.stale
    unread = notRead
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      if (stopping.signal.aborted) return resolve()
      const end = () => {
        cancel()
        stopping.signal.removeEventListener('abort', end)
        resolve()
      }
      const cancel = timers.after(ms, end)
      stopping.signal.addEventListener('abort', end)
    })
  }

  async function move(one: MoveAt): Promise<void> {
    const { topicArn, integrationId, endpoint, from } = one
    const calls = callsAt(one)
    const since = clock.now()
    const say = (step: MoveStep, said: string | null = null) => {
      Object.assign(one, { step, said })
      log.info('move.step', { topicArn, integrationId, step, said })
    }
    try {
      if (one.step === 'subscribe') {
        const settings = from[0] === undefined ? {} : await calls.settings(from[0].subscriptionArn)
        await calls.subscribe(topicArn, endpoint, settings)
        say('await-confirmation')
      }
      const isConfirmed = async () =>
        (await calls.ofTopic(topicArn)).some((held) => held.endpoint === endpoint && held.subscriptionArn !== null)
      while (!(await isConfirmed())) {
        if (clock.now() - since > confirmWithinMs)
          return say(
            one.step,
            'AWS’s request for confirmation did not come within three minutes: check the public address, then move it again.',
          )
        await desk.confirm(integrationId, topicArn, since)
        await pause(lookAgainMs)
        if (stopping.signal.aborted) return
      }
      say('unsubscribe')
      for (const { subscriptionArn } of from) await end(calls, one, subscriptionArn)
      say('done')
    } catch (error) {
      if (!stopping.signal.aborted) say(one.step, faultAt(one, error).said)
    }
  }

  /** What is gone already need not be ended. */
  async function end(calls: SubscriptionCalls, place: Place, subscriptionArn: string): Promise<void> {
    await calls.unsubscribe(subscriptionArn).catch((error: unknown) => {
      if (faultAt(place, error).code !== 'not-found') throw error
    })
  }

  /** One at a time; whoever asks meanwhile waits for what is under way. */
  function once(run: () => Promise<void>): Promise<void> {
    work ??= run()
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) log.error('move.failed', { said: String(error) })
      })
      .finally(() => {
        work = null
      })
    return work
  }

  return {
    report: () => ({ at, isBusy: work !== null, moves, stale, unread }),
    read: () => once(look),
    async apply() {
      if (isMoving) return
      await work
      await new Promise<void>((resolve) => {
        void once(async () => {
          isMoving = true
          await look()
          resolve()
          await Promise.all(moves.map(move))
        }).finally(() => {
          isMoving = false
          resolve()
        })
      })
    },
    async sweep(subscriptionArns) {
      await work
      await once(async () => {
        // What is stale now, not what was when the operator looked.
        await look()
        for (const one of stale.filter(({ subscriptionArn }) => subscriptionArns.includes(subscriptionArn))) {
          try {
            await end(callsAt(one), one, one.subscriptionArn)
            log.info('move.swept', { topicArn: one.topicArn, why: one.why })
            stale = stale.filter((other) => other !== one)
          } catch (error) {
            one.said = faultAt(one, error).said
          }
        }
      })
    },
    async close() {
      stopping.abort()
      await work
    },
  }
}
