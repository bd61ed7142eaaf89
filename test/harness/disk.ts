import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import type { WritableDb } from '../../main/store/database.ts'

/**
 * A disk that can be full, or take nothing at all any more: SQLite's own `max_page_count` and `query_only` on the writing
 * handle, so that the store meets a real SQLITE_FULL or SQLITE_READONLY in a real transaction. Give `onOpen` to the store.
 */
export function smallDisk() {
  let handle: WritableDb | null = null
  let is: 'well' | 'full' | 'read-only' = 'well'
  const apply = () => {
    if (handle === null || !handle.open) return
    handle.pragma(`max_page_count = ${is === 'full' ? handle.pragma('page_count', { simple: true }) : 1_000_000}`)
    handle.pragma(`query_only = ${is === 'read-only' ? 'ON' : 'OFF'}`)
  }
  const become = (wish: typeof is) => () => {
    is = wish
    apply()
  }
  return {
    onOpen(db: WritableDb) {
      handle = db
      apply()
    },
    fill: become('full'),
    takeNothing: become('read-only'),
    mend: become('well'),
  }
}

/** Writes nonsense over all of a file but its first pages, where every table has its root. */
export function damageLeaves(file: string): void {
  const pages = Math.floor(statSync(file).size / pageBytes)
  const handle = openSync(file, 'r+')
  for (let page = rootPages; page < pages; page++) writeSync(handle, Buffer.alloc(pageBytes, 0xff), 0, pageBytes, page * pageBytes)
  closeSync(handle)
}

const pageBytes = 4_096
const rootPages = 40
