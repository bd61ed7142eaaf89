import { useEffect, useMemo, useState } from 'react'
import { type Held, hold, type Place, samePlaces } from './held.ts'

interface Shown {
  name: string
  places: readonly Place[]
  arrived: ReadonlySet<string>
}

const fadeMs = 700
const none: ReadonlySet<string> = new Set()

/**
 * The order that is shown: the true one while no hand is in the list, the one that was shown while one is. `name`
 * names the list: another filter is another list, and comes in whole.
 */
export function useHeld(
  name: string,
  current: readonly Place[],
  hand: boolean,
  rows: ReadonlyMap<string, unknown>,
): Held & { arrived: ReadonlySet<string>; release(): void } {
  const [shown, setShown] = useState<Shown>({ name, places: current, arrived: none })
  const other = shown.name !== name
  const show = (places: readonly Place[]) => {
    const before = new Set(shown.places.map(({ id }) => id))
    const arrived = other ? none : new Set(places.map(({ id }) => id).filter((id) => !before.has(id)))
    setShown({ name, places, arrived })
  }
  if (other || ((!hand || shown.places.length === 0) && !samePlaces(shown.places, current))) show(current)

  const { arrived } = shown
  useEffect(() => {
    if (arrived.size === 0) return
    const timer = setTimeout(() => setShown((now) => ({ ...now, arrived: none })), fadeMs)
    return () => clearTimeout(timer)
  }, [arrived])

  const held = useMemo(() => hold(shown.places, current, (id) => rows.has(id)), [shown.places, current, rows])
  return { ...held, arrived, release: () => show(current) }
}
