import { createContext, type ReactNode, useContext, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import { type Command, isSingleKey, keyTable, match, strokeOf } from './keys.ts'

/** What a command does just now, and how it is called just now, such as «Acknowledge INC-214». */
export interface Act {
  run(): void
  label?: string
  detail?: string
}
export type Acts = Partial<Record<Command, Act | (() => void) | undefined>>

interface Layer {
  acts: Acts
  /** What is offered and how it is called, so that a change of it is noticed. */
  name: string
}

export interface Offered {
  command: Command
  act: Act
}

/** The acts that the views on screen offer; the one that came last answers first. */
function createRegistry() {
  let layers: readonly Layer[] = []
  let offered: readonly Offered[] | null = null
  const listeners = new Set<() => void>()
  const changed = () => {
    offered = null
    for (const listener of listeners) listener()
  }
  function find(command: Command): Act | null {
    for (const { acts } of layers.toReversed()) {
      const act = acts[command]
      if (act !== undefined) return typeof act === 'function' ? { run: act } : act
    }
    return null
  }
  function offers(): readonly Offered[] {
    offered ??= keyTable.flatMap(({ command }) => {
      const act = find(command)
      return act === null ? [] : [{ command, act }]
    })
    return offered
  }
  return {
    find,
    offers,
    onChange(listener: () => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    add(layer: Layer) {
      layers = [...layers, layer]
      changed()
      return () => {
        layers = layers.filter((other) => other !== layer)
        changed()
      }
    },
    rename(layer: Layer, name: string) {
      if (layer.name === name) return
      layer.name = name
      changed()
    },
  }
}
type Registry = ReturnType<typeof createRegistry>

const SingleKeysContext = createContext(true)

/** Whether keys of one character work: where they don't, no cap of theirs is shown. */
export const useSingleKeys = (): boolean => useContext(SingleKeysContext)

const RegistryContext = createContext<Registry | null>(null)

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input:not([type=checkbox], [type=radio]), textarea, select'))
const isPressable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('button, a, summary, input, label, [role=menuitem]') !== null
const isBehindDialog = (target: EventTarget | null): boolean => {
  const dialog = document.querySelector('[aria-modal="true"]')
  return dialog !== null || (target instanceof HTMLElement && target.closest('[role=menu]') !== null)
}

const patienceMs = 1_200

/** Listens to the keyboard, and knows what can be done now. `singleKeys: false`: only named keys and Ctrl K. */
export function CommandsProvider({ singleKeys, children }: { singleKeys: boolean; children: ReactNode }) {
  const [registry] = useState(createRegistry)
  const pending = useRef<{ stroke: string; at: number } | null>(null)

  useEffect(() => {
    function pressed(event: KeyboardEvent): void {
      if (event.defaultPrevented || event.isComposing) return
      const stroke = strokeOf(event)
      if (stroke === null || isBehindDialog(event.target)) return
      const typing = isTyping(event.target)
      if (isSingleKey(stroke) && (typing || !singleKeys)) return
      if (typing && stroke !== 'Escape' && !stroke.startsWith('mod+')) return
      if (stroke === 'Enter' && isPressable(event.target)) return
      const begun = pending.current !== null && event.timeStamp - pending.current.at < patienceMs ? pending.current.stroke : null
      pending.current = null
      const found = match(begun, stroke)
      if (found.kind === 'begun') {
        pending.current = { stroke, at: event.timeStamp }
        event.preventDefault()
      }
      if (found.kind !== 'commands') return
      for (const command of found.commands) {
        const act = registry.find(command)
        if (act === null) continue
        event.preventDefault()
        act.run()
        return
      }
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [registry, singleKeys])

  return (
    <SingleKeysContext value={singleKeys}>
      <RegistryContext value={registry}>{children}</RegistryContext>
    </SingleKeysContext>
  )
}

function useRegistry(): Registry {
  const registry = useContext(RegistryContext)
  if (registry === null) throw new Error('commands are used outside of CommandsProvider')
  return registry
}

const nameOf = (acts: Acts): string =>
  Object.entries(acts)
    .flatMap(([command, act]) =>
      act === undefined ? [] : [typeof act === 'function' ? command : `${command}=${act.label ?? ''}=${act.detail ?? ''}`],
    )
    .join('\n')

/** Offers acts while the component is on screen. An act that is `undefined` is not possible now. */
export function useCommands(acts: Acts): void {
  const registry = useRegistry()
  const name = nameOf(acts)
  const layer = useRef<Layer>({ acts, name })
  useLayoutEffect(() => {
    layer.current.acts = acts
    registry.rename(layer.current, name)
  })
  useLayoutEffect(() => registry.add(layer.current), [registry])
}

/** Every command that is possible now, in the table's order. */
export function useOffered(): readonly Offered[] {
  const registry = useRegistry()
  return useSyncExternalStore(registry.onChange, registry.offers)
}

/** Does a command, if it is possible now. */
export function useRun(): (command: Command) => void {
  const registry = useRegistry()
  return (command) => registry.find(command)?.run()
}
