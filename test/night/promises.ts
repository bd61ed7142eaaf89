import { join } from 'node:path'
import { openReadable } from '../../main/store/database.ts'
import { arnOf, type Published } from './aws.ts'

/** A promise that a night broke. */
export interface Broken {
  promise:
    | 'answered-is-never-lost'
    | 'nothing-is-invented'
    | 'states-equal-those-of-aws'
    | 'every-page-is-sent-or-explained'
    | 'never-green-while-deaf'
    | 'the-ledger-tells-of-deafness'
  said: string
}

/** A time in which nothing could be heard, by the world's clock. */
export interface Blocked {
  what: string
  from: number
  to: number
}

interface Night {
  folder: string
  answered: readonly Published[]
  published: readonly Published[]
  inAlarm: readonly string[]
  /** What kept AWS from being heard, and how much of a night the desk's clock was right in. */
  blocks: readonly Blocked[]
  clockWasRight: boolean
  /** The incident of each page that was shown. */
  shown: readonly string[]
}

interface Incident {
  id: string
  dedup_key: string
  status: string
  opened_at: number
  own_fault: number
}

/** What the morning finds in the desk's file, beside what happened in the world. */
export function brokenPromises({ folder, answered, published, inAlarm, shown, blocks, clockWasRight }: Night): Broken[] {
  const db = openReadable(join(folder, 'tocsin.db'))
  const all = <T>(sql: string): T[] => db.prepare(sql).all() as T[]
  try {
    const broken: Broken[] = []
    const say = (promise: Broken['promise'], said: string) => void broken.push({ promise, said })

    const logged = new Set(all<{ id: string }>("SELECT message_id AS id FROM delivery WHERE disposition <> 'rejected'").map(({ id }) => id))
    for (const { messageId, alarm, state } of answered) {
      if (!logged.has(messageId)) say('answered-is-never-lost', `${alarm} ${state} (${messageId}) was answered 200 and is not in the log`)
    }

    const alarms = new Set(published.filter(({ state }) => state === 'ALARM').map(({ alarm, at }) => `${arnOf(alarm)} ${at}`))
    const every = all<Incident>('SELECT id, dedup_key, status, opened_at, own_fault FROM incident')
    const incidents = every.filter(({ own_fault }) => own_fault === 0)
    for (const { dedup_key, opened_at } of incidents) {
      if (!alarms.has(`${dedup_key} ${opened_at}`))
        say('nothing-is-invented', `${dedup_key} opened at ${opened_at}: there was no such ALARM`)
    }

    const open = incidents.filter(({ status }) => status !== 'closed').map(({ dedup_key }) => dedup_key)
    const [ours, theirs] = [open, inAlarm].map((keys) => [...keys].sort().join(', '))
    if (ours !== theirs) say('states-equal-those-of-aws', `open here: ${ours || 'none'}; in ALARM at AWS: ${theirs || 'none'}`)

    for (const { id } of all<{ id: number }>('SELECT id FROM intent WHERE decided_at IS NULL')) {
      say('every-page-is-sent-or-explained', `intent ${id} was never decided`)
    }
    for (const { id } of all<{ id: number }>('SELECT id FROM notification WHERE sent_at IS NULL AND failed_at IS NULL')) {
      say('every-page-is-sent-or-explained', `notification ${id} was neither sent nor given up`)
    }
    const events = all<{ id: number; incident_id: string; kind: string; data: string }>(
      'SELECT id, incident_id, kind, data FROM incident_event',
    )
    const due = events.filter(({ kind, data }) => {
      const { overtaken, cause } = JSON.parse(data) as { overtaken?: boolean; cause?: string }
      return (kind === 'opened' && overtaken === false) || (kind === 'reopened' && cause === 'alarm')
    })
    for (const { id } of every) {
      const of = (kind: string) => events.filter((event) => event.incident_id === id && event.kind === kind).length
      const owed = due.filter((event) => event.incident_id === id).length
      if (of('notified') + of('not-notified') < owed) {
        say('every-page-is-sent-or-explained', `incident ${id}: ${owed} were due, ${of('notified')} sent, ${of('not-notified')} explained`)
      }
      const seen = shown.filter((one) => one === id).length
      if (seen < of('notified')) say('every-page-is-sent-or-explained', `incident ${id} says it notified, and nobody saw it`)
    }
    for (const said of unledgered(all('SELECT began_at, ended_at FROM deafness ORDER BY id'), clockWasRight ? blocks : [])) {
      say('the-ledger-tells-of-deafness', said)
    }
    for (const { id } of every.filter(({ own_fault, status }) => own_fault === 1 && status !== 'closed')) {
      say('the-ledger-tells-of-deafness', `it hears, and its own incident ${id} is not closed`)
    }
    return broken
  } finally {
    db.close()
  }
}

/** How long each hindrance may last before the ledger has to know of it, in milliseconds. */
const overlookedMs: Record<string, number> = { 'no desk': 1_000, asleep: 85_000, tunnel: 5 * 60_000 + 45_000 }

interface Interval {
  began_at: number
  ended_at: number | null
}

function unledgered(ledger: readonly Interval[], blocks: readonly Blocked[]): string[] {
  const said: string[] = []
  for (const [at, { began_at, ended_at }] of ledger.entries()) {
    if (ended_at === null) said.push(`deaf since ${began_at}, and not over in the morning`)
    else if (ended_at < began_at) said.push(`deaf from ${began_at} to ${ended_at}`)
    const before = ledger[at - 1]?.ended_at ?? 0
    if (blocks.length > 0 && began_at < before) said.push(`deaf from ${began_at}, within what ended at ${before}`)
  }
  for (const { what, from, to } of blocks) {
    const late = from + (overlookedMs[what] ?? 0)
    const isTold = ledger.some(({ began_at, ended_at }) => began_at <= late && (ended_at ?? Number.POSITIVE_INFINITY) >= to - 1_000)
    if (to > late && !isTold) said.push(`«${what}» from ${from} to ${to}: the ledger does not know`)
  }
  return said
}
