import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { accounts } from '../../../preload/contract/accounts.ts'
import { knownRegions, regionsFault, regionsIn, regionWithPlace } from '../../../renderer/aws/regions.ts'

const wish = accounts.connect['~orpc'].inputSchema

/** Whether the contract lets them through. */
function taken(regions: string[]): boolean {
  const answer = wish?.['~standard'].validate({ profile: null, regions })
  if (answer instanceof Promise || answer === undefined) throw new Error('the schema is not answered at once')
  return answer.issues === undefined
}

describe('regions as typed', () => {
  it('are read with commas, spaces and lines between, each once, in small letters', () => {
    expect(regionsIn(' EU-west-1,us-east-1;\n eu-west-1 ')).toEqual(['eu-west-1', 'us-east-1'])
    expect(regionsIn(' , ')).toEqual([])
  })

  it('have no fault exactly where the desk takes them', () => {
    const part = fc.constantFrom('eu', 'us', 'gov', 'west', 'isob', 'northeast', '1', '12', '3x', '')
    const region = fc.oneof(
      fc.constantFrom(...Object.keys(knownRegions), 'us-gov-west-1', 'cn-north-1', 'Ireland', 's3-us-west-2', 'us-isob-east-1'),
      fc.array(part, { maxLength: 5 }).map((parts) => parts.join('-')),
    )
    fc.assert(
      fc.property(fc.array(region, { maxLength: 42 }), (regions) => {
        expect(regionsFault(regions) === null).toBe(taken(regions))
      }),
    )
  })

  it('say which of them is wrong', () => {
    expect(regionsFault(['eu-west-1', 'Ireland'])).toContain('«Ireland»')
    expect(regionsFault([])).toContain('at least one')
  })

  it('have a place where it is known', () => {
    expect(regionWithPlace('eu-west-1')).toBe('eu-west-1, Ireland')
    expect(regionWithPlace('xx-nowhere-9')).toBe('xx-nowhere-9')
  })
})
