import { describe, expect, it } from 'vitest'
import { capsOf, isSingleKey, keyTable, match, places, rowOfCommand, strokeOf } from '../../renderer/ui/keys.ts'

const press = (key: string, over: Partial<Parameters<typeof strokeOf>[0]> = {}) =>
  strokeOf({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...over })

describe('the table of keys', () => {
  it('has no clash: in no place do two commands share a key', () => {
    for (const place of places) {
      const here = keyTable.filter((row) => row.places.some((one) => one === place || one === 'everywhere' || one === 'lists'))
      const keys = here.flatMap((row) => [...row.keys])
      expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
    }
  })

  it('has no key that begins a sequence and is one by itself', () => {
    const keys = keyTable.flatMap((row) => row.keys.map(String))
    const beginnings = keys.filter((key) => key.includes(' ')).map((key) => key.split(' ')[0])
    expect(keys.filter((key) => beginnings.includes(key))).toEqual([])
  })

  it('names each command once', () => {
    const commands = keyTable.map(({ command }) => command)
    expect(new Set(commands).size).toBe(commands.length)
  })

  it('writes every stroke as a keyboard gives it', () => {
    for (const { keys } of keyTable)
      for (const stroke of keys.flatMap((key) => key.split(' '))) {
        const [, name = stroke] = /^(?:Shift|mod)\+(.+)$/.exec(stroke) ?? []
        const pressed = press(name, { ctrlKey: stroke.startsWith('mod+'), shiftKey: stroke.startsWith('Shift+') || /^[A-Z]$/.test(stroke) })
        expect(pressed).toBe(stroke)
      }
  })
})

describe('a stroke', () => {
  it('is a capital with Shift, not with Caps Lock', () => {
    expect(press('A', { shiftKey: true })).toBe('A')
    expect(press('A')).toBe('a')
    expect(press('a', { shiftKey: true })).toBe('A')
  })

  it('with Ctrl or ⌘ is one of ours only for a letter, and leaves the browser the rest', () => {
    expect(press('k', { ctrlKey: true })).toBe('mod+k')
    expect(press('k', { metaKey: true })).toBe('mod+k')
    expect(press('K', { ctrlKey: true, shiftKey: true })).toBeNull()
    expect(press('a', { altKey: true })).toBeNull()
  })

  it('means what the table says, alone or after the one before', () => {
    expect(match(null, 'a')).toEqual({ kind: 'commands', commands: ['incident.acknowledge'] })
    expect(match(null, 'g')).toEqual({ kind: 'begun' })
    expect(match('g', 'i')).toEqual({ kind: 'commands', commands: ['go.incidents'] })
    expect(match('g', 'q')).toEqual({ kind: 'none' })
    expect(match(null, 'i')).toEqual({ kind: 'none' })
  })

  it('of one character can be switched off; named keys and Ctrl K can not', () => {
    expect(['a', 'g i', '?', '*'].every(isSingleKey)).toBe(true)
    expect(['Enter', 'mod+k', 'Shift+ArrowDown', 'Escape'].some(isSingleKey)).toBe(false)
  })

  it('stands on its cap as the keyboard has it', () => {
    expect(capsOf('mod+k', true)).toEqual(['⌘ K'])
    expect(capsOf('mod+k', false)).toEqual(['Ctrl K'])
    expect(capsOf('g i', false)).toEqual(['g', 'i'])
    expect(rowOfCommand('undo').does).toBe('Undo')
  })
})
