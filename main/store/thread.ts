import type { Worker } from 'node:worker_threads'

/** What a thread of the store is told to end with: it closes its handle first. */
export const closing = 'close'

/**
 * Ends a thread of the store by its own hand. It is never terminated from outside: in the middle of a call into SQLite
 * that would take the whole process with it.
 */
export function endThread(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    // It has ended already.
    if (worker.threadId === -1) return resolve()
    worker.once('exit', () => resolve())
    worker.postMessage(closing)
  })
}
