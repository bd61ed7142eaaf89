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
  said: string
}

interface Night {
  folder: string
  answered: readonly Published[]
  published: readonly Published[]
  inAlarm: readonly string[]
  /** The incident of each page that was shown. */
  shown: readonly string[]
}

interface Incident {
  id: string
  dedup_key: string
  status: string
  opened_at: number
}

/** What the morning finds in the desk's file, beside what happened in the world. */
export function brokenPromises({ folder, answered, published, inAlarm, shown }: Night): Broken[] {
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
    const incidents = all<Incident>('SELECT id, dedup_key, status, opened_at FROM incident')
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
    for (const { id } of incidents) {
      const of = (kind: string) => events.filter((event) => event.incident_id === id && event.kind === kind).length
      const owed = due.filter((event) => event.incident_id === id).length
      if (of('notified') + of('not-notified') < owed) {
        say('every-page-is-sent-or-explained', `incident ${id}: ${owed} were due, ${of('notified')} sent, ${of('not-notified')} explained`)
      }
      const seen = shown.filter((one) => one === id).length
      if (seen < of('notified')) say('every-page-is-sent-or-explained', `incident ${id} says it notified, and nobody saw it`)
    }
    return broken
  } finally {
    db.close()
  }
}
