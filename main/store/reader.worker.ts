import { parentPort, workerData } from 'node:worker_threads'
import { diskFault, openReadable, type ReadableDb } from './database.ts'
import { allQueries, type Queries } from './queries/index.ts'
import type { ReaderReply, ReaderRequest } from './reader.ts'
import { closing } from './thread.ts'

/** The reader's thread: a read-only handle and the queries on it. */
const { file } = workerData as { file: string }
let db: ReadableDb | null = null
let queries: Queries | null = null

async function answer({ seq, query, args }: ReaderRequest): Promise<ReaderReply> {
  const started = performance.now()
  try {
    db ??= openReadable(file)
    queries ??= allQueries(db)
    const run = queries[query] as (...args: unknown[]) => unknown
    const value = await run(...args)
    return { seq, ok: true, value, tookMs: performance.now() - started }
  } catch (error) {
    // The handle may be what is broken: the next question opens it anew.
    db?.close()
    db = null
    queries = null
    return { seq, ok: false, message: error instanceof Error ? error.message : String(error), fault: diskFault(error) }
  }
}

parentPort?.on('message', (request: ReaderRequest | typeof closing) => {
  if (request === closing) {
    db?.close()
    return process.exit()
  }
  void answer(request).then((reply) => parentPort?.postMessage(reply))
})
