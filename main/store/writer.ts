import type { Statement } from 'better-sqlite3'
import { diskFault, faultSaid, StoreError, type WritableDb } from './database.ts'

/** How many that wait together go into one transaction. */
const groupSize = 256
/** From so many on, what came in one turn of the loop waits for what comes in the next, for one sync instead of two. */
const crowd = 4
const turnsMost = 3
/** How long what is in no hurry waits for others to share their commit. */
const usualPatienceMs = 25

interface Job {
  run: () => unknown
  /** What is recorded instead where `run` throws, in the same transaction. */
  otherwise: ((error: unknown) => unknown) | null
  resolve: (value: unknown) => void
  reject: (error: unknown) => void
}

type Outcome = { job: Job; ok: true; value: unknown } | { job: Job; ok: false; error: unknown }

export interface Writer {
  /**
   * Runs `run` inside the next transaction, in a savepoint of its own, and resolves after its commit is on disk.
   * Where `run` throws, its savepoint alone is rolled back and `otherwise` is recorded in its place.
   * Nothing cancels what is queued.
   * @throws StoreError where the disk failed: then nothing of the group is stored
   */
  record<T>(run: () => T, otherwise?: (error: unknown) => T): Promise<T>
  /** As `record`, for what nobody waits for: it joins the next transaction, or is one of its own after a moment, so that it costs no sync under load. */
  recordSoon<T>(run: () => T): Promise<T>
  /** Commits what is queued, then refuses more. */
  close(): void
}

export interface WriterDeps {
  db: () => WritableDb
  /** Before each job; what it returns takes back what the job changed in memory, once its savepoint was rolled back. */
  mark: () => () => void
  /** Inside the transaction, before its commit. */
  beforeCommit: () => void
  /** After the commit, or after it failed: what was changed becomes news, or never happened. */
  settled: (committed: boolean) => void
  /** The disk failed: the handle is to be opened anew before the next transaction. */
  failed: (error: StoreError) => void
  /** How long what nobody waits for may wait; 0: no longer than the rest. */
  patienceMs?: number | undefined
}

interface Control {
  db: WritableDb
  begin: Statement
  commit: Statement
  savepoint: Statement
  release: Statement
}

const prepareControl = (db: WritableDb): Control => ({
  db,
  begin: db.prepare('BEGIN IMMEDIATE'),
  commit: db.prepare('COMMIT'),
  savepoint: db.prepare('SAVEPOINT job'),
  release: db.prepare('RELEASE job'),
})

/** The one writer: what waits together is committed together (one sync), and one job never harms another. */
export function openWriter({ db, mark, beforeCommit, settled, failed, patienceMs = usualPatienceMs }: WriterDeps): Writer {
  let queue: Job[] = []
  let scheduled = false
  let patience: NodeJS.Timeout | null = null
  let closed = false
  let prepared: Control | null = null

  /** Of the handle that is open now. */
  function control(): Control {
    const open = db()
    if (prepared?.db !== open) prepared = prepareControl(open)
    return prepared
  }

  /** Commits when a turn of the loop brought nothing more. */
  function gather(turn: number, waiting: number): void {
    const came = queue.length - waiting
    if (came < crowd || turn >= turnsMost || queue.length >= groupSize) {
      flush()
      return
    }
    const { length } = queue
    setImmediate(() => gather(turn + 1, length))
  }

  function flush(): void {
    scheduled = false
    if (patience !== null) clearTimeout(patience)
    patience = null
    while (queue.length > 0) {
      const group = queue.slice(0, groupSize)
      queue = queue.slice(groupSize)
      commit(group)
    }
  }

  function commit(group: Job[]): void {
    let outcomes: Outcome[]
    try {
      const { begin, commit } = control()
      begin.run()
      outcomes = group.map(inSavepoint)
      beforeCommit()
      commit.run()
    } catch (error) {
      const kind = diskFault(error) ?? 'io'
      const fault = error instanceof StoreError ? error : new StoreError(kind, faultSaid[kind], error)
      rollback()
      settled(false)
      failed(fault)
      for (const job of group) job.reject(fault)
      return
    }
    for (const outcome of outcomes) {
      if (outcome.ok) outcome.job.resolve(outcome.value)
      else outcome.job.reject(outcome.error)
    }
    settled(true)
  }

  function rollback(): void {
    try {
      if (db().inTransaction) db().exec('ROLLBACK')
    } catch {
      // The handle is about to be opened anew; what it could not roll back was never committed.
    }
  }

  function inSavepoint(job: Job): Outcome {
    try {
      return { job, ok: true, value: attempt(job.run) }
    } catch (error) {
      if (diskFault(error) !== null) throw error
      if (job.otherwise === null) return { job, ok: false, error }
      const { otherwise } = job
      try {
        return { job, ok: true, value: attempt(() => otherwise(error)) }
      } catch (second) {
        if (diskFault(second) !== null) throw second
        return { job, ok: false, error: second }
      }
    }
  }

  function attempt(run: () => unknown): unknown {
    const takeBack = mark()
    const { savepoint, release } = control()
    savepoint.run()
    try {
      const value = run()
      release.run()
      return value
    } catch (error) {
      if (diskFault(error) === null) {
        db().exec('ROLLBACK TO job; RELEASE job')
        takeBack()
      }
      throw error
    }
  }

  function enqueue<T>(run: () => T, otherwise?: (error: unknown) => T): Promise<T> {
    if (closed) return Promise.reject(new StoreError('io', 'The store is closed.'))
    return new Promise<T>((resolve, reject) => {
      queue.push({ run, otherwise: otherwise ?? null, resolve: resolve as (value: unknown) => void, reject })
    })
  }

  function record<T>(run: () => T, otherwise?: (error: unknown) => T): Promise<T> {
    const recorded = enqueue(run, otherwise)
    if (!scheduled) setImmediate(() => gather(1, 0))
    scheduled = true
    return recorded
  }

  return {
    record,
    recordSoon<T>(run: () => T): Promise<T> {
      if (patienceMs === 0) return record(run)
      const recorded = enqueue(run)
      if (!scheduled) patience ??= setTimeout(flush, patienceMs)
      return recorded
    },
    close() {
      flush()
      closed = true
    },
  }
}
