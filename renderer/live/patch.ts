/**
 * What keeps the rows on screen true while lists are read and news arrives in any order. Every row and every page
 * carries the store's counter `rev`; a row is never replaced by one with a lower `rev`, so that a page read before
 * an acknowledgement can't undo it on screen.
 */

export interface Row {
  id: string
  rev: number
}

/** A list as it was read: newest first, true for `rev`, with the cursor of what is older. */
export interface Page<R extends Row> {
  rev: number
  items: readonly R[]
  next: string | null
}

/** What a list holds: which rows may come in, which may stay, and where a row stands. */
export interface ListShape<R extends Row> {
  enters(row: R): boolean
  stays(row: R): boolean
  /** Negative: `a` stands above `b`. */
  order(a: R, b: R): number
}

/** Of two readings of a row the one that is true for longer. */
export const newest = <R extends Row>(held: R, arrived: R): R => (arrived.rev >= held.rev ? arrived : held)

/** Where a row that arrives stands among rows in order; before its equals, since it is newer news. */
function placeOf<R extends Row>(items: readonly R[], row: R, order: ListShape<R>['order']): number {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const at = items[middle]
    if (at !== undefined && order(at, row) < 0) low = middle + 1
    else high = middle
  }
  return low
}

const inserted = <R>(items: readonly R[], at: number, row: R): readonly R[] => [...items.slice(0, at), row, ...items.slice(at)]

/**
 * One row of news into the pages that are held. Pages that it does not touch keep their identity. A row that stands
 * below what was read is left for the page that will be read there.
 */
export function patchPages<R extends Row>(pages: readonly Page<R>[], row: R, shape: ListShape<R>): readonly Page<R>[] {
  for (const [index, page] of pages.entries()) {
    const at = page.items.findIndex((item) => item.id === row.id)
    const held = page.items[at]
    if (held === undefined) continue
    const best = newest(held, row)
    if (best === held) return pages
    const items = shape.stays(best) ? page.items.with(at, best) : page.items.toSpliced(at, 1)
    return pages.with(index, { ...page, items })
  }
  if (!shape.enters(row)) return pages
  for (const [index, page] of pages.entries()) {
    const at = placeOf(page.items, row, shape.order)
    if (at < page.items.length || page.next === null) return pages.with(index, { ...page, items: inserted(page.items, at, row) })
  }
  return pages
}

/** The rows that changed lately, so that a page that was read before a change is corrected when it arrives. */
export interface Recent<R extends Row> {
  /** Every change after this `rev` is remembered. */
  floor(): number
  rows(): IterableIterator<R>
  get(id: string): R | undefined
  remember(row: R): void
  /** A new beginning: what was known before says nothing any more, every change after `rev` will be heard. */
  restart(rev: number): void
}

/** Remembers the newest reading of up to `limit` rows; what is forgotten raises the floor. */
export function createRecent<R extends Row>(limit: number): Recent<R> {
  const known = new Map<string, R>()
  let floor = 0
  return {
    floor: () => floor,
    rows: () => known.values(),
    get: (id) => known.get(id),
    remember(row) {
      const held = known.get(row.id)
      const best = held === undefined ? row : newest(held, row)
      known.delete(row.id)
      known.set(row.id, best)
      for (const [id, oldest] of known) {
        if (known.size <= limit) break
        known.delete(id)
        floor = Math.max(floor, oldest.rev)
      }
    },
    restart(rev) {
      known.clear()
      floor = rev
    },
  }
}

/**
 * A page as it is read, corrected by the changes that were heard meanwhile. `behind`: it is older than what is
 * remembered, so that changes may be missing; read it again.
 */
export function settlePage<R extends Row>(
  page: Page<R>,
  recent: Pick<Recent<R>, 'floor' | 'rows' | 'get'>,
  shape: ListShape<R>,
  isHead: boolean,
): { page: Page<R>; behind: boolean } {
  const first = page.items[0]
  const items: R[] = []
  for (const item of page.items) {
    const known = recent.get(item.id)
    const best = known === undefined ? item : newest(known, item)
    if (best === item || shape.stays(best)) items.push(best)
  }
  let settled: Page<R> = { ...page, items }
  for (const row of recent.rows()) {
    if (row.rev <= page.rev) continue
    if (!isHead && (first === undefined || shape.order(row, first) < 0)) continue
    settled = patchPages([settled], row, shape)[0] ?? settled
  }
  return { page: settled, behind: page.rev < recent.floor() }
}

/** All rows of the pages, each once: a row that moved between two reads stands where it was read last. */
export function allRows<R extends Row>(pages: readonly Page<R>[]): readonly R[] {
  const best = new Map<string, R>()
  for (const page of pages)
    for (const item of page.items) {
      const held = best.get(item.id)
      best.set(item.id, held === undefined ? item : newest(held, item))
    }
  return [...best.values()]
}

/** `EPOCH-REV`, taken apart. */
export function placeOfChange(id: string): { epoch: string; rev: number } {
  const dash = id.lastIndexOf('-')
  return { epoch: id.slice(0, dash), rev: Number(id.slice(dash + 1)) }
}
