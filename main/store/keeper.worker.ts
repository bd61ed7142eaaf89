import { statSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { backupInto, newestBackupAt } from './backup.ts'
import { openWritable, type WritableDb } from './database.ts'
import type { KeeperReply } from './keeper.ts'

/** The keeper's thread: checkpoints and backups on a handle of its own, so that neither holds up a delivery. */
const { file, backupFolder, backupEveryMs } = workerData as { file: string; backupFolder: string; backupEveryMs: number }
const lookEveryMs = 2_000
const firstBackupAfterMs = 60_000
const startedAt = Date.now()
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
    if (Date.now() - startedAt > firstBackupAfterMs && Date.now() - newestBackupAt(backupFolder) > backupEveryMs) {
      say({ kind: 'backed-up', file: backupInto(db, backupFolder, Date.now()) })
    }
  } catch (error) {
    db?.close()
    db = null
    say({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
  }
}

look()
setInterval(look, lookEveryMs)
