import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { heldPreferences, holdPreferences, type Prefer } from '../ui/prefer.ts'

function onSystemTheme(changed: () => void): () => void {
  const query = window.matchMedia('(prefers-color-scheme: light)')
  query.addEventListener('change', changed)
  return () => query.removeEventListener('change', changed)
}

/** How the console looks, as it was chosen in this browser, put on the page. */
export function usePreferences(): Prefer {
  const [chosen, setChosen] = useState(() => heldPreferences(window.localStorage))
  const isSystemLight = useSyncExternalStore(onSystemTheme, () => window.matchMedia('(prefers-color-scheme: light)').matches)
  const scheme = chosen.theme === 'system' ? (isSystemLight ? 'light' : 'dark') : chosen.theme
  useEffect(() => {
    document.documentElement.dataset.theme = scheme
    document.documentElement.dataset.density = chosen.density
  }, [scheme, chosen.density])
  return useMemo(
    () => ({
      chosen,
      scheme,
      choose(part) {
        const next = { ...chosen, ...part }
        holdPreferences(window.localStorage, next)
        setChosen(next)
      },
    }),
    [chosen, scheme],
  )
}
