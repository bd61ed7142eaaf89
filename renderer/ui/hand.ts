import { type RefObject, useEffect, useState } from 'react'

/** How long a hand that does nothing still counts as being there: an alarm must not wait for a forgotten pointer. */
const idleMs = 60_000
const scrolledPx = 40

/**
 * Whether the operator's hand is in the element: focus or pointer within and something done lately; where
 * `whileScrolled`, also for as long as it is scrolled away from its top. `drawn` names the list that the element shows; `null` while it shows none.
 */
export function useHand(ref: RefObject<HTMLElement | null>, drawn: string | null, whileScrolled: boolean): boolean {
  const [isThere, setThere] = useState(false)
  useEffect(() => {
    if (drawn === null) return
    const element = ref.current
    if (element === null) return
    let pointer = false
    let focus = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const isScrolled = () => whileScrolled && element.scrollTop > scrolledPx
    const weigh = () => {
      clearTimeout(timer)
      setThere(pointer || focus || isScrolled())
      if (pointer || focus) timer = setTimeout(() => setThere(isScrolled()), idleMs)
    }
    const on: Record<string, () => void> = {
      pointerenter: () => {
        pointer = true
        weigh()
      },
      pointerleave: () => {
        pointer = false
        weigh()
      },
      pointermove: () => {
        pointer = true
        weigh()
      },
      keydown: weigh,
      wheel: weigh,
      scroll: weigh,
      focusin: () => {
        focus = true
        weigh()
      },
      focusout: () => {
        focus = false
        weigh()
      },
    }
    for (const [event, heard] of Object.entries(on)) element.addEventListener(event, heard, { passive: true })
    return () => {
      clearTimeout(timer)
      setThere(false)
      for (const [event, heard] of Object.entries(on)) element.removeEventListener(event, heard)
    }
  }, [ref, drawn, whileScrolled])
  return isThere
}
