import { expect, test } from 'vitest'
import { coverageLinks, linkStates } from '../../../preload/contract/words.ts'
import { linkMeanings, stateMeanings } from '../../../renderer/coverage/link-words.ts'

test('every link and every state is explained, and no link is ok by construction', () => {
  for (const link of coverageLinks) for (const said of Object.values(linkMeanings[link])) expect(said).toMatch(/\.$/)
  expect(stateMeanings.map(({ state }) => state).toSorted()).toEqual([...linkStates].toSorted())
})
