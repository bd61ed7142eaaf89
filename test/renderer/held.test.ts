import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hold, type Place, samePlaces } from '../../renderer/ui/held.ts'

const places = (...words: string[]): Place[] => words.map((word) => ({ id: word.slice(1), group: word.slice(0, 1) }))
const all = () => true

describe('while the hand is in the list', () => {
  it('keeps the order that was shown, and counts what is new and what would move', () => {
    const held = hold(places('o1', 'o2', 'a3'), places('o4', 'o1', 'a2', 'a3'), all)
    expect(held.places).toEqual(places('o1', 'o2', 'a3'))
    expect(held.fresh).toEqual(['4'])
    expect(held.moved).toEqual(['2'])
  })

  it('counts a row that closed as one that would move, and drops one that is gone', () => {
    const held = hold(places('o1', 'o2', 'o3'), places('o1'), (id) => id !== '3')
    expect(held.places).toEqual(places('o1', 'o2'))
    expect(held.moved).toEqual(['2'])
  })

  it('never moves, repeats or invents a row', () => {
    const some = fc.uniqueArray(fc.record({ id: fc.constantFrom('1', '2', '3', '4', '5', '6'), group: fc.constantFrom('o', 'a', 's') }), {
      selector: ({ id }) => id,
    })
    fc.assert(
      fc.property(some, some, (shown, current) => {
        const held = hold(shown, current, all)
        expect(held.places).toEqual(shown)
        expect(new Set([...held.fresh, ...shown.map(({ id }) => id)]).size).toBe(held.fresh.length + shown.length)
      }),
    )
  })

  it('knows the same order when it sees it', () => {
    expect(samePlaces(places('o1', 'a2'), places('o1', 'a2'))).toBe(true)
    expect(samePlaces(places('o1', 'a2'), places('o1', 'o2'))).toBe(false)
    expect(samePlaces(places('o1'), places('o1', 'a2'))).toBe(false)
  })
})
