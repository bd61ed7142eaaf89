import { Worker } from 'node:worker_threads'
import { endThread } from './thread.ts'

export type KeeperReply = { kind: 'alive'; walPages: number } | { kind: 'backed-up'; file: string } | { kind: 'failed'; message: string }

export interface Keeper {
  /** Begins anew, on the file that stands there now. */
  restart(): void
  close(): Promise<void>
}

export interface KeeperDeps {
  file: string
  backupFolder: string
  workerUrl: URL
  hear: (reply: KeeperReply) => void
  pace?: KeeperPace
}

/** How often the keeper looks, when it makes its first backup, how old the newest may become, and how long it leaves alone what failed. */
export interface KeeperPace {
  lookEveryMs: number
  /** How often it says that it is there. */
  sayEveryMs: number
  firstBackupAfterMs: number
  backupEveryMs: number
  failedWaitMs: number
}

const usualPace: KeeperPace = {
  lookEveryMs: 250,
  sayEveryMs: 2_000,
  firstBackupAfterMs: 60_000,
  backupEveryMs: 24 * 3_600_000,
  failedWaitMs: 10 * 60_000,
}

/** Starts the keeper's thread. */
export function openKeeper({ file, backupFolder, workerUrl, hear, pace = usualPace }: KeeperDeps): Keeper {
  let worker = begin()

  function begin(): Worker {
    const begun = new Worker(workerUrl, { workerData: { file, backupFolder, pace } satisfies KeeperData })
    begun.on('message', hear)
    begun.on('error', (error) => hear({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }))
    return begun
  }

  return {
    restart() {
      void endThread(worker)
      worker = begin()
    },
    async close() {
      await endThread(worker)
    },
  }
}

export interface KeeperData {
  file: string
  backupFolder: string
  pace: KeeperPace
}
