import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useCommands } from './commands.tsx'

/** What stands in a list: a row, or the head of a group. */
export type Item<R> = { kind: 'row'; key: string; row: R } | { kind: 'head'; key: string; head: ReactNode }

export interface RowLook {
  isActive: boolean
  isSelected: boolean
}

interface RowsProps<R> {
  label: string
  className: string
  cols: ReactNode
  items: readonly Item<R>[]
  rowHeight: number
  activeKey: string | null
  onActive(key: string): void
  onOpen(key: string): void
  selection?: ReadonlySet<string>
  /** Classes beside `row`. */
  rowClass(row: R, look: RowLook): string
  /** A row's cells. */
  children(row: R, look: RowLook): ReactNode
  /** The end is near: there may be more to read. */
  onEnd?(): void
  /** Few rows in a page that scrolls as a whole: all are drawn. */
  plain?: boolean
  ref?: RefObject<HTMLDivElement | null>
}

const headHeight = 30
const colsHeight = 24
const overscan = 8

/** A list with one row that is active, reached by keys or pointer, of which only what is in sight is drawn. */
export function Rows<R>({ items, activeKey, onActive, onOpen, onEnd, plain = false, ref, ...look }: RowsProps<R>) {
  const own = useRef<HTMLDivElement>(null)
  const scroller = ref ?? own
  const body = useRef<HTMLDivElement>(null)
  const [top, setTop] = useState(colsHeight)
  const wantsFocus = useRef(false)
  const hadFocus = useRef(false)
  const activeIndex = items.findIndex((item) => item.kind === 'row' && item.key === activeKey)

  const virtual = useVirtualizer({
    count: items.length,
    enabled: !plain,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (items[index]?.kind === 'head' ? headHeight : look.rowHeight),
    getItemKey: (index) => items[index]?.key ?? index,
    overscan,
    scrollMargin: top,
    scrollPaddingStart: top,
    initialRect: { width: 0, height: 800 },
    rangeExtractor: ({ startIndex, endIndex, overscan: more, count }) => {
      const from = Math.max(0, startIndex - more)
      const to = Math.min(count - 1, endIndex + more)
      const range = Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at)
      // The active row stays drawn, so that focus is not lost by scrolling.
      if (activeIndex >= 0 && activeIndex < from) return [activeIndex, ...range]
      return activeIndex > to ? [...range, activeIndex] : range
    },
  })
  const drawn = plain ? items.map((_, index) => ({ index, start: 0 })) : virtual.getVirtualItems()
  const lastDrawn = drawn.at(-1)?.index ?? -1

  useLayoutEffect(() => {
    const offset = body.current?.offsetTop ?? colsHeight
    if (offset !== top) setTop(offset)
  })
  useEffect(() => {
    if (onEnd !== undefined && items.length > 0 && lastDrawn >= items.length - 1 - overscan) onEnd()
  }, [onEnd, items.length, lastDrawn])

  const move = useCallback(
    (index: number) => {
      const item = items[index]
      if (item?.kind !== 'row') return
      wantsFocus.current = true
      onActive(item.key)
      if (!plain) virtual.scrollToIndex(index, { align: 'auto' })
    },
    [items, onActive, plain, virtual],
  )
  const step = (by: 1 | -1, from = activeIndex) => {
    for (let index = from + by; index >= 0 && index < items.length; index += by) if (items[index]?.kind === 'row') return move(index)
    // At the end, or on the first key: the active row takes the focus.
    if (from >= 0) move(from)
  }
  const openActive = () => {
    if (activeKey !== null) onOpen(activeKey)
  }
  const has = items.some(({ kind }) => kind === 'row')
  const isIn = () => scroller.current?.contains(document.activeElement) ?? false
  useCommands({
    'list.next': has ? () => (isIn() ? step(1) : activeIndex >= 0 ? move(activeIndex) : step(1, -1)) : undefined,
    'list.previous': has ? () => (isIn() ? step(-1) : move(activeIndex)) : undefined,
    'list.first': has ? () => step(1, -1) : undefined,
    'list.last': has ? () => step(-1, items.length) : undefined,
    'list.open': activeIndex >= 0 ? openActive : undefined,
  })

  // The row that was moved to takes the focus; so does the one that follows a focused row that went.
  useLayoutEffect(() => {
    const lost = hadFocus.current && document.activeElement === document.body
    if (!wantsFocus.current && !lost) return
    const row = scroller.current?.querySelector<HTMLElement>('[role=row][tabindex="0"]')
    if (row === null || row === undefined) return
    wantsFocus.current = false
    row.focus({ preventScroll: !plain })
  })

  const rowCount = items.length + 1
  return (
    <div
      ref={scroller}
      className={`grid ${look.className}${plain ? '' : ' scroll lists'}`}
      role="grid"
      aria-label={look.label}
      aria-rowcount={rowCount}
      aria-multiselectable={look.selection === undefined ? undefined : true}
      onFocus={() => {
        hadFocus.current = true
      }}
      onBlur={(event) => {
        if (event.relatedTarget !== null || event.target.isConnected) hadFocus.current = false
      }}
    >
      <div role="rowgroup" className="colshead">
        <div role="row" className="cols" aria-rowindex={1}>
          {look.cols}
        </div>
      </div>
      <div role="rowgroup" ref={body} className={plain ? undefined : 'rows'} style={plain ? undefined : { height: virtual.getTotalSize() }}>
        {drawn.map(({ index, start }) => {
          const item = items[index]
          if (item === undefined) return null
          const place = plain
            ? {}
            : { ref: virtual.measureElement, 'data-index': index, style: { transform: `translateY(${start - top}px)` } }
          if (item.kind === 'head')
            return (
              <div key={item.key} role="row" className={`grp${plain ? '' : ' placed'}`} aria-rowindex={index + 2} {...place}>
                <span role="gridcell">{item.head}</span>
              </div>
            )
          const isActive = item.key === activeKey
          const isSelected = look.selection?.has(item.key) ?? false
          const has = { isActive, isSelected }
          return (
            <div
              key={item.key}
              role="row"
              className={`row ${look.rowClass(item.row, has)}${plain ? '' : ' placed'}`}
              aria-rowindex={index + 2}
              aria-selected={look.selection !== undefined && look.selection.size > 0 ? isSelected : isActive}
              tabIndex={isActive || (activeIndex < 0 && index === items.findIndex(({ kind }) => kind === 'row')) ? 0 : -1}
              onFocus={() => onActive(item.key)}
              onClick={() => onActive(item.key)}
              onDoubleClick={() => onOpen(item.key)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.target !== event.currentTarget) return
                event.preventDefault()
                onOpen(item.key)
              }}
              {...place}
            >
              {look.children(item.row, has)}
            </div>
          )
        })}
      </div>
    </div>
  )
}
