import { type RefObject, useState } from 'react'
import { useCommands } from '../ui/commands.tsx'

export interface Selection {
  chosen: ReadonlySet<string>
  clear(): void
}

/** Many rows for one act: `x` takes one, Shift and an arrow more, `*` all. */
export function useSelection(
  ids: readonly string[],
  active: string | null,
  onActive: (id: string) => void,
  list: RefObject<HTMLElement | null>,
): Selection {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const chosen = new Set(ids.filter((id) => picked.has(id)))
  const extend = (by: 1 | -1) => () => {
    const next = ids[ids.indexOf(active ?? '') + by]
    setPicked(new Set([...chosen, ...(active === null ? [] : [active]), ...(next === undefined ? [] : [next])]))
    if (next === undefined) return
    onActive(next)
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('[role=row][tabindex="0"]')?.focus())
  }
  const toggle = (id: string) => {
    const without = new Set(chosen)
    if (!without.delete(id)) without.add(id)
    setPicked(without)
  }
  useCommands({
    'select.toggle': active === null ? undefined : () => toggle(active),
    'select.down': ids.length === 0 ? undefined : extend(1),
    'select.up': ids.length === 0 ? undefined : extend(-1),
    'select.all': ids.length === 0 ? undefined : () => setPicked(chosen.size === ids.length ? new Set() : new Set(ids)),
  })
  return { chosen, clear: () => setPicked(new Set()) }
}
