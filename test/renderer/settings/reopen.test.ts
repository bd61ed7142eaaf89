import { expect, test } from 'vitest'
import { reopenFault } from '../../../renderer/settings/reopen.ts'

test('a reopen window is a whole number of minutes up to a week', () => {
  for (const text of ['0', '10', '10080']) expect(reopenFault(text), text).toBeNull()
  for (const text of ['', '-1', '1.5', '10081', '1e3', 'ten']) expect(reopenFault(text), text).toMatch(/^A whole number/)
})
