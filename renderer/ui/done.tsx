import { createContext, type ReactNode, useContext, useMemo, useRef, useState } from 'react'
import { useCommands } from './commands.tsx'
import { dismiss, sayDone, sayFailed, undoForMs } from './toast.tsx'

/** Takes an act back; answers what is said then. */
export type Undo = () => Promise<string>

interface Outcome {
  said: string
  undo: Undo
}

interface Done {
  /** Says what the operator's act did; `undo` is offered for ten seconds, on the toast and on its key. */
  done(said: string, undo?: Undo): void
  /**
   * The same for an act that is on its way: it can be taken back from now on, since its effect may be on screen
   * before its answer is. `null`: it did nothing, and says so itself.
   */
  doing(act: Promise<Outcome | null>): void
}

const DoneContext = createContext<Done | null>(null)

export function DoneProvider({ children }: { children: ReactNode }) {
  const [undo, setUndo] = useState<{ run(): void } | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  const value = useMemo((): Done => {
    function doing(act: Promise<Outcome | null>): void {
      clearTimeout(timer.current)
      const mine = { run: () => void takeBack() }
      const forget = () => setUndo((now) => (now === mine ? null : now))
      const said = act.then((outcome) => {
        if (outcome === null) {
          forget()
          return null
        }
        timer.current = setTimeout(forget, undoForMs)
        return { undo: outcome.undo, toast: sayDone(outcome.said, mine.run) }
      })
      let isTaken = false
      async function takeBack(): Promise<void> {
        if (isTaken) return
        isTaken = true
        forget()
        const outcome = await said
        if (outcome === null) return
        dismiss(outcome.toast)
        try {
          sayDone(await outcome.undo())
        } catch (error) {
          sayFailed('It could not be taken back.', error)
        }
      }
      setUndo(mine)
    }
    return {
      doing,
      done(text, takeBack) {
        if (takeBack === undefined) sayDone(text)
        else doing(Promise.resolve({ said: text, undo: takeBack }))
      },
    }
  }, [])

  useCommands({ undo: undo ?? undefined })
  return <DoneContext value={value}>{children}</DoneContext>
}

function useBoth(): Done {
  const context = useContext(DoneContext)
  if (context === null) throw new Error('useDone is used outside of DoneProvider')
  return context
}

export const useDone = (): Done['done'] => useBoth().done
export const useDoing = (): Done['doing'] => useBoth().doing
