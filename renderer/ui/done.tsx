import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react'
import { useCommands } from './commands.tsx'
import { dismiss, sayDone, sayFailed, undoForMs } from './toast.tsx'

/** Takes an act back; answers what is said then. */
export type Undo = () => Promise<string>

interface Done {
  /** Says what the operator's act did; `undo` is offered for ten seconds, on the toast and on its key. */
  done(said: string, undo?: Undo): void
}

const DoneContext = createContext<Done | null>(null)

export function DoneProvider({ children }: { children: ReactNode }) {
  const [undo, setUndo] = useState<{ run(): void } | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const done = useCallback((said: string, takeBack?: Undo) => {
    if (takeBack === undefined) return void sayDone(said)
    clearTimeout(timer.current)
    const run = () => {
      clearTimeout(timer.current)
      setUndo(null)
      dismiss(toast)
      takeBack().then(
        (answer) => sayDone(answer),
        (error: unknown) => sayFailed('It could not be taken back.', error),
      )
    }
    const toast = sayDone(said, run)
    setUndo({ run })
    timer.current = setTimeout(() => setUndo(null), undoForMs)
  }, [])

  useCommands({ undo: undo ?? undefined })
  const value = useMemo(() => ({ done }), [done])
  return <DoneContext value={value}>{children}</DoneContext>
}

export function useDone(): Done['done'] {
  const context = useContext(DoneContext)
  if (context === null) throw new Error('useDone is used outside of DoneProvider')
  return context.done
}
