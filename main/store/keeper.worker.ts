import { statSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { backupInto, newestBackupAt } from './backup.ts'
import { openWritable, type WritableDb } from './database.ts'
import type { KeeperData, KeeperReply } from './keeper.ts'
import { closing } from './thread.ts'

/** The keeper's thread: checkpoints and backups on a handle of its own, so that neither holds up a delivery. */
const { file, backupFolder, pace } = workerData as KeeperData
/** So many pages of the log are copied at once; fewer only when the last copy is old: most are written again and again. */
const manyPages = 4_000
const copyAtLeastEveryMs = 2_000
/** What the writer may be left to copy himself. */
const fewPages = 500
const passesMost = 8
let nextBackupAt = Date.now() + pace.firstBackupAfterMs
let db: WritableDb | null = null
let walSeenAt = 0
let copiedAt = 0
let saidAt = 0

const say = (reply: KeeperReply): void => parentPort?.postMessage(reply)

function look(): void {
  try {
    db ??= openWritable(file)
    const walChangedAt = statSync(`${file}-wal`, { throwIfNoEntry: false })?.mtimeMs ?? 0
    const now = Date.now()
    if (walChangedAt !== walSeenAt && (now - copiedAt >= copyAtLeastEveryMs || waiting(db) >= manyPages)) {
      walSeenAt = walChangedAt
      copiedAt = now
      saidAt = now
      say({ kind: 'alive', walPages: copy(db) })
    } else if (now - saidAt >= pace.sayEveryMs) {
      saidAt = now
      say({ kind: 'alive', walPages: 0 })
    }
    if (now >= nextBackupAt) back(db)
  } catch (error) {
    db?.close()
    db = null
    say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
}

type Log = { busy: number; log: number; checkpointed: number }[]

/** How many pages of the log were not copied yet. */
function waiting(of: WritableDb): number {
  const [state] = of.pragma('wal_checkpoint(NOOP)') as Log
  return state === undefined ? 0 : state.log - state.checkpointed
}

/**
 * Copies the write-ahead log into the file, again until little came while it was copied: then the writer, who alone can
 * begin the log anew, has little left to copy himself.
 * @returns the pages of the log
 */
function copy(into: WritableDb): number {
  let pages = 0
  for (let pass = 0; pass < passesMost; pass++) {
    const [state] = into.pragma('wal_checkpoint(PASSIVE)') as Log
    const added = (state?.log ?? 0) - pages
    pages += added
    if (added < fewPages) break
  }
  return pages
}

function back(from: WritableDb): void {
  const newestAt = newestBackupAt(backupFolder)
  if (Date.now() - newestAt < pace.backupEveryMs) {
    nextBackupAt = newestAt + pace.backupEveryMs
    return
  }
  // A full disk gets no emptier by trying again at once.
  nextBackupAt = Date.now() + pace.failedWaitMs
  say({ kind: 'backed-up', file: backupInto(from, backupFolder, Date.now()) })
  nextBackupAt = Date.now() + pace.backupEveryMs
}

parentPort?.once('message', (asked: unknown) => {
  if (asked !== closing) return
  db?.close()
  process.exit()
})
look()
setInterval(look, pace.lookEveryMs)
