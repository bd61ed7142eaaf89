import { Worker } from 'node:worker_threads'

export type KeeperReply = { kind: 'alive'; walPages: number } | { kind: 'backed-up'; file: string } | { kind: 'failed'; message: string }

export interface KeeperDeps {
  file: string
  backupFolder: string
  workerUrl: URL
  hear: (reply: KeeperReply) => void
}

const backupEveryMs = 24 * 3_600_000

/** Starts the keeper's thread. */
export function openKeeper({ file, backupFolder, workerUrl, hear }: KeeperDeps): { close(): Promise<void> } {
  const worker = new Worker(workerUrl, { workerData: { file, backupFolder, backupEveryMs } })
  worker.on('message', hear)
  worker.on('error', (error) => hear({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }))
  return {
    async close() {
      await worker.terminate()
    },
  }
}
