import { existsSync, rmSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import '../../main/store/reader.worker.ts'

/** The reader's real thread, which ends in the middle of a question where a file says so. */
parentPort?.on('message', () => {
  const wish = `${(workerData as { file: string }).file}.crash`
  if (!existsSync(wish)) return
  rmSync(wish)
  process.exit(1)
})
