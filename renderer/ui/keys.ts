/**
 * The one table of keys. `places`: where a key works; one that works in several places does the same in each.
 * A stroke is a character as typed (`A` is Shift and a), a named key, or `mod+` and one (Ctrl, on a Mac ⌘); two
 * strokes with a space between are typed one after the other.
 */
export const places = ['everywhere', 'lists', 'incidents', 'inbound', 'integrations'] as const
export type Place = (typeof places)[number]

interface KeyRow {
  command: string
  keys: readonly string[]
  /** What it does, as the sheet, the palette and the hints say it. */
  does: string
  places: readonly Place[]
}

export const keyTable = [
  { command: 'go.incidents', keys: ['g i'], does: 'Go to Incidents', places: ['everywhere'] },
  { command: 'go.inbound', keys: ['g l'], does: 'Go to Inbound log', places: ['everywhere'] },
  { command: 'go.integrations', keys: ['g n'], does: 'Go to Integrations', places: ['everywhere'] },
  { command: 'go.coverage', keys: ['g c'], does: 'Go to Coverage', places: ['everywhere'] },
  { command: 'go.settings', keys: ['g s'], does: 'Go to Settings', places: ['everywhere'] },
  { command: 'go.aws', keys: ['g a'], does: 'Go to AWS accounts', places: ['everywhere'] },
  { command: 'go.setup', keys: ['g u'], does: 'Go to Set up in AWS', places: ['everywhere'] },
  { command: 'palette', keys: ['mod+k'], does: 'Commands', places: ['everywhere'] },
  { command: 'keys', keys: ['?'], does: 'Keys', places: ['everywhere'] },
  { command: 'undo', keys: ['u'], does: 'Undo', places: ['everywhere'] },
  { command: 'practice', keys: ['p'], does: 'Practice alarm', places: ['everywhere'] },
  { command: 'theme', keys: ['t'], does: 'Dark or light', places: ['everywhere'] },
  { command: 'density', keys: ['d'], does: 'Rows closer or wider', places: ['everywhere'] },
  { command: 'list.next', keys: ['j', 'ArrowDown'], does: 'Next row', places: ['lists'] },
  { command: 'list.previous', keys: ['k', 'ArrowUp'], does: 'Previous row', places: ['lists'] },
  { command: 'list.first', keys: ['Home'], does: 'First row', places: ['lists'] },
  { command: 'list.last', keys: ['End'], does: 'Last row', places: ['lists'] },
  { command: 'list.open', keys: ['Enter'], does: 'Open', places: ['lists'] },
  { command: 'list.filter', keys: ['/'], does: 'Filter', places: ['lists'] },
  { command: 'list.show', keys: ['.'], does: 'Show waiting rows', places: ['lists'] },
  { command: 'back', keys: ['Escape'], does: 'Back, or clear', places: ['everywhere'] },
  { command: 'select.toggle', keys: ['x'], does: 'Select', places: ['incidents'] },
  { command: 'select.down', keys: ['J', 'Shift+ArrowDown'], does: 'Extend the selection down', places: ['incidents'] },
  { command: 'select.up', keys: ['K', 'Shift+ArrowUp'], does: 'Extend the selection up', places: ['incidents'] },
  { command: 'select.all', keys: ['*'], does: 'Select all', places: ['incidents'] },
  { command: 'incident.acknowledge', keys: ['a'], does: 'Acknowledge', places: ['incidents'] },
  { command: 'incident.unacknowledge', keys: ['A'], does: 'Unacknowledge', places: ['incidents'] },
  { command: 'incident.snooze', keys: ['z'], does: 'Snooze', places: ['incidents'] },
  { command: 'incident.unsnooze', keys: ['Z'], does: 'End the snooze', places: ['incidents'] },
  { command: 'incident.close', keys: ['r'], does: 'Close', places: ['incidents'] },
  { command: 'incident.reopen', keys: ['R'], does: 'Reopen', places: ['incidents'] },
  { command: 'incident.note', keys: ['n'], does: 'Note', places: ['incidents'] },
  { command: 'incident.previous', keys: ['['], does: 'Previous incident', places: ['incidents'] },
  { command: 'incident.next', keys: [']'], does: 'Next incident', places: ['incidents'] },
  { command: 'why', keys: ['y'], does: 'Why', places: ['incidents', 'inbound'] },
  { command: 'copy', keys: ['c'], does: 'Copy', places: ['incidents', 'inbound', 'integrations'] },
  { command: 'delivery.raw', keys: ['v'], does: 'Raw', places: ['inbound'] },
  { command: 'integration.new', keys: ['+'], does: 'New integration', places: ['integrations'] },
] as const satisfies readonly KeyRow[]

export type Command = (typeof keyTable)[number]['command']

/** What of a keyboard event says which stroke it was. */
export interface Pressed {
  key: string
  shiftKey: boolean
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
}

/** The stroke in the table's words; `null` for what no key of ours begins with. Caps Lock makes no capital. */
export function strokeOf({ key, shiftKey, ctrlKey, metaKey, altKey }: Pressed): string | null {
  if (altKey || key === 'Unidentified' || key === 'Dead') return null
  const isLetter = /^\p{L}$/u.test(key)
  if (ctrlKey || metaKey) return isLetter && !shiftKey ? `mod+${key.toLowerCase()}` : null
  if (isLetter) return shiftKey ? key.toUpperCase() : key.toLowerCase()
  if (key.length === 1) return key
  return shiftKey ? `Shift+${key}` : key
}

/** Whether it is typed with one character, and so must keep out of text and can be switched off. */
export const isSingleKey = (keys: string): boolean => keys.split(' ').every((stroke) => [...stroke].length === 1)

export type Matched = { kind: 'commands'; commands: readonly Command[] } | { kind: 'begun' } | { kind: 'none' }

/** What a stroke means after the one that is pending. */
export function match(pending: string | null, stroke: string): Matched {
  const typed = pending === null ? stroke : `${pending} ${stroke}`
  const rows: readonly (KeyRow & { command: Command })[] = keyTable
  const commands = rows.filter(({ keys }) => keys.includes(typed)).map(({ command }) => command)
  if (commands.length > 0) return { kind: 'commands', commands }
  if (pending === null && rows.some(({ keys }) => keys.some((key) => key.startsWith(`${stroke} `)))) return { kind: 'begun' }
  return { kind: 'none' }
}

const names: Record<string, string> = {
  ArrowDown: 'Down',
  ArrowUp: 'Up',
  Escape: 'Esc',
  'Shift+ArrowDown': 'Shift Down',
  'Shift+ArrowUp': 'Shift Up',
}

/** The strokes as they stand on a key cap. */
export function capsOf(keys: string, isMac: boolean): readonly string[] {
  return keys.split(' ').map((stroke) => {
    if (stroke.startsWith('mod+')) return `${isMac ? '⌘' : 'Ctrl'} ${stroke.slice(4).toUpperCase()}`
    return names[stroke] ?? stroke
  })
}

export function rowOfCommand(command: Command): KeyRow {
  const row = keyTable.find((candidate) => candidate.command === command)
  if (row === undefined) throw new Error(`no key for ${command}`)
  return row
}
