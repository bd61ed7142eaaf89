import { createContext, useContext } from 'react'
import { z } from 'zod'

/** How this console looks; kept in this browser, not on the desk. */
export const preferences = z.object({
  theme: z.enum(['dark', 'light', 'system']).catch('dark'),
  density: z.enum(['roomy', 'dense']).catch('roomy'),
})
export type Preferences = z.infer<typeof preferences>

const place = 'tocsin:preferences'

export function heldPreferences(storage: Storage): Preferences {
  let held: unknown = {}
  try {
    held = JSON.parse(storage.getItem(place) ?? '{}')
  } catch {
    // Not ours, or broken: as if nothing were held.
  }
  const parsed = preferences.safeParse(held)
  return parsed.success ? parsed.data : { theme: 'dark', density: 'roomy' }
}

export const holdPreferences = (storage: Storage, chosen: Preferences): void => storage.setItem(place, JSON.stringify(chosen))

export interface Prefer {
  chosen: Preferences
  /** What is shown, with the system asked where it decides. */
  scheme: 'dark' | 'light'
  choose(part: Partial<Preferences>): void
}

export const PreferContext = createContext<Prefer>({ chosen: { theme: 'dark', density: 'roomy' }, scheme: 'dark', choose: () => undefined })
export const usePrefer = (): Prefer => useContext(PreferContext)
