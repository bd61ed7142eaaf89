import { diskFault, openReadable, type ReadableDb, StoreError } from '../../main/store/database.ts'
import { allQueries, type Queries } from '../../main/store/queries/index.ts'
import type { Reader, ReaderThread } from '../../main/store/reader.ts'

/** The reader without its thread: the same queries on a read-only handle of its own. */
export function readerInOneThread(file: string): ReaderThread {
  let open: { db: ReadableDb; queries: Queries } | null = null
  const letGo = (): void => {
    open?.db.close()
    open = null
  }
  const ask = async (name: keyof Queries, args: unknown[]): Promise<unknown> => {
    try {
      if (open === null) {
        const db = openReadable(file)
        open = { db, queries: allQueries(db) }
      }
      const query = open.queries[name] as (...all: unknown[]) => unknown
      return await query(...args)
    } catch (error) {
      letGo()
      throw new StoreError(diskFault(error) ?? 'io', error instanceof Error ? error.message : String(error), error)
    }
  }
  const reader = new Proxy({} as Reader, {
    get:
      (_, name) =>
      (...args: unknown[]) =>
        ask(name as keyof Queries, args),
  })
  return {
    reader,
    restart: letGo,
    close() {
      letGo()
      return Promise.resolve()
    },
  }
}
