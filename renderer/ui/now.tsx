import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react'
import { duration } from './format.ts'

/** A wall clock that ticks on each second, and only while somebody looks at it. */
interface Clock {
  now(): number
  onTick(ticked: () => void): () => void
}

function createClock(): Clock {
  const listeners = new Set<() => void>()
  const wholeSecond = () => Math.floor(Date.now() / 1_000) * 1_000
  let timer: ReturnType<typeof setTimeout> | undefined
  let now = wholeSecond()
  const tick = () => {
    now = wholeSecond()
    timer = setTimeout(tick, 1_005 - (Date.now() % 1_000))
    for (const ticked of listeners) ticked()
  }
  return {
    now: () => now,
    onTick(ticked) {
      listeners.add(ticked)
      if (listeners.size === 1) tick()
      return () => {
        listeners.delete(ticked)
        if (listeners.size === 0) clearTimeout(timer)
      }
    },
  }
}

const ClockContext = createContext<Clock | null>(null)

export function ClockProvider({ children }: { children: ReactNode }) {
  const [clock] = useState(createClock)
  return <ClockContext value={clock}>{children}</ClockContext>
}

function useClock(): Clock {
  const clock = useContext(ClockContext)
  if (clock === null) throw new Error('a clock is used outside of ClockProvider')
  return clock
}

/** The wall clock, to the second. */
export function useNow(): number {
  const clock = useClock()
  return useSyncExternalStore(clock.onTick, clock.now)
}

/** The wall clock, to the minute: for what needs no drawing each second. */
export function useMinute(): number {
  const clock = useClock()
  return useSyncExternalStore(clock.onTick, () => Math.floor(clock.now() / 60_000) * 60_000)
}

/** How long ago, drawn anew only when the words change. */
export function useAge(at: string): string {
  const clock = useClock()
  return useSyncExternalStore(clock.onTick, () => duration(clock.now() - Date.parse(at)))
}
