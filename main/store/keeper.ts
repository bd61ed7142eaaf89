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
  lookEveryMs: 100,
  sayEveryMs: 2_000,
  firstBackupAfterMs: 60_000,
  backupEveryMs: 24 * 3_600_000,
  failedWaitMs: 10 * 60_000,
}

/** Starts the keeper's thread, a moment later: a start has better to do than to copy its log. */
export function openKeeper({ file, backupFolder, workerUrl, hear, pace = usualPace }: KeeperDeps): Keeper {
  let worker: Worker | null = null
  const begin = (): void => {
    worker = new Worker(workerUrl, { workerData: { file, backupFolder, pace } satisfies KeeperData })
    worker.on('message', hear)
    worker.on('error', (error) => hear({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }))
  }
  const soon = setTimeout(begin, 4 * pace.lookEveryMs).unref()

  return {
    restart() {
      if (worker === null) return
      void endThread(worker)
      begin()
    },
    async close() {
      clearTimeout(soon)
      if (worker !== null) await endThread(worker)
    },
  }
}

export interface KeeperData {
  file: string
  backupFolder: string
  pace: KeeperPace
}
