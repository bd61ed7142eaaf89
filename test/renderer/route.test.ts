import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeOf } from '../../renderer/live/session.ts'
import { hrefOf, parseRoute, views } from '../../renderer/ui/route.ts'

describe('the address', () => {
  it('says a view, what is open in it and how it is narrowed, and is read back the same', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...views),
        fc.option(fc.string({ minLength: 1, unit: 'grapheme' })),
        fc.dictionary(fc.constantFrom('show', 'q'), fc.string({ minLength: 1 })),
        (view, id, query) => {
          expect(parseRoute(hrefOf(view, id, query))).toEqual({ view, id, query })
        },
      ),
    )
  })

  it('that is none of ours is the queue', () => {
    for (const hash of ['', '#', '#/', '#/nowhere/x', '#code=abc', '#/incidents/%E0%A4%A'])
      expect(parseRoute(hash)).toMatchObject({ view: 'incidents', id: null })
  })

  it('gives up its sign-in code', () => {
    expect(codeOf('#code=a-b_c')).toBe('a-b_c')
    expect(codeOf('#/incidents')).toBeNull()
    expect(codeOf('')).toBeNull()
  })
})
