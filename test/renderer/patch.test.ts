import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allRows, createRecent, type ListShape, type Page, patchPages, placeOfChange, settlePage } from '../../renderer/live/patch.ts'

interface Thing {
  id: string
  rev: number
  at: number
  isOpen: boolean
}

const openThings: ListShape<Thing> = { enters: (row) => row.isOpen, stays: (row) => row.isOpen, order: (a, b) => b.at - a.at }
const thing = (id: string, rev: number, at: number, isOpen = true): Thing => ({ id, rev, at, isOpen })
const page = (rev: number, items: Thing[], next: string | null = null): Page<Thing> => ({ rev, items, next })
const ids = (pages: readonly Page<Thing>[]) => pages.map(({ items }) => items.map(({ id }) => id))

describe('a row of news', () => {
  it('replaces the row that is held, in its place', () => {
    const pages = [page(5, [thing('b', 4, 2), thing('a', 3, 1)])]
    expect(patchPages(pages, { ...thing('a', 6, 1), isOpen: true }, openThings)[0]?.items[1]?.rev).toBe(6)
  })

  it('never replaces a row by one with a lower rev', () => {
    const pages = [page(5, [thing('a', 5, 1)])]
    expect(patchPages(pages, thing('a', 4, 1, false), openThings)).toBe(pages)
  })

  it('leaves the list with a row that no longer belongs', () => {
    expect(ids(patchPages([page(5, [thing('b', 4, 2), thing('a', 3, 1)])], thing('b', 6, 2, false), openThings))).toEqual([['a']])
  })

  it('comes in where it stands in the order, before its equals', () => {
    const pages = [page(5, [thing('c', 3, 30), thing('b', 2, 20)], 'more'), page(5, [thing('a', 1, 10)])]
    expect(ids(patchPages(pages, thing('n', 6, 20), openThings))).toEqual([['c', 'n', 'b'], ['a']])
    expect(ids(patchPages(pages, thing('n', 6, 15), openThings))).toEqual([
      ['c', 'b'],
      ['n', 'a'],
    ])
  })

  it('is left for the page below where more is to be read', () => {
    const pages = [page(5, [thing('b', 2, 20)], 'more')]
    expect(patchPages(pages, thing('n', 6, 1), openThings)).toBe(pages)
  })

  it('does not touch the pages that it is not in', () => {
    const pages = [page(5, [thing('b', 2, 20)], 'more'), page(5, [thing('a', 1, 10)])]
    const patched = patchPages(pages, thing('a', 6, 10), openThings)
    expect(patched[0]).toBe(pages[0])
    expect(patched[1]).not.toBe(pages[1])
  })
})

describe('a page that was read', () => {
  it('can not undo what was heard after it', () => {
    const recent = createRecent<Thing>(10)
    recent.remember(thing('a', 9, 1, false))
    expect(settlePage(page(5, [thing('a', 4, 1)]), recent, openThings, true).page.items).toEqual([])
  })

  it('is given what opened while it was on its way, unless it knows better itself', () => {
    const recent = createRecent<Thing>(10)
    recent.remember(thing('n', 9, 50))
    expect(ids([settlePage(page(5, [thing('a', 4, 1)]), recent, openThings, true).page])).toEqual([['n', 'a']])
    expect(ids([settlePage(page(10, [thing('a', 4, 1)]), recent, openThings, true).page])).toEqual([['a']])
  })

  it('takes no row that belongs to the pages above it', () => {
    const recent = createRecent<Thing>(10)
    recent.remember(thing('n', 9, 50))
    expect(ids([settlePage(page(5, [thing('a', 4, 1)]), recent, openThings, false).page])).toEqual([['a']])
  })

  it('says that it is behind where changes were forgotten', () => {
    const recent = createRecent<Thing>(2)
    for (const rev of [11, 12, 13]) recent.remember(thing(`r${rev}`, rev, rev))
    expect(recent.floor()).toBe(11)
    expect(settlePage(page(10, []), recent, openThings, true).behind).toBe(true)
    expect(settlePage(page(11, []), recent, openThings, true).behind).toBe(false)
  })

  it('is not corrected by an earlier run of the desk', () => {
    const recent = createRecent<Thing>(10)
    recent.remember(thing('a', 900, 1, false))
    recent.restart(40)
    const { page: settled, behind } = settlePage(page(41, [thing('a', 30, 1)]), recent, openThings, true)
    expect(settled.items).toHaveLength(1)
    expect(behind).toBe(false)
  })
})

it('shows a row that moved between two reads once, as it was read last', () => {
  expect(allRows([page(5, [thing('a', 5, 1)]), page(4, [thing('a', 4, 1), thing('b', 3, 0)])]).map(({ id, rev }) => `${id}${rev}`)).toEqual(
    ['a5', 'b3'],
  )
})

it('takes the id of a change apart', () => {
  expect(placeOfChange('mwul-x-12')).toEqual({ epoch: 'mwul-x', rev: 12 })
})

/** The desk as the simplest thing that could be: a counter, rows, and a log of what changed. */
function deskOf() {
  const rows = new Map<string, Thing>()
  let rev = 0
  const log: Thing[] = []
  return {
    change(id: string, at: number, isOpen: boolean) {
      rev += 1
      const row = { id, rev, at: rows.get(id)?.at ?? at, isOpen }
      rows.set(id, row)
      log.push(row)
    },
    log,
    open: () => [...rows.values()].filter(openThings.enters).toSorted((a, b) => openThings.order(a, b) || a.id.localeCompare(b.id)),
    read: (): Page<Thing> => page(rev, [...rows.values()].filter(openThings.enters).toSorted(openThings.order)),
  }
}

const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      id: fc.integer({ min: 0, max: 7 }),
      at: fc.nat(50),
      isOpen: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('hear' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('read' as const), late: fc.nat(6) }) },
)

it('ends with the desk’s own list, however late pages and news arrive', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const desk = deskOf()
      const recent = createRecent<Thing>(1_000)
      let held: readonly Page<Thing>[] = [desk.read()]
      let heard = 0
      const underway: { due: number; page: Page<Thing> }[] = []
      const hear = () => {
        const row = desk.log[heard]
        if (row === undefined) return
        heard += 1
        recent.remember(row)
        held = patchPages(held, row, openThings)
      }
      const arrive = (now: number) => {
        for (const answer of underway.splice(0).toSorted((a, b) => a.due - b.due)) {
          if (answer.due > now) underway.push(answer)
          else held = [settlePage(answer.page, recent, openThings, true).page]
        }
      }
      for (const [now, one] of steps.entries()) {
        if (one.kind === 'change') desk.change(`t${one.id}`, one.at, one.isOpen)
        else if (one.kind === 'hear') hear()
        // One reading at a time, as a query has it.
        else if (underway.length === 0) underway.push({ due: now + one.late, page: desk.read() })
        arrive(now)
      }
      arrive(Number.POSITIVE_INFINITY)
      while (heard < desk.log.length) hear()
      const shown = allRows(held)
      expect(shown.toSorted((a, b) => openThings.order(a, b) || a.id.localeCompare(b.id))).toEqual(desk.open())
      expect(shown.map(({ at }) => at)).toEqual(shown.map(({ at }) => at).toSorted((a, b) => b - a))
    }),
    { numRuns: 400 },
  )
})
