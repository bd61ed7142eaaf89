import type { CatchUpStep } from '../../../preload/contract/words.ts'
import { awsDelayMs } from '../../core/aws/aws-pace.ts'
import type { Clock, Log, Timers } from '../../ports.ts'
import type { AccountRow } from '../../store/account-rows.ts'
import type { CatchUpRow } from '../../store/catch-up-rows.ts'
import type { Store } from '../../store/open.ts'
import { openRounds, type Rounds } from '../rounds.ts'
import type { AwsAccess } from './access.ts'
import { beginRound, endRound, endsStep, freshMemory, nextStep, type RoundMemory, takePage, unseenSaid } from './catch-up-round.ts'
import { openAlarmReader, ReadFailed } from './read-alarms.ts'

/** How catch-up stands in one region of a connected account. Instants are epoch milliseconds. */
export interface CatchUpState {
  /** `AccountRow.id` */
  accountId: number
  awsAccount: string
  region: string
  /** When all alarms were read last. */
  lastDoneAt: number | null
  running: { step: CatchUpStep; page: number } | null
  /** What it can't see, as sentences. */
  unseen: string[]
  /** Why it does not get on, or was denied something. */
  said: string | null
  nextAt: number
}

export interface CatchUp {
  /** Reads everywhere at once: on waking, when the tunnel is back, on the operator's wish. */
  look(): void
  state(): CatchUpState[]
  close(): Promise<void>
}

export interface CatchUpDeps {
  store: Store
  access: AwsAccess
  clock: Clock
  timers: Timers
  log: Log
}

interface Reading {
  account: AccountRow
  rounds: Rounds
  wanted: boolean
}

/** Reads what AWS says of its alarms, in every region of every connected account: on start, when asked, and every few minutes. */
export function openCatchUp({ store, access, clock, timers, log }: CatchUpDeps): CatchUp {
  const readings = new Map<string, Reading>()
  const ending = new Set<Promise<void>>()
  let closed = false
  let topics = topicsNow(store)

  function follow(): void {
    if (closed) return
    const named = new Map(
      store.accounts().flatMap((account) => account.regions.map((region) => [`${account.id} ${region}`, { account, region }])),
    )
    for (const [key, { rounds }] of readings) {
      if (named.has(key)) continue
      readings.delete(key)
      const end = rounds.close().finally(() => ending.delete(end))
      ending.add(end)
    }
    for (const [key, { account, region }] of named) {
      const known = readings.get(key)
      if (known === undefined) readings.set(key, begin(account, region))
      else known.account = account
    }
  }

  function begin(account: AccountRow, region: string): Reading {
    let memory = freshMemory()
    const reading: Reading = {
      account,
      wanted: true,
      rounds: openRounds({ clock, timers, log }, 'catch-up', work, () => rowOf(account.id, region).dueAt),
    }
    return reading

    async function work(now: number, stopping: AbortSignal): Promise<boolean> {
      const row = rowOf(account.id, region)
      // A clock that was set back must not put it off for long.
      const isDue = row.dueAt <= now || row.dueAt > now + intervalMs()
      if (!isDue && !reading.wanted) return false
      reading.wanted = false
      if (row.step === null) memory = freshMemory()
      await store.recordProgress(await run(row, reading.account, memory, stopping))
      return false
    }
  }

  /** Takes a round on until it ends or AWS stops it. @returns where it is then, and when it goes on */
  async function run(from: CatchUpRow, account: AccountRow, memory: RoundMemory, stopping: AbortSignal): Promise<CatchUpRow> {
    const later = () => clock.now() + intervalMs()
    const scopes = scopesNow(store)
    if (from.step === null && Object.keys(scopes).length === 0) return { ...from, dueAt: later() }
    let row = from.step === null ? beginRound(from, scopes, clock.now()) : from
    let historyRead = true
    let said: string | null = null
    const clients = access.clients(account.profile)
    const place = { partition: account.partition, accountId: account.accountId, region: row.region }

    while (row.step !== null) {
      if (stopping.aborted) return row
      try {
        const reader = await openAlarmReader(clients, row.region, stopping)
        row = { ...(await takePage(row, { store, reader, place, memory, now: clock.now })), failures: 0, said }
        if (row.step !== null) await store.recordProgress(row)
      } catch (error) {
        if (stopping.aborted) return row
        if (!(error instanceof ReadFailed)) throw error
        const { fault } = error
        if (!endsStep(fault)) {
          const failures = row.failures + 1
          log.warn('catch-up.waits', { account: account.accountId, region: row.region, step: row.step, page: row.page, said: fault.said })
          return { ...row, failures, said: fault.said, dueAt: clock.now() + awsDelayMs(fault.code, failures, Math.random()) }
        }
        if (row.token !== null && fault.code !== 'denied') {
          // The token of before a restart is good no more: the step begins anew.
          row = { ...row, token: null, page: 0 }
          continue
        }
        log.warn('catch-up.denied', { account: account.accountId, region: row.region, step: row.step, said: fault.said })
        said = fault.said
        if (row.step === 'alarms' || row.step === 'deleted') {
          memory.unseen.add(unseenSaid.alarms)
          row = nextStep(row, ['deleted'])
        } else {
          memory.unseen.add(unseenSaid.history)
          historyRead = false
          row = { ...row, step: null }
        }
      }
    }
    return { ...endRound(row, [...memory.unseen], historyRead), said, dueAt: later() }
  }

  const intervalMs = (): number => store.settings().catchUpMinutes * 60_000
  const rowOf = (accountId: number, region: string): CatchUpRow => store.catchUp(accountId, region) ?? unread(accountId, region)

  function look(): void {
    for (const reading of readings.values()) {
      reading.wanted = true
      reading.rounds.look()
    }
  }

  const unsubscribe = store.changes.subscribe((news) => {
    if (news.some(({ kind }) => kind === 'account')) {
      follow()
      look()
    } else if (news.some(({ kind }) => kind === 'integration' || kind === 'integration-removed')) {
      const now = topicsNow(store)
      if (now !== topics) look()
      topics = now
    }
  })
  follow()
  look()

  return {
    look,
    state: () =>
      [...readings.entries()].map(([key, { account }]) => {
        const region = key.slice(key.indexOf(' ') + 1)
        const { doneAt, step, page, unseen, said, dueAt, failures } = rowOf(account.id, region)
        const stuck = step !== null && failures > 0 ? [`What comes after page ${page} of ${step}, where AWS stopped it.`] : []
        return {
          accountId: account.id,
          awsAccount: account.accountId,
          region,
          lastDoneAt: doneAt,
          running: step === null ? null : { step, page },
          unseen: [...unseen, ...stuck],
          said,
          nextAt: dueAt,
        }
      }),
    async close() {
      closed = true
      unsubscribe()
      await Promise.all([...ending, ...[...readings.values()].map(({ rounds }) => rounds.close())])
    },
  }
}

const unread = (accountId: number, region: string): CatchUpRow => ({
  accountId,
  region,
  step: null,
  token: null,
  page: 0,
  beganAt: null,
  scopes: {},
  historyFrom: null,
  doneAt: null,
  dueAt: 0,
  failures: 0,
  unseen: [],
  said: null,
})

/** The integrations that SNS speaks to, by id, with their topics. */
const scopesNow = (store: Store): CatchUpRow['scopes'] =>
  Object.fromEntries(
    store
      .integrations()
      .filter(({ practice, trust }) => !practice && trust.kind !== 'secret-url')
      .map(({ id, topics }) => [String(id), topics]),
  )

const topicsNow = (store: Store): string => JSON.stringify(scopesNow(store))
