import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock, Log } from '../ports.ts'
import { type Change, type Changes, openChanges } from './changes.ts'
import { StoreError, type StoreFault, type WritableDb } from './database.ts'
import { openHandle } from './handle.ts'
import { type Keeper, openKeeper } from './keeper.ts'
import { lockFolder } from './lock.ts'
import { openReader, type Reader, type ReaderThread } from './reader.ts'
import { type Recovery, standingRecovery } from './recover.ts'
import type { Session } from './session.ts'
import type { Transaction } from './transaction.ts'
import { openWriter } from './writer.ts'

export interface StoreDeps {
  clock: Clock
  log: Log
  /** A new random id, for what is local and random. */
  newId: () => string
}

export interface StoreOptions {
  folder: string
  readerWorker: URL
  keeperWorker: URL
  /** Sees each writing handle as it is opened: only to prove what a full disk does. */
  onOpen?: (db: WritableDb) => void
  /** A reader without a thread, and no patience for what nobody waits for: only so that a thousand nights pass in seconds. */
  inOneThread?: (file: string) => ReaderThread
}

/** How the store is, for coverage. */
export interface StoreHealth {
  fault: { kind: StoreFault; since: number; said: string } | null
  recovery: Recovery | null
  lastCommitAt: number | null
  keeperFault: string | null
}

export interface Transactions {
  /** Runs one record in the next transaction; resolves after its commit. @throws StoreError where the disk failed */
  record<T>(run: (tx: Transaction) => T, otherwise?: (tx: Transaction, error: unknown) => T): Promise<T>
  /** As `record`, for what nobody waits for: it shares the next transaction, or has its own after a moment. */
  recordSoon<T>(run: (tx: Transaction) => T): Promise<T>
  /** What is held in memory of the store, true for the newest commit. */
  session(): Session
  reader: Reader
  changes: Changes
  health(): StoreHealth
  close(): Promise<void>
}

/** The keeper is taken for dead after this long without a word; then the writer checkpoints itself. */
const keeperSilentMs = 10_000
/** A write-ahead log of this many pages is finished off by the writer, so that it begins anew and does not grow. */
const walPagesMost = 16_000

/**
 * Opens the store of a data folder: the lock, the file (migrated, or recovered), the one writer, the reader's and the
 * keeper's threads.
 * @throws StoreError `locked`, `newer`, or a fault of the disk, each with a sentence for the operator
 */
export function openTransactions({ clock, log, newId }: StoreDeps, options: StoreOptions): Transactions {
  const { folder, readerWorker, keeperWorker } = options
  const unlock = lockFolder(folder)
  const file = join(folder, 'tocsin.db')
  const backupFolder = join(folder, 'backups')
  let recovery: Recovery | null = standingRecovery(folder)
  let fault: StoreHealth['fault'] = null
  let keeperFault: string | null = null
  let lastCommitAt: number | null = null
  let keeperHeardAt = clock.elapsedMs()
  const pending: Change[] = []

  const handle = openHandle({
    file,
    backupFolder,
    now: clock.now,
    onOpen: (db) => options.onOpen?.(db),
    recovered(how, { counters }) {
      recovery = how
      log.error('store.recovered', { ...how })
      running?.reader.restart()
      running?.keeper.restart()
      setImmediate(() => running?.changes.announce([{ rev: counters.rev, kind: 'recovered' }]))
    },
  })
  const open = handle.session
  // Begun below, once the file is known to be good.
  let running: { changes: ReturnType<typeof openChanges>; reader: ReaderThread; keeper: Keeper } | null = null
  try {
    open()
  } catch (error) {
    unlock()
    throw error
  }

  const changes = openChanges(open().counters.rev)
  const writer = openWriter({
    db: () => open().db,
    mark() {
      const before = pending.length
      return () => {
        pending.length = before
        handle.held()?.reload()
      }
    },
    beforeCommit() {
      if (!handle.inPlace()) throw new StoreError('corrupt', 'The store’s file was moved or removed while it was open.')
      open().saveCounters()
    },
    settled(committed) {
      // A client goes on from the last number it heard, so they go out in order.
      const news = pending.splice(0).sort((a, b) => a.rev - b.rev)
      if (!committed) return
      if (fault !== null) {
        log.info('store.recovered-writing', { after: fault.kind })
        fault = null
        news.push({ rev: open().counters.rev, kind: 'health' })
      }
      lastCommitAt = clock.now()
      // After the answers: those who wait for the commit are told first.
      if (news.length > 0) setImmediate(() => changes.announce(news))
    },
    failed,
    patienceMs: options.inOneThread === undefined ? undefined : 0,
  })

  function failed(error: StoreError): void {
    log.error('store.failed', { fault: error.fault, said: error.message })
    const known = fault
    fault = { kind: error.fault, since: known?.since ?? clock.now(), said: error.message }
    if (known === null) setImmediate(() => changes.announce([{ rev: changes.rev(), kind: 'health' }]))
    try {
      handle.drop(error.fault)
    } catch (closing) {
      log.warn('store.close-failed', { said: String(closing) })
    }
  }

  const transaction = (): Transaction => {
    const now = clock.now()
    const held = open()
    return {
      ...held.rows,
      now,
      settings: held.settings,
      integration: (id) => held.integrations.get(id) ?? null,
      nextRev: () => held.nextRev(),
      nextIncidentNumber: () => held.nextIncidentNumber(),
      newId,
      changed: (rev, change) => void pending.push({ ...change, rev }),
    }
  }

  const reader =
    options.inOneThread?.(file) ??
    openReader(file, readerWorker, {
      slow: (query, tookMs) => log.warn('store.slow-query', { query, tookMs: Math.round(tookMs) }),
      damaged: (said) => failed(new StoreError('corrupt', said)),
    })
  const keeper = openKeeper({
    file,
    backupFolder,
    workerUrl: keeperWorker,
    hear(reply) {
      keeperHeardAt = clock.elapsedMs()
      keeperFault = reply.kind === 'failed' ? reply.message : null
      if (reply.kind === 'failed') log.warn('keeper.failed', { said: reply.message })
      if (reply.kind === 'backed-up')
        log.info('keeper.backed-up', { file: reply.file, bytes: statSync(reply.file, { throwIfNoEntry: false })?.size })
      if (reply.kind === 'alive' && reply.walPages > walPagesMost) checkpoint()
    },
  })
  running = { changes, reader, keeper }
  const watch = setInterval(() => {
    if (clock.elapsedMs() - keeperHeardAt > keeperSilentMs) checkpoint()
  }, keeperSilentMs)
  watch.unref()

  function checkpoint(): void {
    try {
      handle.held()?.db.pragma('wal_checkpoint(PASSIVE)')
    } catch (error) {
      log.warn('store.checkpoint-failed', { said: String(error) })
    }
  }

  return {
    record: (run, otherwise) =>
      writer.record(() => run(transaction()), otherwise === undefined ? undefined : (error) => otherwise(transaction(), error)),
    recordSoon: (run) => writer.recordSoon(() => run(transaction())),
    session: open,
    reader: reader.reader,
    changes,
    health: () => ({ fault, recovery, lastCommitAt, keeperFault }),
    async close() {
      clearInterval(watch)
      writer.close()
      await Promise.all([reader.close(), keeper.close()])
      checkpoint()
      handle.close()
      unlock()
    },
  }
}
