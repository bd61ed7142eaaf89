import { statSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { backupInto, newestBackupAt } from './backup.ts'
import { openWritable, type WritableDb } from './database.ts'
import type { KeeperData, KeeperReply } from './keeper.ts'
import { closing } from './thread.ts'

/** The keeper's thread: checkpoints and backups on a handle of its own, so that neither holds up a delivery. */
const { file, backupFolder, pace } = workerData as KeeperData
let nextBackupAt = Date.now() + pace.firstBackupAfterMs
let db: WritableDb | null = null
let walSeenAt = 0

const say = (reply: KeeperReply): void => parentPort?.postMessage(reply)

function look(): void {
  try {
    db ??= openWritable(file)
    const walChangedAt = statSync(`${file}-wal`, { throwIfNoEntry: false })?.mtimeMs ?? 0
    let pagesLeft = 0
    if (walChangedAt !== walSeenAt) {
      walSeenAt = walChangedAt
      const [state] = db.pragma('wal_checkpoint(PASSIVE)') as { busy: number; log: number; checkpointed: number }[]
      pagesLeft = state === undefined ? 0 : state.log
    }
    say({ kind: 'alive', walPages: pagesLeft })
    if (Date.now() >= nextBackupAt) back(db)
  } catch (error) {
    db?.close()
    db = null
    say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
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
