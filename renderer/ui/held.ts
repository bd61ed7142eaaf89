/** Where a row stands: in which group, by which name. */
export interface Place {
  id: string
  group: string
}

export interface Held {
  /** What is drawn: the places as they were, without those whose rows are gone. */
  places: readonly Place[]
  /** Rows that wait to be shown, in the order in which they would stand. */
  fresh: readonly string[]
  /** Rows that wait to move to another group, or out. */
  moved: readonly string[]
}

/**
 * Nothing moves under the hand: while it is in the list the places stay as they were shown, rows are patched in
 * place, and what is new or would stand in another group waits.
 */
export function hold(shown: readonly Place[], current: readonly Place[], isThere: (id: string) => boolean): Held {
  const shownGroup = new Map(shown.map(({ id, group }) => [id, group]))
  const fresh: string[] = []
  const moved: string[] = []
  for (const { id, group } of current) {
    const was = shownGroup.get(id)
    if (was === undefined) fresh.push(id)
    else if (was !== group) moved.push(id)
  }
  const here = new Set(current.map(({ id }) => id))
  for (const { id } of shown) if (!here.has(id) && isThere(id)) moved.push(id)
  return { places: shown.filter(({ id }) => isThere(id)), fresh, moved }
}

export const samePlaces = (a: readonly Place[], b: readonly Place[]): boolean =>
  a.length === b.length && a.every(({ id, group }, index) => b[index]?.id === id && b[index]?.group === group)
